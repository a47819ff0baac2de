"""An error of an analyst's cell is one French line, not a page of code."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from cpomlib.socle import CpomError

P = ParamSpec("P")
R = TypeVar("R")


def en_clair(function: Callable[P, R]) -> Callable[P, R]:
    """Make a notebook show the French sentence of an error in the place of its traceback."""

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except CpomError as error:
            lines = [str(error)]
            # the one name that IPython asks an exception for
            error._render_traceback_ = lambda: lines  # type: ignore[attr-defined]
            raise

    return called
