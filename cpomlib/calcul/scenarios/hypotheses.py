"""The hypotheses of a scenario: what there are, by their name in a file.

Rates are fractions (0.012 is 1,2 %). Amounts are euros of the year they take effect; what lasts
then follows the index of its nature (dotation, groupe, salaries).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cpomlib.calcul.scenarios.declaration import Hypothese
from cpomlib.calcul.scenarios.types import tous

TYPES: Mapping[str, type[Hypothese]] = MappingProxyType({kind.type: kind for kind in tous()})
"""Type in a file → its dataclass, in the order of the contract."""

FAMILLES: Mapping[str, str] = MappingProxyType(
    {
        "offre": "Offre",
        "dotation": "Dotation",
        "charges": "Charges",
        "personnel": "Personnel",
        "siege": "Siège",
        "investissement": "Investissement",
        "cofinancements": "Cofinancements",
    }
)
"""The groups of hypotheses, in the order of the page."""
