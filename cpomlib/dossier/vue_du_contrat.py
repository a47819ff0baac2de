"""What the rules on a contract look at, read from the base."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cpomlib.base import read, sees_region, state_on
from cpomlib.calcul import par_gestionnaire
from cpomlib.calcul.contrat import (
    Vue,
    bornes_des_textes,
    enveloppes_de,
    meilleur_dixieme,
    toutes_les_cibles,
    usages_des_seuils,
)
from cpomlib.calcul.indicateurs import compute, conventions_des_seuils
from cpomlib.calcul.scenarios import places_transformees
from cpomlib.dossier.autour_du_contrat import scenario_retenu, vigilance
from cpomlib.socle import CpomError

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Contrat
    from cpomlib.dossier.contrats_lus import ContratsLus

_LEAST = 10
"""Comparables under which a best tenth says nothing."""


def vue_de(lus: ContratsLus, contrat: Contrat) -> Vue:
    """Return what the rules know of a contract in a state of the base.

    Args:
        lus: every contract that the base shows.
        contrat: the one that is checked.
    """
    houses, owners = lus.frames["etablissements"], lus.frames["gestionnaires"]
    known = {row["id_etablissement"]: row for row in _rows(houses)}
    public = owners.loc[owners["id_gestionnaire"] == contrat.gestionnaire, "statut"]
    held = scenario_retenu(lus, contrat)
    return Vue(
        jour=lus.jour,
        etablissements=known,
        contrats=lus.contrats,
        public=bool((public == "public").any()),
        bornes=bornes_des_textes(lus.jour),
        usages=usages_des_seuils(),
        a_l_entree=_at_entry(lus, contrat, known),
        mesures=lus.parmi({contrat.id: contrat}).mesures(),
        resultats=_results(lus, contrat),
        comparables=_comparables(lus, contrat, known),
        vigilance=vigilance(lus, contrat),
        places_transformees=places_transformees(held.scenario.hypotheses) if held else 0,
        enveloppes=enveloppes_de(read(lus.engine, ["enveloppes"], etat=lus.etat)),
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


def _comparables(
    lus: ContratsLus, contrat: Contrat, known: Mapping[str, Mapping[str, Any]]
) -> dict[str, tuple[float, int]]:
    """Return, for each target, the best tenth of the CHRS of the other gestionnaires of the région.

    For one's own use: the numbers are those of the whole région, no other one is named.
    """
    held = [known[row["id_etablissement"]] for row in contrat.de("contrat_etablissements")
            if row["id_etablissement"] in known]  # fmt: skip
    targets = [one for one in toutes_les_cibles(contrat) if one.perimetre == "chrs"]
    regions = {str(house["region"]) for house in held}
    if len(regions) != 1 or not targets or not sees_region(lus.engine, *regions):
        return {}
    frames = read(lus.engine, etat=lus.etat)
    houses = frames["etablissements"]
    here = houses[(houses["region"].isin(regions)) & (houses["categorie"] == "214")]
    if here.empty:
        return {}
    units = par_gestionnaire(houses, choisis=here["id_etablissement"].tolist(), perimetre="chrs")
    made = compute(frames, units, lus.jour.year - 1, conventions_des_seuils(lus.jour))
    others = made[made["unite"] != contrat.gestionnaire]
    best: dict[str, tuple[float, int]] = {}
    for one in targets:
        values = others.loc[others["id"] == one.indicateur, "valeur"].dropna()
        if len(values) >= _LEAST:
            reached = meilleur_dixieme(values.tolist(), one.sens)
            best[one.indicateur] = (reached, len(values))
    return best
