"""The documents of a contract: what their notebooks call, one module a notebook."""

from cpomlib.dossier.contractuel import load
from cpomlib.rapports.contractuel import contrat, convention_pluripartite
from cpomlib.rapports.contractuel.elements import resume

__all__ = ["contrat", "convention_pluripartite", "load", "resume"]
