from .commun import calcul
from .contractuel import DossierContrat
from .contrat import ContratVu
from .couverture import attendus, coverage, expected, remplaces, transmis
from .declarees import (
    PARTIES,
    Commentaire,
    commentaire,
    commentaires_de,
    origine_de,
    plan_de,
    plan_depose,
    saisie_de,
)
from .ensemble import Par, valeurs, valeurs_de
from .fichiers_arrow import en_frame
from .formats import (
    FORMATS,
    evolution_form,
    evolution_montree,
    form,
    measured,
    written,
)
from .gestionnaire import Dossier
from .juge_regional import SansDoute, enjeux_de, sans_douteux
from .jugements import diffusables
from .presences import tables_fournies
from .programme import DossierRegion, load_region
from .territoire import Territoire, load

__all__ = [
    "FORMATS",
    "PARTIES",
    "Commentaire",
    "ContratVu",
    "Dossier",
    "DossierContrat",
    "DossierRegion",
    "Par",
    "SansDoute",
    "Territoire",
    "attendus",
    "calcul",
    "commentaire",
    "commentaires_de",
    "coverage",
    "diffusables",
    "en_frame",
    "enjeux_de",
    "evolution_form",
    "evolution_montree",
    "expected",
    "form",
    "load",
    "load_region",
    "measured",
    "origine_de",
    "plan_de",
    "plan_depose",
    "remplaces",
    "saisie_de",
    "sans_douteux",
    "tables_fournies",
    "transmis",
    "valeurs",
    "valeurs_de",
    "written",
]
