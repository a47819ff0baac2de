"""The lab of the analysts: JupyterLab in French, several people in one notebook.

- :mod:`~cpomlib.apps.atelier.lancement`: ``preparer``, ``demarrer``.
- :mod:`~cpomlib.apps.atelier.historique`: the bounded history of what was typed together.
- :mod:`~cpomlib.apps.atelier.outils`: what the guided notebooks call.
"""

from cpomlib.apps.atelier.outils import gestionnaires, part, table

__all__ = ["gestionnaires", "part", "table"]
