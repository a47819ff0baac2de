"""The minutes of a meeting, in Word: what was noted, by nature."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from cpomlib.calcul.contrat import Contrat, Ligne
from cpomlib.droit import nomenclature
from cpomlib.pages.contrat.donnees import Ouvert
from cpomlib.rendu.blocs import Bloc, Colonne, Paragraphe, Tableau, Titre
from cpomlib.rendu.documents import Enveloppe
from cpomlib.rendu.documents.word import ecrire
from cpomlib.socle import date_courte, date_fr

NATURE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXEMPLE = "Région inventée\u00a0: ce contrat est un exemple, il ne décrit aucun organisme réel."


def docx(vu: Ouvert, contrat: Contrat, rencontre: tuple[date, str]) -> tuple[bytes, str]:
    """Return the minutes of a meeting, and the name of their file."""
    day, nature = rencontre
    label = nomenclature("nature_rencontre").libelles.get(nature, nature)
    title = f"{label[:1].upper()}{label[1:]} du {date_fr(day)}"
    around = Enveloppe(title, entete=vu.gestionnaire, bandeau=EXEMPLE if vu.exemple else "")
    with tempfile.TemporaryDirectory(prefix="cpom-rendu-") as folder:
        path = Path(folder) / "compte-rendu.docx"
        ecrire(blocs(vu, contrat, rencontre, title), around, path)
        return path.read_bytes(), f"compte-rendu-{contrat.id}-{day.isoformat()}.docx"


def blocs(vu: Ouvert, contrat: Contrat, rencontre: tuple[date, str], titre: str) -> list[Bloc]:
    """Return what the minutes hold."""
    rows = [row for row in contrat.de("releves") if row["date"] == rencontre[0]]
    made: list[Bloc] = [
        Titre(1, titre),
        Paragraphe(f"{vu.gestionnaire}, contrat {contrat.id}."),
    ]
    for code, label in nomenclature("nature_releve").libelles.items():
        held = [row for row in rows if str(row["nature"]) == code]
        if held:
            made += [Titre(2, f"{label[:1].upper()}{label[1:]}"), _tableau(contrat, label, held)]
    if not rows:
        made.append(Paragraphe("Rien n’a été noté pendant cette réunion.", "manque"))
    return made


def _tableau(contrat: Contrat, label: str, rows: list[Ligne]) -> Tableau:
    titles = {str(one["id_objectif"]): str(one["intitule"]) for one in contrat.de("objectifs")}
    lines = tuple(
        (
            str(row["numero"]),
            str(row["texte"]),
            f"{row['id_objectif']} · {titles.get(str(row['id_objectif']), '')}"
            if row["id_objectif"]
            else None,
            row["responsable"],
            date_courte(row["echeance"]) if row["echeance"] else None,
        )
        for row in rows
    )
    names = ("N°", "Ce qui a été dit", "Objectif", "Qui", "Pour le")
    return Tableau(f"Points notés\u00a0: {label}", tuple(Colonne(name) for name in names), lines)
