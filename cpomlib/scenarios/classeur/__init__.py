"""A scenario as a workbook of formulas, for a controller who checks and goes on by hand."""

from cpomlib.scenarios.classeur.ecriture import RESUME, SYNTHESE, classeur, octets, write_xlsx

__all__ = ["RESUME", "SYNTHESE", "classeur", "octets", "write_xlsx"]
