"""What the criteria of priority look at, measured for each gestionnaire of a région."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.calcul.programmation.criteres import CriteresPriorite, Priorite, noter
from cpomlib.calcul.programmation.recensement import Recense
from cpomlib.calcul.regional import Enjeux, gestionnaire
from cpomlib.calcul.scenarios import Scenario, places_transformees
from cpomlib.socle import vers_centimes

if TYPE_CHECKING:
    import pandas as pd


def priorites(
    criteres: CriteresPriorite, recenses: Iterable[Recense], valeurs: pd.DataFrame,
    enjeux: Enjeux, scenarios: Iterable[Scenario], volontaires: Collection[str], jour: date,
) -> dict[str, Priorite]:  # fmt: skip
    """Mark every gestionnaire.

    Args:
        criteres: the declared criteria.
        recenses: the gestionnaires.
        valeurs: unit by indicator, of their CHRS.
        enjeux: the rules that fire for each.
        scenarios: those that the parties retained.
        volontaires: who asked to be among the first.
        jour: the day contracts are looked at.
    """
    middle = valeurs.loc[valeurs.index.str.startswith(gestionnaire("")), "cout_place"].median()
    moved = _transformed(scenarios)
    return {
        one.id: noter(
            criteres,
            {
                **_figures(one, valeurs, float(middle)),
                "transformation": float(moved.get(one.id, 0)),
                "volontaire": float(one.id in volontaires),
                "difficultes": sum(s.regle.poids for s in enjeux.signaux.get(one.id, ())),
                "negociation": float(one.etat == "preparation"),
                "mois_restants": _months(one, jour),
            },
        )
        for one in recenses
    }


def _figures(one: Recense, valeurs: pd.DataFrame, mediane: float) -> dict[str, float | None]:
    result, cost = (_value(valeurs, one.id, name) for name in ("taux_resultat", "cout_place"))
    known = cost is not None and mediane > 0
    return {
        "places": None if one.total_places is None else float(one.total_places),
        "deficit": None if result is None else max(0.0, -result),
        "cout": cost / mediane - 1 if cost is not None and known else None,
    }


def _value(valeurs: pd.DataFrame, who: str, indicateur: str) -> float | None:
    import pandas as pd

    unit = gestionnaire(who)
    value = valeurs.loc[unit, indicateur] if unit in valeurs.index else None
    return None if value is None or pd.isna(value) else float(value)


def _months(one: Recense, jour: date) -> float | None:
    """Return the months left to a contract that was signed; None where there is none."""
    if one.fin is None or not (one.en_cours or one.etat == "echu"):
        return None
    return max(0.0, float((one.fin.year - jour.year) * 12 + one.fin.month - jour.month))


def _transformed(scenarios: Iterable[Scenario]) -> Mapping[str, int]:
    """Count the places that the retained scenarios of each transform, the last one kept."""
    held = [one for one in scenarios if one.statut == "retenu"]
    held.sort(key=lambda one: (str(one.date or ""), one.titre))
    return {one.gestionnaire: places_transformees(one.hypotheses) for one in held}


def volumes(recenses: Sequence[Recense], valeurs: pd.DataFrame) -> dict[str, int | None]:
    """Return what the State pays in a year for the CHRS of each, in cents: group I of products."""
    amounts = {one.id: _value(valeurs, one.id, "produits_groupe_1") for one in recenses}
    return {
        who: None if euros is None else round(vers_centimes(euros))
        for who, euros in amounts.items()
    }
