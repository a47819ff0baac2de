"""Where a territory stands on each axis, and between those who rate it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.gouvernance.grille import TABLE, GrilleGouvernance, Pratique
from cpomlib.tables import empty, table

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Contrat
    from cpomlib.tables import Frames

Cle = tuple[str, str, str]
"""A point of view, an axis, a question."""


@dataclass(frozen=True)
class PositionAxe:
    """An axis of the grid as the parties see it.

    Attributes:
        axe: its code.
        par_partie: point of view → mean of its ratings; those that rated nothing are not there.
        moyenne: mean of the parties, each counting once; None where nobody rated.
        ecart: between the highest and the lowest party; None with fewer than two.
        repondues: how many questions somebody rated; ``questions``, how many there are.
        avant: the same mean the year before, None where nobody rated.
        autres_avant: whether others rated it then: the two means are not of the same parties.
    """

    axe: str
    par_partie: Mapping[str, Fraction]
    moyenne: Fraction | None
    ecart: Fraction | None
    repondues: int
    questions: int
    avant: Fraction | None = None
    autres_avant: bool = False

    @property
    def bornes(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest party; there is one at least."""
        return min(self.par_partie.values()), max(self.par_partie.values())


@dataclass(frozen=True)
class Desaccord:
    """A question that two parties do not see alike.

    Attributes:
        axe: its axis; ``question``: its code.
        cotes: point of view → rating.
        commentaires: point of view → what it said.
    """

    axe: str
    question: str
    cotes: Mapping[str, int]
    commentaires: Mapping[str, str]

    @property
    def ecart(self) -> int:
        """Between the highest and the lowest rating."""
        return max(self.cotes.values()) - min(self.cotes.values())


@dataclass(frozen=True)
class Regard:
    """A territory's grid in a year.

    Attributes:
        positions: the axes, in the order of the grid.
        faibles: the axes rated lowest, several where they are equal; empty where nobody rated.
        desaccords: what the parties do not see alike, the widest first.
        cotes: every rating.
        parties: who rated, in the order of the list.
        absentes: who did not.
    """

    positions: tuple[PositionAxe, ...]
    faibles: tuple[str, ...]
    desaccords: tuple[Desaccord, ...]
    cotes: Mapping[Cle, int]
    parties: tuple[str, ...]
    absentes: tuple[str, ...] = ()


def territoires_cotes(
    frames: Frames, departements: Iterable[str], annee: int
) -> list[tuple[str, str]]:
    """Return the territories that somebody rated in a year: département, territory."""
    rows = frames.get(TABLE, empty(TABLE))
    rows = rows[(rows["annee"] == annee) & rows["departement"].isin(list(departements))]
    pairs = zip(rows["departement"], rows["territoire"], strict=True)
    return sorted({(str(one), str(other)) for one, other in pairs})


def lire_grille(
    frames: Frames, lieu: tuple[str, str], annee: int, grille: GrilleGouvernance
) -> Regard:
    """Read the grid of a territory in a year, from each point of view.

    Args:
        frames: the tables, of which ``gouvernance``.
        lieu: département and territory.
        annee: the year.
        grille: the axes and their questions.
    """
    cotes, said = _rated(frames, lieu, annee)
    before, _ = _rated(frames, lieu, annee - 1)
    known = table(TABLE).champ("point_de_vue").categories
    positions = tuple(_position(axe, cotes, before, grille) for axe in grille.axes)
    lowest = min((one.moyenne for one in positions if one.moyenne is not None), default=None)
    there = {key[0] for key in cotes}
    return Regard(
        positions,
        tuple(one.axe for one in positions if one.moyenne is not None and one.moyenne == lowest),
        tuple(_disagreements(cotes, said, grille)),
        cotes,
        tuple(one for one in known if one in there),
        tuple(one for one in known if one not in there) if there else (),
    )


def _rated(
    frames: Frames, lieu: tuple[str, str], annee: int
) -> tuple[dict[Cle, int], dict[Cle, str]]:
    rows = frames.get(TABLE, empty(TABLE))
    here = (rows["departement"] == lieu[0]) & (rows["territoire"] == lieu[1])
    rows = rows[here & (rows["annee"] == annee)]
    keys = [tuple(map(str, key)) for key in zip(rows["point_de_vue"], rows["axe"],
                                                rows["question"], strict=True)]  # fmt: skip
    told = rows["commentaire"].fillna("").astype("str").tolist()
    marks = rows["cotation"].tolist()
    return (
        {key: int(mark) for key, mark in zip(keys, marks, strict=True)},  # type: ignore[misc]
        {key: text for key, text in zip(keys, told, strict=True) if text},  # type: ignore[misc]
    )


def _position(
    axe: str, cotes: Mapping[Cle, int], before: Mapping[Cle, int], grille: GrilleGouvernance
) -> PositionAxe:
    by_party, past = _by_party(axe, cotes), _by_party(axe, before)
    means = list(by_party.values())
    asked = grille.axes[axe].questions
    return PositionAxe(
        axe,
        by_party,
        _mean(means),
        max(means) - min(means) if len(means) > 1 else None,
        sum(any(key[1:] == (axe, one) for key in cotes) for one in asked),
        len(asked),
        _mean(list(past.values())),
        bool(past) and bool(by_party) and past.keys() != by_party.keys(),
    )


def _by_party(axe: str, cotes: Mapping[Cle, int]) -> dict[str, Fraction]:
    marks: dict[str, list[int]] = {}
    for (party, of, _), mark in sorted(cotes.items()):
        if of == axe:
            marks.setdefault(party, []).append(mark)
    return {party: Fraction(sum(held), len(held)) for party, held in marks.items()}


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _disagreements(
    cotes: Mapping[Cle, int], said: Mapping[Cle, str], grille: GrilleGouvernance
) -> list[Desaccord]:
    found = []
    for axe, held in grille.axes.items():
        for question in held.questions:
            marks = {
                party: mark for (party, a, q), mark in cotes.items() if (a, q) == (axe, question)
            }
            words = {
                party: text for (party, a, q), text in said.items() if (a, q) == (axe, question)
            }
            if len(marks) > 1:
                found.append(Desaccord(axe, question, marks, words))
    return sorted(
        (one for one in found if one.ecart >= grille.desaccord), key=lambda one: -one.ecart
    )


def reponses(axe: str, grille: GrilleGouvernance) -> dict[str, Pratique]:
    """Return the practices that answer an axis, those of the common bundle first."""
    order = list(grille.natures)
    held = {name: one for name, one in grille.pratiques.items() if axe in one.axes}
    return dict(sorted(held.items(), key=lambda pair: order.index(pair[1].nature)))


@dataclass(frozen=True)
class EnCours:
    """A practice under way: an action of a contract that bears its code."""

    pratique: str
    contrat: str
    action: Mapping[str, Any]


def en_cours(contrats: Iterable[Contrat], grille: GrilleGouvernance) -> list[EnCours]:
    """Return the practices that actions of contracts put to work.

    An action names its practice by its code, alone or followed by « - » and anything.
    """
    return [
        EnCours(name, contrat.id, row)
        for contrat in contrats
        for row in contrat.de("actions")
        for name in grille.pratiques
        if str(row["id_action"]) == name or str(row["id_action"]).startswith(f"{name}-")
    ]
