"""Cost per place of each GHAM, its ceiling, and the convergence of the years that had one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cpomlib.calcul.budget import (
    CONVERGENCE,
    COUTS,
    DERNIER_EXERCICE,
    TARIF,
    ZERO,
    CoutGham,
    couts_a_la_place,
)
from cpomlib.calcul.budget.convergence import convergence
from cpomlib.calcul.volet import Plan
from cpomlib.calcul.volet.base_budgetaire import BaseEtablissement, bases
from cpomlib.calcul.volet.donnees import Donnees
from cpomlib.calcul.volet.droit import DES_PARTIES, ACompleter, Droit, Montant
from cpomlib.socle import RegleBudgetaireError
from cpomlib.tables import CATEGORIE_CHRS

ARTICLES_COUTS = (COUTS.article, TARIF.article, CONVERGENCE.article)
SANS_GHAM = "sans GHAM"
"""Financed places that the shared table gives no GHAM: they bear their share of the charges."""
SANS_CLES = ACompleter(
    "Les clés de répartition entre GHAM ne sont pas données\u00a0: le financement de chacun n’est "
    "pas connu.",
    que_faire="Donnez-les dans le plan des parties («\u00a0cles\u00a0»).",
    par=DES_PARTIES,
)


@dataclass(frozen=True)
class LigneCout:
    """The cost of one GHAM of one CHRS.

    Attributes:
        id: the establishment.
        nom: its name.
        gham: code of the GHAM, or ``SANS_GHAM``.
        exercice: year of the budget and of the places.
        cle: share of the charges, a fraction.
        cle_donnee: the key is the parties' (ENC); otherwise it is pro rata of financed places.
        detail: charges, places and euros per place.
        plafond: ceiling per place in force for the year of the report; None: none is in force.
        repere: last ceiling the law had, ``None`` where ``plafond`` already is the one to read.
    """

    id: str
    nom: str
    gham: str
    exercice: int
    cle: Decimal
    cle_donnee: bool
    detail: CoutGham
    plafond: Montant
    repere: Montant

    @property
    def plafond_lu(self) -> Montant:
        """The ceiling the cost is read beside: that in force, else the last there was."""
        return self.repere if self.plafond is None else self.plafond

    @property
    def ecart(self) -> Montant:
        """What the cost is beyond its ceiling, euros; why there is none, None without a cost."""
        cost, ceiling = self.detail.cout, self.plafond_lu
        if not isinstance(ceiling, Decimal):
            return ceiling
        return None if cost is None else cost - ceiling

    @property
    def comparable(self) -> bool:
        """Its cost is its own: a key shared pro rata gives every GHAM the same one."""
        return self.cle_donnee or self.cle == 1


@dataclass(frozen=True)
class Couts:
    """Costs of the CHRS of a perimeter; ``empechements`` says by name what could not be made."""

    lignes: tuple[LigneCout, ...]
    empechements: Mapping[str, ACompleter]


@dataclass(frozen=True)
class LigneConvergence:
    """The convergence of one GHAM: F, P, and the most that may be granted, in euros.

    ``gham`` is empty where the establishment has no budget of the year before: F is not known.
    """

    id: str
    nom: str
    gham: str
    financement: Decimal | ACompleter
    plafond: Montant
    maximum: Decimal | ACompleter


def couts(donnees: Donnees, plan: Plan, droit: Droit, exercice: int | None = None) -> Couts:
    """Return the gross cost per place of each GHAM against its ceiling.

    The charges are those of the latest budget exécutoire, non-recurrent credits and the plan's
    exclusions taken off. Without ENC keys, financed places stand for them: a convention, printed.

    Args:
        donnees: the gestionnaire's data.
        plan: the parties' keys and exclusions.
        droit: the reader of the ceilings.
        exercice: the year of the ceiling; that of the data by default.

    Source: CASF, art. L. 314-4; arrêté du 12 avril 2022, art. 5.
    """
    lignes: list[LigneCout] = []
    obstacles: dict[str, ACompleter] = {}
    for base in _chrs(donnees):
        try:
            lignes += _lines(donnees, base, plan, droit, exercice or donnees.annee)
        except RegleBudgetaireError as error:
            obstacles[base.nom] = ACompleter.de(error)
    return Couts(tuple(lignes), obstacles)


def convergences(donnees: Donnees, plan: Plan, droit: Droit) -> tuple[LigneConvergence, ...] | None:
    """Return the convergence of each GHAM for the year of the data, None where there is none.

    F is the gross cost of the GHAM in the budget exécutoire of the year before, and of no other
    year; the arrêté's own exclusions besides non-recurrent credits come from the plan.

    Source: arrêtés of 2 May 2018, 13 May 2019, 19 August 2020, 24 August 2021, 12 April 2022.
    """
    part = droit.valeur("tarifs_plafonds/convergence", date(donnees.annee, 12, 31))
    if part is None:
        return None
    known = plan.fraction if isinstance(part, ACompleter) else part
    before = donnees.exercice(donnees.annee - 1)
    return tuple(
        row
        for base in _chrs(before)
        if not donnees.ferme(base.id)
        for row in _convergences(before, base, plan, droit, known)
    )


def _convergences(
    before: Donnees,
    base: BaseEtablissement,
    plan: Plan,
    droit: Droit,
    part: Fraction | Decimal | None,
) -> list[LigneConvergence]:
    exercice = before.annee + 1
    if base.exercice != before.annee:
        return [_unknown(base, _sans_budget(before.annee, base.nom))]
    try:
        lines = _lines(before, base, plan, droit, exercice)
    except RegleBudgetaireError as error:
        return [_unknown(base, ACompleter.de(error))]
    return [_converged(exercice, line, plan, part) for line in lines if line.gham != SANS_GHAM]


def _sans_budget(annee: int, nom: str) -> ACompleter:
    """Say that the financing of a year is not known: another year's does not stand for it."""
    return ACompleter(
        f"Aucun budget exécutoire {annee} n’est déposé pour «\u00a0{nom}\u00a0»\u00a0: son "
        f"financement {annee} n’est pas connu.",
        que_faire="Déposez-le dans la table «\u00a0Budgets et comptes administratifs\u00a0».",
        par=f"Le gestionnaire, par son budget exécutoire de {annee}.",
    )


