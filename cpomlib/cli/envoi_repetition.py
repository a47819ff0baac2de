"""A deposit rehearsed on a copy of the base: a refusal is known before anything is written."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Engine

_DEPOT = re.compile(r"^Dépôt n°\s([0-9]+) enregistré")
_TABLE = re.compile(r"^  ([a-z_]+)\s: ([0-9\s]+)\slignes?$")
_DEJA = re.compile(r"est déjà dans la base \(dépôt n°\s([0-9]+)")
_DOUTES = ("À vérifier", "Refus")
_LUES = re.compile(r"^[0-9\s]+\slignes? lues?, ")


@dataclass(frozen=True)
class Suite:
    """What became of a deposit.

    Attributes:
        code: 0 when it was made, or would be.
        dit: all that was said, for who wants the detail.
        refus: why it was refused.
    """

    code: int
    dit: str
    refus: str = ""

    @property
    def depot(self) -> int:
        """The number of the deposit, 0 when none was made."""
        found = [match for line in self.dit.splitlines() if (match := _DEPOT.match(line))]
        return int(found[-1][1]) if found else 0

    @property
    def deja(self) -> int:
        """The deposit that holds the same file already, 0 when there is none."""
        match = _DEJA.search(self.dit)
        return int(match[1]) if match else 0

    @property
    def lignes(self) -> dict[str, int]:
        """How many rows of each table."""
        found = (match for line in self.dit.splitlines() if (match := _TABLE.match(line)))
        return {match[1]: int(re.sub(r"\s", "", match[2])) for match in found}

    @property
    def doutes(self) -> list[str]:
        """What was said to be checked, one line each."""
        return self._under(lambda head: head.startswith(_DOUTES))

    @property
    def lues(self) -> list[str]:
        """What was said of the reading: the rows set aside, what was read otherwise."""
        return self._under(lambda head: bool(_LUES.match(head)))

    def _under(self, wanted: Callable[[str], bool]) -> list[str]:
        """Return the lines under the heads that are wanted."""
        kept, inside = [], False
        for line in self.dit.splitlines():
            if not line.startswith("  "):
                inside = wanted(line)
            elif inside:
                kept.append(line.strip())
        return kept


def passer(format: str, mots: Sequence[str]) -> Suite:
    """Run a door as it would be typed, and keep what it says."""
    from cpomlib.cli.importer import FORMATS, importer
    from cpomlib.socle import CpomError
    from cpomlib.tables import told

    if format in FORMATS:
        command = getattr(import_module(f"cpomlib.cli.{FORMATS[format][0]}"), format)
    else:
        command = importer.commands[format]
    out, err = io.StringIO(), io.StringIO()
    refused = ""
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = command.main(
                list(mots), prog_name=f"cpom importer {format}", standalone_mode=False
            )
        except click.ClickException as error:
            code, refused = error.exit_code, error.format_message()
        except CpomError as error:
            from cpomlib.socle import DonneesError

            code, refused = 1, told(error) if isinstance(error, DonneesError) else str(error)
    code = code if isinstance(code, int) else 0
    return Suite(code, out.getvalue(), (refused or err.getvalue().strip()) if code else "")


def copie(base: str | None, dossier: Path) -> str:
    """Return the address of a base of one's own that holds what another does.

    Args:
        base: the address of the base; it may not exist yet.
        dossier: where the copy goes.
    """
    from cpomlib.base import base_address, open_base
    from cpomlib.cli.depot import exists

    address = f"sqlite:///{dossier / 'repetition.db'}"
    if exists(base):
        source = base_address(base)
        if source.startswith("sqlite:///"):
            _backup(source, dossier / "repetition.db")
        else:
            _poured(open_base(base), open_base(address, creer=True))
    else:
        open_base(address, creer=True).dispose()
    return address


def _backup(source: str, target: Path) -> None:
    from sqlite3 import connect

    from sqlalchemy.engine import make_url

    path = make_url(source).database or ""
    with contextlib.closing(connect(path)) as one, contextlib.closing(connect(target)) as other:
        one.backup(other)


def _poured(source: Engine, target: Engine) -> None:
    """Put in the copy what the role sees of a server's base."""
    from cpomlib.base import Origine, deposit, read

    frames = {name: frame for name, frame in read(source).items() if len(frame)}
    if frames:
        deposit(target, frames, Origine("répétition", "base", "0" * 64, "tables"))
    target.dispose()
