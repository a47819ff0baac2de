"""The contracts of a région: read, and what they aim at measured, once for all in a campaign."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.calcul.contrat import (
    Contrat,
    Mesures,
    contrats_de,
    mesurer_chacun,
    mesures_de_table,
    mesures_en_table,
)
from cpomlib.calcul.indicateurs import Conventions
from cpomlib.dossier.commun import Communes, Travail, avancer, calcul, extrait
from cpomlib.tables import contract_names

_LUS = ("gestionnaire", "contrat", "texte")


class ContratsCommuns(dict[str, Contrat]):
    """The contracts of a gestionnaire, in a campaign that knows those of all the région.

    Attributes:
        tous: reads them all.
    """

    def __init__(self, siens: Mapping[str, Contrat], tous: Callable[[], list[Contrat]]) -> None:
        super().__init__(siens)
        self.tous = tous


def contrats_lus(
    engine: Engine, gestionnaire: str, etat: int, tout: Communes | None = None
) -> Mapping[str, Contrat]:
    """Return the contracts of a gestionnaire that the base shows, by code.

    Args:
        engine: an open base.
        gestionnaire: its id.
        etat: the number of the state of the base.
        tout: the tables of the région; in a campaign its contracts are read once for all.
    """
    if tout is None or not _dans(tout, gestionnaire):
        return _lus(engine, [gestionnaire], etat)
    everyone = _de_la_region(engine, tout, etat)
    mine = extrait(tout, *everyone, ("gestionnaire", [gestionnaire]))
    return ContratsCommuns(
        {one.id: one for one in _contrats(mine)}, lambda: _contrats(calcul(tout, *everyone))
    )


def _dans(tout: Communes, gestionnaire: str) -> bool:
    """Tell whether what a campaign shares holds a gestionnaire."""
    mine = tout.extrait("etablissements", ("id_gestionnaire", [gestionnaire]))
    return tout.partagees and len(mine) > 0


def _lus(engine: Engine, gestionnaires: Sequence[str], etat: int) -> Mapping[str, Contrat]:
    names = contract_names()
    return contrats_de(store.read(engine, names, gestionnaires=gestionnaires, etat=etat))


def _de_la_region(engine: Engine, tout: Communes, etat: int) -> Travail:
    def faire() -> pd.DataFrame:
        everyone = sorted(set(tout["etablissements"]["id_gestionnaire"]))
        found = _lus(engine, everyone, etat).values()
        rows = [(one.gestionnaire, one.id, _texte(one)) for one in found]
        return pd.DataFrame(rows, columns=list(_LUS), dtype="str")

    return ("contrats",), faire


def _texte(contrat: Contrat) -> str:
    def day(value: date) -> dict[str, str]:
        return {"date": value.isoformat()}

    held = [contrat.ligne, contrat.tables]
    return json.dumps(held, ensure_ascii=False, allow_nan=False, default=day)


def _contrats(lignes: pd.DataFrame) -> list[Contrat]:
    def day(value: dict[str, Any]) -> Any:
        return date.fromisoformat(value["date"]) if [*value] == ["date"] else value

    return [Contrat(*json.loads(text, object_hook=day)) for text in lignes["texte"].tolist()]


def mesures_communes(
    autour: Communes,
    contrats: ContratsCommuns,
    contrat: Contrat,
    conventions: Conventions,
    demandees: tuple[int, Callable[[Contrat], tuple[int, ...]]],
) -> Mesures:
    """Measure the targets of a contract: those of all the région in one pass, once for all.

    Args:
        autour: the tables of the région.
        contrats: those of the gestionnaire, and the way to all of them.
        contrat: the contract.
        conventions: those in force where a contract has not agreed otherwise.
        demandees: the year followed, and the years that a contract is measured for; none where
            nothing of it is.
    """
    key, faire = _mesurees(autour, contrats, conventions, demandees)
    return mesures_de_table(extrait(autour, key, faire, ("contrat", [contrat.id])))


def _mesurees(
    autour: Communes,
    contrats: ContratsCommuns,
    conventions: Conventions,
    demandees: tuple[int, Callable[[Contrat], tuple[int, ...]]],
) -> Travail:
    """Measure the targets of every contract of a région."""
    year, years_of = demandees

    def faire() -> pd.DataFrame:
        known = set(autour["etablissements"]["id_etablissement"])
        asked = {one.id: (one, years_of(one)) for one in contrats.tous()}
        kept = {
            name: (one, years)
            for name, (one, years) in asked.items()
            if years and etablissements_du(one) <= known
        }
        held = {name: one for name, (one, _) in kept.items()}
        years = {name: listed for name, (_, listed) in kept.items()}
        return mesures_en_table(mesurer_chacun(autour, held, years, conventions))

    return ("mesures", year, conventions), faire


def avancer_mesures(
    autour: Communes,
    contrats: ContratsCommuns,
    conventions: Conventions,
    demandees: tuple[int, Callable[[Contrat], tuple[int, ...]]],
) -> None:
    """Measure the targets of all where nobody has nor does, without waiting."""
    avancer(autour, [_mesurees(autour, contrats, conventions, demandees)])


def etablissements_du(contrat: Contrat) -> set[str]:
    """Return the establishments that a contract holds, or held."""
    return {str(row["id_etablissement"]) for row in contrat.de("contrat_etablissements")}
