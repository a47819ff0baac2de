"""Affecting a surplus: the uses the law opens, and their limits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from cpomlib.calcul.budget.regle import ZERO, Nombre, Regle
from cpomlib.socle import euros

EXCEDENT = Regle("Affectation d’un excédent", "CASF, art. R. 314-51, II")
EMPLOIS: Mapping[str, str] = MappingProxyType(
    {
        "reduction_charges": "réduction des charges d’exploitation (1°)",
        "investissement": "financement de mesures d’investissement (2°)",
        "mesures_non_perennes": "mesures d’exploitation non pérennes (3°)",
        "reserve_compensation": "réserve de compensation (4°)",
        "reserve_tresorerie": "réserve de trésorerie (5°)",
        "compensation_amortissements": "compensation des charges d’amortissement (6°)",
        "report_a_nouveau": "report à nouveau excédentaire (libre affectation)",
    }
)
"""Uses of a surplus: code and French name, in the article's order (no legal priority)."""


def affecter_excedent(
    montant: Nombre,
    affectations: Mapping[str, Nombre],
    *,
    bfr: Nombre | None = None,
    reserve_tresorerie: Nombre | None = None,
    libre: bool = False,
) -> dict[str, Decimal]:
    """Check how a surplus is affected and return the amount of each use.

    Args:
        montant: the surplus to affect, euros, zero or more.
        affectations: euros by use, keys of ``EMPLOIS``; the uses left out receive nothing.
        bfr: besoin en fonds de roulement (R. 314-48, III), euros, negative when it is a resource;
            needed when the réserve de trésorerie is endowed.
        reserve_tresorerie: balance of that reserve before the affectation, euros; same need.
        libre: the contract frees the affectation, which alone opens ``report_a_nouveau``.

    Returns:
        Euros by use, every use present in the article's order; the sum is ``montant``.

    Raises:
        RegleBudgetaireError: a use is unknown or not open, an amount is negative, the sum is not
            the surplus, or the réserve de trésorerie would exceed the BFR.

    Source: CASF, art. R. 314-51, II; free affectation: art. R. 314-43 and model contract, III 1 c.
    """
    total = EXCEDENT.montant(montant, "excédent")
    if total < 0:
        raise EXCEDENT.erreur(
            f"le résultat est un déficit : {euros(total)}.",
            "Utilisez la règle de couverture d’un déficit.",
            montant=total,
        )
    for emploi in affectations:
        EXCEDENT.choix(emploi, "emploi", EMPLOIS)
    parts = {
        code: EXCEDENT.positif(affectations.get(code, ZERO), nom) for code, nom in EMPLOIS.items()
    }
    if parts["report_a_nouveau"] and not libre:
        raise EXCEDENT.erreur(
            "le report à nouveau n’est pas l’un des six emplois de l’article.",
            "Il n’est ouvert que si le contrat laisse la libre affectation (art. R. 314-43) : "
            "indiquez-le, ou choisissez un autre emploi.",
            report_a_nouveau=parts["report_a_nouveau"],
        )
    _same_total(total, parts)
    if parts["reserve_tresorerie"]:
        _room_in_reserve(parts["reserve_tresorerie"], bfr, reserve_tresorerie)
    return parts


def _same_total(total: Decimal, parts: Mapping[str, Decimal]) -> None:
    affecte = sum(parts.values(), ZERO)
    if affecte == total:
        return
    ecart = (
        f"il reste {euros(total - affecte)} à affecter"
        if affecte < total
        else f"les affectations dépassent l’excédent de {euros(affecte - total)}"
    )
    raise EXCEDENT.erreur(
        f"les affectations totalisent {euros(affecte)} pour un excédent de {euros(total)} : "
        f"{ecart}.",
        "Corrigez les montants : leur somme doit être le résultat, au centime.",
        montant=total,
        affectations=dict(parts),
    )


def _room_in_reserve(dotation: Decimal, bfr: Nombre | None, reserve: Nombre | None) -> None:
    besoin = EXCEDENT.montant(bfr, "besoin en fonds de roulement")
    presente = EXCEDENT.positif(reserve, "réserve de trésorerie déjà constituée")
    place = max(ZERO, besoin - presente)
    if dotation > place:
        raise EXCEDENT.erreur(
            f"la réserve de trésorerie ne peut recevoir que {euros(place)} et non "
            f"{euros(dotation)} : le besoin en fonds de roulement est de {euros(besoin)}, la "
            f"réserve déjà constituée de {euros(presente)} (5° et art. R. 314-48, III).",
            f"Affectez autrement {euros(dotation - place)}.",
            reserve_tresorerie=presente,
            bfr=besoin,
            dotation=dotation,
        )
