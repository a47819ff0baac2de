"""``cpom anomalies``: the doubts about a gestionnaire's figures, and the answers to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.etat import jour_voulu, option_jour, options_etat
from cpomlib.cli.formes import option_forme

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.calcul.anomalies import Examen
    from cpomlib.socle import Periode

_SEVERITES = ("forte", "moyenne", "faible")

_annee = click.option(
    "--annee",
    type=int,
    metavar="AAAA",
    help="Année\u00a0; par défaut, la dernière finie qui a des données.",
)


@click.group(invoke_without_command=True, subcommand_metavar="[justifier CODE | regles] [OPTIONS]…")
@click.option("--gestionnaire", metavar="ID", help="Identifiant ou nom du gestionnaire.")
@click.option(
    "--annee",
    type=int,
    metavar="AAAA",
    help="Année\u00a0; la dernière finie qui ait des données par défaut.",
)
@click.option(
    "--region",
    metavar="R",
    help="Tous ceux de la région\u00a0; avec --gestionnaire, ses seuls établissements d’elle.",
)
@click.option(
    "--severite", type=click.Choice(_SEVERITES), help="Seulement à partir de cette gravité."
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@option_forme("table", "json", "csv")
@option_jour
@options_etat
@click.pass_context
def anomalies(
    ctx: click.Context,
    gestionnaire: str | None,
    annee: int | None,
    region: str | None,
    severite: str | None,
    forme: str,
    **lue: Any,
) -> None:
    """Liste les chiffres douteux d’un gestionnaire ou d’une région, avec leur justification.

    Une anomalie est un doute, pas une faute : elle n’empêche rien, elle se justifie ou se
    corrige. Une justification vaut pour le chiffre qu’elle explique.
    """
    from cpomlib.base import open_base
    from cpomlib.cli import anomalies_region, anomalies_sortie
    from cpomlib.cli.etat import etat_voulu
    from cpomlib.cli.portees import de_la_region

    if ctx.invoked_subcommand:
        if gestionnaire or lue["base"]:
            verb = ctx.invoked_subcommand
            raise click.UsageError(f"Les options se placent après «\u00a0{verb}\u00a0».")
        return
    if not gestionnaire and not region:
        raise click.UsageError("Il manque «\u00a0--gestionnaire\u00a0» ou «\u00a0--region\u00a0».")
    engine = open_base(lue["base"])
    state = etat_voulu(engine, lue["au"], lue["etat"])
    seen = jour_voulu(lue["jour"], lue["au"])
    asked = (annee, seen, state, _code(region))
    if gestionnaire:
        examen, period = _one(engine, gestionnaire, *asked)
        click.echo(anomalies_sortie.FORMES[forme](examen, severite or "faible", period), nl=False)
        return
    owners = de_la_region(engine, str(region), state)
    found = {(code, name): _tried(engine, code, *asked) for code, name in owners.items()}
    click.echo(anomalies_region.FORMES[forme](found, severite or "faible"), nl=False)


def _one(
    engine: Engine, gestionnaire: str, annee: int | None, jour: date, etat: int, region: str
) -> tuple[Examen, Periode]:
    period = _periode(engine, gestionnaire, annee, jour, etat)
    return _examen(engine, gestionnaire, period, region, etat=etat), period


def _tried(engine: Engine, gestionnaire: str, *asked: Any) -> tuple[Examen, Periode] | str:
    """Examine one of a region; one who has nothing is said, and does not stop the others."""
    from cpomlib.socle import CommandeError

    try:
        return _one(engine, gestionnaire, *asked)
    except CommandeError as error:
        return str(error)


@anomalies.command()
@click.argument("code")
@click.option("--gestionnaire", required=True, metavar="ID", help="Identifiant du gestionnaire.")
@click.option(
    "--etablissement",
    "etablissements",
    multiple=True,
    metavar="ID",
    help="Établissement concerné (répétable) ; tous ceux qui ont cette anomalie par défaut.",
)
@click.option(
    "--annee",
    type=int,
    metavar="AAAA",
    help="Année\u00a0; la dernière finie qui ait des données par défaut.",
)
@click.option("--motif", required=True, metavar="TEXTE", help="Pourquoi le chiffre est juste.")
@click.option("--auteur", required=True, metavar="NOM", help="Qui justifie.")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@option_jour
def justifier(
    code: str,
    gestionnaire: str,
    etablissements: tuple[str, ...],
    annee: int | None,
    motif: str,
    auteur: str,
    base: str | None,
    jour: date | None,
) -> None:
    """Justifie l’anomalie CODE d’un gestionnaire ou de ses établissements.

    Les justifications précédentes sont gardées. Si le chiffre change, l’anomalie est rouverte.
    """
    from cpomlib.base import justify, latest_state, open_base
    from cpomlib.calcul.anomalies import refuser_motif, regle
    from cpomlib.socle import pluriel

    rule = regle(code)
    refuser_motif(motif, auteur)
    engine = open_base(base)
    period = _periode(engine, gestionnaire, annee, jour_voulu(jour), latest_state(engine))
    examen = _examen(engine, gestionnaire, period)
    found = [
        one
        for one in examen.anomalies
        if one.code == rule.code and (not etablissements or one.entite in etablissements)
    ]
    _refuse_nothing(rule.code, bool(found), etablissements, examen)
    justify(engine, [one.reponse(motif.strip(), auteur.strip()) for one in found])
    said = pluriel(len(found), "anomalie justifiée", "anomalies justifiées")
    click.echo(f"Année {period.annee}. {said}\u00a0:")
    for one in found:
        click.echo(f"  {one.entite}\u00a0: {one.message}")


@anomalies.command()
@click.argument("code", required=False)
def regles(code: str | None) -> None:
    """Liste les règles, ou explique celle dont on donne le CODE."""
    from cpomlib.calcul.anomalies import regle
    from cpomlib.calcul.anomalies import regles as known
    from cpomlib.cli import anomalies_sortie

    lines = anomalies_sortie.fiche(regle(code)) if code else anomalies_sortie.liste(known())
    click.echo("\n".join(lines))


def _periode(
    engine: Engine, gestionnaire: str, annee: int | None, jour: date, etat: int
) -> Periode:
    """Return the year asked for, or the last one that is over and has data."""
    from cpomlib.base import years
    from cpomlib.socle import CommandeError, par_defaut
    from cpomlib.socle.periode import periode

    known = years(engine, [gestionnaire], etat=etat)
    if annee is not None and known and annee not in known:
        raise CommandeError(
            f"Rien n’est déposé pour l’année {annee}.",
            que_faire=f"Années qui ont des données\u00a0: {', '.join(map(str, known))}.",
        )
    return periode(annee or par_defaut(known, jour), jour)


def _examen(
    engine: Engine, gestionnaire: str, periode: Periode, region: str = "", etat: int | None = None
) -> Examen:
    from cpomlib.dossier import examiner_base

    return examiner_base(
        engine, gestionnaire, periode.annee, ouverte=periode.ouverte, region=region, etat=etat
    )


def _code(region: str | None) -> str:
    from cpomlib.droit import code_region

    return code_region(region) if region else ""


def _refuse_nothing(
    code: str, found: bool, etablissements: tuple[str, ...], examen: Examen
) -> None:
    """Say that there is nothing to justify, and why when a table was missing."""
    from cpomlib.socle import CommandeError

    if found:
        return
    lacking = {one.manque for one in examen.non_evaluees if one.code == code}
    here = f" pour {', '.join(etablissements)}" if etablissements else ""
    raise CommandeError(
        f"Rien à justifier\u00a0: l’anomalie «\u00a0{code}\u00a0» n’est pas relevée{here}.",
        pourquoi=f"Cette règle n’a pas pu être évaluée partout\u00a0: {', '.join(sorted(lacking))}."
        if lacking
        else "",
        que_faire="Voyez la liste avec «\u00a0cpom anomalies --gestionnaire …\u00a0».",
    )
