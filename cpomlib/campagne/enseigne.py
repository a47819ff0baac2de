"""What papermill loads when it is imported: our engine by name, and nothing of papermill yet.

papermill reads the engines that are declared while it is itself being imported, perhaps by our
engine: a module that needs papermill would not be whole.
"""

from __future__ import annotations

from typing import Any


class _AUsage(type):
    """Makes a class show what the engine shows, once it is asked for."""

    def __getattr__(cls, name: str) -> Any:
        from cpomlib.campagne.moteur import Moteur

        return getattr(Moteur, name)


class Enseigne(metaclass=_AUsage):
    """The engine ``cpom`` of papermill: see :class:`cpomlib.campagne.moteur.Moteur`."""
