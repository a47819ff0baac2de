"""A trame speaks for one gestionnaire and one year: what it may not touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cpomlib.entree.trame.plan import IdentiteTrame
from cpomlib.socle import Faute
from cpomlib.tables import Refus

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames, Lue


def hors_portee(lues: Mapping[str, Lue], known: Frames, identite: IdentiteTrame) -> list[Faute]:
    """Return the cells that speak of another year, another gestionnaire, or its establishments.

    A deposit touches what its rows name: one row of another year would touch that year.

    Args:
        lues: the tables read.
        known: the structure the base holds, of every gestionnaire.
        identite: for whom and for which year the trame is.
    """
    faults: list[Faute] = []
    others = _others(known, identite.gestionnaire)
    for lue in lues.values():
        faults += _other_year(lue, identite)
        faults += _other_owner(lue, identite.gestionnaire)
        faults += _other_establishment(lue, others)
    return faults


def propre(known: Frames, gestionnaire: str) -> dict[str, pd.DataFrame]:
    """Return the known structure of one gestionnaire only."""
    return {
        name: known[name][known[name]["id_gestionnaire"] == gestionnaire]
        for name in ("gestionnaires", "etablissements")
        if name in known
    }


def _others(known: Frames, gestionnaire: str) -> set[str]:
    if "etablissements" not in known:
        return set()
    rows = known["etablissements"]
    return set(rows.loc[rows["id_gestionnaire"] != gestionnaire, "id_etablissement"])


def _other_year(lue: Lue, identite: IdentiteTrame) -> list[Faute]:
    one = len(identite.annees) == 1
    refus = Refus(
        f"Cette trame est celle {'de l’exercice' if one else 'des exercices'} {identite.exercice}.",
        "Corrigez l’année ; une autre année a sa propre trame.",
    )
    return _where(lue, "annee", lambda value: value not in identite.annees, refus)


def _other_owner(lue: Lue, gestionnaire: str) -> list[Faute]:
    refus = Refus(
        f"Cette trame est celle du gestionnaire {gestionnaire}.", "Corrigez ou supprimez la ligne."
    )
    return _where(lue, "id_gestionnaire", lambda value: value != gestionnaire, refus)


def _other_establishment(lue: Lue, others: set[str]) -> list[Faute]:
    refus = Refus(
        "Cet établissement est connu sous un autre gestionnaire.",
        "Corrigez le code ; s’il a changé de gestionnaire, dites-le au service de l’État.",
    )
    return _where(lue, "id_etablissement", lambda value: value in others, refus)


def _where(lue: Lue, column: str, wrong: Callable[[object], bool], refus: Refus) -> list[Faute]:
    if column not in lue.frame.columns or column in lue.provenance.absentes:
        return []
    values = lue.frame[column]
    present = values.notna()
    rows = [row for row, value in enumerate(values) if present[row] and wrong(value)]
    return lue.provenance.fautes(rows, column, refus, lue.frame)
