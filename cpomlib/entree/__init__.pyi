from .auto import INCONNU, Reconnu, reconnaitre
from .ecriture import write_csv
from .fiche_operateur import DOSSIER, Appreciation, Attendu, Saisie, read_saisie, saisie_du_service
from .fichier import refuser_special
from .garde import FichierError, limites, taille
from .lecture import LectureFichier, resume
from .plan_financier import InvestissementPlan, Plan, plan_du_service, read_plan
from .sources import SOURCES
from .tables import DossierLu, folder_sha256, lire_dossier, lire_textes, read_file, write_folder
from .texte import IllisibleError, sha256, sha256_ensemble
from .trame import TRAME

__all__ = [
    "DOSSIER",
    "INCONNU",
    "SOURCES",
    "TRAME",
    "Appreciation",
    "Attendu",
    "DossierLu",
    "FichierError",
    "IllisibleError",
    "InvestissementPlan",
    "LectureFichier",
    "Plan",
    "Reconnu",
    "Saisie",
    "folder_sha256",
    "limites",
    "lire_dossier",
    "lire_textes",
    "plan_du_service",
    "read_file",
    "read_plan",
    "read_saisie",
    "reconnaitre",
    "refuser_special",
    "resume",
    "saisie_du_service",
    "sha256",
    "sha256_ensemble",
    "taille",
    "write_csv",
    "write_folder",
]
