"""Two paragraphs compared: what was completed, which dates or amounts changed, what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cpomlib.rapports.contractuel.tableaux_relus import EcartRelu
from cpomlib.rendu.blocs import A_COMPLETER

_MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DATE = re.compile(rf"\b\d{{1,2}}(?:er)? (?:{_MOIS})(?: \d{{4}})?\b|\b\d{{2}}/\d{{2}}/\d{{4}}\b")
_MONTANT = re.compile(r"\d[\d ]*(?:,\d+)? ?[€%]")
_COURT = 70


def dits(texte: str) -> str:
    """Return how a paragraph is named: its first words."""
    return texte if len(texte) <= _COURT else f"{texte[:_COURT].rsplit(' ', 1)[0]}…"


def compares(donnees: str, document: str) -> Iterator[EcartRelu]:
    """Say what differs between what the data say and what the document says."""
    name = dits(document)
    filled = _completed(donnees, document)
    if filled:
        for mark, value in filled:
            yield EcartRelu("complété", mark, value, "à compléter")
        return
    for kind, pattern in (("date", _DATE), ("montant", _MONTANT)):
        ours, theirs = pattern.findall(donnees), pattern.findall(document)
        if ours != theirs:
            pairs = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
            for wanted, told in pairs:
                yield EcartRelu(kind, name, told, wanted)
    if _bare(donnees) != _bare(document):
        yield EcartRelu("clause", name, document, donnees)


def _bare(texte: str) -> str:
    """Return a text without its dates and amounts."""
    return _MONTANT.sub("#", _DATE.sub("#", texte))


def _completed(donnees: str, document: str) -> list[tuple[str, str]]:
    """Return what stands in the document where the data have nothing; none if the rest differs."""
    marks = A_COMPLETER.findall(donnees)
    if not marks:
        return []
    pattern = "(.+?)".join(map(re.escape, A_COMPLETER.split(donnees)))
    found = re.fullmatch(pattern, document)
    if found is None:
        return []
    named = [mark.removeprefix("[à compléter : ").rstrip("]") for mark in marks]
    pairs = zip(named, found.groups(), strict=True)
    return [(name, value) for name, value in pairs if not A_COMPLETER.fullmatch(value)]
