"""How a command ends: what is said of it, in French, and the code it gives back."""

from __future__ import annotations

import os
import re
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import click

from cpomlib.socle import CpomError, DonneesError, insecable
from cpomlib.socle.pannes import dire, interne, raison

_ARRETS = ("SIGTERM", "SIGHUP")
"""What ends a command as Ctrl-C does: what is under way is put in order first."""


_CITE = re.compile(r"""(?<![\w’«])(?:'([^']+)'|"([^"]*'[^"]*)")(?!\w)""")
"""What ``repr`` puts between quotes; double ones where the text has an apostrophe itself."""
_DETAIL = (
    "\nLa commande n’est pas allée à son terme. Pour le détail à transmettre à l’équipe, relancez "
    "la même commande avec la variable CPOM_TRACE=1\u00a0; relisez-le d’abord\u00a0: il peut citer "
    "des données."
)


@dataclass
class Arret:
    """Which signal has asked for the end, 0 as long as none has."""

    signal: int = 0

    def ecouter(self) -> None:
        """Listen to what ends a command; a command that was told to ignore it goes on doing so."""
        for name in _ARRETS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, self._ask)

    def _ask(self, number: int, _frame: Any) -> None:
        """End as Ctrl-C does; asked a second time, the system ends it at once."""
        self.signal = number
        signal.signal(number, signal.SIG_DFL)
        raise KeyboardInterrupt


def conduire(commande: click.Command) -> int:
    """Run a command; return its code, once what must be said is."""
    arret = Arret()
    arret.ecouter()
    if not os.environ.get("CPOM_TRACE"):
        sys.unraisablehook = _silent
    try:
        code = _run(commande, arret)
        sys.stdout.flush()
    except OSError as error:
        code = _stopped_writing(error)
    except KeyboardInterrupt:
        code = _interrupted(arret)
    return code


def _run(commande: click.Command, arret: Arret) -> int:
    try:
        code = commande.main(standalone_mode=False)
    except click.ClickException as error:
        said = insecable(guillemets(error.format_message()))
        error.format_message = lambda: said  # type: ignore[method-assign]
        error.show()
        return error.exit_code
    except click.Abort:
        return _interrupted(arret)
    except CpomError as error:
        return _say(error)
    except Exception as error:
        if os.environ.get("CPOM_TRACE"):
            raise
        told = dire(error)
        return _say(told) if told is not None else _defect(error)
    return code if isinstance(code, int) else 0


def guillemets(texte: str) -> str:
    """Write between « » what click quotes as Python does: an option, a value, a file."""
    return _CITE.sub(lambda found: f"«\u00a0{found[1] or found[2]}\u00a0»", texte)


def _silent(_error: Any) -> None:
    """Keep to oneself what a library cannot raise: the error it comes from has been said."""


def _say(error: CpomError) -> int:
    click.echo(insecable(f"Erreur : {_text(error)}"), err=True)
    return 1


def _defect(error: Exception) -> int:
    click.echo(insecable(f"{interne(error)}{_DETAIL}"), err=True)
    return 70


def _interrupted(arret: Arret) -> int:
    click.echo("Arrêté." if arret.signal else "Interrompu.", err=True)
    return 128 + (arret.signal or signal.SIGINT)


def _stopped_writing(error: OSError) -> int:
    """Say that what was shown could not be written, unless nobody reads it any more."""
    if not isinstance(error, BrokenPipeError):
        told = f"Erreur : ce qui s’affiche n’a pas pu être écrit : {raison(error)}."
        click.echo(insecable(told), err=True)
    with suppress(OSError):
        sys.stdout.close()
    return 1


def _text(error: CpomError) -> str:
    """Return the message; faults by the thousand are grouped and counted."""
    if isinstance(error, DonneesError):
        from cpomlib.tables import told

        return told(error)
    return str(error)
