"""The four ways a contract may fix the dotation of each year (CASF, art. R. 314-40)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cpomlib.calcul.budget.regle import Regle

MODALITES: Mapping[str, str] = MappingProxyType(
    {
        "taux_drl": "taux d’actualisation des dotations régionales limitatives (1°)",
        "formule_fixe": "formule fixe d’actualisation ou de revalorisation (2°)",
        "avenant_annuel": "avenants annuels (3°)",
        "equation_ou_plafond": "équation tarifaire, tarif plafond ou algorithme (4°)",
    }
)
"""Code of each modalité and what article R. 314-40 calls it, in the article's order."""

PROCEDURE = Regle("Procédure contradictoire annuelle", "CASF, art. R. 314-40 et R. 314-42, I")


def procedure_contradictoire(modalite: str) -> bool:
    """Tell whether the yearly adversarial budget procedure remains under a modalité.

    Args:
        modalite: the one by which the contract fixes the **whole** tariff, a key of
            ``MODALITES``.

    Returns:
        True for yearly avenants only; the three others set the procedure aside.

    Raises:
        RegleBudgetaireError: the modalité is not one of the four.

    Source: CASF, art. R. 314-42, I, in force since 1 January 2017.
    """
    return PROCEDURE.choix(modalite, "modalité", MODALITES) == "avenant_annuel"
