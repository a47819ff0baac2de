"""A report as an OpenDocument text the parties edit, with the same care as the Word one.

- ``ecriture``: ``ecrire(blocs, enveloppe, chemin)``;
- ``odf``: the pieces of OpenDocument;
- ``styles``, ``page``: every style, the page;
- ``tableaux``, ``couverture``: tables, cover
  and contents;
- ``paquet``: the files of the archive.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
