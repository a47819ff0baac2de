from .commun import calcul
from .couverture import coverage, expected, remplaces
from .ensemble import Par, valeurs, valeurs_de
from .fichiers_arrow import en_frame
from .formats import evolution_form, form, measured, written
from .gestionnaire import Dossier
from .juge_regional import SansDoute, sans_douteux
from .presences import tables_fournies
from .territoire import Territoire, load

__all__ = [
    "Dossier",
    "Par",
    "SansDoute",
    "Territoire",
    "calcul",
    "coverage",
    "en_frame",
    "evolution_form",
    "expected",
    "form",
    "load",
    "measured",
    "remplaces",
    "sans_douteux",
    "tables_fournies",
    "valeurs",
    "valeurs_de",
    "written",
]
