"""``cpom scenario``: check, project, compare and balance the scenarios of a contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cpomlib.cli.formes import dire_ecrit, option_forme
from cpomlib.cli.scenario_depot import COMMANDES
from cpomlib.socle import ecrire

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.calcul.scenarios import Etat, Scenario

F = TypeVar("F", bound=Callable[..., Any])
FORMES = ("table", "json", "csv", "xlsx")


@click.group()
def scenario() -> None:
    """Projette, compare, dépose et ressort des scénarios écrits en YAML.

    Un fichier dit le gestionnaire, l’année de base, l’horizon et les hypothèses, chacune avec sa
    justification. Des exemples sont dans parameters/scenarios. La base garde ceux des parties.
    """


for _command in COMMANDES:
    scenario.add_command(_command)


def _options(*formes: str) -> Callable[[F], F]:
    """Give a command the options that all of them share."""

    def add(command: F) -> F:
        options = [
            click.option("--base", metavar="ADRESSE", help="Base. Par défaut\u00a0: CPOM_BASE."),
            click.option(
                "--document", type=click.Choice(["ca", "be"]),
                help="Comptes de l’année de base. Par défaut\u00a0: ca, sinon be.",
            ),
            click.option(
                "--dotation", type=click.Choice(["base_budgetaire", "constatee"]),
                default="base_budgetaire", show_default=True,
                help="Dotation de départ\u00a0: la base budgétaire, ou les produits constatés.",
            ),
            option_forme(*formes),
            click.option(
                "-o", "--sortie", type=click.Path(path_type=Path, dir_okay=False),
                metavar="FICHIER", help="Écrit le résultat dans ce fichier.",
            ),
        ]  # fmt: skip
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _fichier(command: F) -> F:
    named = click.argument("fichier", type=click.Path(path_type=Path), metavar="FICHIER.yaml")
    return named(command)


@scenario.command()
@_fichier
@_options("table", "json")
def verifier(fichier: Path, **demande: Any) -> None:
    """Dit tout ce qui est à corriger dans un scénario, et ce qui manque de justification."""
    from cpomlib.calcul.scenarios import sans_justification
    from cpomlib.cli.scenario_sortie import verification

    read, etat = _charge(fichier, **_de_base(demande))
    _ecrit(demande, verification(read, etat, sans_justification(read), demande["forme"]))


@scenario.command()
@_fichier
@click.option("--bandes", is_flag=True, help="Ajoute P10, P50 et P90 sur 10 000 tirages.")
@click.option("--graine", type=int, default=1, show_default=True, help="Graine des tirages.")
@_options(*FORMES, "pdf")
def projeter(fichier: Path, bandes: bool, graine: int, **demande: Any) -> None:
    """Projette un scénario année par année.

    Le format xlsx donne un classeur de formules, qui se recalcule quand une hypothèse change ; le
    format pdf, une fiche d’une page avec les hypothèses et leurs justifications.
    """
    from cpomlib.calcul.scenarios import projeter as project
    from cpomlib.cli.scenario_sortie import en_csv, json_de_projection, table_de_projection

    read, etat = _charge(fichier, **_de_base(demande))
    if demande["forme"] in ("xlsx", "pdf"):
        _document(demande, read, etat)
        return
    made = project(etat, read.hypotheses, read.horizon)
    if demande["forme"] == "csv":
        _ecrit(demande, en_csv(made.frame()))
        return
    drawn = _bandes(etat, read, graine) if bandes else None
    writer = json_de_projection if demande["forme"] == "json" else table_de_projection
    _ecrit(demande, writer(read, made, drawn))


@scenario.command()
@click.argument(
    "fichiers", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FICHIER.yaml…"
)
@_options(*FORMES)
def comparer(fichiers: tuple[Path, ...], **demande: Any) -> None:
    """Met jusqu’à quatre scénarios côte à côte, et dit ce que chaque hypothèse apporte."""
    from cpomlib.calcul.scenarios import cascade
    from cpomlib.calcul.scenarios import comparer as compare
    from cpomlib.calcul.scenarios import projeter as project
    from cpomlib.cli.scenario_sortie import (
        classeur_de_comparaison,
        en_csv,
        json_de_comparaison,
        table_de_comparaison,
    )

    loaded = [_charge(fichier, **_de_base(demande)) for fichier in fichiers]
    titles = _titres([read for read, _ in loaded])
    made = {
        title: project(etat, read.hypotheses, read.horizon)
        for title, (read, etat) in zip(titles, loaded, strict=True)
    }
    frame = compare(made)
    if demande["forme"] == "csv":
        _ecrit(demande, en_csv(frame))
        return
    if demande["forme"] == "xlsx":
        read_by = dict(zip(titles, loaded, strict=True))
        _keep(_sortie_exigee(demande), classeur_de_comparaison(frame, read_by))
        return
    falls = {
        title: cascade(etat, read.hypotheses, read.horizon)
        for title, (read, etat) in zip(titles, loaded, strict=True)
    }
    writer = json_de_comparaison if demande["forme"] == "json" else table_de_comparaison
    _ecrit(demande, writer(frame, falls))


@scenario.command()
@_fichier
@click.option("--hypothese", type=int, required=True, metavar="N", help="Numéro de l’hypothèse.")
@click.option("--valeur", "champ", metavar="CLÉ", help="Valeur cherchée, par exemple taux.")
@click.option("--cible", type=float, default=0.0, show_default=True, help="Résultat voulu, en €.")
@click.option("--annee", type=int, metavar="AAAA", help="Année visée\u00a0; la dernière sinon.")
@_options("table", "json")
def equilibre(
    fichier: Path,
    hypothese: int,
    champ: str | None,
    cible: float,
    annee: int | None,
    **demande: Any,
) -> None:
    """Cherche la valeur d’une hypothèse qui donne le résultat voulu (l’équilibre sinon)."""
    from cpomlib.calcul.scenarios import equilibre as seek
    from cpomlib.calcul.scenarios import phrase
    from cpomlib.cli.scenario_sortie import json_d_equilibre

    read, etat = _charge(fichier, **_de_base(demande))
    found = seek(
        etat, read.hypotheses, read.horizon, hypothese - 1, champ=champ, cible=cible, annee=annee
    )
    said = json_d_equilibre(found, hypothese) if demande["forme"] == "json" else phrase(found)
    _ecrit(demande, said + "\n")


def _de_base(demande: dict[str, Any]) -> dict[str, Any]:
    return {name: demande[name] for name in ("base", "document", "dotation")}


def _charge(
    fichier: Path, base: str | None, document: str | None, dotation: str
) -> tuple[Scenario, Etat]:
    """Read a scenario and its base year, and check one against the other."""
    from cpomlib.base import open_base, read
    from cpomlib.calcul.scenarios import etat, read_scenario, verifier_scenario

    found = read_scenario(fichier)
    engine = open_base(base)
    _refuse_unknown(engine, found)
    frames = read(engine, gestionnaires=[found.gestionnaire])
    known = etat(frames, found.gestionnaire, found.annee_base, document=document, dotation=dotation)
    verifier_scenario(known, found)
    return found, known.regarde(date.today())


def _refuse_unknown(engine: Engine, found: Scenario) -> None:
    """Refuse a gestionnaire that is not in the base."""
    from cpomlib.base import read
    from cpomlib.socle import ScenarioError, suggestion

    known = read(engine, ["gestionnaires"])["gestionnaires"]["id_gestionnaire"].tolist()
    if found.gestionnaire not in known:
        raise ScenarioError(
            [
                f"{found.fichier}, «\u00a0gestionnaire\u00a0»\u00a0: "
                f"«\u00a0{found.gestionnaire}\u00a0» n’est pas dans la base. "
                + suggestion(found.gestionnaire, known, "cpom gestionnaires")
            ]
        )


def _titres(scenarios: list[Scenario]) -> list[str]:
    """Tell apart scenarios that bear one title by their files."""
    titles = [read.titre for read in scenarios]
    return [
        title if titles.count(title) == 1 else f"{title} ({rank + 1}, {read.fichier})"
        for rank, (title, read) in enumerate(zip(titles, scenarios, strict=True))
    ]


def _bandes(etat: Etat, read: Scenario, graine: int) -> Any:
    from cpomlib.calcul.scenarios import bandes, incertitude_en_vigueur

    law = incertitude_en_vigueur()
    return bandes(etat, read.hypotheses, read.horizon, law, graine=graine)


def _document(demande: dict[str, Any], read: Scenario, etat: Etat) -> None:
    """Write the workbook or the sheet of a scenario."""
    path = _sortie_exigee(demande)
    if demande["forme"] == "xlsx":
        from cpomlib.rendu.scenario import write_xlsx

        write_xlsx(path, etat, read)
        click.echo(dire_ecrit(path))
        return
    from cpomlib.pages.scenarios import Acces, pdf

    origine = Acces(demande["base"] or "").origine(read.gestionnaire)
    _keep(path, pdf(read, etat, origine))


def _keep(path: Path, made: str | bytes) -> None:
    ecrire(path, made)
    click.echo(dire_ecrit(path))


def _sortie_exigee(demande: dict[str, Any]) -> Path:
    from cpomlib.socle import CommandeError

    if demande["sortie"] is None:
        what = "Une fiche PDF" if demande["forme"] == "pdf" else "Un classeur"
        raise CommandeError(
            f"{what} ne s’affiche pas à l’écran.",
            que_faire=f"Ajoutez «\u00a0-o FICHIER.{demande['forme']}\u00a0».",
        )
    return demande["sortie"]


def _ecrit(demande: dict[str, Any], text: str) -> None:
    """Print a result, or write it to the file asked for."""
    if demande["sortie"] is None:
        click.echo(text, nl=False)
    else:
        _keep(demande["sortie"], text)
