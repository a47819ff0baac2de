"""What is asked of a calendar, read from texts: « 44:2,49:2027:1 », « ID:2028 »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cpomlib.calcul.programmation.proposition import Souhaits
from cpomlib.socle import CommandeError, suggestion

ANNEES = 4
"""Years of a horizon that nobody gave."""


def souhaits(
    horizon: tuple[int, int], capacites: Iterable[str], fixes: Iterable[str],
    departements: Mapping[str, str], gestionnaires: Iterable[str],
) -> Souhaits:  # fmt: skip
    """Read the horizon, the capacities and the years given.

    Args:
        horizon: its first year, and its last one; 0 for the usual length.
        capacites: texts « DÉPARTEMENT:NOMBRE » or « DÉPARTEMENT:ANNÉE:NOMBRE », commas between.
        fixes: texts « ID:ANNÉE », commas between.
        departements: those of the région.
        gestionnaires: those of its CHRS.

    Raises:
        CommandeError: one is written otherwise, or names what is not there.
    """
    first, last = horizon
    years = tuple(range(first, (last or first + ANNEES - 1) + 1))
    return Souhaits(
        years, _limits(capacites, years, departements), _given(fixes, set(gestionnaires))
    )


def _limits(
    textes: Iterable[str], horizon: tuple[int, ...], departements: Mapping[str, str]
) -> dict[tuple[str, int], int]:
    """Read the capacities; what names a year prevails over what does not."""
    every: dict[tuple[str, int], int] = {}
    one: dict[tuple[str, int], int] = {}
    for text in _parts(textes):
        code, *numbers = text.split(":")
        if len(numbers) not in {1, 2} or not all(each.isdecimal() for each in numbers):
            raise CommandeError(
                f"La capacité «\u00a0{text}\u00a0» ne se lit pas.",
                que_faire="Écrivez DÉPARTEMENT:NOMBRE (44:2), ou DÉPARTEMENT:ANNÉE:NOMBRE.",
            )
        if code not in departements:
            raise CommandeError(
                f"Le département «\u00a0{code}\u00a0» n’est pas de la région.",
                que_faire=suggestion(code, list(departements)),
            )
        if len(numbers) == 1:
            every |= {(code, year): int(numbers[0]) for year in horizon}
        else:
            one[code, int(numbers[0])] = int(numbers[1])
    return every | one


def _given(textes: Iterable[str], known: set[str]) -> dict[str, int]:
    given: dict[str, int] = {}
    for text in _parts(textes):
        who, _, year = text.rpartition(":")
        if not year.isdecimal() or who not in known:
            raise CommandeError(
                f"«\u00a0{text}\u00a0» ne se lit pas comme l’année d’un gestionnaire de CHRS de la "
                "région.",
                que_faire=f"Écrivez ID:ANNÉE. {suggestion(who, sorted(known))}",
            )
        given[who] = int(year)
    return given


def noms_listes(textes: Iterable[str]) -> frozenset[str]:
    """Read names separated by commas."""
    return frozenset(_parts(textes))


def _parts(textes: Iterable[str]) -> Iterator[str]:
    for text in textes:
        yield from (part.strip() for part in text.split(",") if part.strip())
