from .affectation import ARTICLES_AFFECTATION, Affectation, Couverture, affectation
from .base_budgetaire import ARTICLES_BASE, SUBVENTION, BaseEtablissement, bases, total
from .bilan import ARTICLES_BILAN, COMPTES, Reprise, Soldes, reprise, soldes
from .couts import (
    ARTICLES_COUTS,
    SANS_GHAM,
    Couts,
    LigneConvergence,
    LigneCout,
    convergences,
    couts,
)
from .donnees import Donnees
from .droit import ACompleter, Droit, Montant
from .equilibre import ARTICLES_EQUILIBRE, Equilibre, HypotheseRetour, equilibre
from .frais_siege import ARTICLES_FRAIS_SIEGE, FraisSiege, frais_siege
from .plan_financier import InvestissementPlan, Plan, lire_plan, read_plan
from .trajectoires import (
    ARTICLES_INVESTISSEMENT,
    ARTICLES_TRAJECTOIRES,
    SurcoutProjet,
    Trajectoire,
    dotation_et_surcout,
    surcout_annuel,
    surcouts,
    trajectoires,
)
from .volet import Volet, volet

__all__ = [
    "ARTICLES_AFFECTATION",
    "ARTICLES_BASE",
    "ARTICLES_BILAN",
    "ARTICLES_COUTS",
    "ARTICLES_EQUILIBRE",
    "ARTICLES_FRAIS_SIEGE",
    "ARTICLES_INVESTISSEMENT",
    "ARTICLES_TRAJECTOIRES",
    "COMPTES",
    "SANS_GHAM",
    "SUBVENTION",
    "ACompleter",
    "Affectation",
    "BaseEtablissement",
    "Couts",
    "Couverture",
    "Donnees",
    "Droit",
    "Equilibre",
    "FraisSiege",
    "HypotheseRetour",
    "InvestissementPlan",
    "LigneConvergence",
    "LigneCout",
    "Montant",
    "Plan",
    "Reprise",
    "Soldes",
    "SurcoutProjet",
    "Trajectoire",
    "Volet",
    "affectation",
    "bases",
    "convergences",
    "couts",
    "dotation_et_surcout",
    "equilibre",
    "frais_siege",
    "lire_plan",
    "read_plan",
    "reprise",
    "soldes",
    "surcout_annuel",
    "surcouts",
    "total",
    "trajectoires",
    "volet",
]
