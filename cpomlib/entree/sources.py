"""The files that say how what arrives is read, all of them (``parameters/sources``)."""

from __future__ import annotations

from typing import Any

from cpomlib.droit import Declaration
from cpomlib.entree.balance import BALANCE
from cpomlib.entree.comptes import COMPTES_DE_TIERS
from cpomlib.entree.fec import FEC
from cpomlib.entree.finess import FINESS
from cpomlib.entree.garde import LIMITES
from cpomlib.entree.siao import SIAO

SOURCES: tuple[Declaration[Any], ...] = (BALANCE, COMPTES_DE_TIERS, FEC, FINESS, LIMITES, SIAO)
