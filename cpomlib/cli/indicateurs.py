"""``cpom indicateurs``: every indicator of a gestionnaire for a year, or a part of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.etat import etat_voulu, jour_voulu, option_jour, options_etat

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine


@click.command()
@click.option("--gestionnaire", required=True, metavar="ID", help="Identifiant du gestionnaire.")
@click.option("--annee", type=int, metavar="AAAA", help="Année, du 1er janvier au 31 décembre.")
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
    type=click.Choice(["json", "csv", "table"]),
    default="table",
    show_default=True,
    help="Forme du résultat.",
)
@options_etat
def indicateurs(
    gestionnaire: str,
    annee: int | None,
    periode: str | None,
    etablissements: tuple[str, ...],
    perimetre: str,
    base: str | None,
    forme: str,
    **quand: Any,
) -> None:
    """Calcule les indicateurs d’un gestionnaire pour une année, un semestre ou un trimestre.

    Par défaut, le périmètre est l’ensemble des établissements du gestionnaire.
    """
    from cpomlib.base import open_base
    from cpomlib.socle import read_periode

    if (annee is None) == (periode is None):
        raise click.UsageError("Choisissez «\u00a0--annee\u00a0» ou «\u00a0--periode\u00a0».")
    year, part = read_periode(str(annee) if periode is None else periode)
    engine = open_base(base)
    state = etat_voulu(engine, quand["au"], quand["etat"])
    seen = jour_voulu(quand["jour"], quand["au"])
    records = resultats(engine, gestionnaire, year, etablissements, perimetre, state, seen, part)
    if forme == "json" and not etablissements and not part:
        records = juges(records, engine, gestionnaire, year, perimetre, state, seen)
    writers = {"json": to_json, "csv": to_csv, "table": to_table}
    click.echo(writers[forme](records), nl=False)


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
        compute,
        conventions_des_seuils,
        deces_ecartes,
        ecartes,
        records,
    )
    from cpomlib.socle import connue
    from cpomlib.socle.periode import periode

    state = latest_state(engine) if etat is None else etat
    refuse_unknown(engine, gestionnaire, state)
    period = periode(annee, jour, partie)
    refuse_year(engine, gestionnaire, annee, state)
    frames = read(engine, gestionnaires=[gestionnaire], etat=state)
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
    return records(compute(*asked), said, connue(period, days), notes)


def juges(
    records: list[dict[str, Any]],
    engine: Engine,
    gestionnaire: str,
    annee: int,
    perimetre: str,
    etat: int | None,
    jour: date | None,
) -> list[dict[str, Any]]:
    """Add to the indicators what is concluded from them, beside their région if there is one."""
    from cpomlib.base import read
    from cpomlib.rapports import conclus
    from cpomlib.rapports.diagnostic import load

    known = read(engine, ["etablissements"], gestionnaires=[gestionnaire], etat=etat)
    regions = set(known["etablissements"]["region"].dropna())
    address = engine.url.render_as_string(hide_password=False)
    day = jour.isoformat() if jour else ""
    region = regions.pop() if len(regions) == 1 else ""
    return conclus(
        records, load(address, gestionnaire, annee, region, perimetre, etat or 0, jour=day)
    )


def to_json(records: Sequence[dict[str, Any]]) -> str:
    """Write the indicators as JSON: whole numbers as integers, null for what is missing."""
    from cpomlib.cli.ecran import write_json

    return write_json(list(records), allow_nan=False) + "\n"


def to_csv(records: Sequence[dict[str, Any]]) -> str:
    """Write the indicators as CSV: one line each, an empty cell for what is missing."""
    import csv
    import io

    from cpomlib.calcul.indicateurs import KEYS

    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, KEYS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return sheet.getvalue()


def to_table(records: Sequence[dict[str, Any]]) -> str:
    """Write the indicators for a screen, as in France, part by part."""
    from cpomlib.droit import nomenclature

    parts = nomenclature("volet").libelles
    width = max(len(record["libelle"]) for record in records)
    lines: list[str] = []
    volet = ""
    for record in records:
        if record["volet"] != volet:
            volet = record["volet"]
            lines += ["", parts[volet].upper()]
        lines.append(f"{record['libelle']:<{width}}  {_written(record)}")
    notes = dict.fromkeys(record["note"] for record in records if "note" in record)
    return "\n".join([records[0]["perimetre"], *notes, *lines]) + "\n"


def _written(record: dict[str, Any]) -> str:
    return " ".join(filter(None, (_figure(record), record.get("note"))))


def _figure(record: dict[str, Any]) -> str:
    from cpomlib.socle import ABSENT, SECRET, euros, nombre, taux

    value, unit = record["valeur"], record["unite"]
    if value is None:
        mark = SECRET if record["statut"] == "secret" else ABSENT
        return f"{mark} ({record['raison']})"
    if unit == "taux":
        return taux(value)
    if unit == "euros":
        return euros(value)
    if unit == "nombre":
        return nombre(value)
    return f"{nombre(value, 1)}\u00a0{_UNITES[unit]}"


_UNITES = {"jours": "jours", "mois": "mois", "annees": "ans", "etp": "ETP"}


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
            que_faire=suggestion(gestionnaire, known),
        )
