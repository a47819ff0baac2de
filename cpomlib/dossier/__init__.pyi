from .commun import calcul
from .ensemble import Par, valeurs, valeurs_de
from .fichiers_arrow import en_frame
from .formats import (
    evolution_form,
    evolution_montree,
    form,
    measured,
    written,
)
from .gestionnaire import Dossier
from .presences import tables_fournies
from .territoire import Territoire, load

__all__ = [
    "Dossier",
    "Par",
    "Territoire",
    "calcul",
    "en_frame",
    "evolution_form",
    "evolution_montree",
    "form",
    "load",
    "measured",
    "tables_fournies",
    "valeurs",
    "valeurs_de",
    "written",
]
