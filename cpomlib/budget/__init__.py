"""The budget rules of a CPOM, as scalar functions that a tarification officer can check."""

from cpomlib.budget.base import actualiser, base_budgetaire, dotation_globale
from cpomlib.budget.convergence import convergence
from cpomlib.budget.deficit import REGIMES, affecter_deficit
from cpomlib.budget.dotation_commune import memes_bop, verifier_dgc
from cpomlib.budget.equilibre import RetourEquilibre, plan_retour_equilibre
from cpomlib.budget.excedent import EMPLOIS, affecter_excedent
from cpomlib.budget.investissement import (
    AnneeInvestissement,
    Echeance,
    annuite,
    plan_investissement,
    tableau_emprunt,
)
from cpomlib.budget.modalites import MODALITES, procedure_contradictoire
from cpomlib.budget.plafonds import CoutGham, couts_a_la_place, opposable
from cpomlib.budget.reserves import reprise_reserve_tresorerie
from cpomlib.budget.siege import repartir_frais_siege, trajectoire_frais_siege
from cpomlib.budget.tarifs import tarif_plafond
from cpomlib.budget.trajectoire import AnneeDotation, formule, trajectoire
from cpomlib.errors import RegleBudgetaireError

__all__ = [
    "EMPLOIS",
    "MODALITES",
    "REGIMES",
    "AnneeDotation",
    "AnneeInvestissement",
    "CoutGham",
    "Echeance",
    "RegleBudgetaireError",
    "RetourEquilibre",
    "actualiser",
    "affecter_deficit",
    "affecter_excedent",
    "annuite",
    "base_budgetaire",
    "convergence",
    "couts_a_la_place",
    "dotation_globale",
    "formule",
    "memes_bop",
    "opposable",
    "plan_investissement",
    "plan_retour_equilibre",
    "procedure_contradictoire",
    "repartir_frais_siege",
    "reprise_reserve_tresorerie",
    "tableau_emprunt",
    "tarif_plafond",
    "trajectoire",
    "trajectoire_frais_siege",
    "verifier_dgc",
]
