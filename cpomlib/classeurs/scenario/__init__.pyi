from .ecriture import RESUME, SYNTHESE, classeur, octets, write_xlsx
from .saisies import DECLENCHEURS, ecrire_texte

__all__ = ["DECLENCHEURS", "RESUME", "SYNTHESE", "classeur", "ecrire_texte", "octets", "write_xlsx"]
