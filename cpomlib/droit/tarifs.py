"""Which file holds the ceiling of a GHAM."""

from __future__ import annotations

from cpomlib.droit.legislation import chemins

_FOLDER = "tarifs_plafonds"
_OTHERS = f"{_FOLDER}/autres_gham"


def chemin_tarif_gham(gham: str) -> str:
    """Return the path of the parameter that holds, or should hold, the ceiling of a GHAM.

    Five of the twelve codes were found in no text: for them the path is that of a parameter to
    be completed, whose error names the arrêté. A service that has read the arrêté adds a file
    named after the code in its own folder.

    Args:
        gham: code of the GHAM, such as ``3R``.
    """
    own = f"{_FOLDER}/{gham}"
    return own if own in chemins() else _OTHERS
