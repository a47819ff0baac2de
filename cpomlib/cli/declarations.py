"""All the declared rules, wherever they live: ``cpom parametres verifier`` sees them whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cpomlib.droit import Declaration, Registre, Verification


def registre() -> Registre:
    """Return every file of declared rules, and what holds between them."""
    from cpomlib.calcul.anomalies import ANOMALIES
    from cpomlib.calcul.comparables import COMPARABLES
    from cpomlib.calcul.indicateurs import FICHIERS, catalogue
    from cpomlib.calcul.regional import ENJEUX
    from cpomlib.calcul.scenarios import INCERTITUDE
    from cpomlib.calcul.verdicts import VERDICTS
    from cpomlib.droit import CONVENTIONS, THEME, DossierDeclare, Registre
    from cpomlib.entree import SOURCES, TRAME, read_plan
    from cpomlib.exemple import EXEMPLE
    from cpomlib.rapports import DIAGNOSTIC
    from cpomlib.rapports.diagnostic import OBJECTIFS
    from cpomlib.rapports.fiche_operateur import FICHE_OPERATEUR

    own: list[Declaration[Any]] = [
        CONVENTIONS,
        THEME,
        TRAME,
        EXEMPLE,
        INCERTITUDE,
        COMPARABLES,
        ENJEUX,
        ANOMALIES,
        VERDICTS,
    ]
    own += _of_contracts()
    own += [FICHE_OPERATEUR, DIAGNOSTIC, OBJECTIFS, *SOURCES, *FICHIERS.values()]
    held = (DossierDeclare("plans", read_plan), DossierDeclare("fiches", _fiche))
    return Registre(tuple(own), held, (catalogue,))


def _of_contracts() -> list[Declaration[Any]]:
    """What is declared of contracts, of their programming, of the territories around them."""
    from cpomlib.calcul.contrat import CLAUSES, CONTROLES, DEMARCHE, ECHEANCES, PLURIPARTITE
    from cpomlib.calcul.gouvernance import GOUVERNANCE
    from cpomlib.calcul.insertion import INSERTION
    from cpomlib.calcul.programmation import DIALOGUE, PROGRAMMATION
    from cpomlib.exemple import SCHEMA

    held: list[Declaration[Any]] = [CLAUSES, CONTROLES, DEMARCHE, ECHEANCES, PLURIPARTITE]
    held += [GOUVERNANCE, INSERTION]
    return [*held, SCHEMA, DIALOGUE, PROGRAMMATION]


def _fiche(path: Path) -> object:
    from cpomlib.entree import read_saisie
    from cpomlib.rapports.fiche_operateur import FICHE_OPERATEUR, attendu

    return read_saisie(path, attendu(FICHE_OPERATEUR.lire()))


def verifier(au: date) -> Verification:
    """Check all that a service may write, and all that the project ships.

    Args:
        au: the day of the check, from which 18 months are counted back.
    """
    from cpomlib.droit import verifier as check

    return check(au, registre())
