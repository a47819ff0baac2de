"""``cpom budget``: the budget rules applied to a gestionnaire, each with its texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cpomlib.cli.etat import etat_voulu, jour_voulu, option_jour, options_etat
from cpomlib.cli.formes import option_forme

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from cpomlib.calcul.volet import Donnees, Droit, Plan
    from cpomlib.rendu.blocs import Bloc

F = TypeVar("F", bound=Callable[..., Any])


@click.group()
def budget() -> None:
    """Applique les règles budgétaires d’un CPOM aux comptes d’un gestionnaire.

    Chaque réponse nomme les textes appliqués. Un montant que personne n’a relevé est
    « à compléter », avec le texte à consulter : rien n’est supposé à sa place.
    """


def _options(command: F) -> F:
    """Give a command the options that all of them share."""
    for option in reversed(
        (
            click.option("--gestionnaire", required=True, metavar="ID", help="SIREN ou EJ-FINESS."),
            click.option(
                "--annee", required=True, type=int, metavar="A", help="Dernier exercice clos."
            ),
            click.option(
                "--etablissement", "etablissements", multiple=True, metavar="ID",
                help="Établissement à garder (répétable)\u00a0; tous par défaut.",
            ),
            click.option(
                "--plan", type=click.Path(path_type=Path), metavar="FICHIER",
                help="Hypothèses des parties, en YAML\u00a0; sera retirée\u00a0: le plan est celui "
                "de la base («\u00a0cpom plan deposer\u00a0»).",
            ),
            click.option("--base", metavar="ADRESSE", help="Base. Par défaut\u00a0: CPOM_BASE."),
            option_forme("table", "json"),
        )
    ):  # fmt: skip
        command = option(command)
    return options_etat(option_jour(command))


@budget.command()
@_options
def base(**demande: Any) -> None:
    """Base budgétaire, ligne à ligne (modèle de contrat, III 1 a)."""

    def answer(donnees: Donnees, plan: Plan, droit: Droit) -> tuple[Any, Bloc, tuple[str, ...]]:
        from cpomlib.calcul.volet import ARTICLES_BASE as ARTICLES
        from cpomlib.calcul.volet import bases, total
        from cpomlib.rapports.volet_financier import base_budgetaire as volet_base

        lines = bases(donnees)
        whole = total(lines)
        data = {"etablissements": lines, "total": whole}
        return data, volet_base.base(lines, whole, donnees.annee), ARTICLES

    _reponse(answer, **demande)


@budget.command()
@_options
def convergence(**demande: Any) -> None:
    """Coût à la place par GHAM, tarif plafond et convergence de l’année (L. 314-4)."""

    def answer(donnees: Donnees, plan: Plan, droit: Droit) -> tuple[Any, Bloc, tuple[str, ...]]:
        from cpomlib.calcul.volet import ARTICLES_COUTS as ARTICLES
        from cpomlib.calcul.volet import convergences
        from cpomlib.calcul.volet.couts import couts
        from cpomlib.rapports.volet_financier import couts_gham as volet_couts

        costs, lines = couts(donnees, plan, droit), convergences(donnees, plan, droit)
        data = {"couts": costs, "convergence": lines}
        return data, volet_couts.couts(costs, lines, donnees.annee), ARTICLES

    _reponse(answer, **demande)


@budget.command()
@_options
def affectation(**demande: Any) -> None:
    """Résultat, affectation permise, réserves, reprise et retour à l’équilibre (R. 314-51)."""

    def answer(donnees: Donnees, plan: Plan, droit: Droit) -> tuple[Any, Bloc, tuple[str, ...]]:
        from cpomlib.calcul.volet import ARTICLES_AFFECTATION as ARTICLES
        from cpomlib.calcul.volet import ARTICLES_EQUILIBRE as RETOUR
        from cpomlib.calcul.volet import bilan, reprise
        from cpomlib.calcul.volet.affectation import affectation as affecter
        from cpomlib.calcul.volet.equilibre import equilibre
        from cpomlib.rapports.volet_financier import resultat as volet_resultat
        from cpomlib.rapports.volet_financier import retour_equilibre as volet_equilibre
        from cpomlib.rendu.blocs import Groupe

        found, taken = affecter(donnees, plan, droit), reprise(donnees, droit)
        back = equilibre(donnees, plan, found)
        shown = Groupe(
            (
                volet_resultat.affectation(found, donnees.annee),
                volet_resultat.reserves(taken),
                volet_equilibre.equilibre(back, donnees.annee),
            )
        )
        data = {"affectation": found, "reprise": taken, "retour_equilibre": back}
        return data, shown, (*ARTICLES, *bilan.ARTICLES_BILAN, *RETOUR)

    _reponse(answer, **demande)


@budget.command()
@_options
def siege(**demande: Any) -> None:
    """Quotes-parts de frais de siège (R. 314-92)."""

    def answer(donnees: Donnees, plan: Plan, droit: Droit) -> tuple[Any, Bloc, tuple[str, ...]]:
        from cpomlib.calcul.volet import ARTICLES_FRAIS_SIEGE as ARTICLES
        from cpomlib.calcul.volet.frais_siege import frais_siege
        from cpomlib.rapports.volet_financier import trajectoires as volet_trajectoire

        found = frais_siege(donnees, droit)
        return {"frais_siege": found}, volet_trajectoire.siege(found), ARTICLES

    _reponse(answer, **demande)


@budget.command()
@_options
@click.option(
    "--taux",
    metavar="TAUX",
    help="Taux annuel des dotations régionales, une fraction\u00a0: 0,012 pour 1,2\u00a0%.",
)
def trajectoire(taux: str | None, **demande: Any) -> None:
    """Dotation sur cinq ans selon chaque modalité (R. 314-40), surcoûts d’investissement."""

    def answer(donnees: Donnees, plan: Plan, droit: Droit) -> tuple[Any, Bloc, tuple[str, ...]]:
        from dataclasses import replace

        from cpomlib.calcul.volet import ARTICLES_INVESTISSEMENT, bases, surcouts, total
        from cpomlib.calcul.volet import ARTICLES_TRAJECTOIRES as ARTICLES
        from cpomlib.calcul.volet.trajectoires import trajectoires
        from cpomlib.rapports.volet_financier import trajectoires as volet_trajectoire
        from cpomlib.rendu.blocs import Groupe

        known = replace(plan, taux_drl=(taux,)) if taux else plan
        whole, first = total(bases(donnees)), donnees.premiere_annee
        paths, costs = trajectoires(whole, donnees, known, droit), surcouts(known)
        shown = Groupe(
            (
                volet_trajectoire.trajectoire(paths, whole, first, costs),
                volet_trajectoire.investissement(costs, first),
            )
        )
        data = {"base": whole, "trajectoires": paths, "investissements": costs}
        return data, shown, (*ARTICLES, *ARTICLES_INVESTISSEMENT)

    _reponse(answer, **demande)


Reponse = Callable[["Donnees", "Plan", "Droit"], tuple[Any, "Bloc", tuple[str, ...]]]
"""What a command computes: its data, what is shown of it, the articles applied."""


def _reponse(
    answer: Reponse,
    gestionnaire: str,
    annee: int,
    etablissements: tuple[str, ...],
    plan: Path | None,
    base: str | None,
    forme: str,
    **quand: Any,
) -> None:
    """Read the base, compute one answer, and print it with its texts."""
    from cpomlib.calcul.volet import Droit
    from cpomlib.cli.budget_sortie import en_json, en_texte
    from cpomlib.droit import Lecteur

    data = _donnees(base, gestionnaire, annee, etablissements, **quand)
    known = _plan(plan, base, gestionnaire, quand["au"], quand["etat"])
    droit = Droit(Lecteur())
    found, shown, articles = answer(data, known, droit)
    note = data.conventions.periode(annee).avertissement
    if forme == "json":
        head = {"gestionnaire": gestionnaire, "annee": annee, "etablissements": list(data.ids)}
        head |= {"note": note} if note else {}
        click.echo(en_json({**head, **found}, articles, droit))
        return
    click.echo("\n".join(filter(None, (note, en_texte(shown, droit)))))


def _plan(
    fichier: Path | None, base: str | None, gestionnaire: str, au: date | None, etat: int | None
) -> Plan:
    """Return the plan of the base in the state asked for; that of a file, one version more."""
    from cpomlib.base import open_base
    from cpomlib.calcul.volet import read_plan
    from cpomlib.cli.base_reprendre import avertir
    from cpomlib.dossier import plan_depose

    engine = open_base(base)
    if fichier is None:
        avertir(engine)
        return plan_depose(engine, gestionnaire, etat_voulu(engine, au, etat))
    click.echo(
        "«\u00a0--plan\u00a0» sera retirée à la prochaine version\u00a0: déposez ce plan par "
        f"«\u00a0cpom plan deposer {fichier} --gestionnaire {gestionnaire}\u00a0».",
        err=True,
    )
    return read_plan(fichier)


def _donnees(
    base: str | None,
    gestionnaire: str,
    annee: int,
    etablissements: tuple[str, ...],
    au: date | None,
    etat: int | None,
    jour: date | None,
) -> Donnees:
    """Read the tables of a gestionnaire and refuse what is not in the base."""
    from cpomlib.base import open_base
    from cpomlib.calcul import selection
    from cpomlib.calcul.indicateurs import conventions_des_seuils
    from cpomlib.calcul.volet import Donnees
    from cpomlib.socle.periode import periode

    engine = open_base(base)
    period = periode(annee, jour_voulu(jour, au))
    frames = _tables(engine, gestionnaire, annee, etat_voulu(engine, au, etat))
    all_mine = frames["etablissements"]
    kept = selection(all_mine, gestionnaire, choisis=etablissements).etablissements
    mine = all_mine[all_mine["id_etablissement"].isin(kept["id_etablissement"])]
    return Donnees(frames, gestionnaire, mine, annee, conventions_des_seuils(period.jour))


def _tables(engine: Engine, gestionnaire: str, annee: int, etat: int) -> dict[str, Any]:
    from cpomlib.base import read, refuse_year
    from cpomlib.socle import CommandeError, suggestion

    frames = read(engine, gestionnaires=[gestionnaire], etat=etat)
    if frames["gestionnaires"].empty:
        known = read(engine, ["gestionnaires"], etat=etat)["gestionnaires"]
        raise CommandeError(
            f"Le gestionnaire «\u00a0{gestionnaire}\u00a0» n’est pas dans la base.",
            que_faire=suggestion(
                gestionnaire, known["id_gestionnaire"].tolist(), "cpom gestionnaires"
            ),
        )
    refuse_year(engine, gestionnaire, annee, etat)
    return frames
