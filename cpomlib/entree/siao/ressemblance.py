"""How much two labels resemble each other, and when they may not be taken for one another.

Resemblance counts letters: « Logement non social » is nearly « Logement social », and means the
contrary. So what negates, the numbers, the sexes and what makes another outcome of it (a death,
a social landlord) must be the same on both sides before letters are compared at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from cpomlib.entree.noms import plie, sans_accent
from cpomlib.entree.siao.correspondance import etiquette

RESSEMBLE = 0.8
_PREFIXE = 5
_SENS = {
    "absence": r"non|sans|aucun|aucune|aucuns|aucunes|pas|ni|hors|nul|nulle|absence|absent\w*|sauf",
    "refus": r"refus\w*|rejet\w*|declin\w*|oppos\w*|annul\w*|impossible\w*|interdi\w*",
    "fin": r"fin|perte|perdu\w*|ex|ancien\w*|echec\w*|rupture\w*|expuls\w*|sortie\w*|depart\w*",
    "deces": r"deces|decede\w*|morte?s?",
    "social": r"social\w*|sociaux",
    "homme": r"hommes?|pere|peres|masculin\w*|monsieur|garcons?",
    "femme": r"femmes?|mere|meres|feminin\w*|madame|filles?",
}
"""Families of words that change the meaning of a label: a text and a label have the same."""
_PATTERNS = {name: re.compile(pattern) for name, pattern in _SENS.items()}
_CONTRAIRES = ("in", "im", "ir", "il", "non", "mal", "des", "dis", "de")


def semblable(left: str, right: str) -> float:
    """Return how much two names resemble each other, 1 being the same, 0 the contrary.

    A name that begins the other is as good as one that is nearly the same: ``Suite``,
    ``Suite donnée``.
    """
    if plie(left) == plie(right):
        return 1.0
    return _alike(plie(left), plie(right)) if compatibles(left, right) else 0.0


@lru_cache(maxsize=4096)
def _alike(left: str, right: str) -> float:
    one, other = sorted((left, right), key=len)
    if len(one) >= _PREFIXE and other.startswith(one):
        return max(RESSEMBLE, len(one) / len(other))
    matcher = SequenceMatcher(None, one, other)
    if not one or matcher.real_quick_ratio() < RESSEMBLE or matcher.quick_ratio() < RESSEMBLE:
        return 0.0
    return matcher.ratio()


@lru_cache(maxsize=8192)
def compatibles(one: str, other: str) -> bool:
    """Say whether two labels may be the same thing: nothing in one denies the other."""
    left, right = _words(one), _words(other)
    return _meaning(left) == _meaning(right) and not _opposed(left, right)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall("[a-z]+|[0-9]+", sans_accent(text)))


@lru_cache(maxsize=4096)
def _meaning(words: tuple[str, ...]) -> Counter[str]:
    found = Counter(word for word in words if word.isdigit())
    for word in words:
        found.update(name for name, pattern in _PATTERNS.items() if pattern.fullmatch(word))
    return found


def _opposed(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Say whether a word of one is that of the other with a prefix that reverses it."""
    pairs = ((set(left), right), (set(right), left))
    return any(
        word.startswith(prefix) and word.removeprefix(prefix) in known
        for known, words in pairs
        for word in words
        for prefix in _CONTRAIRES
    )


def deviner(text: str, near: Mapping[str, str]) -> str | None:
    """Return the value whose label resembles a text most, None when none does.

    Args:
        text: a label of the sender's.
        near: folded label → value.
    """
    possible = {label: ours for label, ours in near.items() if compatibles(text, label)}
    close = get_close_matches(etiquette(text), possible, n=1, cutoff=RESSEMBLE)
    if close:
        return possible[close[0]]
    bare = {_affirmed(label): ours for label, ours in possible.items() if _denies(label)}
    close = get_close_matches(_affirmed(text), bare, n=1, cutoff=RESSEMBLE)
    return bare[close[0]] if close and _affirmed(text) else None


def _denies(text: str) -> bool:
    return any(_PATTERNS["absence"].fullmatch(word) for word in _words(text))


def _affirmed(text: str) -> str:
    """Return a label without what says an absence: two that say it in other words compare."""
    return " ".join(word for word in _words(text) if not _PATTERNS["absence"].fullmatch(word))
