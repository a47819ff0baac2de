"""``cpom contrat``: what the parties agreed, followed and checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from cpomlib.cli.contrat_documents import dossier, relire
from cpomlib.cli.contrat_gestes import avancer, signer
from cpomlib.cli.contrat_reprise import reprendre
from cpomlib.cli.contrat_trame import trame
from cpomlib.cli.contrats_lus import de_la_region, lus, options_contrats, un_contrat
from cpomlib.cli.depot import Demande, option_avenant, options_depot
from cpomlib.cli.entiers import Entier
from cpomlib.cli.etat import Jour


@click.group(subcommand_metavar="ACTION [OPTIONS]…")
def contrat() -> None:
    """Lit, suit et contrôle les contrats (CPOM) déposés dans la base.

    Un contrat entre par « cpom importer contrat DOSSIER », ou par « cpom contrat deposer FICHIER ».
    """


contrat.add_command(avancer)
contrat.add_command(dossier)
contrat.add_command(relire)
contrat.add_command(reprendre)
contrat.add_command(signer)
contrat.add_command(trame)


@contrat.command()
@click.option("--region", metavar="CODE", help="Les contrats de cette région.")
@options_contrats("table", "json", "csv", "xlsx")
def lister(
    region: str | None, base: str | None, forme: str, sortie: str | None, **quand: Any
) -> None:
    """Liste les contrats : gestionnaire, statut, dates, établissements."""
    from cpomlib.cli import contrat_sortie
    from cpomlib.cli.formes import rendre

    found = lus(base, quand)
    found = de_la_region(found, region) if region else found
    rows = contrat_sortie.liste(found)
    shown = rows if forme == "json" else contrat_sortie.en_mots(rows)
    rendre(forme, shown, contrat_sortie.LISTE, sortie)


@contrat.command()
@click.argument("code", metavar="ID")
@options_contrats("table", "json")
def montrer(code: str, base: str | None, forme: str, sortie: str | None, **quand: Any) -> None:
    """Montre un contrat : parties, périmètre, objectifs, cibles, tendance, conventions."""
    from cpomlib.cli import contrat_sortie
    from cpomlib.cli.ecran import write_json
    from cpomlib.cli.formes import deposer_texte

    found = lus(base, quand)
    one = un_contrat(found, code)
    found = found.parmi({code: one})
    shown = contrat_sortie.fiche(found, one, found.mesures())
    text = write_json(shown) + "\n" if forme == "json" else contrat_sortie.fiche_en_mots(shown)
    deposer_texte(text, sortie)


@contrat.command()
@click.argument("code", metavar="ID")
@click.option("--annee", type=int, metavar="AAAA", help="Cette année seulement.")
@click.option("--scenario", is_flag=True, help="Les cibles à côté du scénario retenu.")
@options_contrats("table", "json", "csv", "xlsx")
def suivi(
    code: str, annee: int | None, scenario: bool, base: str | None, forme: str,
    sortie: str | None, **quand: Any,
) -> None:  # fmt: skip
    """Suit les cibles d’un contrat : attendu, mesuré, jugé.

    Aucun jugement n’entre dans un tarif. « --scenario » met les cibles de places, de coût à la
    place, d’ETP et de résultat à côté du scénario retenu, et dit s’il y mène.
    """
    from cpomlib.calcul.contrat import suivre, usages_des_seuils
    from cpomlib.cli import contrat_autour, contrat_suivi
    from cpomlib.cli.formes import rendre
    from cpomlib.dossier import confrontation

    found = lus(base, quand)
    found = found.parmi({code: un_contrat(found, code)})
    lines = suivre(found.contrats, found.mesures(), usages_des_seuils(), found.jour)
    kept = [line for line in lines if annee in {None, line.annee}]
    raw = forme in {"json", "csv"}
    if scenario:
        held, beside = confrontation(found, found.contrats[code], kept)
        if not raw:
            click.echo(contrat_autour.entete(held))
        rows = [one.record() if raw else contrat_autour.en_mots(one) for one in beside]
        rendre(forme, rows, contrat_autour.SCENARIO, sortie)
        return
    rows = [line.record() if raw else contrat_suivi.suivi_en_mots(line) for line in kept]
    under = contrat_suivi.pied(found.contrats[code], kept)
    rendre(forme, rows, contrat_suivi.SUIVI, sortie, under)


@contrat.command()
@click.argument("code", metavar="ID")
@options_contrats("table", "json", "csv", "xlsx")
def verifier(code: str, base: str | None, forme: str, sortie: str | None, **quand: Any) -> None:
    """Contrôle un contrat : points bloquants, à corriger, conseils, chacun avec son texte.

    Le code de retour n’est pas nul s’il reste un point bloquant.
    """
    from cpomlib.calcul.contrat import verifier as check
    from cpomlib.cli import contrat_sortie
    from cpomlib.cli.formes import rendre
    from cpomlib.dossier import vue_de

    found = lus(base, quand)
    one = un_contrat(found, code)
    faults = check(one, vue_de(found, one))
    raw = forme in {"json", "csv"}
    rows = [each.record() if raw else contrat_sortie.manquement(each) for each in faults]
    if rows or raw:
        rendre(forme, rows, contrat_sortie.MANQUEMENTS, sortie)
    else:
        click.echo("Rien à signaler.")
    if any(each.gravite == "bloquant" for each in faults):
        raise click.exceptions.Exit(1)


@contrat.command()
@click.argument("code", metavar="ID")
@click.option("--lancement", type=Jour(), metavar="DATE", help="Propose la démarche type.")
@options_contrats("table", "json", "csv", "xlsx")
def demarche(
    code: str, lancement: date | None, base: str | None, forme: str, sortie: str | None,
    **quand: Any,
) -> None:  # fmt: skip
    """Montre la démarche d’un contrat : qui fait quoi, pour quand, et où l’on en est.

    « --lancement » propose la démarche type à partir d’un jour ; « --format csv -o demarche.csv »
    l’écrit comme « cpom importer contrat » la lit.
    """
    from cpomlib.calcul.contrat import retroplanning, taches
    from cpomlib.cli import contrat_sortie
    from cpomlib.cli.formes import rendre

    found = lus(base, quand)
    rows = retroplanning(lancement) if lancement else taches(un_contrat(found, code))
    raw = forme in {"json", "csv"}
    shown = contrat_sortie.etapes(rows, found.jour, code, raw=raw)
    rendre(forme, shown, contrat_sortie.DEMARCHE, sortie)


@contrat.command()
@click.argument("code", metavar="ID")
@click.option("-o", "--sortie", metavar="FICHIER", help="Fichier à écrire (.json, .yaml).")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
def sortir(code: str, sortie: str | None, base: str | None) -> None:
    """Écrit un contrat entier en JSON ou en YAML ; « cpom contrat deposer » le relit."""
    from cpomlib.cli.contrat_fichier import ecrit, en_donnees
    from cpomlib.cli.formes import deposer_texte

    found = lus(base, {"au": None, "etat": None, "jour": None})
    un_contrat(found, code)
    deposer_texte(ecrit(en_donnees(found, code), Path(sortie or ".json").suffix), sortie)


@contrat.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@option_avenant
@options_depot
def deposer(fichier: Path, demande: Demande) -> None:
    """Dépose un contrat écrit en JSON ou en YAML, s’il n’a aucune faute.

    Un contrat signé ne change que par « --avenant N » : la différence est dite.
    """
    from cpomlib.calcul.contrat import AU_DEPOT
    from cpomlib.cli.contrat_fichier import en_textes
    from cpomlib.cli.depot import deposer as deposer_tables
    from cpomlib.cli.importer_contrat import known_contracts
    from cpomlib.entree import lire_textes, sha256

    texts = en_textes(fichier)
    known = known_contracts(demande.base)
    read = lire_textes(texts, known, demande.jour, AU_DEPOT, fichier=fichier.name)
    origine = demande.origine(fichier.name, sha256(fichier), "contrat")
    click.echo(deposer_tables(read.frames, origine, demande))


@contrat.command()
@click.argument("code", metavar="ID")
@click.option(
    "--avant",
    required=True,
    type=Entier(1),
    metavar="N",
    help="L’état auquel on compare.",
)
@click.option("--apres", type=Entier(1), metavar="N", help="Sinon l’état courant.")
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
def comparer(code: str, avant: int, apres: int | None, base: str | None) -> None:
    """Dit ce qui a changé d’un contrat entre deux états des données, ligne par ligne."""
    from cpomlib.base import changements_du_contrat
    from cpomlib.calcul.contrat import indicateurs_nommes
    from cpomlib.tables import contract_names

    when = {"au": None, "jour": None}
    newer = lus(base, {**when, "etat": apres})
    un_contrat(newer, code)
    older = lus(base, {**when, "etat": avant})
    names = contract_names()
    then, now = ({name: side.frames[name] for name in names} for side in (older, newer))
    said = changements_du_contrat(then, now, code)
    click.echo(indicateurs_nommes("\n".join(said)) if said else "Rien n’a changé.")


@contrat.command()
@click.option("--region", required=True, metavar="CODE", help="Code ou nom de la région.")
@click.option("--annee", required=True, type=int, metavar="AAAA", help="L’année du bilan d’étape.")
@click.option(
    "-o",
    "--sortie",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Dossier des classeurs, créé s’il n’existe pas.",
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
def campagne(region: str, annee: int, sortie: Path, base: str | None) -> None:
    """Écrit le bilan d’étape que chaque gestionnaire complète : mesures et actions de l’année.

    Un classeur par contrat en vigueur, rempli de ce qui est mesuré. Au retour :
    « cpom importer contrat CLASSEUR ».
    """
    from cpomlib.cli.contrat_campagne import ecrire_retours
    from cpomlib.socle import pluriel

    found = de_la_region(lus(base, {"au": None, "etat": None, "jour": None}), region)
    written = ecrire_retours(found, annee, sortie)
    for path, rows in written:
        click.echo(f"{path}\u00a0: {pluriel(rows, 'mesure')}")
    click.echo(f"{pluriel(len(written), 'classeur écrit', 'classeurs écrits')}.")
