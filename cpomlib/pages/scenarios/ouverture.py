"""The opening of the page of the scenarios."""

from __future__ import annotations

import os
from typing import Any

from cpomlib.pages.scenarios.donnees import Acces
from cpomlib.pages.scenarios.page import Page
from cpomlib.pages.tenue import ouvrir_page


def ouvrir(base: str = "", gestionnaire: str = "") -> Any:
    """Make the page of the visitor who just came.

    Args:
        base: address of the base; ``CPOM_BASE`` by default.
        gestionnaire: the only one of the page; ``CPOM_APP_GESTIONNAIRE`` by default, else the
            visitor chooses.
    """
    acces = Acces(base, gestionnaire or os.environ.get("CPOM_APP_GESTIONNAIRE", ""))
    return ouvrir_page(lambda valeurs, d_avance: Page(acces, valeurs, d_avance))
