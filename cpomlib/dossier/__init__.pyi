from .commun import calcul
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
from .formats import evolution_form, form, measured, written
from .gestionnaire import Dossier
from .presences import tables_fournies
from .territoire import Territoire, load

__all__ = [
    "PARTIES",
    "Commentaire",
    "Dossier",
    "Par",
    "Territoire",
    "calcul",
    "commentaire",
    "commentaires_de",
    "en_frame",
    "evolution_form",
    "form",
    "load",
    "measured",
    "origine_de",
    "plan_de",
    "plan_depose",
    "saisie_de",
    "tables_fournies",
    "valeurs",
    "valeurs_de",
    "written",
]
