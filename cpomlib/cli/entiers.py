"""Whole numbers typed after an option, whose bounds are said in words."""

from __future__ import annotations

from typing import Any

import click


class Entier(click.ParamType):
    """A whole number within bounds.

    Args:
        moindre: the least.
        plus_grand: the greatest; None for no limit.
    """

    name = "integer"

    def __init__(self, moindre: int, plus_grand: int | None = None) -> None:
        self.moindre, self.plus_grand = moindre, plus_grand

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number.

        Raises:
            BadParameter: it is not one, or is out of bounds.
        """
        number: int = click.INT.convert(value, param, ctx)
        if number < self.moindre or (self.plus_grand is not None and number > self.plus_grand):
            self.fail(f"{number} est hors des bornes. Donnez {self._dites()}.", param, ctx)
        return number

    def _dites(self) -> str:
        if self.plus_grand is None:
            return f"un nombre entier, {self.moindre} ou plus"
        return f"un nombre entier de {self.moindre} à {self.plus_grand}"
