"""What is concluded from figures, as the parts of a report show it."""

from __future__ import annotations

from cpomlib.calcul import taux_de_personnes
from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.verdicts import Verdict
from cpomlib.dossier import evolution_montree
from cpomlib.rendu.blocs import Jugement
from cpomlib.socle import direction

ANNONCE = (
    "Évolution par rapport à {avant}\u00a0; celle d’une part de ménages ou de salariés n’est "
    "montrée que si elle dépasse le hasard."
)
"""Said under key figures."""
_DITS: dict[str, Jugement] = {
    "favorable": "favorable",
    "defavorable": "défavorable",
    "a_verifier": "à vérifier",
}
_ALLURES = {
    ("ameliore", "haut"): "hausse", ("degrade", "haut"): "baisse",
    ("ameliore", "bas"): "baisse", ("degrade", "bas"): "hausse",
}  # fmt: skip
"""Course and better side of an indicator → the way its figure goes."""


def jugement(verdict: Verdict) -> Jugement:
    """Return the word written beside a figure, empty when nothing is concluded from it."""
    return _DITS.get(verdict.verdict, "")


def evolution_sure(verdict: Verdict, apres: float | None, avant: float | None) -> float | None:
    """Return the change that a key figure shows as an arrow, None where it may be chance.

    A rate of households, persons or staff moves by itself from one year to the next: its change is
    shown only where the course of the years is more than chance, and goes the same way. What is
    doubted has no change: it may be the doubt's.
    """
    name = verdict.indicateur
    fiche, change = fiches()[name], evolution_montree(name, apres, avant)
    if change is None or verdict.en_nombres or verdict.doute:
        return None
    if not taux_de_personnes(name):
        return change
    return change if direction(change) == _ALLURES.get((verdict.cours, fiche.sens)) else None
