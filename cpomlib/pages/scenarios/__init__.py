"""The page of the scenarios: hypotheses on the left, what they give on the right.

- ``ouverture``: ``ouvrir``, the page of the notebook.
- ``seance``: what is on the table, as frozen data; undo.
- ``adresse``: the same in the address of the page.
- ``donnees``: the base years read, for one gestionnaire or for all.

Figures come from ``scenarios``; nothing is computed here.
"""

from cpomlib.pages.scenarios.donnees import Acces
from cpomlib.pages.scenarios.impression import pdf
from cpomlib.pages.scenarios.ouverture import ouvrir

__all__ = ["Acces", "ouvrir", "pdf"]
