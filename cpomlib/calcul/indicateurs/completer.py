"""Indicators from the tables, filled in with the aggregates of those who sent no stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.absence import no_denominator
from cpomlib.calcul.indicateurs.conventions import Conventions
from cpomlib.calcul.indicateurs.fiches import Fiche, fiches
from cpomlib.calcul.indicateurs.transmis import (
    MEDIANES,
    Envois,
    Transmis,
    convention_de,
)
from cpomlib.calcul.perimetre import Perimetre
from cpomlib.socle import nombre

if TYPE_CHECKING:
    from cpomlib.tables import Frames

SECRET = (
    "Masqué par le gestionnaire\u00a0: l’effectif est petit, ou permettrait d’en calculer un petit."
)
MEDIANE = (
    "Une médiane ne se déduit pas de celles des établissements, et le gestionnaire ne l’a pas "
    "transmise pour ce périmètre."
)
NON_RENSEIGNE = (
    "La donnée n’est renseignée sur aucun des séjours dont le gestionnaire a tiré ses agrégats."
)
CONVENTION = (
    "Les agrégats transmis ont été calculés avec une autre convention ({leur}, et non {notre}). "
    "Demandez au gestionnaire de les refaire."
)

DU_SERVICE = (
    "Des établissements n’ont transmis que des agrégats, qui ne disent pas cet indicateur du "
    "service."
)
PARTIEL = (
    "Une partie de ce chiffre vient d’agrégats, transmis pour une année entière. Demandez {annee}."
)


@dataclass(frozen=True, eq=False)
class Demande:
    """What is asked, as ``compute`` is asked it."""

    frames: Frames
    perimetre: Perimetre
    annee: int
    conventions: Conventions
    partie: str = ""


_REMPLACEES = frozenset({"sejours", "places", "activite"})
"""The tables in the place of which aggregates are sent."""
Calcul: TypeAlias = Callable[[Demande], pd.DataFrame]
_Resultat: TypeAlias = tuple[float, float, float, str, str]


@dataclass(frozen=True)
class _Unite:
    """A unit, some establishments of which are known by their aggregates.

    Attributes:
        nom: its name.
        transmis: the establishments that their aggregates tell of.
        autres: the rest of it.
        directes: what was sent for that very unit, empty when nothing was.
        non_couverte: it is of one gestionnaire, and some stays of the rest do not cover the year.
    """

    nom: str
    transmis: tuple[str, ...]
    autres: frozenset[str]
    directes: Mapping[str, Transmis]
    non_couverte: bool


def completed(computed: pd.DataFrame, asked: Demande, calcul: Calcul) -> pd.DataFrame:
    """Fill in, from the aggregates sent, what the tables deposited do not tell.

    Args:
        computed: the indicators as the tables give them.
        asked: what they were computed from, with the tables of the aggregates.
        calcul: computes the indicators from the tables alone.

    Returns:
        The same rows. What was sent for a unit stands for it; otherwise numerators and
        denominators add up over its establishments, what was masked stays masked in their sum,
        and a median is not available. Aggregates tell nothing of a part of a year.
    """
    envois = Envois(asked.frames, asked.conventions.periode(asked.annee))
    if not envois.lignes:
        return computed
    found: dict[tuple[str, str], _Resultat | None] = {}
    for needs, sheets in _groups().items():
        units = _units(asked, envois, needs)
        rest = _rest(asked, units, calcul)
        for unit in units:
            for fiche in sheets:
                found[unit.nom, fiche.id] = _result(unit, fiche, envois, rest, asked)
    return _written(computed, found)


def _groups() -> dict[frozenset[str], list[Fiche]]:
    """Group the indicators that aggregates tell of by the tables they come from."""
    groups: dict[frozenset[str], list[Fiche]] = {}
    for fiche in fiches().values():
        needs = frozenset(fiche.besoins)
        if fiche.calcul:
            needs &= _REMPLACEES
        if needs and (fiche.calcul or fiche.transmis):
            groups.setdefault(needs, []).append(fiche)
    return groups


def _units(asked: Demande, envois: Envois, needs: frozenset[str]) -> list[_Unite]:
    lacking, complete = envois.sans(needs), envois.complets(needs)
    units = []
    for name, rows in asked.perimetre.etablissements.groupby("unite", sort=False):
        members = frozenset(rows["id_etablissement"])
        if sent := members & lacking:
            others = members - sent
            direct = {} if others & complete else _direct(str(name), rows, asked, envois)
            late = "sejours" in needs and bool(others & envois.non_couverts.keys())
            late &= rows["id_gestionnaire"].nunique() == 1
            units.append(_Unite(str(name), tuple(sorted(sent)), others, direct, late))
    return units


def _direct(
    unit: str, rows: pd.DataFrame, asked: Demande, envois: Envois
) -> Mapping[str, Transmis]:
    """Return what was sent for a unit: an establishment, a gestionnaire, all of its CHRS."""
    members, owners = frozenset(rows["id_etablissement"]), set(rows["id_gestionnaire"])
    if len(members) == 1:
        return _of(envois.lignes, (next(iter(members)),))
    if len(owners) > 1:
        return {}
    (owner,) = owners
    if unit in set(asked.perimetre.gestionnaires["unite"]):
        return _of(envois.ensembles, (owner, "tous"))
    return _of(envois.ensembles, (owner, "chrs")) if members == envois.chrs(owner) else {}


def _of(sent: Mapping[tuple[str, ...], Transmis], head: tuple[str, ...]) -> dict[str, Transmis]:
    return {key[-1]: row for key, row in sent.items() if key[:-1] == head}


def _rest(asked: Demande, units: Sequence[_Unite], calcul: Calcul) -> pd.DataFrame:
    """Compute from the tables what the establishments that sent no aggregates add to a sum."""
    kept = {(unit.nom, each) for unit in units if not unit.directes for each in unit.autres}
    rows = asked.perimetre.etablissements
    keys = zip(rows["unite"], rows["id_etablissement"], strict=True)
    members = rows[[key in kept for key in keys]].reset_index(drop=True)
    if members.empty:
        return pd.DataFrame(index=pd.MultiIndex.from_arrays([[], []], names=["unite", "id"]))
    nobody = asked.perimetre.gestionnaires.iloc[:0]
    part = calcul(replace(asked, perimetre=Perimetre(members, nobody)))
    return part.set_index(["unite", "id"])


def _result(
    unit: _Unite, fiche: Fiche, envois: Envois, rest: pd.DataFrame, asked: Demande
) -> _Resultat | None:
    """Return what aggregates say of an indicator, None when they say nothing of it."""
    if fiche.calcul:
        return (np.nan, np.nan, np.nan, "nd", DU_SERVICE)
    if unit.directes:
        parts = [unit.directes[fiche.id]] if fiche.id in unit.directes else []
    else:
        sent = (envois.lignes.get((each, fiche.id)) for each in unit.transmis)
        parts = [row for row in sent if row is not None]
    if not parts:
        return None
    if refused := _refused(fiche, parts, asked):
        return (np.nan, np.nan, np.nan, "nd", refused)
    if (unit.nom, fiche.id) in rest.index:
        deposited = rest.loc[(unit.nom, fiche.id)]
        if unit.non_couverte:
            return (np.nan, np.nan, np.nan, "nd", str(deposited["raison"]))
        parts.append(_deposited(deposited))
    return _alone(fiche, parts[0]) if unit.directes else _sum(fiche, parts)


def _deposited(row: pd.Series) -> Transmis:
    """Read the part of a sum that comes from tables; what they do not tell adds nothing."""
    numerator, denominator = (float(np.nan_to_num(row[n])) for n in ("numerateur", "denominateur"))
    return Transmis(numerator, denominator, np.nan, "ok", "", np.nan)


def _refused(fiche: Fiche, parts: Sequence[Transmis], asked: Demande) -> str:
    """Say why what was sent is not what is asked; empty when it is."""
    if not asked.partie:
        return _other_convention(fiche.id, parts, asked.conventions)
    return PARTIEL.format(annee=asked.annee)


def _other_convention(name: str, parts: Sequence[Transmis], conventions: Conventions) -> str:
    ours = convention_de(name, conventions)
    for part in parts:
        if part.convention != ours and not (np.isnan(part.convention) and np.isnan(ours)):
            return CONVENTION.format(leur=_months(part.convention), notre=_months(ours))
    return ""


def _months(value: float) -> str:
    return "aucun seuil" if np.isnan(value) else f"{nombre(value)}\u00a0mois"


def _alone(fiche: Fiche, row: Transmis) -> _Resultat:
    """Read what was sent for the very unit."""
    if row.statut == "secret":
        return (row.numerateur, row.denominateur, np.nan, "secret", SECRET)
    if row.raison == "non_renseigne":
        return (row.numerateur, row.denominateur, np.nan, "nd", NON_RENSEIGNE)
    if fiche.id in MEDIANES and row.statut == "ok":
        return (np.nan, row.denominateur, row.valeur, "ok", "")
    return _quotient(fiche, row)


def _sum(fiche: Fiche, parts: Iterable[Transmis]) -> _Resultat:
    known = list(parts)
    denominator = sum(part.denominateur for part in known) if fiche.denominateur else np.nan
    if fiche.id in MEDIANES:
        return (np.nan, denominator, np.nan, "nd", MEDIANE)
    total = Transmis(sum(p.numerateur for p in known), denominator, np.nan, "ok", "", np.nan)
    if np.isnan(total.numerateur) or (fiche.denominateur and np.isnan(denominator)):
        return (total.numerateur, denominator, np.nan, "secret", SECRET)
    return _quotient(fiche, total)


def _quotient(fiche: Fiche, row: Transmis) -> _Resultat:
    if not fiche.denominateur:
        return (row.numerateur, np.nan, row.numerateur, "ok", "")
    if row.denominateur == 0:
        said = no_denominator(fiche.denominateur)
        return (row.numerateur, 0.0, np.nan, "nd", said)
    return (row.numerateur, row.denominateur, row.numerateur / row.denominateur, "ok", "")


def _written(
    computed: pd.DataFrame, found: Mapping[tuple[str, str], _Resultat | None]
) -> pd.DataFrame:
    """Put the results found in the place of those the tables gave."""
    keys = list(zip(computed["unite"], computed["id"], strict=True))
    at = [place for place, key in enumerate(keys) if found.get(key) is not None]
    told = [found[keys[place]] for place in at]
    result = computed.copy()
    for rank, name in enumerate(("numerateur", "denominateur", "valeur", "statut", "raison")):
        column = result[name].to_numpy(dtype=object)
        column[at] = [row[rank] for row in told if row is not None]
        result[name] = pd.Series(column, index=result.index).astype(computed[name].dtype)
    return result
