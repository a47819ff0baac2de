"""What the rules on a contract look at, read from the base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cpomlib.base import read, sees_region, state_on
from cpomlib.calcul import par_gestionnaire
from cpomlib.calcul.contrat import (
    Vue,
    annees_financees,
    bornes_des_seuils,
    enveloppes_de,
    financements_du_contrat,
    meilleur_dixieme,
    toutes_les_cibles,
    usages_des_seuils,
)
from cpomlib.calcul.indicateurs import compute, conventions_des_seuils
from cpomlib.calcul.scenarios import places_transformees
from cpomlib.dossier.autour_du_contrat import indicateurs_de, points_de_vigilance, scenario_retenu
from cpomlib.socle import CpomError
from cpomlib.tables import CATEGORIE_CHRS

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Contrat, Financements, Mesures
    from cpomlib.calcul.verdicts import Message
    from cpomlib.dossier.contrats_lus import ContratsLus

_LEAST = 10
"""Comparables under which a best tenth says nothing."""


def vue_de(
    lus: ContratsLus,
    contrat: Contrat,
    points: Sequence[Message] | None = None,
    comparables: Mapping[str, tuple[float, ...]] | None = None,
) -> Vue:
    """Return what the rules know of a contract in a state of the base.

    Args:
        lus: every contract that the base shows.
        contrat: the one that is checked.
        points: the points of attention of its diagnostic, where they are known already.
        comparables: what :func:`comparables_de` gives, where it is known already.
    """
    told = points_de_vigilance(lus, contrat) if points is None else points
    others = comparables_de(lus, contrat) if comparables is None else comparables
    houses, owners = lus.frames["etablissements"], lus.frames["gestionnaires"]
    known = {row["id_etablissement"]: row for row in _rows(houses)}
    public = owners.loc[owners["id_gestionnaire"] == contrat.gestionnaire, "statut"]
    held = scenario_retenu(lus, contrat)
    return Vue(
        jour=lus.jour,
        etablissements=known,
        contrats=lus.contrats,
        public=bool((public == "public").any()),
        bornes=bornes_des_seuils(),
        usages=usages_des_seuils(),
        a_l_entree=_at_entry(lus, contrat, known),
        mesures=lus.parmi({contrat.id: contrat}).mesures(),
        resultats=_results(lus, contrat),
        comparables=_best(contrat, others),
        vigilance=indicateurs_de(told),
        places_transformees=places_transformees(held.scenario.hypotheses) if held else 0,
        financements=_funders(lus, contrat),
        enveloppes=enveloppes_de(read(lus.engine, ["enveloppes"], etat=lus.etat)),
    )


def _funders(lus: ContratsLus, contrat: Contrat) -> Financements | None:
    """Return who funds what of a multi-funder agreement, from its first year to the day."""
    years = annees_financees(contrat, lus.jour)
    if contrat.ligne["cadre"] != "pluripartite" or not years:
        return None
    return financements_du_contrat(
        contrat, read(lus.engine, ["financements"], etat=lus.etat), years
    )


def vue_avec(
    vue: Vue, contrat: Contrat, mesures: Mesures, comparables: Mapping[str, tuple[float, ...]]
) -> Vue:
    """Return what the rules know of a contract that is being changed."""
    return replace(
        vue,
        contrats={**vue.contrats, contrat.id: contrat},
        mesures=mesures,
        comparables=_best(contrat, comparables),
    )


def _rows(frame: Any) -> list[dict[str, Any]]:
    plain = frame.astype("object")
    rows = plain.where(frame.notna(), None).to_dict("records")
    return [
        row | {"date_fermeture": day.date() if (day := row["date_fermeture"]) else None}
        for row in rows
    ]


def _at_entry(
    lus: ContratsLus, contrat: Contrat, known: Mapping[str, Mapping[str, Any]]
) -> dict[str, str]:
    """Return whose the establishments of others were when they entered, where the base says it."""
    found: dict[str, str] = {}
    for row in contrat.de("contrat_etablissements"):
        house = known.get(row["id_etablissement"])
        if house is None or house["id_gestionnaire"] == contrat.gestionnaire:
            continue
        try:
            etat = state_on(lus.engine, row["date_entree"])
        except CpomError:  # the base is younger than that
            continue
        past = read(lus.engine, ["etablissements"], etat=etat)["etablissements"]
        then = past.loc[past["id_etablissement"] == row["id_etablissement"], "id_gestionnaire"]
        if len(then):
            found[row["id_etablissement"]] = str(then.iloc[0])
    return found


def _results(lus: ContratsLus, contrat: Contrat) -> dict[int, float]:
    """Return the results of the gestionnaire, the last two years that have one."""
    frames = read(lus.engine, gestionnaires=[contrat.gestionnaire], etat=lus.etat)
    if frames["etablissements"].empty:
        return {}
    units = par_gestionnaire(frames["etablissements"])
    found: dict[int, float] = {}
    for year in (lus.jour.year - 2, lus.jour.year - 1):
        made = compute(frames, units, year, conventions_des_seuils(lus.jour))
        value = made.loc[made["id"] == "resultat", "valeur"].dropna()
        if len(value):
            found[year] = float(value.iloc[0])
    return found


def comparables_de(lus: ContratsLus, contrat: Contrat) -> dict[str, tuple[float, ...]]:
    """Return, by indicator, the values of the CHRS of the other gestionnaires of the région.

    Only where the whole région is seen, and only the indicators that enough of them have: what
    is shown of them are numbers of the whole région, no other one is named.
    """
    houses = lus.frames["etablissements"]
    own = {str(row["id_etablissement"]) for row in contrat.de("contrat_etablissements")}
    regions = {str(one) for one in houses.loc[houses["id_etablissement"].isin(own), "region"]}
    if len(regions) != 1 or not sees_region(lus.engine, *regions):
        return {}
    frames = read(lus.engine, etat=lus.etat)
    here = houses[(houses["region"].isin(regions)) & (houses["categorie"] == CATEGORIE_CHRS)]
    if here.empty:
        return {}
    units = par_gestionnaire(houses, choisis=here["id_etablissement"].tolist(), perimetre="chrs")
    made = compute(frames, units, lus.jour.year - 1, conventions_des_seuils(lus.jour))
    others = made[(made["unite"] != contrat.gestionnaire) & made["valeur"].notna()]
    found = {str(name): tuple(rows["valeur"]) for name, rows in others.groupby("id", sort=False)}
    return {name: values for name, values in found.items() if len(values) >= _LEAST}


def _best(
    contrat: Contrat, others: Mapping[str, tuple[float, ...]]
) -> dict[str, tuple[float, int]]:
    """Return, for each target on the CHRS, what the best tenth of the comparables reaches."""
    targets = [one for one in toutes_les_cibles(contrat) if one.perimetre == "chrs"]
    held = [(one, others[one.indicateur]) for one in targets if one.indicateur in others]
    return {
        one.indicateur: (meilleur_dixieme(values, one.sens), len(values)) for one, values in held
    }
