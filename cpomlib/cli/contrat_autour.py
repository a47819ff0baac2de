"""What surrounds a contract: the diagnostic's points of attention, the retained scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Contrat, LigneScenario, LigneSuivi
    from cpomlib.calcul.scenarios import Projection, Scenario
    from cpomlib.cli.contrats_lus import ContratsLus

SCENARIO = {
    "objectif": "Objectif", "indicateur": "Indicateur", "annee": "Année", "attendu": "Attendu",
    "projete": "Scénario retenu", "mene": "Y mène-t-il\u00a0?",
}  # fmt: skip
MENE = {"atteinte": "oui", "proche": "presque", "non_atteinte": "non"}
SANS_SCENARIO = "Aucun scénario n’est retenu pour ce gestionnaire."


@dataclass(frozen=True, eq=False)
class Retenu:
    """The scenario that the parties retained, and what it gives; or why it gives nothing."""

    scenario: Scenario
    projection: Projection | None = None
    refus: str = ""


def scenario_retenu(lus: ContratsLus, contrat: Contrat) -> Retenu | None:
    """Return the retained scenario of the gestionnaire, the last one where there are several."""
    from cpomlib.base import read
    from cpomlib.calcul.scenarios import etat, inventaire, projeter
    from cpomlib.socle import CpomError

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


def vigilance(lus: ContratsLus, contrat: Contrat) -> tuple[str, ...]:
    """Return the indicators on which the diagnostic has a point of attention.

    The diagnostic is that of the year the contract names, else of the last year over.
    """
    from cpomlib.rapports.diagnostic import load
    from cpomlib.socle import CpomError

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
    told = [one for one in dossier.messages if one.nature == "vigilance" and one.indicateur]
    return tuple(dict.fromkeys(one.indicateur for one in told))


def confrontation(
    lus: ContratsLus, contrat: Contrat, lignes: list[LigneSuivi]
) -> tuple[Retenu | None, list[LigneScenario]]:
    """Return the retained scenario, and the targets beside it."""
    from cpomlib.calcul.contrat import confronter

    held = scenario_retenu(lus, contrat)
    if held is None or held.projection is None:
        return held, []
    houses = lus.frames["etablissements"]
    kinds = dict(zip(houses["id_etablissement"], houses["categorie"].astype(str), strict=True))
    return held, confronter(contrat, lignes, held.projection, kinds)


def en_mots(line: LigneScenario) -> dict[str, Any]:
    """Write a target beside the scenario in words."""
    from cpomlib.cli.contrat_sortie import libelle
    from cpomlib.cli.contrat_suivi import en_unite

    return {
        "objectif": line.cible.objectif,
        "indicateur": libelle(line.cible.indicateur, line.cible.libelle),
        "annee": line.annee,
        "attendu": en_unite(line.cible, line.attendu),
        "projete": en_unite(line.cible, line.projete) or line.raison,
        "mene": MENE.get(line.jugement),
    }


def entete(held: Retenu | None) -> str:
    """Say which scenario is retained, or that none is."""
    if held is None:
        return SANS_SCENARIO
    said = f"Scénario retenu\u00a0: «\u00a0{held.scenario.titre}\u00a0»."
    return f"{said} {held.refus}".rstrip()
