"""``cpom parametres``: browse and check the law, the thresholds and the nomenclatures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cpomlib.cli.etat import Jour

if TYPE_CHECKING:
    from cpomlib.droit import DossierParametres, Parametre, Seuil, ValeurDatee, Verification

_STATUTS = ("en_vigueur", "abroge", "a_verifier", "a_completer")


@click.group(subcommand_metavar="COMMANDE [OPTIONS]…")
def parametres() -> None:
    """Montre et vérifie les paramètres : droit daté, seuils, nomenclatures.

    Un service écrit ses propres valeurs dans le dossier que nomme la variable CPOM_PARAMETRES,
    avec les mêmes noms de fichiers que le projet.
    """


@parametres.command()
@click.option("--statut", type=click.Choice(_STATUTS), help="Seulement les valeurs de ce statut.")
def lister(statut: str | None) -> None:
    """Liste les paramètres, leur statut et ce que le service a changé."""
    from cpomlib.droit.arbre import arbre
    from cpomlib.droit.seuils import seuils

    for line in _tree(arbre(), statut):
        click.echo(line)
    if statut in (None, "en_vigueur"):
        click.echo("\nSeuils et conventions (seuils.yaml)")
        for entry in seuils().values():
            click.echo(_seuil_line(entry))


@parametres.command()
@click.argument("chemin")
@click.option("--au", type=Jour(), metavar="DATE", help="La valeur ce jour-là (JJ/MM/AAAA).")
def montrer(chemin: str, au: date | None) -> None:
    """Montre un paramètre : ses valeurs, leurs textes, leur statut.

    CHEMIN est celui que donne « cpom parametres lister », par exemple tarifs_plafonds/3R,
    seuils/seuil_personnes ou nomenclatures/motif.
    """
    for line in _shown(chemin, au):
        click.echo(line)


@parametres.command()
def verifier() -> None:
    """Vérifie tous les fichiers de paramètres.

    Liste aussi ce qui reste à vérifier, à compléter, ou n’a pas été comparé aux textes depuis
    18 mois. Se termine en erreur seulement si un fichier est mal écrit.
    """
    from cpomlib.cli.declarations import verifier as check

    found = check(date.today())
    for line in _report(found):
        click.echo(line)
    for error in found.fautes:
        click.echo(str(error), err=True)
    if found.fautes:
        raise SystemExit(1)


def _tree(folder: DossierParametres, statut: str | None, depth: int = 0) -> list[str]:
    from cpomlib.droit import parametre

    kept = [parametre(chemin) for chemin in folder.parametres]
    lines = [_parametre_line(found) for found in kept if statut in (None, *_statuses(found))]
    inside = [line for sub in folder.dossiers for line in _tree(sub, statut, depth + 1)]
    if not lines and not inside:
        return []
    title = ["", folder.titre] if depth else [folder.titre]
    return [*title, *lines, *inside]


def _statuses(found: Parametre) -> set[str]:
    return {found.statut, *(dated.statut for dated in found.valeurs)}


def _parametre_line(found: Parametre) -> str:
    from cpomlib.droit import STATUTS

    mark = ", changé par le service" if found.surcharge else ""
    worst = next((s for s in ("a_completer", "a_verifier") if s in _statuses(found)), found.statut)
    return f"  {found.chemin:<52} {STATUTS[worst]}{mark}"


def _seuil_line(entry: Seuil) -> str:
    mark = ", changé par le service" if entry.surcharge else ""
    value = "non fixé" if entry.valeur is None else str(entry.valeur).replace(".", ",")
    return f"  {'seuils/' + entry.nom:<52} {value} ({entry.unite}){mark}"


def _shown(chemin: str, au: date | None) -> list[str]:
    folder, _, nom = chemin.partition("/")
    if folder == "seuils":
        return _shown_seuil(nom)
    if folder == "nomenclatures":
        return _shown_nomenclature(nom)
    from cpomlib.droit import STATUTS, parametre
    from cpomlib.socle import date_courte

    found = parametre(chemin)
    values = [found.a_la_date(au)] if au else list(found.valeurs)
    return [
        found.libelle,
        found.description,
        f"Unité\u00a0: {found.unite.libelle}",
        f"Statut\u00a0: {STATUTS[found.statut]}",
        f"Comparé aux textes le {date_courte(found.verifie_le)}",
        f"Fichier\u00a0: {found.fichier}",
        *(line for dated in values for line in _shown_value(found, dated)),
    ]


def _shown_value(found: Parametre, dated: ValeurDatee) -> list[str]:
    from cpomlib.droit import STATUTS, lignes
    from cpomlib.socle import date_courte

    end = f" au {date_courte(dated.fin)}" if dated.fin else ""
    start = f"{'Du' if dated.fin else 'Depuis le'} {date_courte(dated.debut)}{end}"
    value = lignes(dated.valeur, found.unite, "  ") if dated.valeur is not None else []
    text = "à consulter" if dated.statut == "a_completer" else "lu"
    return [
        "",
        f"{start}\u00a0: {STATUTS[dated.statut]}",
        *value,
        f"  Texte {text}\u00a0: {dated.reference}",
        *([f"  {dated.reference.lien}"] if dated.reference.lien else []),
        *([f"  Note\u00a0: {dated.note}"] if dated.note else []),
        *([f"  Valeur du service\u00a0: {dated.surcharge}"] if dated.surcharge else []),
    ]


def _shown_seuil(nom: str) -> list[str]:
    from cpomlib.droit import seuil

    found = seuil(nom)
    value = "non fixée" if found.valeur is None else str(found.valeur).replace(".", ",")
    return [
        found.libelle,
        f"Valeur\u00a0: {value} ({found.unite})",
        f"Origine\u00a0: {found.origine}",
        *([f"Référence\u00a0: {found.reference}"] if found.reference else []),
        *([f"Note\u00a0: {found.note}"] if found.note else []),
        *([f"Valeur du service\u00a0: {found.surcharge}"] if found.surcharge else []),
    ]


def _shown_nomenclature(nom: str) -> list[str]:
    from cpomlib.droit import nomenclature

    found = nomenclature(nom)
    codes = [f"  {code:<24} {label}" for code, label in found.libelles.items()]
    mark = [f"Libellés du service\u00a0: {found.surcharge}"] if found.surcharge else []
    return [found.titre, *codes, f"Référence\u00a0: {found.reference}", *mark]


def _report(found: Verification) -> list[str]:
    from cpomlib.socle import date_courte, pluriel

    def rows(pairs: tuple[tuple[Parametre, ValeurDatee], ...]) -> list[str]:
        return [
            f"  {parameter.chemin}, {date_courte(dated.debut)}\u00a0: {dated.reference}"
            for parameter, dated in pairs
        ]

    return [
        f"{pluriel(len(found.parametres), 'paramètre lisible', 'paramètres lisibles')}, "
        f"{pluriel(len(found.fautes), 'faute')}.",
        f"\nÀ compléter\u00a0: {pluriel(len(found.a_completer), 'valeur')}",
        *rows(found.a_completer),
        f"\nÀ vérifier\u00a0: {pluriel(len(found.a_verifier), 'valeur')}",
        *rows(found.a_verifier),
        f"\nNon comparés aux textes depuis 18 mois\u00a0: {len(found.anciens)}",
        *(f"  {old.chemin}, {date_courte(old.verifie_le)}" for old in found.anciens),
        *(["\nFichiers du service"] if found.fichiers_surcharge else []),
        *(f"  {path}" for path in found.fichiers_surcharge),
    ]


@parametres.command()
@click.argument("chemin")
@click.option("--remplacer", is_flag=True, help="Remplace le fichier du service s’il existe.")
def copier(chemin: str, remplacer: bool) -> None:
    """Copie un fichier livré dans le dossier du service, pour y écrire ses propres valeurs.

    CHEMIN est celui d’un fichier (theme.yaml, seuils.yaml) ou d’un paramètre
    (tarifs_plafonds/3R). Le dossier est celui que nomme CPOM_PARAMETRES. Pour un indicateur à
    soi (indicateurs/publics, activite, finances ou rh), le fichier écrit est un exemple à changer.

    Exemple : cpom parametres copier theme.yaml
    """
    from cpomlib.cli.parametres_copier import copie

    click.echo(copie(chemin, remplacer=remplacer))
