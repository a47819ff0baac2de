"""Which hypotheses of a scenario can be counted; the others say why, and the rest goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cpomlib.calcul.scenarios import Etat, Hypothese, fautes, verifier
from cpomlib.socle import ScenarioError


@dataclass(frozen=True)
class Decompte:
    """What is counted of a scenario.

    Attributes:
        comptees: the hypotheses that can be applied.
        refus: rank of each other → why not, in French.
    """

    comptees: tuple[Hypothese, ...]
    refus: dict[int, str] = field(default_factory=dict)


def decompter(etat: Etat, hypotheses: Sequence[Hypothese], horizon: int) -> Decompte:
    """Return what can be applied to a base: alone, then with those that come before it."""
    refus: dict[int, str] = {}
    for rank, item in enumerate(hypotheses):
        found = fautes(etat, item, horizon)
        if found:
            refus[rank] = " ".join(text[:1].upper() + text[1:] for _, text in found)
    kept = [rank for rank in range(len(hypotheses)) if rank not in refus]
    if _tient(etat, [hypotheses[rank] for rank in kept], horizon) is not None:
        kept = _ensemble(etat, hypotheses, horizon, kept, refus)
    return Decompte(tuple(hypotheses[rank] for rank in kept), refus)


def _ensemble(
    etat: Etat, hypotheses: Sequence[Hypothese], horizon: int, rangs: list[int],
    refus: dict[int, str],
) -> list[int]:  # fmt: skip
    """Keep one hypothesis after the other as long as they hold together."""
    kept: list[int] = []
    for rank in rangs:
        told = _tient(etat, [hypotheses[r] for r in (*kept, rank)], horizon)
        if told is None:
            kept.append(rank)
        else:
            refus[rank] = told
    return kept


def _tient(etat: Etat, hypotheses: Sequence[Hypothese], horizon: int) -> str | None:
    try:
        verifier(etat, hypotheses, horizon)
    except ScenarioError as error:
        return " ".join(error.fautes)
    return None
