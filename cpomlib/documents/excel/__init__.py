"""A report as a workbook: one sheet per part, cells that calculate, the charts' data.

- :mod:`~cpomlib.documents.excel.ecriture`: ``ecrire(blocs, enveloppe, chemin)``;
- :mod:`~cpomlib.documents.excel.cellule`: the type and the number format of a cell;
- :mod:`~cpomlib.documents.excel.plume`: blocks set one under the other in a sheet;
- :mod:`~cpomlib.documents.excel.a_lire`, :mod:`~cpomlib.documents.excel.indicateurs`: the first
  sheet and the last one.
"""

from cpomlib.documents.excel.ecriture import ecrire

__all__ = ["ecrire"]
