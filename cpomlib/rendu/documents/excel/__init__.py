"""A report as a workbook: one sheet per part, cells that calculate, the charts' data.

- ``ecriture``: ``ecrire(blocs, enveloppe, chemin)``;
- ``cellule``: the type and the number format of a cell;
- ``plume``: blocks set one under the other in a sheet;
- ``a_lire``, ``indicateurs``: the first
  sheet and the last one.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
