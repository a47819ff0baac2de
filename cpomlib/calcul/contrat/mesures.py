"""What the targets of contracts measure: from the shared tables, or as the parties wrote it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.contrat.annees_deposees import annees_deposees
from cpomlib.calcul.contrat.cibles import LIBRE, CibleSuivie, toutes_les_cibles
from cpomlib.calcul.contrat.conventions import conventions_du_contrat
from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.contrat.perimetre_du_contrat import comptes
from cpomlib.calcul.indicateurs import (
    Conventions,
    compute,
    fiches_connues,
    fiches_insertion,
)
from cpomlib.calcul.insertion import compute_insertion, groupements
from cpomlib.calcul.perimetre import groupes

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

Cle = tuple[str, str, str, str, int]
"""Contract, indicator, establishment or '', perimeter, year."""
DEPARTEMENT = "departement"
"""The perimeter of a target that answers for every territory of its départements."""
PERIMETRE_VIDE = "Aucun établissement du contrat ne compte cette année-là."
SANS_DONNEES = "Aucune donnée de l’année {} n’est déposée."


@dataclass(frozen=True)
class Mesuree:
    """A measure.

    Attributes:
        valeur: rates are fractions, money in euros; None where there is none.
        numerateur: its numerator.
        denominateur: its denominator.
        raison: why there is none.
        effectif: it is a rate of households, persons or stays.
        figee: the parties validated it: the tables no longer change it.
    """

    valeur: float | None = None
    numerateur: float | None = None
    denominateur: float | None = None
    raison: str = ""
    effectif: bool = False
    figee: bool = False


@dataclass(frozen=True, eq=False)
class Mesures:
    """The measures of contracts, and those on the perimeter of their first year."""

    valeurs: Mapping[Cle, Mesuree] = field(default_factory=dict)
    constantes: Mapping[Cle, float] = field(default_factory=dict)

    def de(self, contrat: str, cible: CibleSuivie, annee: int) -> Mesuree:
        """Return the measure of a target in a year, an empty one where there is none."""
        return self.valeurs.get(_key(contrat, cible, annee), Mesuree())

    def constante(self, contrat: str, cible: CibleSuivie, annee: int) -> float | None:
        """Return the measure at constant perimeter, None where the perimeter is the same."""
        return self.constantes.get(_key(contrat, cible, annee))

    def suite(self, contrat: str, cible: CibleSuivie) -> list[tuple[int, float]]:
        """Return all the measures of a target, oldest first."""
        of = _key(contrat, cible, 0)[:4]
        return sorted(
            (key[4], one.valeur)
            for key, one in self.valeurs.items()
            if key[:4] == of and one.valeur is not None
        )


def _key(contrat: str, cible: CibleSuivie, annee: int) -> Cle:
    return contrat, cible.indicateur, cible.etablissement or "", cible.perimetre, annee


_Visees = Mapping[str, Sequence[CibleSuivie]]
"""Contract → its targets, of every set."""


def mesurer(
    frames: Frames,
    contrats: Mapping[str, Contrat],
    annees: Iterable[int],
    conventions: Conventions,
) -> Mesures:
    """Measure the targets of contracts, all the contracts of a year in one pass.

    Args:
        frames: the shared tables of all the establishments.
        contrats: the contracts.
        annees: the years.
        conventions: those in force where a contract has not agreed otherwise.
    """
    years = tuple(annees)
    return mesurer_chacun(frames, contrats, dict.fromkeys(contrats, years), conventions)


def mesurer_chacun(
    frames: Frames,
    contrats: Mapping[str, Contrat],
    annees: Mapping[str, Collection[int]],
    conventions: Conventions,
) -> Mesures:
    """Measure the targets of contracts, each in years of its own; see :func:`mesurer`."""
    found: dict[Cle, Mesuree] = {}
    steady: dict[Cle, float] = {}
    categories = dict(
        zip(frames["etablissements"]["id_etablissement"], frames["etablissements"]["categorie"],
            strict=True)
    )  # fmt: skip
    known = annees_deposees(frames)
    aimed = {name: _every_target(one) for name, one in contrats.items()}
    for year in sorted({year for years in annees.values() for year in years}):
        concerned = {name: one for name, one in contrats.items() if year in annees[name]}
        if year not in known:
            found |= _unknown(concerned, aimed, year)
            continue
        for agreed, held in _by_convention(concerned, conventions, year).items():
            wanted = _wanted(held, aimed, year, categories)
            computed = _computed(frames, {key: m[0] for key, m in wanted.items()}, year, agreed)
            found |= computed
            changed = {key: m[1] for key, m in wanted.items() if m[1] and m[1] != m[0]}
            again = _computed(frames, changed, year, agreed)
            steady |= {k: one.valeur for k, one in again.items() if one.valeur is not None}
    for contrat in contrats.values():
        found |= _written(contrat, aimed[contrat.id], found)
    return Mesures(found, steady)


def _unknown(contrats: Iterable[str], aimed: _Visees, annee: int) -> dict[Cle, Mesuree]:
    """Return what is said of a year of which nothing is deposited."""
    why = Mesuree(raison=SANS_DONNEES.format(annee))
    return {
        _key(name, cible, annee): why
        for name in contrats
        for cible in aimed[name]
        if not cible.indicateur.startswith(LIBRE)
    }


def _by_convention(
    contrats: Mapping[str, Contrat], conventions: Conventions, annee: int
) -> dict[Conventions, list[Contrat]]:
    found: dict[Conventions, list[Contrat]] = {}
    for contrat in contrats.values():
        agreed = conventions_du_contrat(contrat, conventions, annee)
        found.setdefault(agreed, []).append(contrat)
    return found


def _wanted(
    contrats: Sequence[Contrat], aimed: _Visees, annee: int, categories: Mapping[str, str]
) -> dict[Cle, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return who counts for each computed target, this year and in the first one."""
    found: dict[Cle, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for contrat in contrats:
        for cible in aimed[contrat.id]:
            if not cible.indicateur.startswith(LIBRE):
                who = (cible.perimetre, cible.etablissement, categories)
                first = contrat.effet.year if contrat.effet else annee
                found[_key(contrat.id, cible, annee)] = (
                    comptes(contrat, annee, *who),
                    comptes(contrat, first, *who) if annee > first else (),
                )
    return found


def _every_target(contrat: Contrat) -> list[CibleSuivie]:
    """Return its targets, those too that an amendment measures on another perimeter."""
    last = toutes_les_cibles(contrat)
    sets = {int(row["avenant"] or 0) for row in contrat.de("cibles")}
    if len(sets) == 1:
        return last
    return [
        *last,
        *(one for number in sets for one in toutes_les_cibles(_narrowed(contrat, number))),
    ]


def _narrowed(contrat: Contrat, avenant: int) -> Contrat:
    rows = [row for row in contrat.de("cibles") if int(row["avenant"] or 0) == avenant]
    return replace(contrat, tables={**contrat.tables, "cibles": rows})


def _computed(
    frames: Frames, who: Mapping[Cle, tuple[str, ...]], annee: int, conventions: Conventions
) -> dict[Cle, Mesuree]:
    units = {_unit(key, houses): houses for key, houses in who.items() if houses}
    found = {key: Mesuree(raison=PERIMETRE_VIDE) for key, houses in who.items() if not houses}
    if not units:
        return found
    wanted = {key[1] for key in who}
    made = _made(frames, units, annee, conventions, wanted)
    rows = {
        (unit, name): Mesuree(_real(value), _real(top), _real(down), reason, _counts(name))
        for unit, name, value, top, down, reason in made[
            ["unite", "id", "valeur", "numerateur", "denominateur", "raison"]
        ].itertuples(index=False, name=None)
    }
    for key, houses in who.items():
        if houses:
            found[key] = rows.get((_unit(key, houses), key[1]), Mesuree())
    return found


def _unit(key: Cle, houses: tuple[str, ...]) -> str:
    """Name establishments measured together; the same ones are measured once."""
    return f"{key[3] if key[3] == DEPARTEMENT else ''}|{'|'.join(sorted(houses))}"


def _made(
    frames: Frames,
    units: Mapping[str, tuple[str, ...]],
    annee: int,
    conventions: Conventions,
    wanted: set[str],
) -> pd.DataFrame:
    """Compute what is wanted: of the establishments, of those that are insertion structures."""
    import pandas as pd

    made = []
    if wanted - fiches_insertion().keys():
        perimetre = groupes(units, frames["etablissements"])
        made.append(compute(frames, perimetre, annee, conventions))
    if wanted & fiches_insertion().keys():
        wide = {name for name in units if name.startswith(DEPARTEMENT)}
        held = groupements(units, frames, wide)
        made.append(compute_insertion(frames, held, annee))
    found = pd.concat(made, ignore_index=True)
    return found[found["id"].isin(wanted)]


def _counts(indicateur: str) -> bool:
    known = fiches_connues().get(indicateur)
    return known is not None and known.personnes and known.unite == "taux"


def _real(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _written(
    contrat: Contrat, aimed: Sequence[CibleSuivie], found: Mapping[Cle, Mesuree]
) -> dict[Cle, Mesuree]:
    """Return what the parties wrote: free measures, and computed ones that are validated."""
    written = {
        (str(row["indicateur"]), row["id_etablissement"] or "", int(row["annee"])): row
        for row in contrat.de("mesures")
        if row["valeur"] is not None or row["numerateur"] is not None
    }
    if not written:
        return {}
    made: dict[Cle, Mesuree] = {}
    for cible in aimed:
        for (indicateur, house, year), row in written.items():
            same = (indicateur, house) == (cible.indicateur, cible.etablissement or "")
            free = indicateur.startswith(LIBRE)
            if same and (free or (row["etat"] == "validee" and row["valeur"] is not None)):
                key = _key(contrat.id, cible, year)
                made[key] = _by_hand(row, cible, found.get(key))
    return made


def _by_hand(row: Mapping[str, Any], cible: CibleSuivie, computed: Mesuree | None) -> Mesuree:
    top, down = row["numerateur"], row["denominateur"]
    value = row["valeur"]
    if value is None and down:
        value = top / down
    counted = computed.effectif if computed else _is_count(top, down, cible)
    return Mesuree(value, top, down, "", counted, row["etat"] == "validee")


def _is_count(top: float | None, down: float | None, cible: CibleSuivie) -> bool:
    """A free measure is a rate when it says so, and both its terms are whole."""
    if top is None or not down or cible.unite != "taux":
        return False
    return float(top).is_integer() and float(down).is_integer()
