"""Numbers as people type and read them: French in, French out, percentages for rates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cpomlib.calcul.scenarios import (
    FINANCEMENT,
    TAUX_PAR_AN,
    ChampHypothese,
    Hypothese,
    ParAnnee,
    ValeurRefuseeError,
    lire,
)
from cpomlib.socle import nombre

_SIGNES = str.maketrans({mark: "-" for mark in "\u2010\u2011\u2012\u2013\u2014\u2212"})
"""Dashes that a text pasted from elsewhere has in place of the sign."""
_SIECLE, _FIN = 2000, 2100
_AMBIGU = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
POURCENT = frozenset({"taux", TAUX_PAR_AN, "pas"})
NOMBRES = POURCENT | {"euros", "places", "etp", "duree", FINANCEMENT}


@dataclass(frozen=True)
class Course:
    """The range of a slider, in the unit shown; a typed number may go beyond it."""

    bas: float
    haut: float
    pas: float


COURSES = {
    "taux": Course(0, 120, 0.5),
    TAUX_PAR_AN: Course(-5, 10, 0.1),
    "pas": Course(0.5, 20, 0.5),
    "euros": Course(0, 200_000, 1000),
    "places": Course(0, 60, 1),
    "etp": Course(-10, 10, 0.1),
}


def course(champ: ChampHypothese, valeur: float) -> Course | None:
    """Return the slider of a field, wide enough for its value; None when it has none."""
    found = Course(*champ.course) if champ.course else COURSES.get(champ.genre)
    if found is None:
        return None
    shown = affiche(champ, valeur)
    return Course(min(found.bas, shown), max(found.haut, shown), found.pas)


def affiche(champ: ChampHypothese, valeur: float) -> float:
    """Return a value in the unit shown: 0.012 is 1.2."""
    return float(Decimal(str(valeur)).scaleb(2)) if champ.genre in POURCENT else float(valeur)


def interne(champ: ChampHypothese, montre: float) -> float | int:
    """Return a shown number as the hypothesis keeps it: 1.2 is 0.012.

    Raises:
        ValeurRefuseeError: it is out of bounds, with the sentence to show, in the unit shown.
    """
    _dans_les_bornes(champ, montre)
    exact = Decimal(str(round(montre, 12)))
    return lire(champ, exact.scaleb(-2) if champ.genre in POURCENT else exact)


def _dans_les_bornes(champ: ChampHypothese, montre: float) -> None:
    """Refuse what is out of bounds as the page writes it: the file writes 0,5 where it has 50 %."""
    low, high = (None if x is None else affiche(champ, x) for x in (champ.minimum, champ.maximum))
    nearest = low if low is not None and montre < low - 1e-9 else high
    if nearest is None or (nearest == high and montre <= high + 1e-9):
        return
    raise ValeurRefuseeError(
        f"{avec_unite(champ, montre)} est hors des bornes. La valeur admise la plus proche est "
        f"{avec_unite(champ, nearest)}."
    )


def avec_unite(champ: ChampHypothese, montre: float) -> str:
    """Write a shown number with its unit."""
    exact = Decimal(str(round(montre, 6))).normalize()
    text = nombre(exact, max(0, -int(exact.as_tuple().exponent)))
    return f"{text}\u00a0{champ.unite}" if champ.unite else text


def en_texte(champ: ChampHypothese, valeur: Any) -> str:
    """Write a value as its box shows it: ``1,2``, ``12 500``; empty when there is none."""
    if valeur is None:
        return ""
    exact = Decimal(str(affiche(champ, valeur))).normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    return nombre(exact, places)


def du_texte(champ: ChampHypothese, texte: str) -> Any:
    """Read a box: « 1,2 », « 12 500 € », « −3 % »; empty is None where the field may be empty.

    Raises:
        ValeurRefuseeError: it is no number, or out of bounds, with the sentence to show.
    """
    kept = "".join(c for c in texte if not c.isspace() and c not in "€%").translate(_SIGNES)
    if not kept and not champ.requis:
        return None
    if not kept:
        raise ValeurRefuseeError("Il manque un nombre. Écrivez par exemple 1,5.")
    _sans_ambigu(champ, texte, kept)
    try:
        number = float(Decimal(kept.replace(",", ".")))
    except ArithmeticError as error:
        raise ValeurRefuseeError(
            f"«\u00a0{texte}\u00a0» n’est pas un nombre. Écrivez par exemple 1,5."
        ) from error
    if number != number or number in (float("inf"), float("-inf")):  # noqa: PLR0124
        raise ValeurRefuseeError(f"«\u00a0{texte}\u00a0» n’est pas un nombre.")
    return interne(champ, number)


def _sans_ambigu(champ: ChampHypothese, texte: str, garde: str) -> None:
    """Refuse « 12.500 » where thousands are typed: twelve thousand here, twelve elsewhere."""
    if champ.genre in POURCENT or not _AMBIGU.fullmatch(garde):
        return
    whole, _, rest = garde.partition(".")
    raise ValeurRefuseeError(
        f"«\u00a0{texte}\u00a0» se lit de deux façons. Écrivez {whole}\u00a0{rest}, "
        f"ou {whole},{rest}."
    )


def annees_du_taux(hypothese: Hypothese, annee: int, horizon: int) -> tuple[int, ...]:
    """Return the years a rate applies to: those of its period within the scenario."""
    first = getattr(hypothese, "de", None) or annee + 1
    last = getattr(hypothese, "a", None) or annee + horizon
    return tuple(range(max(first, annee + 1), min(last, annee + horizon) + 1))


def par_annee(taux: float, annees: Iterable[int]) -> ParAnnee:
    """Return the same rate, written year by year."""
    return tuple((year, taux) for year in annees)


def un_seul(taux: ParAnnee) -> float:
    """Return one rate in place of one per year: that of the first year."""
    return taux[0][1] if taux else 0.0


def lire_jour(texte: str) -> date:
    """Read a day as people write it: 06/08/2026, 6.8.26.

    Raises:
        ValeurRefuseeError: it is no day, or of another time, with the sentence to show.
    """
    if not texte.strip():
        raise ValeurRefuseeError("Il manque une date. Écrivez par exemple 06/08/2026.")
    parts = texte.strip().replace("-", "/").replace(".", "/").split("/")
    try:
        numbers = [int(part) for part in parts]
        day, month, year = numbers if len(parts[0]) < 3 else numbers[::-1]
        read = date(year + _SIECLE if year < 100 else year, month, day)
    except (ValueError, IndexError) as error:
        raise ValeurRefuseeError(
            f"«\u00a0{texte}\u00a0» n’est pas une date. Écrivez par exemple 06/08/2026."
        ) from error
    if not _SIECLE <= read.year <= _FIN:
        raise ValeurRefuseeError(
            f"«\u00a0{texte}\u00a0» est hors des bornes\u00a0: une date va de {_SIECLE} à {_FIN}."
        )
    return read
