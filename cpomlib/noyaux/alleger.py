"""Leaving out what libraries load for nothing."""

from __future__ import annotations

import sys

INUTILES = ("rfc3987_syntax",)
"""jsonschema's grammar of international addresses, for a check (« iri ») that no notebook and no
event of Jupyter asks for: it takes longer to build than all the rest of papermill to import."""


def alleger() -> None:
    """Let libraries do without what they only load when it is there.

    To be called before they are imported: they then behave as where it is not installed.
    """
    for name in INUTILES:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
