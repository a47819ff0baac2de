"""Who is at the keyboard, and what the base knows already."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

STRUCTURE = ("gestionnaires", "etablissements")
"""What the base must tell so that the references of a deposit can be resolved."""


INSERTION = ("structures_insertion", "population_insertion")
"""What the tables of insertion refer to."""


def session_name() -> str:
    """Return who is at the keyboard, for the record of a deposit."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "inconnu"


def known_structure(base: str | None) -> dict[str, pd.DataFrame]:
    """Return the structure the base holds; a base that does not exist yet holds nothing.

    The file is not created here: a refused deposit leaves nothing behind.
    """
    from cpomlib.base import open_base, read
    from cpomlib.cli.depot import exists

    return read(open_base(base, creer=True), [*STRUCTURE, *INSERTION]) if exists(base) else {}


def known_region(base: str | None) -> dict[str, pd.DataFrame]:
    """Return the structure, and the versions of the arrêtés de programmation, likewise."""
    from cpomlib.base import open_base, read
    from cpomlib.cli.depot import exists

    names = [*STRUCTURE, *INSERTION, "arretes_programmation"]
    return read(open_base(base, creer=True), names) if exists(base) else {}
