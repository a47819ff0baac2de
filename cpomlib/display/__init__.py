"""What people see: blocks of a report, their HTML, and the page around them.

- :mod:`~cpomlib.display.blocks`: ``Identite``, ``ChiffresCles`` (of ``ChiffreCle``), ``Constats``
  (of ``Constat``), ``Titre``, ``Paragraphe``, ``Tableau`` (of ``Colonne``), ``Figure``, ``Groupe``,
  ``Sommaire``; frozen data, shown in a notebook as HTML and as structured content.
- :mod:`~cpomlib.values`: ``Secret`` (a masked value), ``write`` (a value in French).
- :mod:`~cpomlib.display.html`: ``html(bloc)``, the HTML of a block.
- :mod:`~cpomlib.display.svg`: ``svg(chart, titre, alternative)``, a chart as inline SVG.
- :mod:`~cpomlib.display.page`: ``page(titre, corps_html, ...)``, a document that needs nothing
  else: no script, no request.
"""

from cpomlib.display.blocks import (
    Bloc,
    ChiffreCle,
    ChiffresCles,
    Colonne,
    Constat,
    Constats,
    Entree,
    Fait,
    Figure,
    Groupe,
    Identite,
    Paragraphe,
    Sommaire,
    Tableau,
    Titre,
)
from cpomlib.values import Format, Secret, Valeur

__all__ = [
    "Bloc",
    "ChiffreCle",
    "ChiffresCles",
    "Colonne",
    "Constat",
    "Constats",
    "Entree",
    "Fait",
    "Figure",
    "Format",
    "Groupe",
    "Identite",
    "Paragraphe",
    "Secret",
    "Sommaire",
    "Tableau",
    "Titre",
    "Valeur",
]
