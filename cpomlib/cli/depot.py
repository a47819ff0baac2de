"""What every import shares: how a deposit is given, and its guards."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.entiers import Entier
from cpomlib.cli.session import session_name

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.base import Choix, Mode, Origine, Recu, Statut
    from cpomlib.entree import LectureFichier

Command = Callable[..., Any]


@dataclass(frozen=True)
class Demande:
    """How a deposit is asked for: what every door is told; see the help of the options.

    Attributes:
        base: address of the base, None for the default one.
        auteur: who deposits.
        statut: ``brouillon`` and ``transmis`` change nothing before they are validated.
        forcer: write a new deposit even if the same file is there.
        essai: say all that would happen, write nothing.
        choix: what becomes of the rows that would be taken out.
        jour: the day of the deposit.
    """

    base: str | None
    auteur: str
    statut: Statut
    forcer: bool
    essai: bool
    choix: Choix
    jour: date

    def origine(self, fichier: str, sha256: str, nature: str) -> Origine:
        """Return where the deposit comes from."""
        from cpomlib.base import Origine

        return Origine(self.auteur, fichier, sha256, nature)


def options_depot(command: Command) -> Command:
    """Give an import the options of a deposit, gathered as ``demande``."""
    return options_base(_options_du_depot(options_choix(_dits(command, _gathered))))


def _dits(command: Command, gather: Callable[[dict[str, Any]], dict[str, Any]]) -> Command:
    """Give a command its options gathered as ``demande``; tell all the faults of its rows."""

    @functools.wraps(command)
    def asked(**options: Any) -> Any:
        from cpomlib.socle import DonneesError
        from cpomlib.tables import told

        try:
            return command(**gather(options))
        except DonneesError as error:
            click.echo(told(error), err=True)
            raise click.exceptions.Exit(1) from error

    return asked


def _gathered(options: dict[str, Any]) -> dict[str, Any]:
    own = {name: options.pop(name) for name in ("base", "auteur", "statut", "forcer", "essai")}
    own["auteur"] = own["auteur"] or session_name()
    demande = Demande(**own, choix=choix_de(options), jour=aujourdhui())
    return {**options, "demande": demande}


def options_geste(command: Command) -> Command:
    """Give a command that changes some rows only the options of a deposit, as ``demande``."""
    essai = click.option("--essai", is_flag=True, help="Dit ce qui se passerait, n’écrit rien.")
    return options_base(essai(_dits(command, _du_geste)))


def _du_geste(options: dict[str, Any]) -> dict[str, Any]:
    from cpomlib.base import Choix

    own = {name: options.pop(name) for name in ("base", "auteur", "essai")}
    own["auteur"] = own["auteur"] or session_name()
    demande = Demande(**own, statut="valide", forcer=True, choix=Choix("completer"),
                      jour=aujourdhui())  # fmt: skip
    return {**options, "demande": demande}


def options_base(command: Command) -> Command:
    """Give a command the options ``--base`` and ``--auteur``."""
    base = click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
    auteur = click.option("--auteur", metavar="NOM", help="Qui dépose (sinon le nom de session).")
    return base(auteur(command))


def _options_du_depot(command: Command) -> Command:
    statut = click.option(
        "--statut",
        type=click.Choice(["brouillon", "transmis", "valide"]),
        default="valide",
        show_default=True,
        help="Un brouillon ou un dépôt transmis n’a d’effet qu’une fois validé.",
    )
    forcer = click.option(
        "--forcer", is_flag=True, help="Dépose même si le même fichier est déjà dans la base."
    )
    return statut(forcer(command))


def options_choix(command: Command) -> Command:
    """Give a command the trial, and the choice of what becomes of the rows taken out."""
    options = (
        click.option(
            "--completer",
            is_flag=True,
            help="Ajoute et met à jour ligne par ligne, ne retire rien.",
        ),
        click.option(
            "--remplacer",
            is_flag=True,
            help="Ce qui est donné est tout ce qui existe des établissements (années, documents) "
            "dont il parle.",
        ),
        click.option(
            "--portee",
            "portees",
            multiple=True,
            metavar="ID[:ANNEE]",
            help="Avec --remplacer : vide aussi ce que le fichier ne nomme pas.",
        ),
        click.option("--essai", is_flag=True, help="Dit tout ce qui se passerait, n’écrit rien."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def option_avenant(command: Command) -> Command:
    """Give a command the amendment by which a signed contract changes."""
    return click.option(
        "--avenant",
        type=Entier(1),
        metavar="N",
        help="L’avenant par lequel un contrat signé change.",
    )(command)


def choix_de(options: dict[str, Any]) -> Choix:
    """Take the choice out of the options of a command.

    Raises:
        UsageError: two choices that do not go together.
    """
    from cpomlib.base import Choix

    complete, replaced = options.pop("completer"), options.pop("remplacer")
    portees, avenant = tuple(options.pop("portees")), options.pop("avenant", None)
    if complete and replaced:
        raise click.UsageError("« --completer » et « --remplacer » ne vont pas ensemble.")
    if portees and not replaced:
        raise click.UsageError("« --portee » va avec « --remplacer ».")
    mode: Mode = "completer" if complete else "remplacer" if replaced else ""
    return Choix(mode, portees, avenant)


def aujourdhui() -> date:
    """Return the day, local time."""
    from datetime import UTC, datetime

    from cpomlib.base import local

    return local(datetime.now(UTC)).date()


def deposer(frames: Mapping[str, pd.DataFrame], origine: Origine, demande: Demande) -> str:
    """Deposit checked tables by the one way in; return what to say.

    Args:
        frames: checked, typed tables.
        origine: where they come from, with what was doubtful in them.
        demande: how the deposit is asked for.

    Raises:
        DonneesError: a date cannot be yet.
        CommandeError: rows would be taken out and nothing was chosen.
        StoreError: there is nothing to deposit.
    """
    from cpomlib.base import deposit_once, open_base
    from cpomlib.cli.depot_sortie import already, dire_doutes, summary
    from cpomlib.socle import DonneesError
    from cpomlib.tables import doutes_du_jour, refus_du_jour

    faults = refus_du_jour(frames, demande.jour, origine.fichier)
    if faults:
        raise DonneesError(faults)
    doubts = doutes_du_jour(frames, demande.jour, origine.fichier)
    origine = replace(origine, doutes=(*origine.doutes, *doubts))
    if demande.essai and not exists(demande.base):
        recu = _unwritten(frames)
    else:
        base = open_base(demande.base, creer=True)
        recu = deposit_once(
            base, frames, origine, demande.statut, demande.choix,
            forcer=demande.forcer, essai=demande.essai,
        )  # fmt: skip
        if recu.deja:
            return already(base, recu.depot)
    return "\n".join([*dire_doutes([*doubts, *recu.doutes]), summary(recu, demande)])


def deposer_lecture(lecture: LectureFichier, fichiers: Sequence[Path], demande: Demande) -> None:
    """Say what was read of the files of a source, deposit it, say what became of it."""
    from cpomlib.entree import resume, sha256_ensemble

    click.echo(resume(lecture))
    names = ", ".join(path.name for path in fichiers)
    origine = demande.origine(names, sha256_ensemble(fichiers), lecture.format)
    origine = replace(origine, absentes=lecture.absentes, doutes=lecture.doutes)
    click.echo(deposer(lecture.frames, origine, demande))


def exists(base: str | None) -> bool:
    """Whether the base is there: a trial does not make its file."""
    from sqlalchemy.engine import make_url

    from cpomlib.base import base_address

    address = base_address(base)
    return not address.startswith("sqlite:///") or Path(make_url(address).database or "").exists()


def _unwritten(frames: Mapping[str, pd.DataFrame]) -> Recu:
    """Return what the first deposit of a base that does not exist yet would be."""
    from cpomlib.base import Recu, in_order

    ordered = in_order(frames)
    return Recu(1, False, lignes=tuple((name, len(frame)) for name, frame in ordered.items()))