def _unknown(base: BaseEtablissement, gap: ACompleter) -> LigneConvergence:
    return LigneConvergence(base.id, base.nom, "", gap, gap, gap)


def _chrs(donnees: Donnees) -> list[BaseEtablissement]:
    """Return the bases of the tariffed CHRS that are open."""
    fiches = donnees.fiches
    return [
        base
        for base in bases(donnees)
        if base.tarife and fiches[base.id]["categorie"] == CATEGORIE_CHRS
    ]


def _lines(
    donnees: Donnees, base: BaseEtablissement, plan: Plan, droit: Droit, exercice: int
) -> list[LigneCout]:
    year = base.exercice or exercice
    places = _places(donnees, base.id, year)
    if base.exercice is None or not places:
        raise COUTS.erreur(
            "Il manque le budget exécutoire ou les places financées.",
            "Déposez-les dans les tables «\u00a0Budgets et comptes administratifs\u00a0» et "
            "«\u00a0Places\u00a0».",
        )
    given = plan.cles.get(base.id)
    cles = given or _pro_rata(places)
    excluded = COUTS.positif(plan.exclusions.get(base.id, 0), "exclusions")
    charges = base.brutes - base.non_reconductibles - excluded
    found = couts_a_la_place(charges, cles, places, capacite=sum(places.values(), ZERO))
    where = donnees.fiches[base.id]["departement"]
    return [
        LigneCout(
            base.id,
            base.nom,
            gham,
            year,
            COUTS.part(cles[gham], "clé"),
            given is not None,
            detail,
            *_ceilings(droit, gham, exercice, where),
        )
        for gham, detail in found.items()
    ]


def _places(donnees: Donnees, name: str, year: int) -> dict[str, Decimal]:
    found = donnees.une_fois("places", _financees).get((name, year), {})
    return {gham: Decimal(count) for gham, count in sorted(found.items()) if count}


def _financees(donnees: Donnees) -> Mapping[tuple[str, int], Mapping[str, int]]:
    """Return the financed places by GHAM of each establishment and year."""
    rows = donnees.frames["places"]
    gham = rows["gham"].fillna(SANS_GHAM)
    columns = (rows["id_etablissement"], rows["annee"], gham, rows["places_financees"])
    found: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for house, year, kind, count in zip(*(each.tolist() for each in columns), strict=True):
        found[house, year][kind] += count
    return found


def _pro_rata(places: Mapping[str, Decimal]) -> dict[str, Decimal]:
    whole = sum(places.values(), ZERO)
    return {gham: count / whole for gham, count in places.items()}


def _ceilings(droit: Droit, gham: str, exercice: int, where: str) -> tuple[Montant, Montant]:
    """Return the ceiling in force, and the last one there was when none is in force."""
    if gham == SANS_GHAM:
        return None, None
    current = droit.plafond(gham, exercice, where)
    return current, droit.plafond(gham, DERNIER_EXERCICE, where) if current is None else None


def _converged(
    exercice: int, ligne: LigneCout, plan: Plan, part: Fraction | Decimal | None
) -> LigneConvergence:
    said: Mapping[str, Any] = plan.convergence.get(ligne.id, {}).get(ligne.gham, {})
    if not isinstance(ligne.plafond, Decimal):
        missing = ligne.plafond or ACompleter(f"Aucun tarif plafond en {exercice}.")
        return _row(ligne, ligne.plafond, missing)
    ceiling = ligne.plafond * ligne.detail.places
    if not ligne.comparable:
        return LigneConvergence(ligne.id, ligne.nom, ligne.gham, SANS_CLES, ceiling, SANS_CLES)
    try:
        most = convergence(
            exercice,
            ligne.detail.charges,
            ceiling,
            residuel=said.get("residuel"),
            reclasse=bool(said.get("reclasse", False)),
            fraction=part,
        )
    except RegleBudgetaireError as error:
        return _row(ligne, ceiling, ACompleter.de(error))
    return _row(ligne, ceiling, most)


def _row(ligne: LigneCout, plafond: Montant, most: Decimal | ACompleter) -> LigneConvergence:
    return LigneConvergence(ligne.id, ligne.nom, ligne.gham, ligne.detail.charges, plafond, most)
