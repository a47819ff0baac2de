"""A contract that was edited in Word, compared with what the data say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpomlib.dossier import DossierContrat
from cpomlib.entree import DocumentWord, lire_word
from cpomlib.rapports.contractuel import contrat
from cpomlib.rapports.contractuel.elements import couverture
from cpomlib.rapports.contractuel.tableaux_relus import (
    EcartRelu,
    ecarts_tableau,
    meme_tableau,
    net,
)
from cpomlib.rapports.contractuel.textes_relus import compares, dits
from cpomlib.rendu.blocs import Bloc, Groupe, Paragraphe, Tableau
from cpomlib.rendu.documents import plan
from cpomlib.socle import CommandeError

_PARTIES = (
    contrat.parties, contrat.perimetre, contrat.objectifs, contrat.moyens, contrat.execution,
    contrat.annexes, contrat.signatures,
)  # fmt: skip
_PROCHE = 0.55
"""Likeness from which a paragraph is another rewritten."""
_AUTOUR = ("Heading", "Title", "Subtitle", "Caption", "Note", "Encadré", "Surtitre", "Bandeau",
           "Figure", "toc", "Titre de sommaire", "Header", "Footer")  # fmt: skip
"""How the names of the styles begin that hold no clause."""
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
        cells = (cell for table in self.document.tableaux for row in table.lignes for cell in row)
        texts = (one.texte for one in self.document.paragraphes)
        for text in (*cells, *texts):
            found = [code for code in _CODE.findall(text) if code in connus]
            if found:
                return found[0]
        raise CommandeError(
            f"«\u00a0{self.nom}\u00a0» ne dit pas de quel contrat il s’agit.",
            que_faire="Donnez son code avec «\u00a0--contrat\u00a0».",
        )


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
    tables = [bloc for bloc in said if isinstance(bloc, Tableau)]
    held = list(relu.document.tableaux)
    found = list(_cover(relu, dossier))
    for table in tables:
        match = next((one for one in held if meme_tableau(table, one)), None)
        if match is None:
            found.append(EcartRelu("tableau", table.titre, "absent", "présent"))
            continue
        held.remove(match)
        found += ecarts_tableau(table, match)
    wanted = [net(bloc.texte) for bloc in said if isinstance(bloc, Paragraphe) and _kept(bloc)]
    return [*found, *_texts(wanted, relu)]


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
            if name in told and net(told[name]) != net(str(known[name])):
                yield EcartRelu("date", name, net(told[name]), net(str(known[name])))


def _texts(wanted: Sequence[str], relu: ContratRelu) -> Iterator[EcartRelu]:
    """Compare the paragraphs: the same ones first, then each with the one most like it."""
    own = [net(one.texte) for one in relu.document.paragraphes if _said_by(one.style)]
    left = [text for text in own if text not in wanted]
    for text in wanted:
        if text in own:
            continue
        close = difflib.get_close_matches(text, left, 1, _PROCHE)
        if not close:
            yield EcartRelu("clause", dits(text), "retirée", text)
            continue
        left.remove(close[0])
        yield from compares(text, close[0])
    for text in left:
        yield EcartRelu("clause", dits(text), text, "absente")


def _said_by(style: str) -> bool:
    """Tell a paragraph of the contract's text from a heading, a caption, a note, a call-out."""
    return not style.startswith(_AUTOUR)
