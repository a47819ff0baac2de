"""``cpom plan``: the financial plan that the parties of a contract declare."""

from __future__ import annotations

from cpomlib.cli.declarees_groupe import groupe
from cpomlib.cli.natures import PLAN

plan = groupe(
    PLAN,
    "plan",
    """Dépose et ressort le plan financier des parties, un par gestionnaire.

    Les clés, les taux, les investissements, l’affectation : ce que les comptes ne disent pas. Le
    volet financier le lit dans la base.
    """,
)
