"""What a document says elsewhere than in its sentences: their order, its headings, its boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from cpomlib.entree import DocumentWord
from cpomlib.rapports.contractuel.ecriture_relue import meme, net, plie
from cpomlib.rapports.contractuel.tableaux_relus import EcartRelu
from cpomlib.rapports.contractuel.textes_relus import dits
from cpomlib.rendu.blocs import Bloc, Encart, Encarts, Titre

TITRE = "Heading"
"""How the name of the style of a heading begins."""


def deplaces(
    textes: Sequence[str], places: Mapping[int, int], document: DocumentWord
) -> Iterator[EcartRelu]:
    """Say which paragraphs stand in another order: the fewest that, put back, restore it.

    Args:
        textes: those of the data, in order.
        places: rank in the data → rank in the document, of those that say the same.
        document: the document.
    """
    kept = set(_croissante([*places.values()]))
    for rank, place in places.items():
        if place not in kept:
            after = document.paragraphes[place - 1].texte if place else ""
            before = textes[rank - 1] if rank else ""
            yield EcartRelu("clause", dits(textes[rank]), f"déplacée {_apres(after)}",
                            _apres(before))  # fmt: skip


def _apres(texte: str) -> str:
    return f"après «\u00a0{dits(net(texte))}\u00a0»" if texte else "au début"


def _croissante(rangs: Sequence[int]) -> list[int]:
    """Return the longest run of ranks that only goes up."""
    best: list[list[int]] = []
    for rank in rangs:
        before = [one for one in best if one[-1] < rank]
        best.append([*max(before, key=len, default=[]), rank])
    return max(best, key=len, default=[])


def titres(
    dits_ici: Sequence[Bloc], document: DocumentWord, autour: Sequence[str]
) -> Iterator[EcartRelu]:
    """Say which headings were reworded, removed or added.

    Args:
        dits_ici: the blocks of the data.
        document: the document.
        autour: what may stand as a heading beside: of what is no text of the contract, a clause.
    """
    wanted = [net(one.texte) for one in dits_ici if isinstance(one, Titre)]
    beside = {*map(plie, autour)}
    told = [net(one.texte) for one in document.paragraphes
            if one.style.startswith(TITRE) and plie(one.texte) not in {"", *beside}]  # fmt: skip
    # a heading that lost its style is still read
    held = {plie(one.texte) for one in document.paragraphes}
    both = SequenceMatcher(None, [*map(plie, wanted)], [*map(plie, told)], autojunk=False)
    for kind, first, last, start, end in both.get_opcodes():
        pairs = zip_longest(wanted[first:last], told[start:end]) if kind != "equal" else ()
        for ours, theirs in pairs:
            if theirs is not None or plie(ours) not in held:
                yield EcartRelu("titre", ours or theirs, theirs or "retiré", ours or "absent")


def cases(dits_ici: Sequence[Bloc], document: DocumentWord) -> Iterator[EcartRelu]:
    """Say which signature boxes are gone, and which hold another agreement."""
    boxes = [box for one in dits_ici if isinstance(one, Encarts) for box in one.encarts]
    for box in boxes:
        told = _case(box, document)
        if told is None:
            yield EcartRelu("signature", net(box.titre), "absente", "présente")
        elif box.textes and not meme(told, " ".join(box.textes)):
            yield EcartRelu("date", net(box.titre), told or "vide", " ".join(box.textes))


def _case(box: Encart, document: DocumentWord) -> str | None:
    """Return what stands under the name of who signs, None where the name is nowhere."""
    for table in document.tableaux:
        for rank, cell in enumerate(table.entete):
            if meme(cell, box.titre):
                return net(" ".join(row[rank] for row in table.lignes[1:] if rank < len(row)))
    return None
