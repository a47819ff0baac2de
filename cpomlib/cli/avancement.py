"""How a campaign goes, said on the error stream."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tqdm import tqdm

    from cpomlib.campagne import Issue, Sujet

_BAR = "{desc} {n_fmt}/{total_fmt} |{bar}| {elapsed} écoulé, reste {remaining}"


class Avancement:
    """Says on the error stream how the campaign goes: a bar for a person, lines for a log."""

    def __init__(self, total: int = 0) -> None:
        """Start; ``total``: how many there are of several campaigns that follow each other."""
        self._total, self._done, self._fixed = total, 0, bool(total)
        self._bar: tqdm | None = None

    def attente(self) -> None:
        """Say that another campaign is being waited for."""
        click.echo("Une autre campagne écrit dans ce dossier : attente de sa fin…", err=True)

    def debut(self, total: int, a_jour: int) -> None:
        """Say how much there is to do, and start the bar on a terminal."""
        from tqdm import tqdm

        from cpomlib.socle import pluriel

        if self._fixed:
            return
        self._total = total
        if a_jour:
            text = pluriel(a_jour, "rapport est déjà", "rapports sont déjà")
            click.echo(f"{text} à jour.", err=True)
        if total and sys.stderr.isatty():
            self._bar = tqdm(total=total, desc="Diagnostics", bar_format=_BAR, file=sys.stderr)

    def fini(self, cible: Sujet, issue: Issue) -> None:
        """Say how a report ended."""
        self._done += 1
        line = _line(cible, issue)
        if self._bar is None:
            click.echo(f"[{self._done}/{self._total}] {line}", err=True)
            return
        if issue.raison or issue.avis:
            self._bar.write(line, file=sys.stderr)
        self._bar.update()

    def ferme(self) -> None:
        """Leave the terminal clean."""
        if self._bar is not None:
            self._bar.close()


def _line(cible: Sujet, issue: Issue) -> str:
    from cpomlib.socle import nombre

    nom = printable(cible.nom)
    if issue.raison:
        return f"{cible.id} {nom} : ÉCHEC. {issue.raison}"
    said = f"{cible.id} {nom} : établi en {nombre(issue.duree_s, 1)}\u00a0s"
    if missing := issue.resume.get("a_completer"):
        said += f". À compléter\u00a0: {', '.join(missing).lower()}"
    return f"{said}. {issue.avis}" if issue.avis else said


def printable(nom: str) -> str:
    """Return a name without what a terminal would take for an order."""
    return "".join(char for char in nom if char.isprintable())
