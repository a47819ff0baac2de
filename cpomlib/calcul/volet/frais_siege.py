"""Frais de siège: what each establishment bears, and what the pro rata would give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from cpomlib.calcul.budget import REPARTITION, ZERO, repartir_frais_siege
from cpomlib.calcul.indicateurs import Rows, exploitation
from cpomlib.calcul.volet.donnees import SIEGE, Donnees, montants
from cpomlib.calcul.volet.droit import ACompleter, Droit
from cpomlib.socle import RegleBudgetaireError

ARTICLES_FRAIS_SIEGE = (REPARTITION.article,)


@dataclass(frozen=True)
class QuotePart:
    """One establishment's part, in euros.

    Attributes:
        charges: charges brutes of the compte administratif, its quote-part left out.
        inscrite: the quote-part in its accounts.
        prorata: the quote-part that article R. 314-92 gives.
    """

    id: str
    nom: str
    charges: Decimal
    inscrite: Decimal
    prorata: Decimal

    @property
    def ecart(self) -> Decimal:
        """What is inscribed beyond the pro rata."""
        return self.inscrite - self.prorata


@dataclass(frozen=True)
class FraisSiege:
    """The frais de siège of a year.

    Attributes:
        total: sum of the quotes-parts in the accounts, euros.
        charges_siege: charges of the head offices' own accounts; None when none was deposited.
        parts: one per establishment, or why they cannot be computed.
    """

    annee: int
    total: Decimal
    charges_siege: Decimal | None
    parts: tuple[QuotePart, ...] | ACompleter


def frais_siege(donnees: Donnees, droit: Droit) -> FraisSiege:
    """Share the year's frais de siège pro rata of charges brutes, the quote-part left out.

    Source: CASF, art. R. 314-92; accounts: ``comptes_diagnostic/frais_siege``.
    """
    day = date(donnees.annee, 12, 31)
    droit.valeur("frais_siege/repartition", day)
    prefixes = tuple(
        p for terme in droit.lecteur.comptes("frais_siege", day).termes for p in terme.comptes
    )
    charges = exploitation(donnees.contexte.ca).equal("sens", "charge")
    some, gross = charges.some(), montants(charges)
    inscribed = montants(charges.where(_held(charges, prefixes)))
    kept = [
        rank
        for rank, name in enumerate(donnees.ids)
        if some[rank] and donnees.fiches[name]["regime"] != SIEGE
    ]
    head = [
        gross[rank]
        for rank, name in enumerate(donnees.ids)
        if some[rank] and donnees.fiches[name]["regime"] == SIEGE
    ]
    whole = sum((inscribed[rank] for rank in kept), ZERO)
    own = sum(head, ZERO) if head else None
    shares = _shares(donnees, kept, gross, inscribed, whole)
    return FraisSiege(donnees.annee, whole, own, shares)


def _held(rows: Rows, prefixes: tuple[str, ...]) -> np.ndarray:
    return rows.textes("compte").commencent(prefixes)


def _shares(
    donnees: Donnees,
    kept: list[int],
    gross: list[Decimal],
    inscribed: list[Decimal],
    whole: Decimal,
) -> tuple[QuotePart, ...] | ACompleter:
    if not whole:
        return ACompleter(
            f"Les comptes administratifs {donnees.annee} ne portent aucune quote-part de frais "
            "de siège.",
            REPARTITION.article,
            "S’il y a un siège autorisé, inscrivez sa quote-part au compte 6556.",
        )
    own = {donnees.ids[rank]: gross[rank] - inscribed[rank] for rank in kept}
    try:
        shared = repartir_frais_siege(whole, own)
    except RegleBudgetaireError as error:
        return ACompleter.de(error)
    return tuple(
        QuotePart(name, donnees.fiches[name]["nom"], own[name], inscribed[rank], shared[name])
        for rank, name in ((rank, donnees.ids[rank]) for rank in kept)
    )
