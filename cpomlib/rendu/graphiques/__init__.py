"""Charts of the reports: pure functions, frame → Vega-Lite specification, no theme applied.

Every function takes a long frame, or its rows, and the names of its columns, draws each value with
its French label beside it (a missing one is written ``n. d.``, never drawn as zero), fits an A4
page, and never relies on colour alone. A notebook shows what it returns; its ``altair()`` is an
Altair chart to go on from.

- ``bars``: ``barres_triees``, ``barres_par_annee``, ``barres_empilees``.
- ``lines``: ``courbes``.
- ``structure``: ``pyramide``, ``cascade``.
- ``positions``: ``positions``, ``carte_chaleur``.
- ``points``: ``points``.
- ``cartes``: ``carte``.
- ``vega``: ``Graphique``, what they return.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
