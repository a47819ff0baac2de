"""The opening of the page of a contract."""

from __future__ import annotations

import os
from typing import Any

from cpomlib.pages.contrat.donnees import AccesContrats
from cpomlib.pages.contrat.page import Page
from cpomlib.pages.tenue import ouvrir_page


def ouvrir(base: str = "", contrat: str = "", gestionnaire: str = "") -> Any:
    """Make the page of the visitor who just came.

    Args:
        base: address of the base; ``CPOM_BASE`` by default.
        contrat: the only one of the page; ``CPOM_APP_CONTRAT`` by default, else the visitor
            chooses.
        gestionnaire: whose contracts the page shows; ``CPOM_APP_GESTIONNAIRE`` by default.
    """
    acces = AccesContrats(base, contrat or os.environ.get("CPOM_APP_CONTRAT", ""),
                  gestionnaire or os.environ.get("CPOM_APP_GESTIONNAIRE", ""))  # fmt: skip
    return ouvrir_page(lambda valeurs, d_avance: Page(acces, valeurs, d_avance))
