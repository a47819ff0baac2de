"""Base budgétaire of each establishment, line by line, from its last granted budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpomlib.calcul.budget import BASE, ZERO, base_budgetaire
from cpomlib.calcul.grandeurs import somme
from cpomlib.calcul.indicateurs import carried
from cpomlib.calcul.volet.donnees import AUTORISE, SIEGE, Donnees, montants
from cpomlib.calcul.volet.droit import ACompleter
from cpomlib.socle import RegleBudgetaireError, date_courte

ARTICLES_BASE = (BASE.article,)
SUBVENTION = ACompleter(
    "Activité qui n’est pas tarifée\u00a0: pas de base budgétaire.",
    "Arrêté du 25 octobre 2019, annexe II, III 1 d",
    "Un avenant annuel précise sa subvention.",
)


@dataclass(frozen=True)
class BaseEtablissement:
    """The lines of the guide's example for one establishment, in euros.

    Attributes:
        id: the establishment.
        nom: its name.
        exercice: year of the budget exécutoire read; None when there is none.
        groupes: charges of groups I, II and III.
        brutes: their total.
        non_reconductibles: the part paid by non-recurrent credits.
        attenuation: products of groups II and III.
        report: result carried forward in that budget, a deficit negative.
        base: the base budgétaire, or why there is none.
        tarife: it is tariffed and open in the year: its base counts in the total.
        fermeture: day it closed, or is to close; None where none is known.
    """

    id: str
    nom: str
    exercice: int | None
    groupes: tuple[Decimal, Decimal, Decimal]
    brutes: Decimal
    non_reconductibles: Decimal
    attenuation: tuple[Decimal, Decimal]
    report: Decimal
    base: Decimal | ACompleter
    tarife: bool
    fermeture: date | None

    @property
    def recettes(self) -> Decimal:
        """Products that lessen the charges, euros."""
        return somme(self.attenuation)


def bases(donnees: Donnees) -> tuple[BaseEtablissement, ...]:
    """Derive the base budgétaire of each establishment but the head office.

    The budget is the latest ``be`` up to the year of the data; the rule is
    ``budget.base_budgetaire``. An activity that is not tariffed has none, nor has an
    establishment closed before the year.
    """
    return donnees.une_fois("bases", _bases)


def _bases(donnees: Donnees) -> tuple[BaseEtablissement, ...]:
    be = donnees.contexte.be
    years = dict(zip(be.unit.tolist(), be.column("annee").tolist(), strict=True))
    held = carried(be)
    courant, report = be.where(~held), be.where(held)
    charges = courant.equal("sens", "charge")
    other = courant.equal("sens", "produit")
    columns = (
        *(montants(charges.equal("groupe", n)) for n in (1, 2, 3)),
        montants(charges.equal("non_reconductible", True)),
        *(montants(other.equal("groupe", n)) for n in (2, 3)),
        montants(report.equal("sens", "produit")),
        montants(report.equal("sens", "charge")),
    )
    return tuple(
        _line(donnees, name, years.get(rank), [column[rank] for column in columns])
        for rank, name in enumerate(donnees.ids)
        if donnees.fiches[name]["regime"] != SIEGE
    )


def total(lignes: tuple[BaseEtablissement, ...]) -> Decimal | ACompleter:
    """Add up the bases of the open tariffed establishments; one unknown leaves no total."""
    tarifes = [ligne for ligne in lignes if ligne.tarife]
    missing = next((x.base for x in tarifes if isinstance(x.base, ACompleter)), None)
    if missing is not None:
        return missing
    if not tarifes:
        return ACompleter("Le périmètre n’a pas d’établissement tarifé.")
    return sum((x.base for x in tarifes if isinstance(x.base, Decimal)), ZERO)


def _line(
    donnees: Donnees, name: str, exercice: int | None, amounts: list[Decimal]
) -> BaseEtablissement:
    one, two, three, once, second, third, over, under = amounts
    brutes, report = one + two + three, over - under
    return BaseEtablissement(
        id=name,
        nom=donnees.fiches[name]["nom"],
        exercice=exercice,
        groupes=(one, two, three),
        brutes=brutes,
        non_reconductibles=once,
        attenuation=(second, third),
        report=report,
        base=_base(donnees, name, exercice, (brutes, once, second + third, report)),
        tarife=donnees.fiches[name]["regime"] == AUTORISE and not donnees.ferme(name),
        fermeture=donnees.fermetures.get(name),
    )


def _base(
    donnees: Donnees, name: str, exercice: int | None, lines: tuple[Decimal, ...]
) -> Decimal | ACompleter:
    fiche = donnees.fiches[name]
    if donnees.ferme(name):
        day = date_courte(donnees.fermetures[name])
        return ACompleter(f"Fermé le {day}, avant {donnees.annee}\u00a0: laissé de côté.")
    if fiche["regime"] != AUTORISE:
        return SUBVENTION
    if exercice is None:
        return ACompleter(
            f"Aucun budget exécutoire n’est déposé pour «\u00a0{fiche['nom']}\u00a0».",
            que_faire="Déposez-le dans la table «\u00a0Budgets et comptes administratifs\u00a0».",
            par="Le gestionnaire, par son budget exécutoire.",
        )
    try:
        return base_budgetaire(*lines)
    except RegleBudgetaireError as error:
        return ACompleter.de(error)
