"""Reserves, result carried forward and BFR, as the closing balances of the gestionnaire say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpomlib.calcul.budget import EXERCICES, REPRISE, reprise_reserve_tresorerie
from cpomlib.calcul.volet.donnees import Donnees
from cpomlib.calcul.volet.droit import ACompleter, Droit
from cpomlib.socle import RegleBudgetaireError, euros

ARTICLES_BILAN = (REPRISE.article,)
COMPTES = {
    "report_a_nouveau": "Report à nouveau",
    "reserve_investissement": "Excédents affectés à l’investissement",
    "reserve_tresorerie": "Réserve de trésorerie",
    "reserve_compensation": "Réserve de compensation",
    "reserve_amortissements": "Compensation des charges d’amortissement",
}
"""Account list → what it is called; the balances hold them before the year's result is affected."""

SANS_BALANCE = ACompleter(
    "Les balances ne sont pas lisibles pour ce périmètre.",
    "",
    "Déposez la table «\u00a0Balances générales\u00a0»\u00a0; elle n’existe qu’au niveau du "
    "gestionnaire entier.",
    "Le gestionnaire, par sa balance, qui n’existe qu’à son niveau.",
)


@dataclass(frozen=True)
class Soldes:
    """Balances of one year by account list, BFR and FRNG, in euros; None where unknown."""

    annee: int
    comptes: dict[str, Decimal | None]
    bfr: Decimal | None
    frng: Decimal | None = None

    @property
    def tresorerie(self) -> Decimal | None:
        """Cash: FRNG less BFR."""
        return None if self.frng is None or self.bfr is None else self.frng - self.bfr

    def __getitem__(self, nom: str) -> Decimal | None:
        return self.comptes[nom]


@dataclass(frozen=True)
class Reprise:
    """The réserve de trésorerie against the BFR over three years.

    Attributes:
        annees: oldest first.
        maximum: the most that may be taken back in euros, 0 where no reprise is open, or why
            this cannot be said.
    """

    annees: tuple[Soldes, ...]
    maximum: Decimal | ACompleter

    @property
    def alerte(self) -> str:
        """Say that cash is negative: what a reserve holds is then spent already. Else empty."""
        last = self.annees[-1]
        if last.tresorerie is None or last.tresorerie >= 0:
            return ""
        return (
            f"La trésorerie est négative fin {last.annee} ({euros(last.tresorerie)})\u00a0: les "
            "réserves ne sont plus en caisse, et en reprendre une creuserait ce manque."
        )


def soldes(donnees: Donnees, droit: Droit, annee: int) -> Soldes:
    """Read the reserves and the BFR at the close of a year (CASF, art. R. 314-48, III)."""
    day = date(annee, 12, 31)
    read = {
        nom: donnees.balance(droit.lecteur.comptes(nom, day), annee)
        for nom in (*COMPTES, "bfr", "frng")
    }
    return Soldes(annee, {nom: read[nom] for nom in COMPTES}, read["bfr"], read["frng"])


def reprise(donnees: Donnees, droit: Droit) -> Reprise:
    """Tell whether the réserve de trésorerie may be taken back, and up to how much.

    Source: CASF, art. R. 314-48.
    """
    droit.valeur("affectation/reprise_reserve_tresorerie_exercices", date(donnees.annee, 12, 31))
    years = range(donnees.annee - EXERCICES + 1, donnees.annee + 1)
    found = tuple(soldes(donnees, droit, year) for year in years)
    known = [(s["reserve_tresorerie"], s.bfr) for s in found]
    if any(reserve is None or need is None for reserve, need in known):
        return Reprise(found, SANS_BALANCE)
    try:
        most = reprise_reserve_tresorerie(
            [reserve for reserve, _ in known if reserve is not None],
            [need for _, need in known if need is not None],
        )
    except RegleBudgetaireError as error:
        return Reprise(found, ACompleter.de(error))
    return Reprise(found, most)
