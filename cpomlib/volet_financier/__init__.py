"""The volet financier of a contract: the budget rules applied to a gestionnaire's own tables.

Pure functions of the shared tables, the parties' plan and the dated parameters. What is not
known is an :class:`ACompleter`, never a number.
"""

from cpomlib.sources.plan_financier import Investissement, Plan, plan_du_service, read_plan
from cpomlib.volet_financier.affectation import Affectation, affectation
from cpomlib.volet_financier.base import BaseEtablissement, bases, total
from cpomlib.volet_financier.bilan import Reprise, Soldes, reprise, soldes
from cpomlib.volet_financier.couts import Couts, LigneConvergence, convergences, couts
from cpomlib.volet_financier.donnees import Donnees
from cpomlib.volet_financier.droit import ACompleter, Droit, Montant
from cpomlib.volet_financier.equilibre import Equilibre, equilibre
from cpomlib.volet_financier.frais_siege import FraisSiege, frais_siege
from cpomlib.volet_financier.trajectoires import (
    SurcoutProjet,
    Trajectoire,
    surcout_annuel,
    surcouts,
    trajectoires,
)
from cpomlib.volet_financier.volet import Volet, volet

__all__ = [
    "ACompleter",
    "Affectation",
    "BaseEtablissement",
    "Couts",
    "Donnees",
    "Droit",
    "Equilibre",
    "FraisSiege",
    "Investissement",
    "LigneConvergence",
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
    "equilibre",
    "frais_siege",
    "plan_du_service",
    "read_plan",
    "reprise",
    "soldes",
    "surcout_annuel",
    "surcouts",
    "total",
    "trajectoires",
    "volet",
]
