"""What the parties declare, by nature: who reads each, and how a file says what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cpomlib.socle import CommandeError


@dataclass(frozen=True)
class Nature:
    """A nature of declaration.

    Attributes:
        nom: ``scenario``, ``plan``, ``fiche`` or ``commentaire``.
        lire: reads a text, given the name of its file; refuses it, or returns the gestionnaire
            and the name it says it has, empty where it says neither.
    """

    nom: str
    lire: Callable[[str, str], tuple[str, str]]

    def document(self, nom: str = "") -> str:
        """Return the name of a declaration in the base."""
        return f"{self.nom}/{nom}" if nom else self.nom


@dataclass(frozen=True)
class Fichier:
    """A file that its reader accepts.

    Attributes:
        texte: what it holds, to the letter.
        gestionnaire: whom it says it is about, or its name does; empty where nothing does.
        nom: the name it says it has; empty where it says none.
        fichier: its own name.
    """

    texte: str
    gestionnaire: str
    nom: str
    fichier: str


def lire_fichier(nature: Nature, path: Path) -> Fichier:
    """Read a file that is to be deposited.

    Raises:
        CpomError: it cannot be read, or its reader refuses it; says all that is wrong.
    """
    from cpomlib.droit import present, texte_exact

    if not present(path):
        raise CommandeError("Ce fichier n’existe pas.", ou=str(path), que_faire="Vérifiez son nom.")
    text = texte_exact(path)
    gestionnaire, nom = nature.lire(text, path.name)
    return Fichier(text, gestionnaire, nom, path.name)


def _scenario(texte: str, fichier: str) -> tuple[str, str]:
    from cpomlib.calcul.scenarios import lire_scenario
    from cpomlib.dossier import nom_de_fichier

    read = lire_scenario(texte, fichier)
    return read.gestionnaire, nom_de_fichier(read.titre)


def _plan(texte: str, fichier: str) -> tuple[str, str]:
    from cpomlib.calcul.volet import lire_plan

    lire_plan(texte, fichier)
    return "", ""


def _fiche(texte: str, fichier: str) -> tuple[str, str]:
    from cpomlib.entree import lire_saisie
    from cpomlib.rapports.fiche_operateur import FICHE_OPERATEUR, attendu

    lire_saisie(texte, attendu(FICHE_OPERATEUR.lire()), fichier)
    return "", ""


def _commentaire(texte: str, fichier: str) -> tuple[str, str]:
    from cpomlib.entree import lire_commentaire

    lire_commentaire(texte, fichier)
    return "", ""


SCENARIO = Nature("scenario", _scenario)
PLAN = Nature("plan", _plan)
FICHE = Nature("fiche", _fiche)
COMMENTAIRE = Nature("commentaire", _commentaire)
