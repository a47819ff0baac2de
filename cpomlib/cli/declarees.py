"""The one way in and out of what the parties declare, whatever its nature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cpomlib.cli.depot import options_base
from cpomlib.cli.entiers import Entier
from cpomlib.cli.etat import etat_voulu, options_etat
from cpomlib.cli.formes import dire_ecrit, option_forme
from cpomlib.cli.session import session_name
from cpomlib.socle import CommandeError, ecrire, suggestion

if TYPE_CHECKING:
    from cpomlib.base import Declaree
    from cpomlib.cli.natures import Fichier, Nature

Command = TypeVar("Command", bound=Callable[..., Any])

option_qui = click.option("--gestionnaire", metavar="ID", help="SIREN ou EJ-FINESS.")
option_qui_exigee = click.option(
    "--gestionnaire", required=True, metavar="ID", help="SIREN ou EJ-FINESS."
)


def options_deposer(command: Command) -> Command:
    """Give a command what depositing a declaration asks."""
    options = (
        click.option("--depuis", type=Entier(1), metavar="N",
                     help="Dépôt d’où vient la version modifiée\u00a0: s’il est encore en vigueur, "
                     "il est remplacé."),
        click.option("--remplacer", is_flag=True,
                     help="Remplace la version en vigueur, qui reste dans l’historique."),
        click.option("--essai", is_flag=True, help="Dit tout, sans rien écrire."),
    )  # fmt: skip
    made: Any = command
    for option in options:
        made = option(made)
    made = options_base(made)
    return made


def options_retirer(command: Command) -> Command:
    """Give a command what taking a declaration out asks."""
    essai = click.option("--essai", is_flag=True, help="Dit tout, sans rien écrire.")
    made: Any = essai(command)
    made = options_base(made)
    return made


def options_sortir(command: Command) -> Command:
    """Give a command what reading a declaration asks."""
    base = click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
    sortie = click.option("-o", "--sortie", type=click.Path(path_type=Path, dir_okay=False),
                          metavar="FICHIER", help="Écrit le texte dans ce fichier.")  # fmt: skip
    return base(sortie(options_etat(command)))


def options_lister(command: Command) -> Command:
    """Give a command what listing declarations asks."""
    base = click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
    forme = option_forme("table", "json")
    tout = click.option(
        "--historique", is_flag=True, help="Toutes les versions, même remplacées ou retirées."
    )
    return option_qui(base(tout(forme(options_etat(command)))))


def deposer(
    fichier: Fichier, cle: tuple[str, str], base: str | None, auteur: str | None,
    depuis: int | None, remplacer: bool, essai: bool,
) -> str:  # fmt: skip
    """Deposit a text that its reader accepts; return what to say.

    Raises:
        DeclarationChangeeError: another version is in force, and nothing was chosen.
        CommandeError: the gestionnaire is not in the base.
    """
    from cpomlib.base import Origine, declarer, empreinte, intitule, open_base

    engine = open_base(base)
    origine = Origine(
        auteur or session_name(), fichier.fichier, empreinte(fichier.texte), cle[1].split("/")[0]
    )
    known = None if remplacer else {cle: _connue(engine, cle, depuis)}
    done = declarer(engine, {cle: fichier.texte}, origine, known, essai=essai)
    said = f"{intitule(cle[1])} de {cle[0]}"
    if not done.depot:
        return f"{said[:1].upper()}{said[1:]} est déjà dans la base, tel quel\u00a0: rien à écrire."
    if essai:
        return f"Essai\u00a0: {said} entrerait dans la base. Rien n’a été écrit."
    return f"Dépôt n°\u00a0{done.depot}\u00a0: {said} est dans la base."


def _connue(engine: Any, cle: tuple[str, str], depuis: int | None) -> str:
    """Return the hash of the version that one says to have started from, empty for none."""
    if depuis is None:
        return ""
    from cpomlib.base import historique

    found = next((one for one in historique(engine, *cle) if one.depot == depuis), None)
    if found is None:
        raise CommandeError(
            f"Le dépôt n°\u00a0{depuis} n’a pas cette déclaration.",
            ou="option «\u00a0--depuis\u00a0»",
            que_faire="«\u00a0lister --historique\u00a0» donne les dépôts de ses versions.",
        )
    return found.empreinte


def retirer(cle: tuple[str, str], base: str | None, auteur: str | None, essai: bool) -> str:
    """Take a declaration out of the current state; return what to say."""
    from cpomlib.base import Origine, declarer, empreinte, intitule, open_base

    engine = open_base(base)
    trouver(engine, cle, None)
    origine = Origine(auteur or session_name(), "", empreinte(""), cle[1].split("/")[0])
    done = declarer(engine, {cle: None}, origine, essai=essai)
    said = f"{intitule(cle[1])} de {cle[0]}"
    if essai:
        return f"Essai\u00a0: {said} sortirait de la base. Rien n’a été écrit."
    return f"Dépôt n°\u00a0{done.depot}\u00a0: {said} est retiré\u00a0; l’historique le garde."


def sortir(
    cle: tuple[str, str], base: str | None, sortie: Path | None, au: Any, etat: int | None
) -> None:
    """Write a declaration to the letter, on the screen or in a file."""
    from cpomlib.base import open_base, quand

    engine = open_base(base)
    held = trouver(engine, cle, etat_voulu(engine, au, etat))
    text = held.texte or ""
    if sortie is None:
        click.echo(text, nl=False)
        return
    ecrire(sortie, text.encode())
    click.echo(f"{dire_ecrit(sortie)} ({quand(held)}).")


def trouver(engine: Any, cle: tuple[str, str], etat: int | None) -> Declaree:
    """Return a declaration of a state.

    Raises:
        CommandeError: there is none of that name; names the nearest.
    """
    from cpomlib.base import declarations, intitule

    nature = cle[1].split("/")[0]
    known = {one.document: one for one in declarations(engine, [cle[0]], nature=nature, etat=etat)}
    if cle[1] in known:
        return known[cle[1]]
    names = [one.nom for one in known.values() if one.nom]
    said = intitule(cle[1])
    raise CommandeError(
        f"Rien n’est déposé\u00a0: {said} de «\u00a0{cle[0]}\u00a0» n’est pas dans la base.",
        que_faire=suggestion(cle[1].partition("/")[2], names) if names else
        f"«\u00a0cpom {nature} lister\u00a0» dit ce qui y est.",
    )  # fmt: skip


def lister(
    nature: Nature, gestionnaire: str | None, base: str | None, historique: bool, forme: str,
    au: Any, etat: int | None,
) -> str:  # fmt: skip
    """Return the declarations of a nature as a list."""
    from cpomlib.base import declarations, open_base
    from cpomlib.base import historique as history

    engine = open_base(base)
    state = etat_voulu(engine, au, etat)
    owners = [gestionnaire] if gestionnaire else None
    found: Sequence[Declaree]
    if historique:
        found = [one for one in history(engine, gestionnaire) if one.nature == nature.nom]
        found = [one for one in found if one.etat <= state]
    else:
        found = declarations(engine, owners, nature=nature.nom, etat=state)
    return _json(found) if forme == "json" else _table(found)


def _json(found: Sequence[Declaree]) -> str:
    from cpomlib.cli.ecran import write_json

    rows = [
        {
            "gestionnaire": one.gestionnaire, "document": one.document, "depot": one.depot,
            "etat": one.etat, "horodatage": one.horodatage.isoformat(), "auteur": one.auteur,
            "fichier": one.fichier, "retiree": one.texte is None,
        }
        for one in found
    ]  # fmt: skip
    return write_json(rows) + "\n"


def _table(found: Sequence[Declaree]) -> str:
    from cpomlib.base import local

    if not found:
        return "Aucune déclaration.\n"
    head = ("Gestionnaire", "Document", "Dépôt", "État", "Date", "Auteur", "")
    rows = [head] + [
        (
            one.gestionnaire, one.document, str(one.depot), str(one.etat),
            local(one.horodatage).strftime("%d/%m/%Y %H:%M"), one.auteur,
            "retiré" if one.texte is None else "",
        )
        for one in found
    ]  # fmt: skip
    widths = [max(len(row[rank]) for row in rows) for rank in range(len(head))]
    lines = ["  ".join(cell.ljust(widths[rank]) for rank, cell in enumerate(row)) for row in rows]
    return "".join(f"{line.rstrip()}\n" for line in lines)
