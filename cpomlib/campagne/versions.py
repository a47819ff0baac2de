"""The versions of what makes a report."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from cpomlib import __version__

_LIBRARIES = (
    "altair",
    "ipykernel",
    "nbclient",
    "numpy",
    "pandas",
    "papermill",
    "vl-convert-python",
)


@cache
def versions() -> dict[str, str]:
    """Return the versions that matter to what a report shows."""
    found = {"cpomlib": __version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
