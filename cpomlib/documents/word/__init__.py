"""A report as a Word document the parties edit: named styles, real tables, described pictures.

- :mod:`~cpomlib.documents.word.ecriture`: ``ecrire(blocs, enveloppe, chemin)``;
- :mod:`~cpomlib.documents.word.styles`: every style, in the colours of the theme;
- :mod:`~cpomlib.documents.word.ooxml`: fields, bookmarks, links;
- :mod:`~cpomlib.documents.word.tableaux`: tables;
- :mod:`~cpomlib.documents.word.cadre`, :mod:`~cpomlib.documents.word.couverture`: margins,
  properties, cover and contents.
"""

from cpomlib.documents.word.ecriture import ecrire

__all__ = ["ecrire"]
