"""Two paragraphs compared: what was completed, which dates or amounts changed, what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cpomlib.rapports.contractuel.ecriture_relue import MOIS, droit, meme, net, plie
from cpomlib.rapports.contractuel.tableaux_relus import EcartRelu
from cpomlib.rendu.blocs import A_COMPLETER

_DATE = re.compile(
    rf"\b\d{{1,2}}(?:er)? (?:{'|'.join(MOIS)})(?: \d{{4}})?\b"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b"
)
_MONTANT = re.compile(r"\d+(?:[ .']\d{1,3})*(?:,\d+)? ?[€%]")
_COURT = 70


def dits(texte: str) -> str:
    """Return how a paragraph is named: its first words."""
    return texte if len(texte) <= _COURT else f"{texte[:_COURT].rsplit(' ', 1)[0]}…"


def compares(donnees: str, document: str) -> Iterator[EcartRelu]:
    """Say what differs between what the data say and what the document says."""
    name = dits(document)
    filled = complete(donnees, document)
    if filled:
        yield from filled
        return
    for kind, pattern in (("date", _DATE), ("montant", _MONTANT)):
        pairs = zip(_lus(pattern, donnees), _lus(pattern, document), strict=False)
        for wanted, told in pairs:
            if not meme(wanted, told):
                yield EcartRelu(kind, name, told, wanted)
    if _bare(donnees) != _bare(document):
        yield EcartRelu("clause", name, document, donnees)


def _lus(pattern: re.Pattern[str], texte: str) -> list[str]:
    """Return the dates or amounts of a text as it writes them; some in words, as they are read."""
    written, read = pattern.findall(texte), pattern.findall(plie(texte))
    return written if len(written) == len(read) else read


def _bare(texte: str) -> str:
    """Return a text without its dates and amounts."""
    return _MONTANT.sub("#", _DATE.sub("#", plie(texte)))


def complete(donnees: str, document: str) -> list[EcartRelu]:
    """Return what stands in the document where the data have nothing; none if the rest differs."""
    marks = A_COMPLETER.findall(donnees)
    if not marks:
        return []
    pattern = "(.+?)".join(re.escape(droit(one)) for one in A_COMPLETER.split(donnees))
    found = re.fullmatch(pattern, droit(document))
    if found is None:
        return []
    named = [mark.removeprefix("[à compléter : ").rstrip("]") for mark in marks]
    pairs = zip(named, map(net, found.groups()), strict=True)
    return [EcartRelu("complété", name, value, "à compléter") for name, value in pairs
            if not A_COMPLETER.fullmatch(value)]  # fmt: skip
