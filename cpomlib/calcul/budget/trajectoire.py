"""Five-year path of the dotation under each modalité of CASF, art. R. 314-40."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpomlib.calcul.budget.dotation import actualiser
from cpomlib.calcul.budget.modalites import MODALITES
from cpomlib.calcul.budget.regle import ZERO, Nombre, Regle, centimes
from cpomlib.socle import euros, nombre, pluriel

TRAJECTOIRE = Regle("Trajectoire de la dotation", "CASF, art. R. 314-40 et L. 313-11-2")
DUREE_MAXIMUM = 5


@dataclass(frozen=True)
class AnneeDotation:
    """The dotation of one year.

    Attributes:
        annee: the exercice.
        dotation: euros, to the cent.
        evolution: euros gained on the year before (on the base for the first year).
        plafonnee: the ceiling held back the revaluation.
    """

    annee: int
    dotation: Decimal
    evolution: Decimal
    plafonnee: bool


def formule(postes: Mapping[str, Nombre], indices: Mapping[str, Nombre]) -> Decimal:
    """Return the rate of a fixed formula: the weighted mean of the rates of its items.

    Args:
        postes: weight of each item of the formula (staff, energy…), fractions that sum to 1.
        indices: rate of change of each item, fractions; same names.

    Returns:
        A fraction, not rounded.

    Raises:
        RegleBudgetaireError: the weights do not sum to 1 or an item has no rate.

    Source: CASF, art. R. 314-40, 2°; the formula itself is the contract's.
    """
    poids = {nom: TRAJECTOIRE.part(valeur, f"poids de « {nom} »") for nom, valeur in postes.items()}
    total = sum(poids.values(), Decimal(0))
    if total != 1:
        raise TRAJECTOIRE.erreur(
            f"les poids de la formule totalisent {nombre(total, 4)} au lieu de 1.",
            "Reprenez la formule du contrat.",
            postes=dict(postes),
        )
    taux = {n: TRAJECTOIRE.taux(indices.get(n), f"évolution de « {n} »") for n in poids}
    return sum((poids[nom] * taux[nom] for nom in poids), Decimal(0))


def trajectoire(
    base: Nombre,
    modalite: str,
    premiere_annee: int,
    valeurs: Sequence[Nombre],
    *,
    plafonds: Sequence[Nombre | None] | None = None,
) -> tuple[AnneeDotation, ...]:
    """Return the dotation of each year of the contract under one modalité.

    Args:
        base: base budgétaire, euros.
        modalite: key of ``MODALITES``.
        premiere_annee: first year of the contract.
        valeurs: one per year, at most five. ``taux_drl`` and ``formule_fixe``: the rate, a
            fraction; ``avenant_annuel``: the change in euros agreed that year;
            ``equation_ou_plafond``: the product of the equation (tarif × places), euros.
        plafonds: ceiling × places of each year, euros, None for a year without one. The
            revaluation stops at the ceiling; it never brings down what is already above it,
            which is what convergence does.

    Returns:
        One ``AnneeDotation`` per year.

    Raises:
        RegleBudgetaireError: the modalité is unknown, a value is missing, there are no years or
            more than five, or a dotation would be negative.

    Source: CASF, art. R. 314-40; ceiling: model contract (arrêté du 25 octobre 2019, annexe II,
    III 1 b).
    """
    code = TRAJECTOIRE.choix(modalite, "modalité", MODALITES)
    debut = TRAJECTOIRE.entier(premiere_annee, "première année", 1990, 2100)
    limites = _limits(valeurs, plafonds)
    precedente = TRAJECTOIRE.positif(base, "base budgétaire")
    annees = []
    for rang, (valeur, limite) in enumerate(zip(valeurs, limites, strict=True)):
        voulue = _wanted(code, precedente, valeur, debut + rang)
        retenue = voulue if limite is None else min(voulue, max(limite, min(precedente, voulue)))
        annees.append(AnneeDotation(debut + rang, retenue, retenue - precedente, retenue < voulue))
        precedente = retenue
    return tuple(annees)


def _limits(
    valeurs: Sequence[Nombre], plafonds: Sequence[Nombre | None] | None
) -> list[Decimal | None]:
    TRAJECTOIRE.entier(len(valeurs), "nombre d’années du contrat", 1, DUREE_MAXIMUM)
    connus = [None] * len(valeurs) if plafonds is None else list(plafonds)
    if len(connus) != len(valeurs):
        raise TRAJECTOIRE.erreur(
            f"{pluriel(len(valeurs), 'année')} et {pluriel(len(connus), 'plafond')}.",
            "Donnez un plafond par année, vide pour une année sans plafond.",
            plafonds=connus,
        )
    return [None if p is None else TRAJECTOIRE.positif(p, "plafond") for p in connus]


def _wanted(modalite: str, precedente: Decimal, valeur: Nombre, annee: int) -> Decimal:
    if modalite in ("taux_drl", "formule_fixe"):
        return actualiser(precedente, [TRAJECTOIRE.taux(valeur, f"taux de {annee}")])[0]
    if modalite == "equation_ou_plafond":
        return TRAJECTOIRE.positif(valeur, f"produit de l’équation de {annee}")
    dotation = centimes(precedente + TRAJECTOIRE.montant(valeur, f"avenant de {annee}"))
    if dotation < ZERO:
        raise TRAJECTOIRE.erreur(
            f"l’avenant de {annee} rendrait la dotation négative : {euros(dotation)}.",
            "Vérifiez le montant de l’avenant.",
            annee=annee,
            dotation=dotation,
        )
    return dotation
