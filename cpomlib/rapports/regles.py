"""The first page of a diagnostic as data (``parameters/diagnostic.yaml``), and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.verdicts import Message
from cpomlib.dossier import Dossier
from cpomlib.droit import Declaration, Texte, non_vide, parmi
from cpomlib.rendu.blocs import Constat

DOUTEUX = " Chiffre à vérifier\u00a0: {doute}."
Indicateur = Annotated[str, parmi("L’indicateur", fiches)]


@dataclass(frozen=True)
class ChiffreDeclare:
    """A key figure of the first page, and the section it links to."""

    indicateur: Indicateur
    section: Texte


@dataclass(frozen=True)
class Diagnostic:
    """The first page of a diagnostic: its key figures."""

    chiffres_cles: Annotated[tuple[ChiffreDeclare, ...], non_vide]


DIAGNOSTIC = Declaration("diagnostic.yaml", Diagnostic)


def chiffres_declares() -> tuple[ChiffreDeclare, ...]:
    """Return the key figures of the first page, in order."""
    return DIAGNOSTIC.lire().chiffres_cles


def constats(dossier: Dossier, nature: str) -> tuple[Constat, ...]:
    """Return what the messages of a dossier say: its strengths, or all that is to be looked at."""
    strong = nature == "force"
    return tuple(constat(one) for one in dossier.messages if (one.nature == "force") is strong)


def constat(message: Message) -> Constat:
    """Show a message, and that its figure is doubted where it is."""
    doubt = DOUTEUX.format(doute=message.doute) if message.doute else ""
    return Constat(
        nature="force" if message.nature == "force" else "vigilance",
        titre=message.titre,
        texte=message.texte + doubt,
        lien=message.section,
    )
