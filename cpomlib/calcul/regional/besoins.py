"""Who a gestionnaire houses beside who asks in vain in its région, modality by modality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cpomlib.calcul.secret import ENSEMBLE
from cpomlib.calcul.verdicts import RISQUE, binomiale

_INFIME = 1e-9
"""What sums of shares miss by: no gap."""


@dataclass(frozen=True)
class Besoin:
    """The share of a public on each side, fractions; None where masked or unknown.

    ``plafond`` is the greatest gap that a reader of what is shown holds possible.
    """

    modalite: str
    accueillis: float | None
    demandes: float | None
    plafond: float = 1.0

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
    # what the shares shown leave is the most that a masked one can be
    left = 1.0 - float(whole.drop(ENSEMBLE, errors="ignore").sum())
    return tuple(_besoin(code, share, _known(whole, code), left) for code, share in
                 accueillis.items())  # fmt: skip


def _besoin(code: str, housed: float | None, asked: float | None, left: float) -> Besoin:
    most = left if asked is None else asked
    return Besoin(code, housed, asked, most - (housed or 0.0))


def _known(shares: pd.Series, code: str) -> float | None:
    if code not in shares.index:
        # a public nobody asked for has no row
        return 0.0 if shares.notna().any() else None
    return None if pd.isna(shares[code]) else float(shares[code])


def plus_grand_ecart(trouves: tuple[Besoin, ...]) -> Besoin | None:
    """Return the public that asks most beyond what it is housed; None where another could.

    It is chosen from what is shown only: naming it, or not, tells nothing of what is masked.
    """
    known = [one for one in trouves if one.ecart is not None and one.ecart > 0]
    top = max(known, key=lambda one: one.ecart or 0.0, default=None)
    hidden = [one.plafond for one in trouves if one.ecart is None]
    if top is None or top.ecart is None or max(hidden, default=0.0) > top.ecart + _INFIME:
        return None
    return top


def depasse_le_hasard(besoin: Besoin, compte: tuple[float, float], parmi: int) -> bool:
    """Tell whether chance would not make such a gap, the widest of several.

    Args:
        besoin: the gap; its requests, far more numerous, are taken as they are.
        compte: the ménages of that public that are housed, among how many.
        parmi: how many publics are looked at.
    """
    k, n = (round(one) for one in compte)
    return binomiale(k, n, besoin.demandes or 0.0) <= RISQUE / max(parmi, 1)


def public_en_attente(trouves: tuple[Besoin, ...]) -> bool:
    """Tell whether some public may ask more than it is housed."""
    return any(one.plafond > _INFIME for one in trouves)
