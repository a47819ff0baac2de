"""What the declarations of hypotheses share: the parent type, and the fields that come back."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, ClassVar

from cpomlib.calcul.scenarios.champ import ChampHypothese, champ

MILLIARD = 1e9


@dataclass(frozen=True, kw_only=True)
class Hypothese:
    """What every hypothesis carries: its reason, which the file asks for and never demands."""

    type: ClassVar[str] = ""
    libelle: ClassVar[str] = ""
    famille: ClassVar[str] = ""
    justification: str = ""


def periode_de() -> int | None:
    """Ask for the first year of a period; the first projected one by default."""
    return champ("Première année", "annee", None, minimum=2000, maximum=2100)


def periode_a() -> int | None:
    """Ask for the last year of a period; the last projected one by default."""
    return champ("Dernière année", "annee", None, minimum=2000, maximum=2100)


def une_annee() -> int:
    """Ask for the year something takes effect."""
    return champ("Année", "annee", minimum=2000, maximum=2100)


def partout() -> str | None:
    """Ask for an establishment, or for all of them."""
    return champ("Établissement (tous si vide)", "etablissement", None)


def ici() -> str:
    """Ask for one establishment."""
    return champ("Établissement", "etablissement")


def des_places() -> int:
    """Ask for a number of places."""
    return champ("Nombre de places", "places", minimum=1, maximum=5000)


def par_place() -> float:
    """Ask for euros per place and per year."""
    return champ("Financement par place et par an", "euros", minimum=0, maximum=200_000)


def champs(kind: type) -> tuple[ChampHypothese, ...]:
    """Return the values a type of hypothesis asks for, its justification left out."""
    return _champs(kind)


@cache
def _champs(kind: Any) -> tuple[ChampHypothese, ...]:
    return tuple(
        ChampHypothese(item.name, requis=item.default is MISSING, **item.metadata)
        for item in fields(kind)
        if item.metadata
    )
