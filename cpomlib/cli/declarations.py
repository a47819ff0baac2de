"""All the declared rules, wherever they live: ``cpom parametres verifier`` sees them whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cpomlib.droit import Declaration, Registre, Verification


def registre() -> Registre:
    """Return every file of declared rules, and what holds between them."""
    from cpomlib.calcul.indicateurs import FICHIERS, catalogue
    from cpomlib.calcul.volet import read_plan
    from cpomlib.droit import CONVENTIONS, THEME, DossierDeclare, Registre

    own: list[Declaration[Any]] = [CONVENTIONS, THEME, *_entered(), *_computed(), *_reported()]
    held = (DossierDeclare("plans", read_plan), DossierDeclare("fiches", _fiche))
    return Registre((*own, *FICHIERS.values()), held, (catalogue,))


def _entered() -> tuple[Declaration[Any], ...]:
    """Return the words of the files that come in, and of the invented region."""
    from cpomlib.entree import SOURCES, TRAME
    from cpomlib.entree.reprise import REPRISE
    from cpomlib.exemple import EXEMPLE, SCHEMA

    return (TRAME, EXEMPLE, SCHEMA, REPRISE, *SOURCES)


def _computed() -> tuple[Declaration[Any], ...]:
    """Return the rules of what is computed."""
    from cpomlib.calcul.anomalies import ANOMALIES
    from cpomlib.calcul.comparables import COMPARABLES
    from cpomlib.calcul.contrat import CLAUSES, CONTROLES, DEMARCHE, ECHEANCES, PLURIPARTITE
    from cpomlib.calcul.gouvernance import GOUVERNANCE
    from cpomlib.calcul.insertion import INSERTION
    from cpomlib.calcul.programmation import DIALOGUE, PROGRAMMATION
    from cpomlib.calcul.regional import ENJEUX
    from cpomlib.calcul.scenarios import INCERTITUDE
    from cpomlib.calcul.verdicts import VERDICTS

    contracts = (CLAUSES, CONTROLES, DEMARCHE, ECHEANCES, PLURIPARTITE, DIALOGUE, PROGRAMMATION)
    figures = (INCERTITUDE, COMPARABLES, ENJEUX, ANOMALIES, VERDICTS, GOUVERNANCE, INSERTION)
    return (*figures, *contracts)


def _reported() -> tuple[Declaration[Any], ...]:
    """Return the words of the reports."""
    from cpomlib.rapports import DIAGNOSTIC
    from cpomlib.rapports.diagnostic import OBJECTIFS
    from cpomlib.rapports.fiche_operateur import FICHE_OPERATEUR

    return (FICHE_OPERATEUR, DIAGNOSTIC, OBJECTIFS)


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
