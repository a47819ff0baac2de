"""Leaving out what libraries load for nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

INUTILES = ("rfc3987_syntax",)
"""jsonschema's grammar of international addresses, for a check (« iri ») that no notebook and no
event of Jupyter asks for: it takes longer to build than all the rest of papermill to import."""


def alleger(*noms: str) -> None:
    """Let libraries do without what they only load when it is there, for as long as we live.

    To be called before they are imported: they then behave as where it is not installed.

    Args:
        noms: modules to leave out besides those that nobody here ever needs.
    """
    for name in (*INUTILES, *noms):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


@contextmanager
def sans(*noms: str) -> Iterator[None]:
    """Let what the block imports do without some modules; others may import them afterwards."""
    hidden = [name for name in noms if name not in sys.modules]
    alleger(*hidden)
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
