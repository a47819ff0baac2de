"""``cpom fiche``: what only the parties know of an opérateur, for its sheet."""

from __future__ import annotations

from cpomlib.cli.declarees_groupe import groupe
from cpomlib.cli.natures import FICHE

fiche = groupe(
    FICHE,
    "fiche",
    """Dépose et ressort ce que les parties écrivent pour la fiche opérateur, une par gestionnaire.

    Le modèle des lignes est à la fin de parameters/fiche_operateur.yaml.
    """,
)
