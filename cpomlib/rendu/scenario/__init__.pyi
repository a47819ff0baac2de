from .ecriture import RESUME, SYNTHESE, classeur, octets, write_xlsx

__all__ = ["RESUME", "SYNTHESE", "classeur", "octets", "write_xlsx"]
