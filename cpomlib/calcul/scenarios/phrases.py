"""A hypothesis said in French, for everything that is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from cpomlib.calcul.scenarios.champ import TAUX_PAR_AN, ChampHypothese, en_unite
from cpomlib.calcul.scenarios.ecriture import intitule
from cpomlib.calcul.scenarios.etats import libelle_genre
from cpomlib.calcul.scenarios.hypotheses import Emprunt, Hypothese, champs
from cpomlib.socle import nombre

SANS_RAISON = "sans justification"
PARTOUT = "Tous les établissements"
_DITS_AILLEURS = ("annee", "etablissement")
"""Kinds of values that have their own column."""
_SINGULIERS = {"places": "place", "ans": "an", "points par an": "point par an"}
_ROMAINS = {1: "I", 2: "II", 3: "III"}


@dataclass(frozen=True)
class HypotheseDite:
    """A hypothesis in words.

    Attributes:
        intitule: its type, with the groupe and the year that tell it from another.
        valeurs: each value with its unit: « Taux d’actualisation : 0,8 % par an ».
        ou: the establishment, or all of them.
        quand: the years it is about.
        justification: its reason, or that it has none.
    """

    intitule: str
    valeurs: str
    ou: str
    quand: str
    justification: str


def dire(hypothese: Hypothese, noms: Mapping[str, str]) -> HypotheseDite:
    """Say a hypothesis.

    Args:
        hypothese: what is said; a value left to its default is left out.
        noms: id of an establishment → its name.
    """
    asked = [declared for declared in champs(type(hypothese)) if not _ailleurs(declared)]
    counted = [declared for declared in asked if _compte(hypothese, declared)] or asked
    said = [
        f"{nom_de(declared)}\u00a0: {_texte(declared, getattr(hypothese, declared.nom))}"
        for declared in (en_unite(one, getattr(hypothese, one.nom)) for one in counted)
        if getattr(hypothese, declared.nom) is not None
    ]
    where = getattr(hypothese, "etablissement", None)
    return HypotheseDite(
        intitule(hypothese),
        "\u00a0; ".join(said),
        noms.get(where, where) if where else PARTOUT,
        _quand(hypothese),
        hypothese.justification.strip() or SANS_RAISON,
    )


def nom_de(declared: ChampHypothese) -> str:
    """Return the name of a value, without what only helps to type it in."""
    return declared.libelle.partition(" (")[0]


def _ailleurs(declared: ChampHypothese) -> bool:
    return declared.genre in _DITS_AILLEURS or declared.nom == "groupe"


def _compte(hypothese: Hypothese, declared: ChampHypothese) -> bool:
    default = next(f.default for f in fields(hypothese) if f.name == declared.nom)
    return bool(declared.requis or getattr(hypothese, declared.nom) != default)


def _quand(hypothese: Any) -> str:
    if getattr(hypothese, "annee", None):
        return str(hypothese.annee)
    first, last = getattr(hypothese, "de", None), getattr(hypothese, "a", None)
    if first and last:
        return str(first) if first == last else f"de {first} à {last}"
    if first:
        return f"à partir de {first}"
    return f"jusqu’en {last}" if last else "toutes les années"


def _texte(declared: ChampHypothese, value: Any) -> str:
    if isinstance(value, Emprunt):
        held = ((item, getattr(value, item.nom)) for item in champs(Emprunt))
        return ", ".join(_texte(item, each) for item, each in held if each is not None)
    if isinstance(value, tuple):
        return ", ".join(f"{rate_of(rate)} en {year}" for year, rate in value)
    if isinstance(value, str) or declared.genre == "code":
        return _code(declared, value)
    return quantite(declared, value)


def quantite(declared: ChampHypothese, value: float) -> str:
    """Write a value with its unit and all its decimals: typed again, it gives the same result."""
    read = en_unite(declared, value)
    if read.genre in ("taux", TAUX_PAR_AN):
        return rate_of(value) + (" par an" if read.genre == TAUX_PAR_AN else "")
    number = Decimal(str(value)) * (100 if read.genre == "pas" else 1)
    unit = read.unite if abs(number) >= 2 else _SINGULIERS.get(read.unite, read.unite)
    return f"{exact(number)}\u00a0{unit}"


def rate_of(value: float) -> str:
    """Write a fraction as a percentage with the decimals it has: 0.0125 is « 1,25 % »."""
    return f"{exact(Decimal(str(value)) * 100)}\u00a0%"


def exact(value: Any) -> str:
    """Write a number with the decimals it has, none lost."""
    number = Decimal(str(value)).normalize()
    return nombre(number, max(0, -int(number.as_tuple().exponent)))


def _code(declared: ChampHypothese, value: Any) -> str:
    if declared.genre in ("gham", "destination"):
        return libelle_genre(str(value))
    if isinstance(declared.choix, str):
        from cpomlib.droit import nomenclature

        return nomenclature(declared.choix).libelle(str(value))
    return _ROMAINS.get(value, str(value)) if isinstance(value, int) else str(value)
