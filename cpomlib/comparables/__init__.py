"""The nearest establishments and gestionnaires, and where one stands among them.

- :func:`decrire`: what is compared, one row per unit.
- :func:`traits`, :func:`ecarts`: the same as arrays, and how far each is from one of them.
- :func:`plus_proches`: the nearest ones by a declared distance, with the share of each criterion.
- :func:`situer`: quartiles and rank among them, subject to :mod:`cpomlib.secret`.
- :func:`bareme`: weights and scales (``parameters/comparables.yaml``).

Nothing here names anybody: what a page may say is how many the nearest are, how they resemble,
and their distribution where secrecy allows it.
"""

from cpomlib.comparables.declaration import Bareme, Critere, Reglage, bareme
from cpomlib.comparables.description import decrire
from cpomlib.comparables.distance import Proches, Traits, ecarts, plus_proches, traits
from cpomlib.comparables.position import Position, situer

__all__ = [
    "Bareme",
    "Critere",
    "Position",
    "Proches",
    "Reglage",
    "Traits",
    "bareme",
    "decrire",
    "ecarts",
    "plus_proches",
    "situer",
    "traits",
]
