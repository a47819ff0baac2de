"""Covering a deficit, under the contract's free affectation or by the authority."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from cpomlib.calcul.budget.regle import ZERO, Nombre, Regle
from cpomlib.calcul.budget.repartition import parts_egales
from cpomlib.socle import euros

DEFICIT_LIBRE = Regle(
    "Couverture d’un déficit, libre affectation",
    "arrêté du 25 octobre 2019, annexe II, III 1 c ; CASF, art. R. 314-43",
)
DEFICIT_AUTORITE = Regle("Couverture d’un déficit", "CASF, art. R. 314-51, III")
ETALEMENT_MAXIMUM = 3

REGIMES: Mapping[str, str] = MappingProxyType(
    {
        "libre": "le contrat laisse la libre affectation au gestionnaire",
        "autorite": "l’autorité de tarification affecte le résultat",
    }
)


def affecter_deficit(
    montant: Nombre,
    *,
    regime: str,
    report_a_nouveau: Nombre | None = None,
    reserve_compensation: Nombre | None = None,
    etalement: int = 1,
    circonstances_exceptionnelles: bool = False,
) -> dict[str, Decimal]:
    """Return what covers a deficit, in the order of the regime.

    Regime ``libre``: surplus carried forward, then réserve de compensation, then deficit carried
    forward. Regime ``autorite``: réserve de compensation, then charges of the exercice or of the
    next one, spread over two or three exercices in exceptional circumstances only.

    Args:
        montant: the deficit, euros, written as a positive amount.
        regime: key of ``REGIMES``.
        report_a_nouveau: balance carried forward by this budget, euros (a deficit is negative and
            covers nothing); needed in regime ``libre``.
        reserve_compensation: balance of the réserve de compensation, euros; needed in both.
        etalement: number of exercices over which the charges are spread, 1 to 3.
        circonstances_exceptionnelles: needed for a spreading over 2 or 3 exercices.

    Returns:
        Euros by cover, whose sum is ``montant``: ``report_a_nouveau_excedentaire``,
        ``reserve_compensation``, ``report_a_nouveau_deficitaire`` (libre) or
        ``reserve_compensation``, ``charges_exercice_1``… (autorite).

    Raises:
        RegleBudgetaireError: the regime is unknown, an amount is missing or negative, or the
            spreading is longer than allowed.

    Source: model contract (arrêté du 25 octobre 2019, annexe II, III 1 c); CASF, art. R. 314-51,
    III.
    """
    libre = DEFICIT_AUTORITE.choix(regime, "régime", REGIMES) == "libre"
    regle = DEFICIT_LIBRE if libre else DEFICIT_AUTORITE
    deficit = _deficit(regle, montant)
    annees = _spreading(regle, etalement, libre, circonstances_exceptionnelles)
    reserve = regle.positif(reserve_compensation, "réserve de compensation")
    if libre:
        report = max(ZERO, regle.montant(report_a_nouveau, "report à nouveau"))
        sur_report = min(deficit, report)
        sur_reserve = min(deficit - sur_report, reserve)
        return {
            "report_a_nouveau_excedentaire": sur_report,
            "reserve_compensation": sur_reserve,
            "report_a_nouveau_deficitaire": deficit - sur_report - sur_reserve,
        }
    sur_reserve = min(deficit, reserve)
    charges = parts_egales(deficit - sur_reserve, annees)
    return {"reserve_compensation": sur_reserve} | {
        f"charges_exercice_{rang}": part for rang, part in enumerate(charges, start=1)
    }


def _deficit(regle: Regle, montant: Nombre) -> Decimal:
    deficit = regle.montant(montant, "déficit")
    if deficit < 0:
        raise regle.erreur(
            f"le déficit s’écrit en positif : {euros(deficit)}.",
            f"Écrivez {euros(-deficit)} pour un déficit ; un excédent suit l’autre règle.",
            montant=deficit,
        )
    return deficit


def _spreading(regle: Regle, etalement: int, libre: bool, exceptionnel: bool) -> int:
    annees = regle.entier(etalement, "étalement", 1, ETALEMENT_MAXIMUM)
    if annees > 1 and libre:
        raise regle.erreur(
            "l’étalement n’existe pas en libre affectation : le surplus du déficit va en report "
            "à nouveau déficitaire.",
            "Retirez l’étalement, ou choisissez le régime « autorite ».",
            etalement=annees,
        )
    if annees > 1 and not exceptionnel:
        raise regle.erreur(
            f"étaler un déficit sur {annees} exercices demande des circonstances exceptionnelles.",
            "Signalez-les si elles sont reconnues, ou couvrez le déficit sur un exercice.",
            etalement=annees,
        )
    return annees
