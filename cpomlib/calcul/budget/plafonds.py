"""Cost per place by GHAM, to be compared with the ceilings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cpomlib.calcul.budget.regle import Nombre, Regle, centimes
from cpomlib.calcul.budget.repartition import repartir
from cpomlib.socle import euros, nombre, suggestion

COUTS = Regle(
    "Coût à la place par GHAM",
    "CASF, art. L. 314-4 ; arrêté du 12 avril 2022 fixant les tarifs plafonds, art. 5",
)
TOLERANCE_CLES = Decimal("0.001")


@dataclass(frozen=True)
class CoutGham:
    """Gross cost of one GHAM of an establishment.

    Attributes:
        charges: its share of the charges brutes, euros to the cent.
        places: places autorisées et financées counted in this GHAM.
        cout: euros per place, to the cent; None when the GHAM has neither places nor charges.
    """

    charges: Decimal
    places: Decimal
    cout: Decimal | None


def couts_a_la_place(
    charges: Nombre,
    cles: Mapping[str, Nombre],
    places: Mapping[str, Nombre],
    *,
    capacite: Nombre | None = None,
) -> dict[str, CoutGham]:
    """Return the gross cost per place of each GHAM of an establishment.

    Args:
        charges: charges brutes of the authorised budget of N-1, **after** the exclusions of the
            year's arrêté (non-recurrent credits, other subsidies…), euros.
        cles: share of the charges of each GHAM (étude nationale des coûts), fractions that sum
            to 1 within 0.001; the small gap is spread in proportion.
        places: places autorisées et financées of each GHAM, a place counted once only.
        capacite: places autorisées et financées of the establishment, checked when given.

    Returns:
        One ``CoutGham`` per GHAM, in the order of ``cles``; their charges sum to ``charges``.

    Raises:
        RegleBudgetaireError: the keys do not sum to 1, keys and places do not name the same
            GHAM, a GHAM has charges and no place, or the places exceed the capacity.

    Source: CASF, art. L. 314-4; arrêté du 12 avril 2022, art. 5.
    """
    montant = COUTS.positif(charges, "charges brutes")
    parts = {g: COUTS.part(v, f"clé de répartition du GHAM {g}") for g, v in cles.items()}
    par_gham = {g: COUTS.quantite(v, f"places du GHAM {g}") for g, v in places.items()}
    _same_gham(parts, par_gham)
    _whole(parts)
    _within(par_gham, capacite)
    charges_gham = repartir(montant, parts)
    return {g: _cost(g, charges_gham[g], par_gham[g]) for g in parts}


def _same_gham(cles: Mapping[str, Decimal], places: Mapping[str, Decimal]) -> None:
    seuls = sorted(set(cles) ^ set(places))
    if not seuls:
        return
    gham = seuls[0]
    present, absent = ("clés", "places") if gham in cles else ("places", "clés")
    raise COUTS.erreur(
        f"le GHAM « {gham} » figure dans les {present} et pas dans les {absent}.",
        f"Donnez une clé et un nombre de places pour chaque GHAM. "
        f"{suggestion(gham, sorted(set(cles) & set(places)))}".rstrip(),
        gham=gham,
    )


def _whole(cles: Mapping[str, Decimal]) -> None:
    total = sum(cles.values(), Decimal(0))
    if abs(total - 1) > TOLERANCE_CLES:
        raise COUTS.erreur(
            f"les clés de répartition totalisent {nombre(total, 4)} au lieu de 1.",
            "Reprenez les clés de l’étude nationale des coûts validées en région.",
            cles=dict(cles),
        )


def _within(places: Mapping[str, Decimal], capacite: Nombre | None) -> None:
    if capacite is None:
        return
    total = sum(places.values(), Decimal(0))
    limite = COUTS.quantite(capacite, "capacité")
    if total > limite:
        raise COUTS.erreur(
            f"les places par GHAM ({nombre(total, 2)}) dépassent les places autorisées et "
            f"financées ({nombre(limite, 2)}).",
            "Une place ne compte que dans un seul GHAM : corrigez la répartition.",
            places=dict(places),
            capacite=limite,
        )


def _cost(gham: str, charges: Decimal, places: Decimal) -> CoutGham:
    if places:
        return CoutGham(charges, places, centimes(charges / places))
    if charges:
        raise COUTS.erreur(
            f"le GHAM « {gham} » porte {euros(charges)} de charges et aucune place.",
            "Indiquez ses places autorisées et financées, ou mettez sa clé à zéro.",
            gham=gham,
            charges=charges,
        )
    return CoutGham(charges, places, None)
