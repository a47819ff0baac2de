"""An executed notebook as the documents people carry: PDF, Word, ODT, Excel.

- ``lecture``: ``lire(carnet)``, the blocks of an executed notebook, as the
  frozen data they were before they were shown.

Every format is made from those blocks, never from the HTML of the page.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
