"""A manifest of three reports, one made, one failed, one to come, and its page read as a table."""

import hashlib
import json
from html.parser import HTMLParser
from pathlib import Path

from cpomlib.campagne.manifest import LigneManifeste, Manifeste, Rapport

DATE = "2026-03-02T10:00:00+00:00"
PAGE = hashlib.sha256(b"<p>").hexdigest()
RAPPORT = Rapport(DATE, 1, "e", {"diagnostic.html": PAGE}, "tous", "0.1")
MANIFESTE = Manifeste(
    region="52",
    nom_region="Pays de la Loire",
    annee=2025,
    debut=DATE,
    modele="diagnostic.ipynb",
    etat="terminee",
    depots=(
        {"id": 3, "horodatage": DATE, "auteur": "A & B", "fichier": "dépôt <x>", "sha256": ""},
    ),
    gestionnaires=(
        LigneManifeste(
            "100000009", "Zébulon", "fait", date=DATE, carnet="diagnostic.ipynb", rapport=RAPPORT
        ),
        LigneManifeste(
            "100000017", "L'Étape & Fils <Loire> 🌞", "echec", "Erreur <b>grave</b>.", DATE
        ),
        LigneManifeste("100000025", "École"),
    ),
)


class Cells(HTMLParser):
    """Reads the table as a reader does: the text and the sorting value of each cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str | None]]] = []
        self.tags: set[str] = set()
        self._in = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append(("", dict(attrs).get("data-valeur")))
            self._in = True

    def handle_endtag(self, tag):
        self._in = self._in and tag not in {"td", "th"}

    def handle_data(self, data):
        if self._in:
            text, raw = self.rows[-1][-1]
            self.rows[-1][-1] = (text + data, raw)


def made(folder: Path, identifiant: str, *indicateurs: dict) -> None:
    here = folder / identifiant
    here.mkdir(exist_ok=True)
    (here / "diagnostic.html").write_text("<p>", encoding="utf-8")
    (here / "diagnostic.ipynb").write_text("{}", encoding="utf-8")
    (here / "indicateurs.json").write_text(json.dumps(list(indicateurs)), encoding="utf-8")
