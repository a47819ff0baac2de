"""Five years of dotation under each modalité of R. 314-40, and the plan of investment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cpomlib.calcul.budget import (
    DUREE_MAXIMUM,
    MODALITES,
    PLAN,
    PROCEDURE,
    TRAJECTOIRE,
    ZERO,
    AnneeDotation,
    AnneeInvestissement,
    formule,
    plan_investissement,
    procedure_contradictoire,
)
from cpomlib.calcul.budget.trajectoire import trajectoire
from cpomlib.calcul.volet import Plan
from cpomlib.calcul.volet.donnees import Donnees
from cpomlib.calcul.volet.droit import DES_PARTIES, ACompleter, Droit
from cpomlib.socle import RegleBudgetaireError, pluriel

ARTICLES_TRAJECTOIRES = (TRAJECTOIRE.article, PROCEDURE.article)
ARTICLES_INVESTISSEMENT = (PLAN.article,)
TAUX_DRL = "dotations/taux_actualisation_drl"
DU_PLAN, DU_DROIT = "plan des parties", "paramètre daté"


@dataclass(frozen=True)
class Trajectoire:
    """The dotation under one modalité.

    Attributes:
        modalite: key of ``MODALITES``.
        libelle: what the article calls it.
        contradictoire: the yearly adversarial procedure remains.
        origine: where its values come from.
        annees: one per year of the contract, or what is missing.
    """

    modalite: str
    libelle: str
    contradictoire: bool
    origine: str
    annees: tuple[AnneeDotation, ...] | ACompleter


@dataclass(frozen=True)
class SurcoutProjet:
    """The yearly weight of one investment, or what is wrong with it."""

    nom: str
    annees: tuple[AnneeInvestissement, ...] | ACompleter


def trajectoires(
    base: Decimal | ACompleter, donnees: Donnees, plan: Plan, droit: Droit
) -> tuple[Trajectoire, ...]:
    """Return the dotation of the contract's years under the four modalités.

    A rate, a formula, an avenant or an equation that nobody has given leaves its modalité to be
    completed: nothing stands in for it.

    Source: CASF, art. R. 314-40 and R. 314-42, I.
    """
    years = range(donnees.premiere_annee, donnees.premiere_annee + DUREE_MAXIMUM)
    droit.valeur("volet_financier/modalites", date(donnees.annee, 12, 31))
    return tuple(_one(code, base, years, plan, droit) for code in MODALITES)


def surcouts(plan: Plan) -> tuple[SurcoutProjet, ...]:
    """Return what each investment of the plan weighs on the budgets (CASF, art. R. 314-20)."""
    return tuple(_project(item) for item in plan.investissements)


def surcout_annuel(projets: Sequence[SurcoutProjet], annee: int) -> Decimal:
    """Add up the surcoûts d'exploitation of one year, euros."""
    known = [p.annees for p in projets if not isinstance(p.annees, ACompleter)]
    return sum((line.surcout for lines in known for line in lines if line.annee == annee), ZERO)


def dotation_et_surcout(annee: AnneeDotation, projets: Sequence[SurcoutProjet]) -> Decimal:
    """Add the surcoûts d'exploitation of a year to its dotation, euros."""
    return annee.dotation + surcout_annuel(projets, annee.annee)


def _one(
    code: str, base: Decimal | ACompleter, years: range, plan: Plan, droit: Droit
) -> Trajectoire:
    values, origin = _values(code, years, plan, droit)
    return Trajectoire(
        code,
        MODALITES[code],
        procedure_contradictoire(code),
        origin,
        _path(code, base, years, values),
    )


def _path(
    code: str, base: Decimal | ACompleter, years: range, values: tuple[Any, ...] | ACompleter
) -> tuple[AnneeDotation, ...] | ACompleter:
    if isinstance(base, ACompleter):
        return base
    if isinstance(values, ACompleter):
        return values
    spread = _spread(values, len(years))
    if len(spread) != len(years):
        return ACompleter(
            f"{pluriel(len(spread), 'valeur')} pour {len(years)} années de contrat.",
            MODALITES[code],
            "Donnez une valeur par année dans le plan, ou une seule pour toutes.",
        )
    try:
        return trajectoire(base, code, years[0], spread)
    except RegleBudgetaireError as error:
        return ACompleter.de(error)


def _values(
    code: str, years: range, plan: Plan, droit: Droit
) -> tuple[tuple[Any, ...] | ACompleter, str]:
    """Return one value per year, or what is missing, and where it comes from."""
    if code == "formule_fixe":
        return _formula(plan, len(years)) if plan.formule_fixe else droit.manque(
            _MANQUES[code]
        ), DU_PLAN
    given = getattr(plan, code)
    if given or code != "taux_drl":
        return given or droit.manque(_MANQUES[code]), DU_PLAN
    read = [droit.valeur(TAUX_DRL, date(year, 1, 1)) for year in years]
    missing = next((value for value in read if isinstance(value, ACompleter)), None)
    return missing or tuple(read), DU_DROIT


_MANQUES = {
    "formule_fixe": ACompleter(
        "La formule fixe du contrat n’est pas donnée.",
        "Volet financier du contrat (CASF, art. R. 314-40, 2°)",
        "Écrivez ses postes, leur poids et leur évolution sous «\u00a0formule_fixe\u00a0» dans "
        "le plan.",
        DES_PARTIES,
    ),
    "avenant_annuel": ACompleter(
        "Les avenants annuels ne sont pas connus.",
        "Avenants au contrat (CASF, art. R. 314-40, 3°)",
        "Écrivez le montant de chaque année sous «\u00a0avenant_annuel\u00a0» dans le plan.",
        DES_PARTIES,
    ),
    "equation_ou_plafond": ACompleter(
        "Aucun tarif plafond n’est en vigueur depuis 2023 et l’équation du contrat n’est pas "
        "donnée.",
        "Volet financier du contrat (CASF, art. R. 314-40, 4°)",
        "Écrivez son produit annuel, en euros, sous «\u00a0equation_ou_plafond\u00a0» dans le "
        "plan.",
        DES_PARTIES,
    ),
}


def _formula(plan: Plan, count: int) -> tuple[Any, ...] | ACompleter:
    weights = {item: entry["poids"] for item, entry in plan.formule_fixe.items()}
    rates = {item: _spread(_as_tuple(e["taux"]), count) for item, e in plan.formule_fixe.items()}
    try:
        return tuple(
            formule(weights, {item: _at(values, rank) for item, values in rates.items()})
            for rank in range(count)
        )
    except RegleBudgetaireError as error:
        return ACompleter.de(error)


def _at(values: tuple[Any, ...], rank: int) -> Any:
    return values[rank] if rank < len(values) else None


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _spread(values: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """Let a single value hold for every year."""
    return values * count if len(values) == 1 else values


def _project(item: Any) -> SurcoutProjet:
    try:
        lines = plan_investissement(
            item.montant,
            item.duree,
            item.annee,
            subvention=item.subvention,
            emprunt=item.emprunt,
            taux=item.taux,
            duree_emprunt=item.duree_emprunt,
        )
    except RegleBudgetaireError as error:
        return SurcoutProjet(item.nom, ACompleter.de(error))
    return SurcoutProjet(item.nom, lines)
