"""All that is wrong with a file, said at once: who corrects it does so in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from cpomlib.droit.endroit import Endroit
from cpomlib.droit.lecture import ecarts
from cpomlib.socle import ParametreError, ParametresError

Lu = TypeVar("Lu")


class Fautes:
    """The faults met while a file is read; the reading goes on with what is right."""

    def __init__(self) -> None:
        self._dites: list[ParametreError] = []

    def lire(self, lecture: Callable[[], Lu], sinon: Lu) -> Lu:
        """Return what a reading gives; keep its refusal and return the other value."""
        try:
            return lecture()
        except ParametreError as error:
            self._dites.append(error)
            return sinon

    def noter(self, faute: ParametreError) -> None:
        """Keep a fault that was found without reading further."""
        self._dites.append(faute)

    def cles(
        self,
        content: Any,
        known: frozenset[str],
        where: str | Endroit,
        required: frozenset[str] = frozenset(),
    ) -> Mapping[str, Any]:
        """Return the known keys of a mapping; keep each unknown one, each that is missing."""
        self._dites += ecarts(content, known, required, where)
        if not isinstance(content, Mapping):
            return {}
        return {key: value for key, value in content.items() if key in known}

    def conclure(self) -> None:
        """Refuse the file, if anything is wrong with it.

        Raises:
            ParametreError: the one fault, or all of them.
        """
        if len(self._dites) == 1:
            raise self._dites[0]
        if self._dites:
            raise ParametresError(self._dites)
