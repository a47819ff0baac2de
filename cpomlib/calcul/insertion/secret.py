"""What a version to publish keeps of the offer of insertion: each unit whole, or masked whole.

A structure is nearly always alone of its type in its territory: its figures are its association's.
The thresholds are those of every document; the counts of a unit, what each leaves of another and
the totals of the grid are cells of one system, so that no total gives back what is masked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpomlib.calcul.insertion.mesures import DEPARTEMENT, EMPLOI, SORTIES
from cpomlib.calcul.insertion.offre import Case
from cpomlib.calcul.insertion.unites import TOTAL, Groupement
from cpomlib.calcul.insertion.vue import VueInsertion
from cpomlib.calcul.secret import (
    DOMINANCE,
    PEU_D_UNITES,
    PEU_DE_PERSONNES,
    SECONDAIRE,
    Cellule,
    Equation,
    Regles,
    Statut,
    Systeme,
    masquer_systeme,
    somme,
)

if TYPE_CHECKING:
    from cpomlib.calcul.indicateurs import Rows
    from cpomlib.tables import Frames

COMPTES = ("accueillis", "dont_rsa", *SORTIES)
MONTANTS = ("cout_total", "montant_accorde", "etp_conventionnes", "etp_realises")
RESTES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sans_rsa": ("accueillis", ("dont_rsa",)),
    "restants": ("accueillis", ("sortants",)),
    "autres": ("sortants", SORTIES[1:]),
}
"""What counts leave of another: told with them, so cells too."""
_DITES = (("dont_rsa",), SORTIES, EMPLOI, ("cout_total",), ("cout_total", *SORTIES), MONTANTS[2:])
"""Columns that structures fill together: each makes an indicator of its own."""


@dataclass(frozen=True)
class _Mesuree:
    """A unit of the grid: its numbers, why it is masked by itself (empty where it is not)."""

    nombres: Mapping[str, float]
    raison: str


def masquees(
    frames: Frames, unites: Mapping[Case, Groupement], annee: int, regles: Regles
) -> dict[Case, str]:
    """Return the units of a grid that are masked, and why.

    Args:
        frames: the tables.
        unites: territory and type → structures, the totals included.
        annee: the year.
        regles: the thresholds.

    Raises:
        SecretError: what is masked could be calculated from what is shown.
    """
    seen = VueInsertion(frames, {"\n".join(case): one for case, one in unites.items()}, annee)
    held = _units(seen, list(unites), regles)
    cells = tuple(cell for case, one in held.items() for cell in _cells(case, one, regles))
    ties = (*_within(held), *_between(held))
    final = masquer_systeme(Systeme(cells, ties), regles)
    hidden = {c.nom for c in final.cellules if c.statut in ("primaire", "secondaire")}
    return {
        case: one.raison or SECONDAIRE
        for case, one in held.items()
        if any(_nom(case, name) in hidden for name in one.nombres)
    }


def _units(vue: VueInsertion, cases: list[Case], regles: Regles) -> dict[Case, _Mesuree]:
    totals = {name: vue.activite.total(name) for name in (*COMPTES, *MONTANTS) if name not in
              {"montant_accorde"}}  # fmt: skip
    totals["montant_accorde"] = vue.finances.total("montant_accorde")
    for name, (whole, parts) in RESTES.items():
        totals[name] = totals[whole] - sum(totals[part] for part in parts)
    found: dict[Case, _Mesuree] = {}
    for rank, case in enumerate(cases):
        numbers = {name: float(values[rank]) for name, values in totals.items()}
        found[case] = _Mesuree(numbers, _why(vue, rank, numbers, regles))
    return found


def _why(vue: VueInsertion, rank: int, nombres: Mapping[str, float], regles: Regles) -> str:
    """Return why a unit is masked by itself: few contributors, few persons, one dominant."""
    owners = vue.units.employeurs
    for part in _parts(vue, rank):
        few = {str(owners[house]) for house in part}
        if 1 <= len(few) < regles.seuil_etablissements:
            return PEU_D_UNITES.format(seuil=regles.seuil_etablissements)
    counts = [nombres[name] for name in (*COMPTES, *RESTES)]
    uncovered = float(vue.population[rank]) - nombres["dont_rsa"]
    if any(1 <= value <= regles.plus_grand_masque for value in (*counts, uncovered)):
        return PEU_DE_PERSONNES.format(seuil=regles.seuil_personnes)
    if _dominated(vue, rank, regles):
        return DOMINANCE.format(part=f"{regles.dominance_max:.0%}".rstrip("%"))
    return ""


def _parts(vue: VueInsertion, rank: int) -> Iterator[set[str]]:
    """Whose figures an indicator tells, and whose are left when one is taken from another."""
    everyone = _houses(vue.activite, rank)
    rows = [*(vue.remplies(*columns) for columns in _DITES), vue.couverts, vue.finances,
            vue.finances.equal("financeur", DEPARTEMENT)]  # fmt: skip
    told = [everyone, *(_houses(each, rank) & everyone for each in rows)]
    exits = _houses(vue.remplies(*SORTIES), rank)
    told.append(_houses(vue.finances, rank) & exits)
    yield from told
    yield from (one - other for one in told for other in told)


def _houses(rows: Rows, rank: int) -> set[str]:
    return set(rows.column("id_etablissement")[rows.unit == rank].astype("str"))


def _dominated(vue: VueInsertion, rank: int, regles: Regles) -> bool:
    here = vue.activite.unit == rank
    owners = vue.units.employeurs
    sizes: dict[str, float] = {}
    pairs = zip(vue.activite.column("id_etablissement")[here],
                vue.activite.column("accueillis")[here], strict=True)  # fmt: skip
    for house, size in pairs:
        owner = str(owners[str(house)])
        sizes[owner] = sizes.get(owner, 0.0) + float(size)
    first, second, *_ = (*sorted(sizes.values(), reverse=True), 0.0, 0.0)
    return first > regles.dominance_max * (sum(sizes.values()) - second) > 0


def _nom(case: Case, name: str) -> str:
    return f"{case[0]}|{case[1]}|{name}"


def _cells(case: Case, one: _Mesuree, regles: Regles) -> Iterator[Cellule]:
    for name, value in one.nombres.items():
        shown: Statut = "primaire" if one.raison else "publiee"
        yield Cellule(
            nom=_nom(case, name),
            valeur=value,
            statut="interne" if name in RESTES and not one.raison else shown,
            protection=_protection(name, value, regles) if one.raison and value else None,
            minimum=min(0.0, value),
            table="offre d’insertion",
            entiere=float(value).is_integer(),
        )


def _protection(name: str, value: float, regles: Regles) -> tuple[float, float]:
    if name not in MONTANTS and 1 <= value <= regles.plus_grand_masque:
        return 1.0, float(regles.plus_grand_masque)
    around = abs(value) * regles.protection_part
    return value - around, value + around


def _within(held: Mapping[Case, _Mesuree]) -> Iterator[Equation]:
    for case in held:
        for rest, (whole, parts) in RESTES.items():
            yield somme(_nom(case, whole), [_nom(case, one) for one in (*parts, rest)])


def _between(held: Mapping[Case, _Mesuree]) -> Iterator[Equation]:
    wheres = {where for where, _ in held} - {TOTAL}
    kinds = {kind for _, kind in held} - {TOTAL}
    for name in (*COMPTES, *MONTANTS, *RESTES):
        for where in sorted({*wheres, TOTAL}):
            yield _margin(name, (where, TOTAL), [(where, kind) for kind in sorted(kinds)])
        for kind in sorted({*kinds, TOTAL}):
            yield _margin(name, (TOTAL, kind), [(where, kind) for where in sorted(wheres)])


def _margin(name: str, total: Case, parts: Collection[Case]) -> Equation:
    return somme(_nom(total, name), [_nom(part, name) for part in parts])
