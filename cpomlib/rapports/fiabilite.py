"""The state of the data, in words: part by part, what is there and what is doubted."""

from __future__ import annotations

from typing import Any

from cpomlib.dossier import Dossier, attendus, sans_couvrir, transmis
from cpomlib.rapports.contrat import resumer_contrat
from cpomlib.rendu.blocs import Paragraphe
from cpomlib.socle import date_fr, pluriel

SANS_MESSAGE = "Rien qui suffise à conclure"
EN_COURS = "Année en cours\u00a0: rien n’est conclu"
COMPLETES, A_TRANSMETTRE, A_COMPLETER = "complètes", "à transmettre", "à compléter"
SANS_MOIS = "sans tous les mois de l’année"
SANS_CHIFFRE = (A_TRANSMETTRE, A_COMPLETER)
VOLETS = {
    "Publics": ("sejours", ("publics",)),
    "Activité": ("activite", ("activite", "structure")),
    "Finances": ("budgets", ("finances",)),
    "Équipe": ("salaries", ("rh",)),
    "Qualité": ("qualite", ("qualite",)),
}
"""Part as it is named → the table it cannot do without, the parts of the anomalies on it."""


def donnees(dossier: Dossier) -> Paragraphe:
    """Say whether each part of the data is complete, and whether the year is closed."""
    said = [f"{name}\u00a0: {etat(dossier, name)}" for name in VOLETS]
    parts = "\u00a0; ".join(said)
    return Paragraphe(f"{parts}. {annee(dossier)}", titre="Les données.")


def etat(dossier: Dossier, volet: str) -> str:
    """Say in words the state of a part of the data."""
    name, watched = VOLETS[volet]
    sent = transmis(dossier, name, dossier.annee)
    if not sent:
        return A_COMPLETER if name == "sejours" and sans_couvrir(dossier) else A_TRANSMETTRE
    doubts = 0 if dossier.publiable else fortes(dossier, watched)
    partial = partielles(len(sent), len(attendus(dossier, name) | sent))
    # what goes with the occupancy is the months that it lacks
    months = SANS_MOIS if name == "activite" and dossier.note("taux_occupation") else ""
    doubted = f"{pluriel(doubts, 'point')} à vérifier" if doubts else ""
    return ", ".join(filter(None, (partial, months, doubted))) or COMPLETES


def partielles(recues: int, attendues: int) -> str:
    """Say how many establishments sent their data, where some did not."""
    if recues == attendues:
        return ""
    return f"transmises par {pluriel(recues, 'établissement')} sur {attendues}"


def fortes(dossier: Dossier, volets: tuple[str, ...]) -> int:
    """Count the strong doubts that nobody has answered."""
    return sum(
        one.severite == "forte" and one.statut != "justifiee" and one.volet in volets
        for one in dossier.examen.anomalies
    )


def annee(dossier: Dossier) -> str:
    """Say whether the year is closed."""
    if dossier.periode.ouverte:
        return f"L’année {dossier.annee} n’est pas close."
    return f"Année close le {date_fr(dossier.periode.fin)}."


def premier_message(dossier: Dossier) -> str:
    """Return what a report says first, in words too where it concludes nothing."""
    if dossier.periode.ouverte:
        return EN_COURS
    return dossier.messages[0].titre if dossier.messages else SANS_MESSAGE


def resumer(dossier: Dossier) -> dict[str, Any]:
    """Return what an index says of a report: its data, what it says first, the contract."""
    states = {name: etat(dossier, name) for name in VOLETS}
    return {
        "donnees": {name: said for name, said in states.items() if said != COMPLETES},
        "message": premier_message(dossier),
        "a_completer": [name for name, said in states.items() if said in SANS_CHIFFRE],
        "contrat": dict(resumer_contrat(dossier)),
    }
