"""The fiche of each establishment: what its notebook calls."""

from cpomlib.rapports.fiche_etablissement.fiche import calculer, couverture, fiches

__all__ = ["calculer", "couverture", "fiches"]
