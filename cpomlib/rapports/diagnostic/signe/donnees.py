"""The state of the data, in words: part by part, what is there and what is doubted."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rapports.diagnostic.qualite import coverage, expected
from cpomlib.rendu.blocs import Paragraphe
from cpomlib.socle import date_fr, pluriel

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
    known, wanted = (count(dossier, name, dossier.annee) for count in (coverage, expected))
    if not known:
        return "à transmettre"
    doubts = 0 if dossier.publiable else fortes(dossier, watched)
    partial = f"transmises par {known} établissements sur {wanted}" if known < wanted else ""
    doubted = f"{pluriel(doubts, 'point')} à vérifier" if doubts else ""
    return ", ".join(filter(None, (partial, doubted))) or "complètes"


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
