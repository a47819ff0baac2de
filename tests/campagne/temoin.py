"""What a campaign tells while it runs, and what it leaves in its folder."""

import json
from pathlib import Path


class Temoin:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.attentes = 0
        self.debuts: list[tuple[int, int]] = []
        self.finis: list[str] = []

    def attente(self) -> None:
        self.attentes += 1

    def debut(self, total: int, a_jour: int) -> None:
        self.debuts.append((total, a_jour))

    def fini(self, cible, issue) -> None:
        self.finis.append(cible.id)


def read(folder: Path) -> dict:
    return json.loads((folder / "campagne.json").read_text(encoding="utf-8"))


def lines(folder: Path) -> dict[str, dict]:
    return {line["id"]: line for line in read(folder)["gestionnaires"]}


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".verrou")
