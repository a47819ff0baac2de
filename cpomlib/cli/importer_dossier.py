"""``cpom importer DOSSIER``: whatever came, understood, asked about, deposited all or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.envoi_questions import REPONSES, Questions, SansReponseError

if TYPE_CHECKING:
    from cpomlib.cli.envoi_etapes import ContexteEnvoi, Etape
    from cpomlib.cli.envoi_repetition import Suite
    from cpomlib.entree import Envoi


@click.command()
@click.argument("chemins", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--oui", is_flag=True, help="Prend ce qui est proposé, sans poser de question.")
@click.option(
    "--reponses",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help=f"Réponses aux questions, lues et gardées (par défaut {REPONSES}, dans le dossier).",
)
@click.option(
    "--laisser", "laisses", multiple=True, metavar="NOM", help="Fichier à laisser ; répétable."
)
@click.option(
    "--cle",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Clé des pseudonymes (sinon CPOM_CLE, sinon celle de vos réglages).",
)
@click.option(
    "--cle-analytique",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Clé analytique, si elle n’est pas dans le dossier.",
)
@click.option("--detail", is_flag=True, help="Redit tout ce que dit chaque dépôt.")
@click.option("--completer", is_flag=True, help="Ajoute et met à jour, ne retire rien.")
@click.option("--remplacer", is_flag=True, help="Ce qui est donné est tout ce qui existe.")
@click.option("--essai", is_flag=True, help="Dit tout ce qui se passerait, n’écrit rien.")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
@click.option("--auteur", metavar="NOM", help="Qui dépose (sinon le nom de session).")
def dossier(chemins: tuple[Path, ...], laisses: tuple[str, ...], **options: Any) -> None:
    """Dépose tout ce qu’un dossier contient, dans l’ordre, ou n’écrit rien.

    FINESS, tables, trames, agrégats, FEC, balances, exports de SIAO : chaque fichier est reconnu
    à son contenu. Ce qui ne peut se savoir est demandé ; les réponses sont gardées dans le dossier.
    Tout est d’abord essayé sur une copie de la base : une seule faute, et rien n’est écrit.

    Exemple : cpom importer recu/ --essai
    """
    from cpomlib.cli import envoi_bilan
    from cpomlib.entree import ranger
    from cpomlib.socle import CommandeError

    if options["completer"] and options["remplacer"]:
        raise click.UsageError("« --completer » et « --remplacer » ne vont pas ensemble.")
    for chemin in chemins:
        _refuse_absent(chemin)
    envoi = ranger(chemins, laisses)
    click.echo("\n".join(envoi_bilan.compris(envoi)))
    if not envoi.pieces:
        raise CommandeError(
            "Rien de ce qui a été reçu ne peut être déposé\u00a0: la base n’a pas changé.",
            que_faire="«\u00a0cpom exemple fichiers -o DOSSIER\u00a0» écrit un fichier de chaque "
            "sorte qui se dépose.",
        )
    home = chemins[0] if chemins[0].is_dir() else chemins[0].parent
    questions = Questions(
        options["reponses"] or home.joinpath(REPONSES), options["oui"], garder=not options["essai"]
    ).lire()
    with tempfile.TemporaryDirectory(prefix="cpom-") as folder:
        _deposit(envoi, questions, Path(folder), home, options)


def _refuse_absent(chemin: Path) -> None:
    from cpomlib.socle import CommandeError

    if not chemin.exists():
        raise CommandeError(
            f"«\u00a0{chemin}\u00a0» n’existe pas.", que_faire="Vérifiez son nom et son dossier."
        )


def _deposit(
    envoi: Envoi, questions: Questions, travail: Path, home: Path, options: dict[str, Any]
) -> None:
    """Rehearse every deposit on a copy, then make them, or say why none is made."""
    from cpomlib.cli import envoi_bilan
    from cpomlib.cli.envoi_etapes import ContexteEnvoi, etapes
    from cpomlib.cli.envoi_repetition import copie
    from cpomlib.socle import pluriel

    steps = etapes(envoi)
    key = _cle(steps, questions, travail, options)
    contexte = ContexteEnvoi(
        envoi, questions, copie(options["base"], travail), travail, key, options["cle_analytique"]
    )
    words, refused = _rehearse(steps, contexte, options)
    if not options["essai"]:
        for line in _kept(questions, travail, home):
            click.echo(line)
    if refused:
        click.echo(
            f"\n{pluriel(refused, 'refus', 'refus')}\u00a0: rien n’a été écrit dans la base. "
            "Corrigez, ou laissez un fichier par «\u00a0--laisser NOM\u00a0», puis recommencez.",
            err=True,
        )
        raise click.exceptions.Exit(1)
    if options["essai"]:
        click.echo("\nEssai\u00a0: rien n’a été déposé.")
        _conclude(contexte.base, questions)
        return
    _write(steps, words, options)
    _conclude(options["base"], questions)
    from cpomlib.base import open_base, read

    held = read(open_base(options["base"]), ["etablissements", "places", "budgets"])
    click.echo("\n".join(envoi_bilan.suite_a_donner(held, options["base"])))


def _rehearse(
    steps: Sequence[Etape], contexte: ContexteEnvoi, options: dict[str, Any]
) -> tuple[list[list[str]], int]:
    """Make every deposit on the copy; return the words of each, and how many are refused."""
    from cpomlib.cli.envoi_bilan import issue
    from cpomlib.cli.envoi_etapes import mots
    from cpomlib.cli.envoi_repetition import Suite, passer
    from cpomlib.socle import CpomError

    words: list[list[str]] = []
    refused = 0
    click.echo("\nVérification, sur une copie de la base\u00a0:")
    for step in steps:
        try:
            own = mots(step, contexte)
        except click.Abort:
            raise
        except CpomError as error:
            own, suite = [], Suite(1, "", str(error))
            if not isinstance(error, SansReponseError) and error.ou:
                suite = replace(suite, refus=str(error))
        else:
            quiet = ["--sans-copie"] if step.format == "trame" and options["essai"] else []
            suite = passer(step.format, [*own, *quiet, *_suite(options, contexte.base)])
        words.append(own)
        refused += bool(suite.refus)
        click.echo("\n".join(issue(step, suite, options["detail"])))
    return words, refused


def _write(steps: Sequence[Etape], words: Sequence[Sequence[str]], options: dict[str, Any]) -> None:
    """Make the deposits that were rehearsed; each is whole, and one met again is not made twice."""
    from cpomlib.cli.envoi_repetition import passer
    from cpomlib.socle import CommandeError

    done: list[Suite] = []
    for step, own in zip(steps, words, strict=True):
        suite = passer(step.format, [*own, *_suite(options, options["base"])])
        if suite.refus:
            made = ", ".join(str(one.depot) for one in done if one.depot) or "aucun"
            raise CommandeError(
                f"Le dépôt s’est arrêté\u00a0: {suite.refus}",
                ou=step.nom,
                pourquoi=f"Dépôts déjà faits\u00a0: {made}.",
                que_faire="Relancez la même commande\u00a0: ce qui est déposé ne l’est pas deux "
                "fois.",
            )
        done.append(suite)
    numbers = [one.depot for one in done if one.depot]
    if numbers:
        first, last = numbers[0], numbers[-1]
        said = f"dépôt n°\u00a0{first}" if first == last else f"dépôts n°\u00a0{first} à {last}"
        click.echo(f"\nDéposé\u00a0: {said}.")
    else:
        click.echo("\nTout était déjà dans la base\u00a0: rien n’a été écrit.")


def _suite(options: dict[str, Any], base: str | None) -> list[str]:
    """Return the options that every door has."""
    words = ["--base", base] if base else []
    words += ["--auteur", options["auteur"]] if options["auteur"] else []
    return words + [f"--{name}" for name in ("completer", "remplacer") if options[name]]


def _cle(
    steps: Sequence[Etape], questions: Questions, travail: Path, options: dict[str, Any]
) -> Path | None:
    """Return the key of the pseudonyms, made on the way when there is none yet."""
    import os

    from cpomlib.cli.envoi_etapes import cle_par_defaut
    from cpomlib.cli.importer_siao import fichier_base
    from cpomlib.entree.siao import creer_cle

    if not any(step.format == "siao" for step in steps):
        return None
    given = options["cle"]
    if given is None and os.environ.get("CPOM_CLE"):
        return None  # the door reads it there
    where = given or cle_par_defaut()
    if where.exists():
        return where
    if given is None:
        answer = questions.demander(
            "clé des pseudonymes",
            "Les numéros de ménage deviennent des pseudonymes, par une clé à garder toujours. Où "
            "la ranger (un fichier, hors du dossier de la base)\u00a0?",
            None,
            str(where),
        )
        where = Path(answer).expanduser()
    if options["essai"] and not where.exists():
        where = travail / "cle-essai" / "cle"
    if not where.exists():
        where.parent.mkdir(parents=True, exist_ok=True)
        creer_cle(where, fichier_base(options["base"]))
        if not options["essai"]:
            click.echo(f"Clé des pseudonymes créée\u00a0: {where}. Gardez-la en lieu sûr.")
    return where


def _kept(questions: Questions, travail: Path, home: Path) -> list[str]:
    """Keep the answers and the mappings beside what was received; say where."""
    from cpomlib.cli.envoi_bilan import dit_correspondance
    from cpomlib.socle import EcritureError, ecrire

    lines = []
    try:
        if questions.garde():
            lines.append(f"Réponses gardées\u00a0: {questions.fichier}")
        for made in sorted(travail.glob("correspondance *.yaml")):
            target = home.joinpath(made.name)
            if not target.exists():
                ecrire(target, made.read_bytes())
                lines.append(dit_correspondance(target))
    except (OSError, EcritureError):
        lines.append(
            "Les réponses n’ont pas pu être gardées dans ce dossier\u00a0: il ne s’écrit pas."
        )
    return lines


def _conclude(base: str | None, questions: Questions) -> None:
    from cpomlib.base import open_base
    from cpomlib.cli.envoi_bilan import bilan
    from cpomlib.socle import pluriel

    click.echo("\n".join(bilan(open_base(base), ())))
    asked, read = questions.posees, questions.recues
    said = [pluriel(asked, "question posée", "questions posées")] if asked else []
    said += [pluriel(read, "réponse relue", "réponses relues")] if read else []
    if said:
        click.echo(f"{', '.join(said)}.")
