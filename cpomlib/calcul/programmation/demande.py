"""What is asked of a calendar, read from texts: « 44:2,49:2027:1 », « ID:2028 »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cpomlib.calcul.programmation.proposition import Souhaits
from cpomlib.socle import CommandeError, designated, suggestion

ANNEES = 4
"""Years of a horizon that nobody gave; ``LONGUEUR``: of the longest that is taken."""
LONGUEUR = 20


def souhaits(
    horizon: tuple[int, int], capacites: Iterable[str], fixes: Iterable[str],
    departements: Mapping[str, str], gestionnaires: Mapping[str, str],
) -> Souhaits:  # fmt: skip
    """Read the horizon, the capacities and the years given.

    Args:
        horizon: its first year, and its last one; 0 for the usual length.
        capacites: texts « DÉPARTEMENT:NOMBRE » or « DÉPARTEMENT:ANNÉE:NOMBRE », commas between.
        fixes: texts « ID:ANNÉE », or a name for the id, commas between.
        departements: those of the région.
        gestionnaires: those of its CHRS, id → name.

    Raises:
        CommandeError: one is written otherwise, or names what is not there.
    """
    first, last = horizon
    last = last or first + ANNEES - 1
    if not 0 <= last - first < LONGUEUR:
        raise CommandeError(
            f"L’horizon va de {first} à {last}.",
            que_faire=f"Donnez une dernière année après la première, {LONGUEUR} ans au plus "
            "(«\u00a0--de\u00a0», «\u00a0--a\u00a0»).",
        )
    years = tuple(range(first, last + 1))
    return Souhaits(years, _limits(capacites, years, departements), _given(fixes, gestionnaires))


def _limits(
    textes: Iterable[str], horizon: Sequence[int], departements: Mapping[str, str]
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
        if len(numbers) == 2 and int(numbers[0]) not in horizon:
            raise CommandeError(
                f"La capacité «\u00a0{text}\u00a0» est d’une année hors de l’horizon "
                f"({horizon[0]} à {horizon[-1]}).",
                que_faire="Changez l’année, ou l’horizon («\u00a0--de\u00a0», «\u00a0--a\u00a0»).",
            )
        if len(numbers) == 1:
            every |= {(code, year): int(numbers[0]) for year in horizon}
        else:
            one[code, int(numbers[0])] = int(numbers[1])
    return every | one


def _given(textes: Iterable[str], known: Mapping[str, str]) -> dict[str, int]:
    given: dict[str, int] = {}
    for text in _parts(textes):
        who, _, year = text.rpartition(":")
        if not who or not year.isdecimal():
            raise CommandeError(
                f"«\u00a0{text}\u00a0» ne se lit pas comme l’année d’un gestionnaire.",
                que_faire="Écrivez ID:ANNÉE, par exemple 000520015:2028.",
            )
        given[_known(who.strip(), known)] = int(year)
    return given


def volontaires(textes: Iterable[str], gestionnaires: Mapping[str, str]) -> frozenset[str]:
    """Read who asked to be among the first: ids or names, commas between.

    Args:
        textes: what was written.
        gestionnaires: those of the région's CHRS, id → name.

    Raises:
        CommandeError: one is not among them: it would weigh nothing, in silence.
    """
    return frozenset(_known(text, gestionnaires) for text in _parts(textes))


def _known(text: str, gestionnaires: Mapping[str, str]) -> str:
    return designated(
        text, gestionnaires, ("Le gestionnaire", "plusieurs gestionnaires"),
        "cpom programmation recenser", "ne tient pas de CHRS dans la région",
    )  # fmt: skip


def _parts(textes: Iterable[str]) -> Iterator[str]:
    for text in textes:
        yield from (part.strip() for part in text.split(",") if part.strip())
