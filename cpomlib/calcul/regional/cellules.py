"""The numbers of a regional sheet as cells and relations: counts of persons, then amounts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.regional.unites import REGION
from cpomlib.calcul.secret import (
    Cellule,
    Equation,
    Regles,
    Systeme,
    compte_au_denominateur,
    compte_au_numerateur,
    comptes_masques,
    masquer_systeme,
)

Cle = tuple[str, str]
"""A unit and an indicator."""

_SOUS = "/"
"""Begins the name of a denominator that is no count of persons."""

_IDENTITES: tuple[tuple[str, Mapping[str, float]], ...] = (
    ("charges_brutes", {f"charges_groupe_{n}": 1.0 for n in (1, 2, 3)}),
    ("recettes_attenuation", {f"produits_groupe_{n}": 1.0 for n in (2, 3)}),
    ("resultat", {**{f"produits_groupe_{n}": 1.0 for n in (1, 2, 3)}, "charges_brutes": -1.0}),
    ("/taux_resultat", {f"produits_groupe_{n}": 1.0 for n in (1, 2, 3)}),
    ("cout_place", {"charges_brutes": 1.0, "charges_non_reconductibles": -1.0}),
    # the same amount, wherever there are places to relate it to
    *((f"charges_groupe_{n}", {f"charges_place_groupe_{n}": 1.0}) for n in (1, 2, 3)),
    ("charges_brutes", {"evolution_charges": 1.0, "/evolution_charges": 1.0}),
    ("tresorerie", {"frng": 1.0, "bfr": -1.0}),
    (
        "/taux_cofinancement",
        {
            "taux_cofinancement": 1.0,
            **{f"part_financeur_etat_{n}": 1.0 for n in (104, 177, 303, 304)},
        },
    ),
)
"""What the definitions of the amounts say: a total, and what makes it up."""


def indicateurs_masques(lignes: pd.DataFrame, masques: Collection[Cle], regles: Regles) -> set[Cle]:
    """Return the indicators that must be masked with others, those included.

    Args:
        lignes: what is shown of the région and of its départements.
        masques: the units and indicators masked by themselves.
        regles: the thresholds.

    Raises:
        SecretError: what is masked could be calculated from what is shown.
    """
    sommes = {REGION: [unit for unit in lignes["unite"].unique() if unit != REGION]}
    return comptes_masques(lignes, sommes, masques, regles) | _amounts(lignes, masques, regles)


@dataclass
class _Montants:
    """The amounts of every unit; two that are equal everywhere are one."""

    valeurs: dict[str, dict[str, float]]
    noms: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known: dict[tuple[tuple[str, float], ...], str] = {}
        for name, values in self.valeurs.items():
            key = tuple(sorted((unit, round(value, 4)) for unit, value in values.items()))
            self.noms[name] = known.setdefault(key, name)

    def nom(self, unite: str, montant: str) -> str:
        return f"{unite}|{self.noms[montant]}"

    def systeme(self, masques: Collection[Cle], regles: Regles) -> Systeme:
        hidden = {self.nom(unit, name) for unit, name in masques if name in self.noms}
        kept = [name for name, first in self.noms.items() if name == first]
        cells = [
            _cell(self.nom(unit, name), value, values, hidden, regles)
            for name in kept
            for values in [self.valeurs[name]]
            for unit, value in values.items()
        ]
        return Systeme(tuple(cells), (*self._margins(kept), *self._identities()))

    def _margins(self, kept: Collection[str]) -> Iterator[Equation]:
        """Tie the région to its départements; what belongs to none is taken as known."""
        for name in kept:
            parts = {unit: 1.0 for unit in self.valeurs[name] if unit != REGION}
            if REGION in self.valeurs[name] and parts:
                yield self._tied({(REGION, name): -1.0} | {(u, name): 1.0 for u in parts})

    def _identities(self) -> Iterator[Equation]:
        families: dict[str, dict[str, float]] = {}
        for name, fiche in fiches().items():
            if fiche.famille and name in self.noms and _SOUS + name in self.noms:
                families.setdefault(self.noms[_SOUS + name], {})[name] = 1.0
        for total, parts in (*_IDENTITES, *families.items()):
            named = {total, *parts}
            if named <= self.noms.keys():
                for unit in self.valeurs[total]:
                    if all(unit in self.valeurs[name] for name in named):
                        ties = {(unit, part): factor for part, factor in parts.items()}
                        yield self._tied({(unit, total): -1.0} | ties)

    def _tied(self, termes: Mapping[Cle, float]) -> Equation:
        constant = sum(factor * self.valeurs[name][unit] for (unit, name), factor in termes.items())
        return Equation(
            tuple((self.nom(unit, name), factor) for (unit, name), factor in termes.items()),
            0.0 if abs(constant) < _CENTIME else constant,
        )


_CENTIME = 0.005


def _amounts(lignes: pd.DataFrame, masques: Collection[Cle], regles: Regles) -> set[Cle]:
    amounts = _Montants(_read(lignes))
    cells = masquer_systeme(amounts.systeme(masques, regles), regles).cellules
    hidden = {cell.nom for cell in cells if cell.inconnue}
    return {
        (unit, name.removeprefix(_SOUS))
        for name, values in amounts.valeurs.items()
        for unit in values
        if amounts.nom(unit, name) in hidden
    }


def _read(lignes: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return the numbers that are no counts of persons: amount → unit → value."""
    found: dict[str, dict[str, float]] = {}
    columns = (lignes[name] for name in ("unite", "id", "numerateur", "denominateur"))
    for unit, name, above, below in zip(*columns, strict=True):
        if not compte_au_numerateur(name) and not pd.isna(above):
            found.setdefault(str(name), {})[str(unit)] = float(above)
        if not compte_au_denominateur(name) and not pd.isna(below):
            found.setdefault(_SOUS + str(name), {})[str(unit)] = float(below)
    return found


def _cell(
    nom: str, valeur: float, toutes: Mapping[str, float], masques: Collection[str], regles: Regles
) -> Cellule:
    around = abs(valeur) * regles.protection_part
    hidden = nom in masques
    return Cellule(
        nom=nom, valeur=valeur, statut="primaire" if hidden else "publiee",
        protection=(valeur - around, valeur + around) if hidden and around else None,
        minimum=0.0 if min(toutes.values()) >= 0 else float("-inf"),
        table="feuille régionale", entiere=False,
    )  # fmt: skip
