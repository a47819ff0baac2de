"""The counts of persons behind the indicators of a package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.secret import compte_au_denominateur, compte_au_numerateur


@dataclass(frozen=True)
class Effectifs:
    """Names of the counts an indicator says, empty where it says none."""

    numerateur: str = ""
    denominateur: str = ""


@cache
def effectifs() -> Mapping[str, Effectifs]:
    """Return the counts of persons that each indicator of a package says, in catalogue order.

    An indicator of volet « activité » that counts no person has none.
    """
    sent = (fiche.id for fiche in fiches().values() if fiche.transmis)
    said = {name: Effectifs(compte_au_numerateur(name), compte_au_denominateur(name))
            for name in sent}  # fmt: skip
    return MappingProxyType(said)
