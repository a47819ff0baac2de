"""The scenarios of the invented region: those that the project ships, as their parties would."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from cpomlib.droit import listes, shipped_dir, texte_exact
from cpomlib.tables import conform

if TYPE_CHECKING:
    import pandas as pd

_COLONNES = ("id_gestionnaire", "document", "texte")


def declarees(gestionnaires: Collection[str], connues: Collection[tuple[str, str]]) -> pd.DataFrame:
    """Return the shipped scenarios of some gestionnaires as the base holds declarations.

    Args:
        gestionnaires: those of the invented region.
        connues: gestionnaire and document of what the base has already: it is left alone.
    """
    import pandas as pd

    rows = [
        (one, document, texte_exact(path))
        for one in sorted(gestionnaires)
        for path in listes(shipped_dir() / "scenarios" / one, (".yaml",))
        if (one, document := f"scenario/{path.stem}") not in connues
    ]
    return conform("declarations", pd.DataFrame(rows, columns=list(_COLONNES)))
