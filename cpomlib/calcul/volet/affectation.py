"""The result of the year, what the rules let be done with it, and the reserves after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cpomlib.calcul.budget import (
    DEFICIT_AUTORITE,
    DEFICIT_LIBRE,
    EMPLOIS,
    EXCEDENT,
    REGIMES,
    ZERO,
    affecter_deficit,
    affecter_excedent,
)
from cpomlib.calcul.indicateurs import exploitation, reports
from cpomlib.calcul.volet import Plan
from cpomlib.calcul.volet.bilan import SANS_BALANCE, Soldes, soldes
from cpomlib.calcul.volet.donnees import AUTORISE, SIEGE, Donnees, montants
from cpomlib.calcul.volet.droit import ACompleter, Droit
from cpomlib.socle import RegleBudgetaireError

ARTICLES_AFFECTATION = (EXCEDENT.article, DEFICIT_LIBRE.article, DEFICIT_AUTORITE.article)
RESERVE_DE = {
    "investissement": "reserve_investissement",
    "reserve_compensation": "reserve_compensation",
    "reserve_tresorerie": "reserve_tresorerie",
    "compensation_amortissements": "reserve_amortissements",
    "report_a_nouveau": "report_a_nouveau",
}
"""Use of a surplus → the account list it feeds; the other uses leave the reserves as they are."""


@dataclass(frozen=True)
class Resultat:
    """Result of one establishment in its compte administratif, euros.

    Attributes:
        tarife: the establishment is tariffed: R. 314-51 applies to its result.
        resultat: accounting result of the year, products less charges.
        reprise: earlier results taken in (line 002, accounts 11), a deficit negative.
        a_affecter: the result to be affected, which is their sum.
    """

    id: str
    nom: str
    programme: str
    tarife: bool
    charges: Decimal
    produits: Decimal
    resultat: Decimal
    reprise: Decimal
    a_affecter: Decimal


@dataclass(frozen=True)
class Emploi:
    """A use of the surplus.

    Attributes:
        code: key of ``EMPLOIS``.
        libelle: its name, with its rank in the article.
        ouvert: the law or the contract opens it.
        maximum: euros it may receive, or why this cannot be said.
        avant: balance of the reserve it feeds; None where it feeds none.
        prevu: euros the plan gives it; None without a plan.
    """

    code: str
    libelle: str
    ouvert: bool
    maximum: Decimal | ACompleter
    avant: Decimal | None
    prevu: Decimal | None


@dataclass(frozen=True)
class Couverture:
    """What covers the deficit in one regime, and the reserves after, in euros."""

    regime: str
    libelle: str
    parts: Mapping[str, Decimal] | ACompleter
    apres: Mapping[str, Decimal]


@dataclass(frozen=True)
class Affectation:
    """Surpluses and deficits of the tariffed establishments, each under its own rule.

    Attributes:
        resultats: one per establishment that has a compte administratif.
        excedent: sum of the surpluses; ``deficit``: sum of the deficits, written positive.
        soldes: the reserves before; the report à nouveau without what the comptes administratifs
            have taken in, which is in the results already.
        emplois: uses of the surplus; empty without one.
        couvertures: the two regimes; empty without a deficit.
        refus: why the plan's affectation breaks the rule, if it does.
        absents: names of the open establishments without a compte administratif: their result is
            in no sum.
    """

    resultats: tuple[Resultat, ...]
    excedent: Decimal
    deficit: Decimal
    soldes: Soldes
    emplois: tuple[Emploi, ...]
    couvertures: tuple[Couverture, ...]
    refus: ACompleter | None
    absents: tuple[str, ...] = ()


def resultats(donnees: Donnees) -> tuple[Resultat, ...]:
    """Return the result of each establishment, from its compte administratif.

    Result to affect = result of the year + earlier results taken in during it (guide UNCCAS on
    CASF, art. R. 314-51).
    """
    return donnees.une_fois("resultats", _resultats)


def _resultats(donnees: Donnees) -> tuple[Resultat, ...]:
    ca = donnees.contexte.ca
    some = ca.some()
    courant, report = exploitation(ca), reports(ca)
    columns = [
        montants(rows.equal("sens", sens))
        for rows in (courant, report)
        for sens in ("charge", "produit")
    ]
    return tuple(
        _resultat(donnees, name, [column[rank] for column in columns])
        for rank, name in enumerate(donnees.ids)
        if some[rank] and donnees.fiches[name]["regime"] != SIEGE
    )


def _resultat(donnees: Donnees, name: str, amounts: list[Decimal]) -> Resultat:
    charges, produits, under, over = amounts
    fiche, year, taken = donnees.fiches[name], produits - charges, over - under
    tarife = fiche["regime"] == AUTORISE
    return Resultat(
        name, fiche["nom"], fiche["programme"], tarife, charges, produits, year, taken, year + taken
    )


def affectation(donnees: Donnees, plan: Plan, droit: Droit) -> Affectation:
    """Return what the rules allow for the results of the year.

    A surplus of one establishment does not cover the deficit of another unless the contract says
    so: surpluses and deficits are added up apart. Reserves are known for the whole gestionnaire.

    Source: CASF, art. R. 314-51; model contract, III 1 c.
    """
    day = date(donnees.annee, 12, 31)
    for name in ("excedent", "deficit", "etalement_max"):
        droit.valeur(f"affectation/{name}", day)
    found = resultats(donnees)
    excedent = excedents(r for r in found if r.tarife)
    deficit = deficits(r for r in found if r.tarife)
    before = _hors_reprises(soldes(donnees, droit, donnees.annee), found)
    planned, refus = _planned(plan, excedent, before)
    return Affectation(
        resultats=found,
        excedent=excedent,
        deficit=deficit,
        soldes=before,
        emplois=_uses(plan, excedent, before, planned) if excedent else (),
        couvertures=tuple(_cover(r, deficit, before) for r in REGIMES) if deficit else (),
        refus=refus,
        absents=_absents(donnees, found),
    )


def _absents(donnees: Donnees, found: tuple[Resultat, ...]) -> tuple[str, ...]:
    told = {line.id for line in found}
    return tuple(
        fiche["nom"]
        for name, fiche in donnees.fiches.items()
        if name not in told and fiche["regime"] != SIEGE and not donnees.ferme(name)
    )


def excedents(trouves: Iterable[Resultat]) -> Decimal:
    """Add up the surpluses to affect, deficits left aside."""
    return sum((r.a_affecter for r in trouves if r.a_affecter > 0), ZERO)


def deficits(trouves: Iterable[Resultat]) -> Decimal:
    """Add up the deficits to cover, written positive, surpluses left aside."""
    return -sum((r.a_affecter for r in trouves if r.a_affecter < 0), ZERO)


def reste_a_couvrir(
    deficit: Decimal, before: Soldes, autres: Decimal = ZERO
) -> Decimal | ACompleter:
    """Return what is left of the deficits, old ones included, once reserves have covered them.

    The order is that of the free affectation: surplus carried forward, réserve de compensation.
    ``autres`` are the deficits of what is not tariffed: that reserve is not theirs (R. 314-51).
    """
    cover = _cover("libre", deficit, before)
    if isinstance(cover.parts, ACompleter):
        return cover.parts
    carried = cover.apres["report_a_nouveau"]
    left = max(ZERO, -carried - cover.apres["reserve_compensation"])
    return left + max(ZERO, autres - max(ZERO, carried))


def avec_excedent(before: Soldes, excedent: Decimal) -> Soldes:
    """Add a surplus to the report à nouveau, where this is known."""
    carried = before["report_a_nouveau"]
    if carried is None:
        return before
    return replace(before, comptes={**before.comptes, "report_a_nouveau": carried + excedent})


def _hors_reprises(before: Soldes, found: tuple[Resultat, ...]) -> Soldes:
    """Take out of the report à nouveau what the results already hold.

    The balance keeps it in account 11 until the result of the year is affected. No more is taken
    out than the balance holds: a report is not turned into its contrary.
    """
    carried = before["report_a_nouveau"] or ZERO
    taken = sum((r.reprise for r in found), ZERO)
    low, high = sorted((ZERO, carried))
    return avec_excedent(before, -min(max(taken, low), high))


def _planned(
    plan: Plan, excedent: Decimal, before: Soldes
) -> tuple[Mapping[str, Decimal] | None, ACompleter | None]:
    if not plan.affectation:
        return None, None
    try:
        return affecter_excedent(
            excedent,
            plan.affectation,
            bfr=before.bfr,
            reserve_tresorerie=before["reserve_tresorerie"],
            libre=plan.libre_affectation,
        ), None
    except RegleBudgetaireError as error:
        return None, ACompleter.de(error)


def _uses(
    plan: Plan, excedent: Decimal, before: Soldes, planned: Mapping[str, Decimal] | None
) -> tuple[Emploi, ...]:
    return tuple(
        Emploi(
            code,
            libelle,
            code != "report_a_nouveau" or plan.libre_affectation,
            _most(code, excedent, before),
            before[RESERVE_DE[code]] if code in RESERVE_DE else None,
            planned[code] if planned else None,
        )
        for code, libelle in EMPLOIS.items()
    )


def _most(code: str, excedent: Decimal, before: Soldes) -> Decimal | ACompleter:
    """Return the most a use may receive: the surplus, and for one reserve the room under BFR."""
    if code != "reserve_tresorerie":
        return excedent
    held = before["reserve_tresorerie"]
    if held is None or before.bfr is None:
        return SANS_BALANCE
    return min(excedent, max(ZERO, before.bfr - held))


def _cover(regime: str, deficit: Decimal, before: Soldes) -> Couverture:
    libelle = REGIMES[regime]
    carried, reserve = before["report_a_nouveau"], before["reserve_compensation"]
    if carried is None or reserve is None:
        return Couverture(regime, libelle, SANS_BALANCE, {})
    try:
        parts = affecter_deficit(
            deficit, regime=regime, report_a_nouveau=carried, reserve_compensation=reserve
        )
    except RegleBudgetaireError as error:
        return Couverture(regime, libelle, ACompleter.de(error), {})
    moved = parts.get("report_a_nouveau_excedentaire", ZERO)
    moved += parts.get("report_a_nouveau_deficitaire", ZERO)
    after = {
        "report_a_nouveau": carried - moved,
        "reserve_compensation": reserve - parts["reserve_compensation"],
    }
    return Couverture(regime, libelle, parts, after)
