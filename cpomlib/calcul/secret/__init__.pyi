from .audit import Fuite, SecretError, auditer, verifier
from .changements import masques_changes
from .gestionnaire import Masques, comptes_masques, masquer, masques
from .matrices import Matrices, matrices, matrices_de_table
from .primaire import DOMINANCE, PEU_D_UNITES, PEU_DE_PERSONNES
from .racontes import (
    DU_SERVICE,
    compte_au_denominateur,
    compte_au_numerateur,
    est_du_service,
    est_une_part,
    facteur_personnes,
    porte_sur_des_personnes,
)
from .references import ReferenceRegionale, rangs, reference, reference_de
from .regles import Regles, regles_des_seuils
from .secondaire import masquer_systeme, secondaire
from .systeme import Cellule, Equation, Statut, Systeme, rapport, somme
from .tableau import ENSEMBLE, SECONDAIRE, proteger

__all__ = [
    "DOMINANCE",
    "DU_SERVICE",
    "ENSEMBLE",
    "PEU_DE_PERSONNES",
    "PEU_D_UNITES",
    "SECONDAIRE",
    "Cellule",
    "Equation",
    "Fuite",
    "Masques",
    "Matrices",
    "ReferenceRegionale",
    "Regles",
    "SecretError",
    "Statut",
    "Systeme",
    "auditer",
    "compte_au_denominateur",
    "compte_au_numerateur",
    "comptes_masques",
    "est_du_service",
    "est_une_part",
    "facteur_personnes",
    "masquer",
    "masquer_systeme",
    "masques",
    "masques_changes",
    "matrices",
    "matrices_de_table",
    "porte_sur_des_personnes",
    "proteger",
    "rangs",
    "rapport",
    "reference",
    "reference_de",
    "regles_des_seuils",
    "secondaire",
    "somme",
    "verifier",
]
