"""Who a gestionnaire houses beside who asks in vain in its région, modality by modality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cpomlib.calcul.secret import ENSEMBLE


@dataclass(frozen=True)
class Besoin:
    """The share of a public on each side, fractions; None where masked or unknown."""

    modalite: str
    accueillis: float | None
    demandes: float | None

    @property
    def ecart(self) -> float | None:
        """How much more it asks than it is housed."""
        if self.accueillis is None or self.demandes is None:
            return None
        return self.demandes - self.accueillis


def besoins(accueillis: Mapping[str, float | None], demandes: pd.DataFrame) -> tuple[Besoin, ...]:
    """Set the shares of a gestionnaire beside those of the unmet requests of its région.

    Args:
        accueillis: modality → share among the ménages it housed.
        demandes: as :func:`cpomlib.calcul.regional.parts` gives them, masked.
    """
    whole = demandes[demandes["departement"] == ENSEMBLE].set_index("modalite")["part"]
    return tuple(Besoin(code, share, _known(whole, code)) for code, share in accueillis.items())


def _known(shares: pd.Series, code: str) -> float | None:
    if code not in shares.index:
        # a public nobody asked for has no row
        return 0.0 if shares.notna().any() else None
    return None if pd.isna(shares[code]) else float(shares[code])


def plus_grand_ecart(trouves: tuple[Besoin, ...]) -> Besoin | None:
    """Return the public that asks most beyond what it is housed, None where none is known."""
    known = [one for one in trouves if one.ecart is not None and one.ecart > 0]
    return max(known, key=lambda one: one.ecart or 0.0, default=None)
