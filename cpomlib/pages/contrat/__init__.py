"""The page of a contract: what the parties agree, set in a meeting and followed in another.

- ``ouverture``: ``ouvrir``, the page of the notebook.
- ``brouillon``: the rows that differ from the base, as frozen data; ``fixer``, what sets targets.
- ``depot``: how they are saved, and what is told when others wrote meanwhile.
- ``donnees``: the contracts that may be read, and what surrounds one.
- ``objectifs``, ``cibles``, ``seance``, ``suivi``: the four screens.

Figures come from ``calcul.contrat``; nothing is computed here.
"""

from cpomlib.pages.contrat.donnees import AccesContrats
from cpomlib.pages.contrat.ouverture import ouvrir

__all__ = ["AccesContrats", "ouvrir"]
