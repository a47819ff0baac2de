"""How the counts of persons behind the indicators of one unit are tied together.

An indicator tells its numerator and its denominator; several tell the same count; shares of one
family add up to their total; what else a reader knows is declared in
``secret.relations``. All of it is written as cells and relations, so that masking one
masks what would give it back.

Nothing ties one year to the next: households present on 31 December are received the next year,
but that only says that the second count is not below the first, and a count of 1 to 10 follows
only counts of 0 to 10, masked in their own year. The cells of a year are therefore the same
whichever years a report shows, and last year's report masks the same ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cpomlib.calcul.secret.racontes import (
    compte_au_denominateur,
    compte_au_numerateur,
    est_reel,
    est_une_part,
    personnes_au_moins,
    tus_avec,
    valeur_au_denominateur,
    valeur_au_numerateur,
)
from cpomlib.calcul.secret.regles import Regles
from cpomlib.calcul.secret.relations import RELATIONS, Relation
from cpomlib.calcul.secret.systeme import Cellule, Equation, Statut, Systeme, somme

_BRUIT = 1e-6
"""Below this, what floats lose: posts are added up."""


@dataclass(frozen=True)
class ComptesPersonnes:
    """The counts of persons that the indicators of one unit tell.

    Attributes:
        unite: begins the name of each count.
        publies: count → its number, those that indicators tell.
        caches: count → its number, those that can be deduced only.
        neutres: those of them that tell no trait of anybody.
        equations: the relations between them.
        paires: indicator → the counts that its numerator and its denominator tell, empty where
            they tell none.
    """

    unite: str
    publies: Mapping[str, float]
    caches: Mapping[str, float]
    neutres: frozenset[str]
    equations: tuple[Equation, ...]
    paires: Mapping[str, tuple[str, str]]

    def lus(self, indicateur: str) -> frozenset[str]:
        """Return the counts that an indicator is masked with: it tells them, or tells of them."""
        told = self.paires.get(indicateur)
        if told is None:
            return frozenset()
        staff = tus_avec(indicateur)
        return frozenset({*told, self.unite + staff if staff else ""} - {""})

    def sensible(self, compte: str, regles: Regles) -> bool:
        """Tell whether a count tells of 1 to 10 persons (of none, where the rules ask for it)."""
        name = compte.removeprefix(self.unite)
        if compte in self.neutres:
            return False
        value = self.publies.get(compte, self.caches.get(compte, np.nan))
        heads = personnes_au_moins(name.removeprefix("hors "), value)
        return regles.zero_masque if heads == 0 else 0 < heads <= regles.plus_grand_masque


def comptes(lignes: Mapping[str, tuple[float, float]], unite: str = "") -> ComptesPersonnes:
    """Write the counts behind the indicators of a unit, and what ties them.

    Args:
        lignes: indicator → numerator and denominator (NaN where there is none).
        unite: begins the name of each count, to tell units apart.
    """
    told: dict[str, float] = {}
    read = {name: _told(name, *pair, told) for name, pair in lignes.items()}
    read = {name: pair for name, pair in read.items() if any(pair) or tus_avec(name)}
    hidden: dict[str, float] = {}
    equations = [*_families(read, told), *_sums(told, hidden), *_complements(read, told, hidden)]
    neutral = {one.reste for one in RELATIONS if not one.sensible}
    return ComptesPersonnes(
        unite=unite,
        publies={unite + name: value for name, value in told.items()},
        caches={unite + name: value for name, value in hidden.items()},
        neutres=frozenset(unite + name for name in neutral if name in hidden),
        equations=tuple(
            Equation(tuple((unite + name, factor) for name, factor in one.termes), one.constante)
            for one in equations
        ),
        paires={
            name: (unite + top if top else "", unite + bottom if bottom else "")
            for name, (top, bottom) in read.items()
        },
    )


def _told(name: str, num: float, den: float, told: dict[str, float]) -> tuple[str, str]:
    """Record the counts that an indicator tells, and name them."""
    top, bottom = compte_au_numerateur(name), compte_au_denominateur(name)
    if top and not np.isnan(num):
        top = _record(top, valeur_au_numerateur(name, num), name, told)
    else:
        top = ""
    if bottom and not np.isnan(den):
        count = valeur_au_denominateur(name, den)
        return top, _record(bottom, count, f"{name}, dénominateur", told)
    return top, ""


def _record(cell: str, value: float, otherwise: str, told: dict[str, float]) -> str:
    """Name a count; one that differs from the count of that name has its own."""
    if abs(told.setdefault(cell, value) - value) < _BRUIT:
        return cell
    told[otherwise] = value
    return otherwise


def _families(read: Mapping[str, tuple[str, str]], told: Mapping[str, float]) -> Iterator[Equation]:
    from cpomlib.calcul.indicateurs.fiches import fiches

    groups: dict[tuple[str, str], list[str]] = {}
    for name, (top, bottom) in read.items():
        family = fiches()[name].famille
        if family and est_une_part(name) and top and bottom:
            groups.setdefault((family, bottom), []).append(top)
    for (_, total), parts in groups.items():
        yield somme(total, parts, _rest(told, total, [(part, 1) for part in parts], -1.0))


def _rest(
    told: Mapping[str, float], total: str, parts: Collection[tuple[str, int]], sign: float = 1.0
) -> float:
    """Return what some counts leave of a total, with no noise of floats."""
    left = told[total] - sum(factor * told[part] for part, factor in parts)
    return 0.0 if abs(left) < _BRUIT else sign * left


def _sums(told: Mapping[str, float], hidden: dict[str, float]) -> Iterator[Equation]:
    for one in RELATIONS:
        if one.total in told and all(part in told for part, _ in one.parts):
            left = _rest(told, one.total, one.parts)
            terms = [*one.parts, (one.total, -1)]
            if _open(one, left, told):
                hidden[one.reste], left = left, 0.0
                terms.append((one.reste, 1))
            yield Equation(tuple((name, float(factor)) for name, factor in terms), -left)


def _open(one: Relation, left: float, told: Mapping[str, float]) -> bool:
    """Tell whether a reader does not know what is left: otherwise it is a known constant.

    Nothing left of a trait is taken as known, and so is what contradicts the definitions.
    """
    if not one.reste or left < 0 or (one.nul_sans and told.get(one.nul_sans, 0.0) == 0):
        return False
    return left > 0 or not one.sensible


def _complements(
    read: Mapping[str, tuple[str, str]], told: Mapping[str, float], hidden: dict[str, float]
) -> Iterator[Equation]:
    for name, (top, bottom) in read.items():
        if est_une_part(name) and top and bottom and told[bottom] >= told[top] - _BRUIT:
            rest = f"hors {name}"
            hidden[rest] = max(0.0, _rest(told, bottom, [(top, 1)]))
            yield somme(bottom, (top, rest))


def systeme(
    known: ComptesPersonnes, masques: Mapping[str, tuple[float, float] | None], regles: Regles
) -> Systeme:
    """Make the cells of counts, those masked by themselves as ``masques`` says.

    Args:
        known: the counts and what ties them.
        masques: count → what every reader knows of it from the reason that is given, lowest and
            highest; None when the reason tells nothing.
        regles: the thresholds.
    """
    cells = [
        _cell(known, name, value, regles, *_published(name, value, masques, regles))
        for name, value in known.publies.items()
    ]
    cells += [
        _cell(known, name, value, regles, "interne", (0.0, np.inf))
        for name, value in known.caches.items()
    ]
    return Systeme(tuple(cells), known.equations)


def _published(
    name: str,
    value: float,
    masques: Mapping[str, tuple[float, float] | None],
    regles: Regles,
) -> tuple[Statut, tuple[float, float]]:
    """Return the status of a count, and what every reader knows of it.

    A zero is always shown, so that what is not shown is no zero.
    """
    if name in masques:
        return "primaire", masques[name] or (0.0, np.inf)
    if regles.zero_masque:
        return "publiee", (0.0, np.inf)
    return ("connue", (0.0, np.inf)) if value == 0 else ("publiee", _some(value))


def _some(value: float) -> tuple[float, float]:
    return (1.0 if float(value).is_integer() else 0.0, np.inf)


def au_moins_un(known: ComptesPersonnes, compte: str, regles: Regles) -> tuple[float, float]:
    """Return what is known of a count masked for what it tells: it is no zero."""
    real = est_reel(compte.removeprefix(known.unite))
    return (0.0, np.inf) if real or regles.zero_masque else (1.0, np.inf)


def _cell(
    known: ComptesPersonnes, name: str, value: float, regles: Regles, statut: Statut,
    bornes: tuple[float, float],
) -> Cellule:  # fmt: skip
    real = est_reel(name.removeprefix(known.unite))
    low, high = bornes
    return Cellule(
        nom=name, valeur=value, statut=statut, minimum=0.0 if real else low, maximum=high,
        protection=_protection(known, name, value, regles, statut), table="effectifs",
        entiere=float(value).is_integer() and not real,
    )  # fmt: skip


def _protection(
    known: ComptesPersonnes, name: str, value: float, regles: Regles, statut: Statut
) -> tuple[float, float] | None:
    """Return what must stay possible: every small count, or the declared part on each side."""
    around = (value * (1 - regles.protection_part), value * (1 + regles.protection_part))
    if not known.sensible(name, regles):
        return around if statut == "primaire" else None
    if personnes_au_moins(name.removeprefix(known.unite), value) != value:
        return around
    return (min(1.0, value), float(regles.plus_grand_masque))
