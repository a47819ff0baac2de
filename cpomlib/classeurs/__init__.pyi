from .cellule import (
    CODES,
    LONGUEUR,
    SUSPECTS,
    TEXTE,
    code,
    ecrire_texte,
    forme_du_champ,
    poser,
    rang,
)
from .habillage import Styles, proteger_feuille, styles
from .hauteur import hausser
from .papier import marge, sur_papier

__all__ = [
    "CODES",
    "LONGUEUR",
    "SUSPECTS",
    "TEXTE",
    "Styles",
    "code",
    "ecrire_texte",
    "forme_du_champ",
    "hausser",
    "marge",
    "poser",
    "proteger_feuille",
    "rang",
    "styles",
    "sur_papier",
]
