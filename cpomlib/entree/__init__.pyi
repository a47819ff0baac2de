from .auto import reconnaitre
from .commentaire import lire_commentaire
from .document_word import DocumentWord, TableauWord, lire_word
from .ecriture import write_csv
from .envoi import Envoi, Piece, ranger
from .fiche_operateur import Appreciation, Attendu, Saisie, lire_saisie, read_saisie
from .fichier import refuser_special
from .garde import FichierError, limites, taille
from .lecture import LectureFichier, resume
from .reconnu import CLE, CORRESPONDANCE, INCONNU, Reconnu
from .sources import SOURCES
from .tables import DossierLu, folder_sha256, lire_dossier, lire_textes, read_file, write_folder
from .texte import IllisibleError, sha256, sha256_ensemble
from .trame import TRAME

__all__ = [
    "CLE",
    "CORRESPONDANCE",
    "INCONNU",
    "SOURCES",
    "TRAME",
    "Appreciation",
    "Attendu",
    "DocumentWord",
    "DossierLu",
    "Envoi",
    "FichierError",
    "IllisibleError",
    "LectureFichier",
    "Piece",
    "Reconnu",
    "Saisie",
    "TableauWord",
    "folder_sha256",
    "limites",
    "lire_commentaire",
    "lire_dossier",
    "lire_saisie",
    "lire_textes",
    "lire_word",
    "ranger",
    "read_file",
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
