from .convergence import CONVERGENCE, DERNIER_EXERCICE, convergence
from .deficit import DEFICIT_AUTORITE, DEFICIT_LIBRE, REGIMES, affecter_deficit
from .dotation import BASE, actualiser, base_budgetaire
from .equilibre import RETOUR, RetourEquilibre, plan_retour_equilibre
from .excedent import EMPLOIS, EXCEDENT, affecter_excedent
from .investissement import (
    PLAN,
    AnneeInvestissement,
    Echeance,
    annuite,
    plan_investissement,
    tableau_emprunt,
)
from .modalites import MODALITES, PROCEDURE, procedure_contradictoire
from .plafonds import COUTS, CoutGham, couts_a_la_place
from .regle import ZERO, centimes, decimal
from .repartition import repartir
from .reserves import EXERCICES, REPRISE, reprise_reserve_tresorerie
from .siege import REPARTITION, repartir_frais_siege
from .tarifs import TARIF, tarif_plafond
from .trajectoire import DUREE_MAXIMUM, TRAJECTOIRE, AnneeDotation, formule, trajectoire

__all__ = [
    "BASE",
    "CONVERGENCE",
    "COUTS",
    "DEFICIT_AUTORITE",
    "DEFICIT_LIBRE",
    "DERNIER_EXERCICE",
    "DUREE_MAXIMUM",
    "EMPLOIS",
    "EXCEDENT",
    "EXERCICES",
    "MODALITES",
    "PLAN",
    "PROCEDURE",
    "REGIMES",
    "REPARTITION",
    "REPRISE",
    "RETOUR",
    "TARIF",
    "TRAJECTOIRE",
    "ZERO",
    "AnneeDotation",
    "AnneeInvestissement",
    "CoutGham",
    "Echeance",
    "RetourEquilibre",
    "actualiser",
    "affecter_deficit",
    "affecter_excedent",
    "annuite",
    "base_budgetaire",
    "centimes",
    "convergence",
    "couts_a_la_place",
    "decimal",
    "formule",
    "plan_investissement",
    "plan_retour_equilibre",
    "procedure_contradictoire",
    "repartir",
    "repartir_frais_siege",
    "reprise_reserve_tresorerie",
    "tableau_emprunt",
    "tarif_plafond",
    "trajectoire",
]
