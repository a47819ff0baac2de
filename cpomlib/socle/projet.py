"""Where the project's notebooks and parameters are, in a checkout or once installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def root() -> Path:
    """Return the folder that holds ``notebooks/`` and ``parameters/``."""
    packaged = _PACKAGE / "_projet"
    return packaged if packaged.is_dir() else _PACKAGE.parent


@cache
def parameters_dir() -> Path:
    """Return the folder of the parameters shipped with the project."""
    return root() / "parameters"


def notebooks_dir() -> Path:
    """Return the folder of the notebooks shipped with the project."""
    return root() / "notebooks"
