"""The lab of the analysts: JupyterLab in French, several people in one notebook.

- ``lancement``: ``preparer``, ``demarrer``.
- ``historique``: the bounded history of what was typed together.
- ``choix``: the list of the gestionnaires, in a notebook.
- ``outils``: what the guided notebooks call.
"""

from cpomlib.pages.atelier.choix import choisir
from cpomlib.pages.atelier.lancement import Atelier, demarrer
from cpomlib.pages.atelier.outils import gestionnaires, part, table

__all__ = ["Atelier", "choisir", "demarrer", "gestionnaires", "part", "table"]
