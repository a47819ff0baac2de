"""A hypothesis said in French, for everything that is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from cpomlib.calcul.scenarios.champ import (
    AUCUN,
    ETABLISSEMENT,
    JOUR,
    NOMMES,
    PAR_FONCTION,
    PLAFOND,
    TAUX_PAR_AN,
    UNITES,
    ChampHypothese,
    en_unite,
    par_fonction_en,
)
from cpomlib.calcul.scenarios.declaration import Hypothese, champs
from cpomlib.calcul.scenarios.ecriture import intitule
from cpomlib.calcul.scenarios.etats import libelle_genre
from cpomlib.calcul.scenarios.types import Emprunt
from cpomlib.socle import date_courte, nombre

SANS_RAISON = "sans justification"
PARTOUT = "Tous les établissements"
TOUJOURS = "toutes les années"
_DITS_AILLEURS = ("annee", "etablissement", JOUR)
"""Kinds of values that have their own column."""
_SINGULIERS = {"places": "place", "ans": "an", "points par an": "point par an"}
_ROMAINS = {1: "I", 2: "II", 3: "III"}
_NOMMES = {ETABLISSEMENT: "moyenne de l’établissement", PLAFOND: "tarif plafond du GHAM"}


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
    said = [
        f"{nom_de(declared)}\u00a0: {_texte(declared, getattr(hypothese, declared.nom))}"
        for declared in _dites(hypothese)
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


def resumer(hypothese: Hypothese) -> str:
    """Say a hypothesis on one line: « Inflation, groupe I : 2 % par an, de 2027 à 2030 »."""
    if told := hypothese.resume():
        return told
    said = [
        (nom_de(one), _texte(one, getattr(hypothese, one.nom)))
        for one in _dites(hypothese)
        if getattr(hypothese, one.nom) is not None
    ]
    values = said[0][1] if len(said) == 1 else "\u00a0; ".join(f"{n} {v}" for n, v in said)
    when = "" if getattr(hypothese, "annee", None) else _quand(hypothese)
    parts = (values, "" if when == TOUJOURS else when)
    return f"{intitule(hypothese)}\u00a0: {', '.join(part for part in parts if part)}"


def _dites(hypothese: Hypothese) -> list[ChampHypothese]:
    """Return the values worth saying, as they are to be read; all of them where none is moved."""
    asked = [declared for declared in champs(type(hypothese)) if not _ailleurs(declared)]
    counted = [declared for declared in asked if _compte(hypothese, declared)] or asked
    return [en_unite(one, getattr(hypothese, one.nom)) for one in counted]


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
    if day := getattr(hypothese, "date_effet", None):
        return f"à partir du {date_courte(day)}"
    first, last = _periode(hypothese)
    if first and last:
        return str(first) if first == last else f"de {first} à {last}"
    if first:
        return f"à partir de {first}"
    return f"jusqu’en {last}" if last else TOUJOURS


def _periode(hypothese: Hypothese) -> tuple[int | None, int | None]:
    """Return the years of a period; a value called « de » may be something else."""
    held = {one.nom: getattr(hypothese, one.nom) for one in champs(type(hypothese))
            if one.genre == "annee"}  # fmt: skip
    return held.get("de"), held.get("a")


def _texte(declared: ChampHypothese, value: Any) -> str:
    if isinstance(value, Emprunt):
        held = ((item, getattr(value, item.nom)) for item in champs(Emprunt))
        return ", ".join(_texte(item, each) for item, each in held if each is not None)
    if declared.genre == PAR_FONCTION:
        return _emplois(declared, value)
    if isinstance(value, tuple):
        return ", ".join(f"{rate_of(rate)} en {year}" for year, rate in value)
    if value in NOMMES:
        return _NOMMES[value]
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


def _emplois(declared: ChampHypothese, value: Any) -> str:
    from cpomlib.droit import nomenclature

    if value == AUCUN:
        return "aucun"
    label = nomenclature("fonction").libelle
    unit = UNITES[par_fonction_en(declared)]
    return ", ".join(f"{label(code)} {exact(each)}\u00a0{unit}" for code, each in value)


def _code(declared: ChampHypothese, value: Any) -> str:
    if declared.genre in ("gham", "destination"):
        return libelle_genre(str(value))
    if isinstance(declared.choix, str):
        from cpomlib.droit import nomenclature

        return nomenclature(declared.choix).libelle(str(value))
    return _ROMAINS.get(value, str(value)) if isinstance(value, int) else str(value)
