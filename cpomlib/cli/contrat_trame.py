"""``cpom contrat trame``: the workbook of a contract, with what is known of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from cpomlib.cli.contrats_lus import lus
from cpomlib.cli.entiers import Entier
from cpomlib.cli.etat import Jour

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Ebauche
    from cpomlib.dossier import ContratsLus
    from cpomlib.tables import Frames

_MOIS = 60
"""Months of a contract that nobody has said: the most that the law allows."""


@click.command()
@click.argument("code", metavar="ID")
@click.option("-o", "--sortie", required=True, type=click.Path(path_type=Path), metavar="FICHIER",
              help="Classeur à écrire (.xlsx)\u00a0; il ne doit pas exister.")  # fmt: skip
@click.option("--gestionnaire", metavar="ID",
              help="Commence un nouveau contrat de ce gestionnaire.")  # fmt: skip
@click.option("--effet", type=Jour(), metavar="DATE",
              help="Date d’effet prévue d’un nouveau contrat.")  # fmt: skip
@click.option("--duree", type=Entier(1, 120), default=_MOIS, show_default=True,
              metavar="MOIS", help="Durée prévue d’un nouveau contrat.")  # fmt: skip
@click.option("--lancement", type=Jour(), metavar="DATE",
              help="Y met la démarche type, à partir de ce jour.")  # fmt: skip
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
def trame(
    code: str, sortie: Path, gestionnaire: str | None, effet: date | None, duree: int,
    lancement: date | None, base: str | None,
) -> None:  # fmt: skip
    """Écrit le classeur d’un contrat, avec ce qui est connu de lui.

    Une feuille par table. Au retour : « cpom importer contrat CLASSEUR ». Le code d’un contrat
    qui n’est pas en base donne un classeur vide ; avec « --gestionnaire » et « --effet », un
    contrat en préparation, qui peut être déposé tel quel : ses CHRS, ses parties, les deux axes
    et les quatre indicateurs obligatoires.
    """
    from cpomlib.entree.trame import ecrire_trame_contrat
    from cpomlib.socle import pluriel
    from cpomlib.tables import contract_names

    found, left = lus(base, {"au": None, "etat": None, "jour": None}), ""
    held = {name: found.frames[name] for name in contract_names()}
    mine: Frames = {name: frame[frame["id_contrat"] == code] for name, frame in held.items()}
    if gestionnaire:
        start = _start(found, code, gestionnaire, effet, duree, lancement)
        mine, left = _drafted(start)
    counts = ecrire_trame_contrat(mine, sortie, reperes=_words(found, mine, code))
    click.echo(f"Classeur écrit : {sortie} ({pluriel(len(counts), 'feuille')}).")
    if left:
        click.echo(left)


def _start(
    found: ContratsLus, code: str, qui: str, effet: date | None, mois: int, lancement: date | None
) -> Ebauche:
    from cpomlib.base import years
    from cpomlib.calcul.contrat import Ebauche, lignes_de
    from cpomlib.socle import suggestion

    if code in found.contrats:
        _refuse(f"Le contrat «\u00a0{code}\u00a0» est déjà dans la base.",
                "Donnez un autre code, ou ôtez «\u00a0--gestionnaire\u00a0».")  # fmt: skip
    if effet is None:
        _refuse("La date d’effet manque.", "Donnez celle qui est prévue\u00a0: --effet 01/01/2027.")
    owners = {row["id_gestionnaire"]: row for row in lignes_de(found.frames["gestionnaires"])}
    if qui not in owners:
        _refuse(
            f"Le gestionnaire «\u00a0{qui}\u00a0» n’est pas dans la base.",
            suggestion(qui, owners, "cpom gestionnaires"),
        )
    houses = found.frames["etablissements"]
    known = [one for one in years(found.engine, [qui], etat=found.etat) if one < effet.year]
    return Ebauche(
        code, owners[qui], lignes_de(houses[houses["id_gestionnaire"] == qui]), effet, mois,
        max(known, default=effet.year - 1), lancement,
    )  # fmt: skip


def _refuse(quoi: str, que_faire: str) -> NoReturn:
    from cpomlib.socle import CommandeError

    raise CommandeError(quoi, que_faire=que_faire)


def _drafted(depart: Ebauche) -> tuple[Frames, str]:
    """Return the tables of a new contract, and what is said of what they leave out."""
    import pandas as pd

    from cpomlib.calcul.contrat import ebaucher
    from cpomlib.socle import pluriel
    from cpomlib.tables import conform, empty

    rows = ebaucher(depart)
    frames = {
        name: conform(name, pd.DataFrame(held)) if held else empty(name)
        for name, held in rows.items()
    }
    inside = {row["id_etablissement"] for row in rows["contrat_etablissements"]}
    others = [one for one in depart.etablissements if one["id_etablissement"] not in inside]
    if not others:
        return frames, ""
    names = ", ".join(f"{one['nom']} ({one['id_etablissement']})" for one in others)
    return frames, (
        f"Hors du périmètre, à ajouter si les parties le veulent\u00a0: "
        f"{pluriel(len(others), 'établissement')}\u00a0: {names}."
    )


def _words(found: ContratsLus, mine: Frames, code: str) -> dict[str, dict[str, str]] | None:
    from cpomlib.calcul.contrat import contrats_de
    from cpomlib.cli.contrat_campagne import reperes

    one = contrats_de(mine).get(code)
    return reperes(one, found) if one else None
