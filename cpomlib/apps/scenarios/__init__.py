"""The page of the scenarios: hypotheses on the left, what they give on the right.

- :mod:`~cpomlib.apps.scenarios.ouverture`: ``ouvrir``, the page of the notebook.
- :mod:`~cpomlib.apps.scenarios.seance`: what is on the table, as frozen data; undo.
- :mod:`~cpomlib.apps.scenarios.adresse`: the same in the address of the page.
- :mod:`~cpomlib.apps.scenarios.donnees`: the base years read, for one gestionnaire or for all.

Figures come from :mod:`cpomlib.scenarios`; nothing is computed here.
"""

from cpomlib.apps.scenarios.ouverture import ouvrir

__all__ = ["ouvrir"]
