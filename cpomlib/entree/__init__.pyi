from .auto import INCONNU, Reconnu, reconnaitre
from .commentaire import lire_commentaire
from .document_word import DocumentWord, TableauWord, lire_word
from .ecriture import write_csv
from .fiche_operateur import Appreciation, Attendu, Saisie, lire_saisie, read_saisie
from .fichier import refuser_special
from .garde import FichierError, limites, taille
from .lecture import LectureFichier, resume
from .plan_financier import InvestissementPlan, Plan, lire_plan, read_plan
from .sources import SOURCES
from .tables import DossierLu, folder_sha256, lire_dossier, lire_textes, read_file, write_folder
from .texte import IllisibleError, sha256, sha256_ensemble
from .trame import TRAME

__all__ = [
    "INCONNU",
    "SOURCES",
    "TRAME",
    "Appreciation",
    "Attendu",
    "DocumentWord",
    "DossierLu",
    "FichierError",
    "IllisibleError",
    "InvestissementPlan",
    "LectureFichier",
    "Plan",
    "Reconnu",
    "Saisie",
    "TableauWord",
    "folder_sha256",
    "limites",
    "lire_commentaire",
    "lire_dossier",
    "lire_plan",
    "lire_saisie",
    "lire_textes",
    "lire_word",
    "read_file",
    "read_plan",
    "read_saisie",
    "reconnaitre",
    "refuser_special",
    "resume",
    "sha256",
    "sha256_ensemble",
    "taille",
    "write_csv",
    "write_folder",
]
