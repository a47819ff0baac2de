"""A report as an OpenDocument text the parties edit, with the same care as the Word one.

- :mod:`~cpomlib.documents.odt.ecriture`: ``ecrire(blocs, enveloppe, chemin)``;
- :mod:`~cpomlib.documents.odt.odf`: the pieces of OpenDocument;
- :mod:`~cpomlib.documents.odt.styles`, :mod:`~cpomlib.documents.odt.page`: every style, the page;
- :mod:`~cpomlib.documents.odt.tableaux`, :mod:`~cpomlib.documents.odt.couverture`: tables, cover
  and contents;
- :mod:`~cpomlib.documents.odt.paquet`: the files of the archive.
"""

from cpomlib.documents.odt.ecriture import ecrire

__all__ = ["ecrire"]
