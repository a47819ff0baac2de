"""What the commands on contracts read: the contracts, and the tables that their targets need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.etat import etat_voulu, jour_voulu, option_etat, option_jour, options_etat
from cpomlib.cli.formes import option_forme

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Contrat
    from cpomlib.dossier import ContratsLus

Command = Callable[..., Any]


def options_contrats(*formes: str, fenetre: bool = False) -> Callable[[Command], Command]:
    """Give a command the base, the state, the day and the form of what it says.

    Args:
        formes: the forms, the ordinary one first.
        fenetre: its ``--au`` ends the days shown: a past state is asked for by its number.
    """

    def decorate(command: Command) -> Command:
        options = (
            click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE)."),
            option_forme(*formes),
            click.option("-o", "--sortie", metavar="FICHIER", help="Fichier à écrire."),
        )  # fmt: skip
        for option in options:
            command = option(command)
        return option_jour(option_etat(command) if fenetre else options_etat(command))

    return decorate


def lus(base: str | None, quand: Mapping[str, Any]) -> ContratsLus:
    """Read every contract that the base shows, in the state asked for."""
    from cpomlib.base import open_base
    from cpomlib.dossier import lire_contrats

    engine = open_base(base)
    etat = etat_voulu(engine, quand["au"], quand["etat"])
    return lire_contrats(engine, etat, jour_voulu(quand["jour"], quand["au"]))


def un_contrat(lus: ContratsLus, code: str) -> Contrat:
    """Return one contract.

    Raises:
        CommandeError: there is none of that code; the nearest is named.
    """
    from cpomlib.socle import CommandeError, suggestion

    if code not in lus.contrats:
        raise CommandeError(
            f"Le contrat «\u00a0{code}\u00a0» n’est pas en base.",
            que_faire=suggestion(code, list(lus.contrats), "cpom contrat lister")
            or "Déposez-le avec «\u00a0cpom importer contrat DOSSIER\u00a0».",
        )
    return lus.contrats[code]


def de_la_region(lus: ContratsLus, region: str) -> ContratsLus:
    """Keep the contracts that hold an establishment of a région."""
    from cpomlib.droit import code_region

    code = code_region(region)
    known = lus.frames["etablissements"]
    here = set(known.loc[known["region"] == code, "id_etablissement"])
    return lus.parmi(
        {name: one for name, one in lus.contrats.items()
         if here & {row["id_etablissement"] for row in one.de("contrat_etablissements")}}
    )  # fmt: skip
