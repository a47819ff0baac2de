"""``cpom indicateurs``: every indicator of a gestionnaire for a year, or a part of one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.etat import etat_voulu, jour_voulu, option_jour, options_etat
from cpomlib.cli.portees import Exercices

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine


@click.command()
@click.option("--gestionnaire", metavar="ID", help="Identifiant ou nom du gestionnaire.")
@click.option("--region", metavar="R", help="Tous les gestionnaires de la région (code ou nom).")
@click.option(
    "--annee",
    "annees",
    type=Exercices(),
    metavar="AAAA",
    help="Année, du 1er janvier au 31 décembre ; plusieurs pour un fichier : 2023-2025.",
)
@click.option(
    "--periode",
    metavar="PERIODE",
    help="À la place de l’année\u00a0: un semestre (2025-S1) ou un trimestre (2025-T3).",
)
@option_jour
@click.option(
    "--etablissement",
    "etablissements",
    multiple=True,
    metavar="ID",
    help="Établissement à garder (répétable) ; tous par défaut.",
)
@click.option(
    "--perimetre",
    type=click.Choice(["tous", "chrs"]),
    default="tous",
    show_default=True,
    help="« chrs » ne garde que la catégorie 214.",
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@click.option(
    "--format",
    "forme",
    type=click.Choice(["json", "csv", "table", "xlsx"]),
    default="table",
    show_default=True,
    help="Forme du résultat ; avec -o, csv et xlsx sont faits pour Excel et Power BI.",
)
@click.option(
    "-o",
    "--sortie",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Une table à plat : gestionnaire, établissement, année, indicateur.",
)
@click.option(
    "--dans-la-base",
    is_flag=True,
    help="Met la table dans la base, où Power BI et Excel la lisent (vue « indicateurs »).",
)
@click.option("--definitions", is_flag=True, help="Explique chaque indicateur, ne calcule rien.")
@click.option(
    "--indicateur",
    "voulus",
    multiple=True,
    metavar="NOM",
    help="Indicateur à garder, par son nom ou son libellé (répétable) ; tous par défaut.",
)
@options_etat
def indicateurs(forme: str, voulus: tuple[str, ...], **demande: Any) -> None:
    """Calcule les indicateurs d’un gestionnaire, ou de tous ceux d’une région.

    Par défaut, le périmètre est l’ensemble des établissements du gestionnaire. Avec -o, une
    table à plat : une ligne par gestionnaire ou établissement, année et indicateur, avec ses
    deux termes.

    Exemple : cpom indicateurs --region 52 --annee 2023-2025 --format xlsx -o region.xlsx
    """
    from cpomlib.cli.indicateurs_choisis import choisis, dire_definitions

    kept = choisis(voulus)
    if demande.pop("definitions"):
        click.echo(dire_definitions(kept), nl=False)
        return
    if demande.pop("dans_la_base"):
        from cpomlib.cli.indicateurs_base import keep

        keep(whole=not voulus, **demande)
        return
    if demande["sortie"] is not None or demande["region"]:
        _flat(forme, kept, **demande)
        return
    if forme == "xlsx":
        raise click.UsageError(
            "Un classeur s’écrit dans un fichier\u00a0: donnez «\u00a0-o\u00a0»."
        )
    records = _of_one(forme, **demande)
    records = [one for one in records if not voulus or one["id"] in kept]
    from cpomlib.cli.indicateurs_sortie import to_csv, to_json, to_table

    writers = {"json": to_json, "csv": to_csv, "table": to_table}
    click.echo(writers[forme](records), nl=False)


def _flat(forme: str, kept: Sequence[str], **demande: Any) -> None:
    """Write, or show, the indicators of all those asked as one flat table."""
    from cpomlib.base import open_base
    from cpomlib.cli.indicateurs_tableau import tableau, tableau_ecrit
    from cpomlib.cli.portees import demandes

    if demande["periode"] or demande["annees"] is None:
        raise click.UsageError("Une table à plat se demande par «\u00a0--annee\u00a0».")
    engine = open_base(demande["base"])
    state = etat_voulu(engine, demande["au"], demande["etat"])
    owners = demandes(engine, demande["gestionnaire"], demande["region"], state)
    frame = tableau(
        demande["base"], owners, demande["annees"], perimetre=demande["perimetre"], etat=state
    )
    houses = demande["etablissements"]
    if houses:
        frame = frame[frame["etablissement"].isin(houses)]
    frame = frame[frame["indicateur"].isin(kept)]
    tableau_ecrit(frame, forme, demande["sortie"])


def _of_one(
    forme: str,
    gestionnaire: str | None,
    annees: range | None,
    periode: str | None,
    etablissements: tuple[str, ...],
    perimetre: str,
    base: str | None,
    **quand: Any,
) -> list[dict[str, Any]]:
    """Compute the indicators of one gestionnaire, for a year or a part of one."""
    from cpomlib.base import open_base
    from cpomlib.socle import read_periode

    if not gestionnaire:
        raise click.UsageError("Choisissez «\u00a0--gestionnaire\u00a0» ou «\u00a0--region\u00a0».")
    if (annees is None) == (periode is None):
        raise click.UsageError("Choisissez «\u00a0--annee\u00a0» ou «\u00a0--periode\u00a0».")
    if annees is not None and len(annees) > 1:
        raise click.UsageError(
            "Plusieurs années se donnent dans un fichier\u00a0: ajoutez «\u00a0-o\u00a0»."
        )
    year, part = read_periode(str(annees[0]) if annees is not None else str(periode))
    engine = open_base(base)
    state = etat_voulu(engine, quand["au"], quand["etat"])
    seen = jour_voulu(quand["jour"], quand["au"])
    records = resultats(engine, gestionnaire, year, etablissements, perimetre, state, seen, part)
    if forme == "json" and not etablissements and not part:
        return juges(records, engine, gestionnaire, year, perimetre, state, seen)
    return records


def resultats(
    engine: Engine,
    gestionnaire: str,
    annee: int,
    etablissements: Sequence[str] = (),
    perimetre: str = "tous",
    etat: int | None = None,
    jour: date | None = None,
    partie: str = "",
) -> list[dict[str, Any]]:
    """Compute the indicators of a gestionnaire, in the form of the contract.

    Args:
        engine: an open base.
        gestionnaire: its id.
        annee: year A.
        etablissements: those kept; all when empty.
        perimetre: ``tous`` or ``chrs``.
        etat: the number of the state of the base; None for the current one.
        jour: the day the figures are looked at; None when the year is over.
        partie: the part of year A; empty for the whole of it.

    Raises:
        CommandeError: the gestionnaire, the year or an establishment is unknown.
    """
    from cpomlib.base import deposits_used, latest_state, local, read, refuse_year
    from cpomlib.calcul import selection
    from cpomlib.calcul.indicateurs import (
        SORTIES,
        conventions_des_seuils,
        deces_ecartes,
        ecartes,
        records,
    )
    from cpomlib.calcul.insertion import compute_with_insertion
    from cpomlib.socle import connue
    from cpomlib.socle.periode import periode
    from cpomlib.tables import measured_names

    state = latest_state(engine) if etat is None else etat
    refuse_unknown(engine, gestionnaire, state)
    period = periode(annee, jour, partie)
    refuse_year(engine, gestionnaire, annee, state)
    frames = read(engine, measured_names(), gestionnaires=[gestionnaire], etat=state)
    unit = selection(
        frames["etablissements"], gestionnaire, choisis=etablissements, perimetre=perimetre
    )
    asked = (frames, unit, annee, conventions_des_seuils(period.jour), partie)
    kept = unit.etablissements["id_etablissement"].tolist()
    left = ecartes(deces_ecartes(*asked))
    notes = {rate: left for rate, _ in SORTIES.values()}
    said = _in_words(gestionnaire, etablissements, perimetre, len(kept))
    said += f", {period.nom}" if partie else ""
    days = (local(depot.horodatage).date() for depot in deposits_used(engine, kept, state))
    return records(compute_with_insertion(*asked), said, connue(period, days), notes)


def juges(
    records: list[dict[str, Any]],
    engine: Engine,
    gestionnaire: str,
    annee: int,
    perimetre: str,
    etat: int | None,
    jour: date | None,
) -> list[dict[str, Any]]:
    """Add to the indicators what is concluded from them, beside their région if there is one.

    Nothing is concluded from those of insertion, which are read beside the targets of a scheme.
    """
    from cpomlib.base import read
    from cpomlib.calcul.indicateurs import INSERTION
    from cpomlib.rapports import conclus
    from cpomlib.rapports.diagnostic import load

    known = read(engine, ["etablissements"], gestionnaires=[gestionnaire], etat=etat)
    regions = set(known["etablissements"]["region"].dropna())
    address = engine.url.render_as_string(hide_password=False)
    day = jour.isoformat() if jour else ""
    region = regions.pop() if len(regions) == 1 else ""
    others = [one for one in records if one["volet"] != INSERTION]
    if not others:
        return records
    dossier = load(address, gestionnaire, annee, region, perimetre, etat or 0, jour=day)
    return conclus(others, dossier) + [one for one in records if one["volet"] == INSERTION]


def _in_words(gestionnaire: str, etablissements: Sequence[str], perimetre: str, count: int) -> str:
    """Say in French which establishments were counted."""
    from cpomlib.socle import pluriel

    held = pluriel(count, "établissement")
    if etablissements:
        chosen = ", ".join(etablissements)
        kept = ", CHRS seulement" if perimetre == "chrs" else ""
        return f"gestionnaire {gestionnaire}\u00a0: {held} ({chosen}){kept}"
    if perimetre == "chrs":
        return f"gestionnaire {gestionnaire}\u00a0: CHRS seulement ({held})"
    return f"gestionnaire {gestionnaire}\u00a0: tous ses établissements ({held})"


def refuse_unknown(engine: Engine, gestionnaire: str, etat: int) -> None:
    """Refuse a gestionnaire that a state of the base does not hold, naming the nearest.

    Raises:
        CommandeError: it is not there.
    """
    from cpomlib.base import read
    from cpomlib.socle import CommandeError, suggestion

    there = read(engine, ["gestionnaires"], etat=etat)["gestionnaires"]
    known = there["id_gestionnaire"].tolist()
    if gestionnaire not in known:
        raise CommandeError(
            f"Le gestionnaire «\u00a0{gestionnaire}\u00a0» n’est pas dans la base.",
            que_faire=suggestion(gestionnaire, known, "cpom gestionnaires"),
        )
