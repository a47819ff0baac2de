"""Frais de siège: their shares between establishments."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from cpomlib.calcul.budget.regle import Nombre, Regle, centimes
from cpomlib.calcul.budget.repartition import repartir
from cpomlib.socle import euros

REPARTITION = Regle("Répartition des frais de siège", "CASF, art. R. 314-92")
TAUX_UNIQUE = Regle("Frais de siège à taux unique", "CASF, art. R. 314-93")
TRAJECTOIRE = Regle(
    "Trajectoire des frais de siège",
    "CASF, art. R. 314-92 ; guide « Élaborer un CPOM », étape 3 (Revivre 53)",
)
PAS_MAXIMUM = 50


def repartir_frais_siege(
    frais: Nombre | None,
    charges_brutes: Mapping[str, Nombre],
    *,
    taux_unique: Nombre | None = None,
) -> dict[str, Decimal]:
    """Return each establishment's quote-part of the frais de siège.

    Args:
        frais: frais de siège retained by the authority, euros; None with ``taux_unique``.
        charges_brutes: charges brutes d'exploitation of the last closed exercice by
            establishment, **without** the quote-part itself, euros.
        taux_unique: the single percentage fixed by the authorisation, as a fraction; it then
            gives the amounts, and there is no total to share.

    Returns:
        Euros by establishment, in the order given. Pro rata: the sum is ``frais`` to the cent
        (largest remainder). Single rate: each share is rounded on its own.

    Raises:
        RegleBudgetaireError: no establishment, no charges to share on, a negative or missing
            amount, or both a total and a rate.

    Source: CASF, art. R. 314-92 (pro rata) and R. 314-93 (single rate).
    """
    regle = REPARTITION if taux_unique is None else TAUX_UNIQUE
    charges = {
        cle: regle.positif(valeur, f"charges brutes de « {cle} »")
        for cle, valeur in charges_brutes.items()
    }
    if taux_unique is None:
        return _pro_rata(REPARTITION.positif(frais, "frais de siège"), charges)
    if frais is not None:
        raise TAUX_UNIQUE.erreur(
            "un taux unique et un montant à répartir sont donnés ensemble.",
            "Gardez le taux (les quotes-parts en découlent) ou le montant, pas les deux.",
            frais=frais,
            taux_unique=taux_unique,
        )
    taux = TAUX_UNIQUE.part(taux_unique, "taux unique")
    return {cle: centimes(charge * taux) for cle, charge in charges.items()}


def _pro_rata(frais: Decimal, charges: Mapping[str, Decimal]) -> dict[str, Decimal]:
    if not any(charges.values()):
        raise REPARTITION.erreur(
            f"il n’y a pas de charges brutes sur lesquelles répartir {euros(frais)}.",
            "Renseignez les charges du dernier exercice clos, ou le budget en cours pour une "
            "structure nouvelle.",
            frais=frais,
            charges_brutes=dict(charges),
        )
    return repartir(frais, charges)
