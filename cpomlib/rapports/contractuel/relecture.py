"""A contract that was edited in Word, compared with what the data say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpomlib.dossier import DossierContrat
from cpomlib.entree import DocumentWord, TableauWord, lire_word
from cpomlib.rapports.contractuel import contrat, place_relue
from cpomlib.rapports.contractuel.ecriture_relue import meme, net, plie
from cpomlib.rapports.contractuel.elements import couverture
from cpomlib.rapports.contractuel.tableaux_relus import (
    EcartRelu,
    ecarts_tableau,
    ressemblance,
)
from cpomlib.rapports.contractuel.textes_relus import compares, complete, dits
from cpomlib.rendu.blocs import Bloc, Encarts, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.documents import plan
from cpomlib.socle import CommandeError

_PARTIES = (
    contrat.parties, contrat.perimetre, contrat.objectifs, contrat.moyens, contrat.execution,
    contrat.annexes, contrat.signatures,
)  # fmt: skip
_PROCHE = 0.55
"""Likeness from which a paragraph is another rewritten."""
_AUTOUR = (place_relue.TITRE, "Title", "Subtitle", "Caption", "Note", "Encadré", "Surtitre",
           "Bandeau", "Figure", "toc", "Titre de sommaire", "Header", "Footer")  # fmt: skip
"""How the names of the styles begin that hold no clause."""
_HORS_TEXTE = ("Contrat", "Ce qui manque", "Gravité")
"""What heads the tables that are no text of the contract: its card, what remains to complete."""
_CODE = re.compile(r"C-[0-9A-Za-z][0-9A-Za-z_-]{0,39}")


@dataclass(frozen=True)
class ContratRelu:
    """A Word document taken for a contract."""

    nom: str
    document: DocumentWord

    def contrat(self, connus: Sequence[str]) -> str:
        """Return the code of the contract that it says it is.

        Raises:
            CommandeError: it names none of those that are known.
        """
        texts = (one.texte for one in self.document.paragraphes)
        cells = (cell for table in self.document.tableaux for row in table.lignes for cell in row)
        found = self.carte(connus) or _nomme((*cells, *texts), connus)
        if found:
            return found
        raise CommandeError(
            f"«\u00a0{self.nom}\u00a0» ne dit pas de quel contrat il s’agit.",
            que_faire="Donnez son code avec «\u00a0--contrat\u00a0».",
        )

    def carte(self, connus: Sequence[str]) -> str:
        """Return the known code on its first page, empty where there is none any more."""
        first = self.document.tableaux[:1]
        return _nomme([cell for table in first for row in table.lignes for cell in row], connus)

    def celui(self, contrat: str, connus: Sequence[str]) -> str:
        """Return the code that is asked for, if the document is not another contract.

        Raises:
            CommandeError: its first page names another one.
        """
        said = self.carte(connus)
        if said and said != contrat:
            raise CommandeError(
                f"«\u00a0{self.nom}\u00a0» est le contrat {said}, pas {contrat}.",
                que_faire="Donnez le bon fichier, ou ôtez «\u00a0--contrat\u00a0».",
            )
        return contrat


def _nomme(textes: Iterable[str], connus: Sequence[str]) -> str:
    codes = (code for text in textes for code in _CODE.findall(net(text)))
    return next((code for code in codes if code in connus), "")


def lu(path: Path) -> ContratRelu:
    """Read a Word document.

    Raises:
        FichierError: it cannot be read.
    """
    return ContratRelu(path.name, lire_word(path))


def ecarts(relu: ContratRelu, dossier: DossierContrat) -> list[EcartRelu]:
    """Say what a document says otherwise than the data: amounts, dates, establishments, targets.

    Then the clauses that were rewritten, removed or added, and what was completed by hand.
    """
    said = [bloc for part in _PARTIES for bloc in _flat(part(dossier))]
    held = list(relu.document.tableaux)
    found = [*_cover(relu, dossier), *_tables(said, held)]
    wanted = [net(bloc.texte) for bloc in said if isinstance(bloc, Paragraphe) and _kept(bloc)]
    around = [bloc.texte for bloc in _flat(contrat.reste(dossier)) if isinstance(bloc, Titre)]
    return [
        *found,
        *place_relue.cases(said, relu.document),
        *place_relue.titres(said, relu.document, [*around, *wanted]),
        *_texts(wanted, relu),
    ]


def _tables(said: Sequence[Bloc], held: list[TableauWord]) -> Iterator[EcartRelu]:
    """Compare each table of the data with the one most like it; then say those in addition."""
    for table in (bloc for bloc in said if isinstance(bloc, Tableau)):
        match = _like(table, held)
        if match is None:
            yield EcartRelu("tableau", table.titre, "absent", "présent")
            continue
        held.remove(match)
        yield from ecarts_tableau(table, match)
    boxes = {net(box.titre) for bloc in said if isinstance(bloc, Encarts) for box in bloc.encarts}
    for one in held:
        heads = [net(cell) for cell in one.entete if cell]
        if heads and not boxes & set(heads) and heads[0] not in _HORS_TEXTE:
            yield EcartRelu("tableau", dits(", ".join(heads)), "présent", "absent")


def _like(table: Tableau, held: Sequence[TableauWord]) -> TableauWord | None:
    likeness = [ressemblance(table, one) for one in held]
    best = max(likeness, default=0.0)
    return held[likeness.index(best)] if best else None


def _kept(bloc: Paragraphe) -> bool:
    return bloc.role == "normal"


def _flat(bloc: Bloc) -> Iterator[Bloc]:
    if isinstance(bloc, Groupe):
        for one in bloc.blocs:
            yield from _flat(one)
    else:
        yield bloc


def _cover(relu: ContratRelu, dossier: DossierContrat) -> Iterator[EcartRelu]:
    """Compare the first and the last day that the head of the document gives."""
    cover = couverture(dossier, contrat.NATURE, contrat=True)
    table = plan.faits(cover)
    known = dict(zip((one.titre for one in table.colonnes), table.lignes[0], strict=True))
    for one in relu.document.tableaux[:1]:
        told = dict(zip(one.entete, one.lignes[1] if len(one.lignes) > 1 else (), strict=False))
        for name in ("Effet", "Échéance"):
            if name in told and not meme(told[name], str(known[name])):
                yield EcartRelu("date", name, net(told[name]), net(str(known[name])))


def _texts(wanted: Sequence[str], relu: ContratRelu) -> Iterator[EcartRelu]:
    """Compare the paragraphs: the same ones first, then each with the one most like it."""
    left, around = dict[int, str](), set()
    for rank, one in enumerate(relu.document.paragraphes):
        if _said_by(one.style):
            left[rank] = net(one.texte)
        else:
            around.add(plie(one.texte))
    found = {rank: _taken(text, left) for rank, text in enumerate(wanted)}
    places = {rank: place for rank, place in found.items() if place is not None}
    yield from place_relue.deplaces(wanted, places, relu.document)
    for rank, text in enumerate(wanted):
        if rank in places or plie(text) in around:
            continue
        close = _closest(text, left)
        if close is None:
            yield EcartRelu("clause", dits(text), "retirée", text)
            continue
        yield from compares(text, left.pop(close))
    for text in left.values():
        yield EcartRelu("clause", dits(text), text, "absente")


def _taken(text: str, left: dict[int, str]) -> int | None:
    """Take a paragraph that says the same out of those that are left; return its place."""
    same = next((place for place, one in left.items() if meme(one, text)), None)
    if same is not None:
        del left[same]
    return same


def _closest(text: str, left: Mapping[int, str]) -> int | None:
    """Return the place of the paragraph that completes a text, else of the one most like it."""
    filled = next((place for place, one in left.items() if complete(text, one)), None)
    if filled is not None:
        return filled
    close = difflib.get_close_matches(text, left.values(), 1, _PROCHE)
    return next((place for place, one in left.items() if [one] == close), None)


def _said_by(style: str) -> bool:
    """Tell a paragraph of the contract's text from a heading, a caption, a note, a call-out."""
    return not style.startswith(_AUTOUR)
