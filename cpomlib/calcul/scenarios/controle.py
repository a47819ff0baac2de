"""Checking hypotheses against the base year they are to be applied to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from cpomlib.calcul.scenarios.champ import TAUX_PAR_AN
from cpomlib.calcul.scenarios.declaration import Faute, Hypothese, champs
from cpomlib.calcul.scenarios.effets import Cadre, Effets
from cpomlib.calcul.scenarios.etats import HORS_LES_MURS, LOGEMENT_ADAPTE, SANS_GHAM, Etat
from cpomlib.calcul.scenarios.lecture import Scenario, position
from cpomlib.calcul.scenarios.phrases import exact
from cpomlib.calcul.scenarios.tableaux import appliquer
from cpomlib.socle import (
    RegleBudgetaireError,
    ScenarioError,
    insecable,
    pluriel,
    suggestion,
)

DESTINATIONS = (LOGEMENT_ADAPTE, HORS_LES_MURS)


def verifier(etat: Etat, hypotheses: Iterable[Hypothese], horizon: int) -> None:
    """Refuse what cannot be applied to this base.

    Raises:
        ScenarioError: all the faults, each with the nearest valid choice.
    """
    effets_verifies(etat, tuple(hypotheses), horizon)


def verifier_scenario(etat: Etat, scenario: Scenario) -> None:
    """Refuse what cannot be applied to this base, saying the lines of the file.

    Raises:
        ScenarioError: all the faults.
    """
    effets_verifies(etat, scenario.hypotheses, scenario.horizon, scenario.fichier, scenario.lignes)


def sans_justification(scenario: Scenario) -> tuple[str, ...]:
    """Say which hypotheses have no justification: asked for, never demanded."""
    return tuple(
        f"{scenario.ou(rang)}\u00a0: pas de justification."
        for rang, item in enumerate(scenario.hypotheses)
        if not item.justification.strip()
    )


def fautes(etat: Etat, hypothese: Hypothese, horizon: int) -> tuple[Faute, ...]:
    """Return what of one hypothesis alone cannot be applied to this base."""
    found = _faults(Cadre(etat, horizon), hypothese)
    return tuple((name, insecable(text)) for name, text in found)


def doutes(etat: Etat, hypotheses: Iterable[Hypothese]) -> tuple[str, ...]:
    """Say what hypotheses leave out, that a reader could take for a result."""
    return tuple(dict.fromkeys(insecable(text) for one in hypotheses for text in one.doutes(etat)))


def effets_verifies(
    etat: Etat,
    hypotheses: Sequence[Hypothese],
    horizon: int,
    fichier: str = "",
    lignes: Sequence[int] = (),
) -> Effets:
    """Return the effects of hypotheses that can be applied to this base.

    Raises:
        ScenarioError: all the faults.
    """
    cadre = Cadre(etat, horizon)
    faults = []
    for rang, item in enumerate(hypotheses):
        where = position(fichier, lignes, rang, item.type)
        for name, text in _faults(cadre, item):
            place = f"{where}, « {name} »" if name else where
            faults.append(insecable(f"{place} : {text}"))
    if faults:
        raise ScenarioError(faults)
    try:
        effets = appliquer(cadre, hypotheses)
    except RegleBudgetaireError as error:
        raise ScenarioError([str(error)]) from error
    faults = [insecable(text) for text in _together(cadre, hypotheses, effets)]
    if faults:
        raise ScenarioError(faults)
    return effets


def _faults(cadre: Cadre, item: Hypothese) -> Iterable[Faute]:
    found = [*_names(cadre.etat, item), *_years(cadre, item)]
    return found or item.fautes(cadre.etat)


def _names(etat: Etat, item: Hypothese) -> Iterable[Faute]:
    """Check the establishments and the kinds of places that a hypothesis names."""
    for declared in champs(type(item)):
        value = getattr(item, declared.nom)
        if declared.genre not in _NOMS or value is None:
            continue
        known = _known(etat, declared.genre)
        if value not in known:
            said = _NOMS[declared.genre].format(annee=etat.annee)
            yield declared.nom, f"« {value} » n’est pas {said}. {suggestion(value, known)}"


_NOMS = {
    "etablissement": "un établissement de ce gestionnaire qui ait un budget en {annee}",
    "gham": "un GHAM connu",
    "destination": "une destination connue",
}


def _known(etat: Etat, genre: str) -> tuple[str, ...]:
    if genre == "etablissement":
        return etat.ids
    if genre == "destination":
        return tuple(k for k in etat.genres if k != SANS_GHAM)
    return etat.genres


def _years(cadre: Cadre, item: Hypothese) -> Iterable[Faute]:
    first, last = cadre.annees[1], cadre.annees[-1]
    for declared in champs(type(item)):
        value = getattr(item, declared.nom)
        years = [value] if declared.genre == "annee" and value is not None else []
        if isinstance(value, tuple) and declared.genre == TAUX_PAR_AN:
            years = [year for year, _ in value]
        for year in years:
            if not first <= year <= last:
                near = first if year < first else last
                yield (
                    declared.nom,
                    f"{year} est hors de l’horizon du scénario ({first} à {last}). "
                    f"L’année admise la plus proche est {near}.",
                )
    de, a = getattr(item, "de", None), getattr(item, "a", None)
    if isinstance(de, int) and isinstance(a, int) and de > a:
        yield "a", f"la période finit ({a}) avant de commencer ({de})."


def _together(cadre: Cadre, hypotheses: Sequence[Hypothese], effets: Effets) -> Iterable[str]:
    """Check what only all the hypotheses together can break."""
    etat = cadre.etat
    yield from _below(cadre, etat.places.T[:, :, None] + effets.places, etat.genres, "place", 1e-9)
    yield from _below(
        cadre, np.nan_to_num(etat.etp).T[:, :, None] + effets.etp, etat.fonctions, "ETP", 1e-9
    )
    yield from _twice(cadre, hypotheses)


def _below(
    cadre: Cadre, levels: np.ndarray, names: Sequence[str], noun: str, slack: float
) -> Iterable[str]:
    """Say what falls under zero, once per establishment and kind."""
    for kind, row in zip(*np.nonzero((levels < -slack).any(axis=-1)), strict=True):
        year = int(np.argmax(levels[kind, row] < -slack))
        there = float(levels[kind, row, 0])
        if noun == "ETP" and np.isnan(cadre.etat.etp[row]).all():
            continue
        had = pluriel(int(there), "place") if noun == "place" else f"{exact(there)} ETP"
        yield (
            f"{cadre.etat.noms[row]}, {cadre.annees[year]} : il ne peut pas rester moins de zéro "
            f"{noun} en « {names[kind]} ». L’année de base en compte {had} : réduisez les "
            "hypothèses de cet établissement."
        )


def _twice(cadre: Cadre, hypotheses: Sequence[Hypothese]) -> Iterable[str]:
    """Refuse two values for one thing: two rates of occupancy, two targets of frais de siège."""
    etat = cadre.etat
    seen: set[Any] = set()
    for item in hypotheses:
        held = dict(item.occupe(cadre.annees[1:]))
        for key in [key for key in held if key in seen][:1]:
            where = getattr(item, "etablissement", None)
            yield held[key].format(nom=etat.noms[etat.rang(where)] if where else "")
        seen |= set(held)
