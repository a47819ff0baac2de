"""What is concluded from figures, as the parts of a report show it."""

from __future__ import annotations

from cpomlib.calcul.verdicts import Verdict
from cpomlib.rendu.blocs import Jugement

_DITS: dict[str, Jugement] = {
    "favorable": "favorable",
    "defavorable": "défavorable",
    "a_verifier": "à vérifier",
}


def jugement(verdict: Verdict) -> Jugement:
    """Return the word written beside a figure, empty when nothing is concluded from it."""
    return _DITS.get(verdict.verdict, "")
