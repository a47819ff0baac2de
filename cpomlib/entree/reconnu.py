"""What a file was taken for."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

INCONNU = "inconnu"
CLE, CORRESPONDANCE = "cle", "correspondance"
"""What is no deposit, and helps to read one."""


@dataclass(frozen=True)
class Reconnu:
    """What a file was taken for.

    Attributes:
        format: name of the import (``fec``, ``trame``…), or ``inconnu``.
        nature: what it is, a French noun phrase.
        pourquoi: what shows it, a French sentence.
        arguments: the words after ``cpom importer``; empty when nothing can be run.
        manque: what must still be given, a French sentence; empty when nothing is.
        table: the shared table it is, when it is one.
    """

    format: str
    nature: str
    pourquoi: str
    arguments: tuple[str, ...] = ()
    manque: str = ""
    table: str = ""

    @property
    def commande(self) -> str:
        """The command to run, as it is typed; words in capitals are to be replaced."""
        return shlex.join(("cpom", "importer", *self.arguments)) if self.arguments else ""
