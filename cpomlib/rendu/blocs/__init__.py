"""What people see: blocks of a report, their HTML, and the page around them.

- ``blocks``: ``Identite``, ``ChiffresCles`` (of ``ChiffreCle``), ``Constats``
  (of ``Constat``), ``Titre``, ``Paragraphe``, ``Tableau`` (of ``Colonne``), ``Figure``, ``Groupe``,
  ``Sommaire``; frozen data, shown in a notebook as HTML and as structured content.
- ``valeurs``: ``Secret`` (a masked value), ``write`` (a value in French).
- ``html``: ``html(bloc)``, the HTML of a block.
- ``svg``: ``svg(chart, titre, alternative)``, a chart as inline SVG.
- ``page``: ``page(titre, corps_html, ...)``, a document that needs nothing
  else: no script, no request.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
