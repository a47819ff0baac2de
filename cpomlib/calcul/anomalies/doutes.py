"""From an anomaly to the figures it makes doubtful."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from cpomlib.calcul.anomalies.declarations import regle, regles
from cpomlib.calcul.anomalies.evaluation import evaluer
from cpomlib.calcul.anomalies.modele import Anomalie

if TYPE_CHECKING:
    from cpomlib.tables import Frames


def douteux(
    anomalies: Iterable[Anomalie], indicateurs: Collection[str]
) -> Iterator[tuple[Anomalie, tuple[str, ...]]]:
    """Return the anomalies that touch some indicators, each with those it makes doubtful.

    A justified one is no doubt any more.
    """
    for one in anomalies:
        touched = tuple(name for name in regle(one.code).indicateurs if name in indicateurs)
        if touched and one.statut != "justifiee":
            yield one, touched


def doutes(frames: Frames, annee: int, gestionnaire: str, indicateur: str) -> tuple[Anomalie, ...]:
    """Return the anomalies of a gestionnaire's balance that make an indicator doubtful.

    Args:
        frames: the shared tables of the gestionnaire.
        annee: the year examined.
        gestionnaire: its id.
        indicateur: id of the indicator.
    """
    concerned = [code for code, rule in regles().items() if indicateur in rule.indicateurs]
    found = evaluer(frames, annee, seulement=concerned)
    return tuple(one for one in found if one.entite == gestionnaire)
