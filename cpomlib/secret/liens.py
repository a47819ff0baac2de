"""How the counts of persons behind the indicators of one unit are tied together.

An indicator tells its numerator and its denominator; several tell the same count; shares of one
family add up to their total; those present and those gone add up to those received. All of it is
written as cells and relations, so that masking one masks what would give it back.

Nothing ties one year to the next: households present on 31 December are received the next year,
but that only says that the second count is not below the first, and a count of 1 to 10 follows
only counts of 0 to 10, masked in their own year. The cells of a year are therefore the same
whichever years a report shows, and last year's report masks the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from cpomlib.secret.matrices import Matrices
from cpomlib.secret.regles import Regles
from cpomlib.secret.systeme import Cellule, Equation, Systeme, somme

DUREES = {
    "duree_moyenne_sejours_termines": "sejours_termines",
    "duree_mediane_sejours_termines": "sejours_termines",
    "anciennete_mediane_presents": "menages_presents_31_12",
    "taux_rotation": "effectif",
}
"""Means and rates that are no part of their denominator → the persons they are measured over."""

_NUMERATEURS = {
    "cpom_1_taux": "cpom_1_sorties_logement_ordinaire",
    "cpom_1_taux_social": "cpom_1_sorties_logement_social",
    "cpom_1_taux_prive": "cpom_1_sorties_logement_prive",
    "cpom_2_taux": "cpom_2_sorties_logement_adapte",
    "taux_rotation_places": "sorties_menages",
}
_DENOMINATEURS = {
    "cpom_1_taux": "sortis_a_droits",
    "cpom_1_taux_social": "sortis_a_droits",
    "cpom_1_taux_prive": "sortis_a_droits",
    "cpom_2_taux": "sortis_a_droits",
    "cpom_3_taux_dls_active": "accueillis_a_droits",
    "cpom_4_taux_presence_longue": "menages_presents_31_12",
}
_SOMMES = (
    ("menages_accueillis", ("menages_presents_31_12", "sorties_menages"), ""),
    (
        "cpom_1_sorties_logement_ordinaire",
        ("cpom_1_sorties_logement_social", "cpom_1_sorties_logement_prive"),
        "",
    ),
    (
        "sortis_a_droits",
        ("cpom_1_sorties_logement_ordinaire", "cpom_2_sorties_logement_adapte"),
        "sortis_ailleurs",
    ),
    ("sorties_menages", ("sortis_a_droits",), "sortis_sans_droits"),
    ("menages_accueillis", ("accueillis_a_droits", "part_droits_incomplets"), "accueillis_recents"),
    ("personnes_accueillies", ("enfants_accueillis",), "adultes_accueillis"),
    ("personnes_accueillies", ("enfants_accueillis", "menages_accueillis"), "autres_adultes"),
)
"""Total, published parts, and what is left when it is not published; nothing left is known."""


@dataclass(frozen=True)
class Comptes:
    """The counts of persons that the indicators of one unit tell.

    Attributes:
        publies: count → its number, those that indicators tell.
        caches: count → its number, those that can be deduced only.
        equations: the relations between them.
        lus: indicator → the counts it tells.
    """

    publies: Mapping[str, float]
    caches: Mapping[str, float]
    equations: tuple[Equation, ...]
    lus: Mapping[str, tuple[str, ...]]


@cache
def est_une_part(indicateur: str) -> bool:
    """Tell whether an indicator is a part of its denominator, both counting persons."""
    from cpomlib.indicators import fiches

    fiche = fiches()[indicateur]
    return fiche.personnes and fiche.unite == "taux" and indicateur != "taux_rotation_places"


def porte_sur_des_personnes(indicateur: str) -> bool:
    """Tell whether an indicator counts persons, or is a rate or a mean over persons."""
    from cpomlib.indicators import fiches

    return fiches()[indicateur].personnes or indicateur in DUREES


def comptes(lignes: Mapping[str, tuple[float, float]], unite: str = "") -> Comptes:
    """Write the counts behind the indicators of a unit, and what ties them.

    Args:
        lignes: indicator → numerator and denominator (NaN where there is none).
        unite: begins the name of each count, to tell units apart.
    """
    told: dict[str, float] = {}
    read = {name: tuple(_told(name, *pair, told)) for name, pair in lignes.items()}
    read = {name: cells for name, cells in read.items() if cells}
    hidden: dict[str, float] = {}
    equations = [*_families(read, told), *_sums(told, hidden), *_complements(read, told, hidden)]
    return Comptes(
        publies={unite + name: value for name, value in told.items()},
        caches={unite + name: value for name, value in hidden.items()},
        equations=tuple(
            Equation(tuple((unite + name, factor) for name, factor in one.termes), one.constante)
            for one in equations
        ),
        lus={name: tuple(unite + cell for cell in cells) for name, cells in read.items()},
    )


def racontes(indicateur: str) -> tuple[str, ...]:
    """Return the counts that an indicator tells, numerator first, without the unit."""
    from cpomlib.indicators import fiches

    above = _NUMERATEURS.get(indicateur, indicateur)
    below = est_une_part(indicateur) or indicateur in DUREES
    return (above,) * fiches()[indicateur].personnes + (_below(indicateur),) * below


def _told(name: str, num: float, den: float, told: dict[str, float]) -> Iterator[str]:
    """Record the counts that an indicator tells, numerator first."""
    from cpomlib.indicators import fiches

    if fiches()[name].personnes and not np.isnan(num):
        yield _record(_NUMERATEURS.get(name, name), num, name, told)
    if (est_une_part(name) or name in DUREES) and not np.isnan(den):
        yield _record(_below(name), den, f"{name}, dénominateur", told)


def _record(cell: str, value: float, otherwise: str, told: dict[str, float]) -> str:
    """Name a count; one that differs from the count of that name has its own."""
    if told.setdefault(cell, value) == value:
        return cell
    told[otherwise] = value
    return otherwise


def _below(name: str) -> str:
    from cpomlib.indicators import fiches

    base = "effectif" if fiches()[name].volet == "rh" else "menages_accueillis"
    return _DENOMINATEURS.get(name) or DUREES.get(name) or base


def _families(read: Mapping[str, tuple[str, ...]], told: Mapping[str, float]) -> Iterator[Equation]:
    from cpomlib.indicators import fiches

    groups: dict[tuple[str, str], list[str]] = {}
    for name, cells in read.items():
        family = fiches()[name].famille
        if family and est_une_part(name) and len(cells) > 1:
            groups.setdefault((family, cells[1]), []).append(cells[0])
    for (_, total), parts in groups.items():
        yield somme(total, parts, sum(told[part] for part in parts) - told[total])


def _sums(told: Mapping[str, float], hidden: dict[str, float]) -> Iterator[Equation]:
    for total, parts, rest in _SOMMES:
        if total not in told or any(part not in told for part in parts):
            continue
        left = told[total] - sum(told[part] for part in parts)
        if not rest or left == 0:
            yield somme(total, parts, -left)
        elif left > 0:
            hidden[rest] = left
            yield somme(total, (*parts, rest))


def _complements(
    read: Mapping[str, tuple[str, ...]], told: Mapping[str, float], hidden: dict[str, float]
) -> Iterator[Equation]:
    for name, cells in read.items():
        if est_une_part(name) and len(cells) > 1 and told[cells[1]] >= told[cells[0]]:
            rest = f"hors {name}"
            hidden[rest] = told[cells[1]] - told[cells[0]]
            yield somme(cells[1], (cells[0], rest))


def systeme(
    known: Comptes, masques: Mapping[str, tuple[float, float] | None], regles: Regles
) -> Systeme:
    """Make the cells of counts, those masked by themselves as ``masques`` says.

    Args:
        known: the counts and what ties them.
        masques: count → what every reader knows of it from the reason that is given, lowest and
            highest; None when the reason tells nothing.
        regles: the thresholds.
    """
    cells = [
        _cell(name, value, regles, "primaire" if name in masques else "publiee", masques.get(name))
        for name, value in known.publies.items()
    ]
    cells += [_cell(name, value, regles, "interne") for name, value in known.caches.items()]
    return Systeme(tuple(cells), known.equations)


def _cell(
    name: str, value: float, regles: Regles, statut: str, bounds: tuple[float, float] | None = None
) -> Cellule:
    small = 0 < value <= regles.plus_grand_masque
    around = value * regles.protection_part
    wide = (value - around, value + around) if statut == "primaire" else None
    low, high = bounds or (0.0, np.inf)
    return Cellule(
        nom=name, valeur=value, statut=statut,  # type: ignore[arg-type]
        protection=(1.0, float(regles.plus_grand_masque)) if small else wide,
        minimum=low, maximum=high, table="effectifs", entiere=float(value).is_integer(),
    )  # fmt: skip


def secondaires(known: Matrices, reasons: Mapping[str, str], regles: Regles) -> dict[str, str]:
    """Return why further indicators of a région are masked, for the sake of those that are.

    Args:
        known: the gestionnaires of the région.
        reasons: why indicators are masked by themselves.
        regles: the thresholds.
    """
    from cpomlib.secret.secondaire import secondaire
    from cpomlib.secret.tableau import SECONDAIRE

    tops, bottoms = np.nansum(known.numerateurs, axis=0), np.nansum(known.denominateurs, axis=0)
    counted = {
        name: (float(tops[place]), float(bottoms[place]))
        for place, name in enumerate(known.ids)
        if known.n[place]
    }
    found = comptes(counted)
    if all(name in reasons for name in found.lus):
        return {}
    masked = _masked(found, reasons, regles)
    start = systeme(found, masked, regles)
    if not any(cell.inconnue and cell.protection for cell in start.cellules):
        return {}
    cells = {cell.nom for cell in secondaire(start, regles).cellules if cell.inconnue}
    return {
        name: SECONDAIRE
        for name, told in found.lus.items()
        if name not in reasons and cells.intersection(told)
    }


def _masked(
    found: Comptes, reasons: Mapping[str, str], regles: Regles
) -> dict[str, tuple[float, float] | None]:
    """Say which counts are masked by the reasons, and what the reasons tell of them."""
    from cpomlib.secret.primaire import PEU_DE_PERSONNES

    told = PEU_DE_PERSONNES.format(seuil=regles.seuil_personnes)
    masked: dict[str, tuple[float, float] | None] = {}
    for name, cells in found.lus.items():
        if name not in reasons:
            continue
        cell = cells[0]
        small = reasons[name] == told and 0 < found.publies[cell] <= regles.plus_grand_masque
        masked[cell] = (1.0, float(regles.plus_grand_masque)) if small else None
    return masked
