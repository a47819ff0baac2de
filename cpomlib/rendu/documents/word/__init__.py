"""A report as a Word document the parties edit: named styles, real tables, described pictures.

- ``ecriture``: ``ecrire(blocs, enveloppe, chemin)``;
- ``styles``: every style, in the colours of the theme;
- ``ooxml``: fields, bookmarks, links;
- ``tableaux``: tables;
- ``cadre``, ``couverture``: margins,
  properties, cover and contents.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
