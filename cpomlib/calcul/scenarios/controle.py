"""Checking hypotheses against the base year they are to be applied to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from cpomlib.calcul.scenarios.application import appliquer
from cpomlib.calcul.scenarios.effets import Cadre, Effets
from cpomlib.calcul.scenarios.etats import SANS_GHAM, Etat
from cpomlib.calcul.scenarios.hypotheses import (
    HORS_LES_MURS,
    LOGEMENT_ADAPTE,
    Etp,
    FermerPlaces,
    Hypothese,
    HypotheseFraisSiege,
    Investissement,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
    champs,
)
from cpomlib.calcul.scenarios.lecture import Scenario, position
from cpomlib.calcul.scenarios.phrases import exact
from cpomlib.socle import (
    RegleBudgetaireError,
    ScenarioError,
    euros,
    insecable,
    nombre,
    pluriel,
    suggestion,
)

Faute = tuple[str, str]
"""Name of the value at fault (empty for the whole hypothesis), French sentence."""
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
    if not found and type(item) in _PROPRES:
        found = list(_PROPRES[type(item)](cadre.etat, item))
    return found


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
        if isinstance(value, tuple):
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


def _transformation(etat: Etat, item: TransformerPlaces) -> Iterable[Faute]:
    if item.de == item.vers:
        yield "vers", f"les places sont déjà en {item.de}. Choisissez une autre arrivée."
    if not etat.total_places[etat.rang(item.etablissement)]:
        yield "etablissement", _NO_PLACE


def _ouverture(etat: Etat, item: OuvrirPlaces | FermerPlaces) -> Iterable[Faute]:
    if not etat.total_places[etat.rang(item.etablissement)]:
        yield "etablissement", _NO_PLACE


_NO_PLACE = (
    "cet établissement n’a pas de place financée dans l’année de base : le coût d’une place n’y "
    "est pas connu. Décrivez ses charges et ses produits par « etp », « cofinancement » ou "
    "« non_reconductible »."
)


def _poste(etat: Etat, item: Etp) -> Iterable[Faute]:
    row, rank = etat.rang(item.etablissement), etat.fonctions.index(item.fonction)
    if item.cout_etp is None and np.isnan(etat.couts_etp[row, rank]):
        costs = etat.couts_etp[:, rank]
        there = f" ({nombre(float(np.nanmean(costs)))} € en moyenne chez ce gestionnaire)"
        yield (
            "cout_etp",
            f"personne n’y exerce la fonction « {item.fonction} » : indiquez le coût d’un ETP"
            f"{there if np.isfinite(costs).any() else ''}.",
        )


def _presence(etat: Etat, item: Occupation) -> Iterable[Faute]:
    known = etat.occupation[etat.rang(item.etablissement)]
    if not known > 0:
        yield (
            "etablissement",
            f"son occupation de {etat.annee} n’est pas connue. Déposez la table « activite ».",
        )


def _siege(etat: Etat, item: HypotheseFraisSiege) -> Iterable[Faute]:
    if not etat.frais_siege.sum() > 0:
        yield "", "aucune quote-part de frais de siège (compte 6556) dans l’année de base."
    elif etat.tarifes.all() or not etat.tarifes.any():
        yield (
            "",
            "toutes les activités projetées sont du même côté : il n’y a pas d’activité "
            "subventionnée vers laquelle déplacer des frais de siège.",
        )


def _plan(etat: Etat, item: Investissement) -> Iterable[Faute]:
    if item.depassement > 0 or item.capital < 0:
        yield (
            "emprunt",
            "la subvention et l’emprunt dépassent le montant de l’investissement. "
            "L’emprunt admis le plus proche est "
            f"{euros(max(0, item.capital - max(0, item.depassement)))}.",
        )


_PROPRES: dict[type, Callable[[Etat, Any], Iterable[Faute]]] = {
    TransformerPlaces: _transformation,
    OuvrirPlaces: _ouverture,
    FermerPlaces: _ouverture,
    Etp: _poste,
    Occupation: _presence,
    HypotheseFraisSiege: _siege,
    Investissement: _plan,
}


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
    seen: set[tuple[str, int]] = set()
    for item in hypotheses:
        if not isinstance(item, Occupation):
            continue
        period = cadre.periode(item.de, item.a)
        cells = {(item.etablissement, year) for year in cadre.annees[period]}
        for name, year in sorted(cells & seen)[:1]:
            yield (
                f"l’occupation de {cadre.etat.noms[cadre.etat.rang(name)]} est fixée deux fois "
                f"en {year} : gardez une seule hypothèse, ou séparez les périodes."
            )
        seen |= cells
    if sum(isinstance(item, HypotheseFraisSiege) for item in hypotheses) > 1:
        yield "la part des frais de siège est fixée deux fois : gardez une seule hypothèse."
