"""``docs/performance.md`` and ``benchmarks/reference.json``: what was measured, what it was."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks.mesure import Mesure
from cpomlib.socle.typographie import date_fr, insecable, nombre

RACINE = Path(__file__).resolve().parents[1]
PAGE = RACINE / "docs" / "performance.md"
REFERENCE = RACINE / "benchmarks" / "reference.json"
TOLERANCE = 0.20
"""A ratio worse by more than this, against the reference, is a regression."""
_VERSIONS = ("python", "pandas", "numpy", "papermill", "ipykernel", "altair")
_AVANT = """\
# Vitesse et mémoire

Cette page est écrite par `make bench`. Chaque rapport (×) compare deux choses mesurées dans la même
exécution, sur la même machine : il vaut ailleurs, et plus de 20 % de moins bien que
`benchmarks/reference.json` est une panne. Les autres chiffres sont ceux de cette machine.
"""


def ecrit(mesure: Mesure) -> str:
    """Write a figure with its unit: « 12,4 × », « 1,8 s »."""
    return f"{_chiffre(mesure.valeur)}\u00a0{mesure.unite}".strip("\u00a0")


def _chiffre(value: float) -> str:
    if value >= 100:
        return nombre(value)
    return nombre(value, 1 if value >= 10 else 2)


def _cible(mesure: Mesure) -> str:
    if mesure.cible is None:
        return ""
    sign = "≥" if mesure.sens == "haut" else "≤"
    kept = "tenu" if mesure.tenue else "**non tenu**"
    unit = mesure.unite and f"\u00a0{mesure.unite}"
    whole = mesure.cible == int(mesure.cible)
    return f"{sign}\u00a0{nombre(mesure.cible, 0 if whole else 1)}{unit}\u00a0: {kept}"


def page(mesures: Sequence[Mesure], le: date, versions: Mapping[str, str], machine: str) -> str:
    """Return the page: a table for each part, and how it was measured.

    Args:
        mesures: what was measured.
        le: the day.
        versions: of the libraries, by name.
        machine: in words.
    """
    named = ", ".join(f"{name} {versions[name]}" for name in _VERSIONS if name in versions)
    text = [_AVANT, f"Mesuré le {date_fr(le)} sur {machine}. Versions\u00a0: {named}.\n"]
    for partie in dict.fromkeys(mesure.partie for mesure in mesures):
        text += [f"## {partie}\n", *_table([m for m in mesures if m.partie == partie])]
    return insecable("\n".join(text).rstrip() + "\n")


def _table(mesures: Sequence[Mesure]) -> list[str]:
    rows = ["| mesure | valeur | visé |", "|---|---:|---|"]
    notes: dict[str, int] = {}
    for mesure in mesures:
        call = ""
        if mesure.note:
            call = f" ({notes.setdefault(mesure.note, len(notes) + 1)})"
        rows.append(f"| {mesure.libelle}{call} | {ecrit(mesure)} | {_cible(mesure)} |")
    listed = [f"{number}. {note}" for note, number in notes.items()]
    return [*rows, "", *([*listed, ""] if listed else [])]


def machine() -> str:
    """Return what this machine is, in words."""
    model = platform.processor() or platform.machine()
    for row in _lines(Path("/proc/cpuinfo")):
        if row.startswith("model name"):
            model = row.partition(":")[2].strip()
            break
    kib = [row for row in _lines(Path("/proc/meminfo")) if row.startswith("MemTotal:")]
    memory = f", {nombre(int(kib[0].split()[1]) / 2**20)}\u00a0Gio de mémoire" if kib else ""
    return f"{os.cpu_count()} cœurs ({model}){memory}, {platform.system()}"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def lire_reference(chemin: Path = REFERENCE) -> dict[str, float]:
    """Return the ratios accepted before; none when there is no file."""
    if not chemin.exists():
        return {}
    return {name: float(value) for name, value in json.loads(chemin.read_text("utf-8")).items()}


def ecrire_reference(mesures: Sequence[Mesure], chemin: Path = REFERENCE) -> None:
    """Accept the ratios measured now; those of other benchmarks stay."""
    ratios = {mesure.id: round(mesure.valeur, 3) for mesure in mesures if mesure.rapport}
    kept = dict(sorted({**lire_reference(chemin), **ratios}.items()))
    chemin.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def reculs(mesures: Sequence[Mesure], reference: Mapping[str, float]) -> list[str]:
    """Return a French sentence for each ratio that is worse than accepted by more than 20 %."""
    found = []
    for mesure in mesures:
        known = reference.get(mesure.id)
        if not mesure.rapport or known is None or not _worse(mesure, known):
            continue
        found.append(
            f"{mesure.libelle}\u00a0: {ecrit(mesure)}, contre {_chiffre(known)}\u00a0"
            f"{mesure.unite} dans la référence."
        )
    return found


def _worse(mesure: Mesure, known: float) -> bool:
    if mesure.sens == "haut":
        return mesure.valeur < known * (1 - TOLERANCE)
    return mesure.valeur > known * (1 + TOLERANCE)
