"""What surrounds a contract: the diagnostic's points of attention, the retained scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpomlib.base import read
from cpomlib.calcul.contrat import confronter
from cpomlib.calcul.scenarios import etat, projeter
from cpomlib.dossier.gestionnaire import load
from cpomlib.dossier.scenarios_deposes import inventaire
from cpomlib.socle import CpomError

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Contrat, LigneScenario, LigneSuivi
    from cpomlib.calcul.scenarios import Projection, Scenario
    from cpomlib.calcul.verdicts import Message
    from cpomlib.dossier.contrats_lus import ContratsLus


@dataclass(frozen=True, eq=False)
class Retenu:
    """The scenario that the parties retained, and what it gives; or why it gives nothing."""

    scenario: Scenario
    projection: Projection | None = None
    refus: str = ""


def scenario_retenu(lus: ContratsLus, contrat: Contrat) -> Retenu | None:
    """Return the retained scenario of the gestionnaire, the last one where there are several."""
    known = inventaire(lus.engine, contrat.gestionnaire, lus.etat).lus
    held = [one for _, one in known if one.statut == "retenu"]
    if not held:
        return None
    last = max(held, key=lambda one: (str(one.date or ""), one.titre))
    try:
        frames = read(lus.engine, gestionnaires=[contrat.gestionnaire], etat=lus.etat)
        base = etat(frames, contrat.gestionnaire, last.annee_base)
        return Retenu(last, projeter(base, last.hypotheses, last.horizon))
    except CpomError as error:
        return Retenu(last, refus=str(error))


def indicateurs_de(points: Sequence[Message]) -> tuple[str, ...]:
    """Return the indicators that points of attention bear on, in their order."""
    return tuple(dict.fromkeys(one.indicateur for one in points if one.indicateur))


def points_de_vigilance(lus: ContratsLus, contrat: Contrat) -> tuple[Message, ...]:
    """Return the points of attention of the diagnostic.

    The diagnostic is that of the year the contract names, else of the last year over.
    """
    houses = lus.frames["etablissements"]
    own = houses[houses["id_gestionnaire"] == contrat.gestionnaire]
    regions = set(own["region"].dropna())
    region = str(regions.pop()) if len(regions) == 1 else ""
    address = lus.engine.url.render_as_string(hide_password=False)
    year = int(contrat.ligne["annee_diagnostic"] or lus.jour.year - 1)
    try:
        dossier = load(address, contrat.gestionnaire, year, region, "tous", lus.etat)
    except CpomError:  # nothing was deposited for that year: there is no diagnostic to answer
        return ()
    return tuple(one for one in dossier.messages if one.nature == "vigilance")


def confrontation(
    lus: ContratsLus, contrat: Contrat, lignes: list[LigneSuivi]
) -> tuple[Retenu | None, list[LigneScenario]]:
    """Return the retained scenario, and the targets beside it."""
    held = scenario_retenu(lus, contrat)
    if held is None or held.projection is None:
        return held, []
    houses = lus.frames["etablissements"]
    kinds = dict(zip(houses["id_etablissement"], houses["categorie"].astype(str), strict=True))
    return held, confronter(contrat, lignes, held.projection, kinds)
