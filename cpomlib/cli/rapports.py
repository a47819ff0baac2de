"""``cpom rapports``: the diagnostics of a region, one per gestionnaire."""

from __future__ import annotations

import gc
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.avancement import Avancement, printable
from cpomlib.cli.entiers import Entier
from cpomlib.cli.etat import etat_voulu, jour_voulu, option_jour, options_etat

if TYPE_CHECKING:
    from datetime import date

    from cpomlib.campagne import Bilan, Campagne, Eveil, Sort

_TELS = ("region", "annee", "gestionnaires", "contrats", "base", "perimetre", "dask")
"""Options that a campaign takes as they are."""


class _Sortie(click.Path):
    """A folder, or an address, which is left as it is."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the path of a folder, or an address."""
        return value if "://" in str(value) else super().convert(value, param, ctx)


@click.command()
@click.option("--region", required=True, metavar="R", help="Code INSEE ou nom de la région.")
@click.option("--annee", required=True, type=int, metavar="A", help="Exercice, par exemple 2025.")
@click.option(
    "--gestionnaire",
    "gestionnaires",
    multiple=True,
    metavar="ID",
    help="SIREN ou EJ-FINESS ; répétable. Toute la région par défaut.",
)
@click.option(
    "--contrat",
    "contrats",
    multiple=True,
    metavar="CODE",
    help="Pour un document de contrat, son code ou son nom ; répétable. Tous ceux de l’année "
    "par défaut.",
)
@click.option(
    "--sortie",
    default="reports",
    show_default=True,
    type=_Sortie(path_type=Path, file_okay=False),
    metavar="DOSSIER",
    help="Où écrire les rapports : un dossier, ou s3://seau/prefixe.",
)
@click.option(
    "--parallele",
    type=Entier(1),
    metavar="N",
    help="Rapports faits en même temps. Par défaut, un de plus que de cœurs.",
)
@click.option(
    "--dask",
    is_flag=False,
    flag_value="local",
    default="",
    metavar="[ADRESSE]",
    help="Fait les rapports sur les machines d’un groupe Dask (tcp://machine:8786) ; sans "
    "adresse, ou « local », sur un groupe lancé ici.",
)
@click.option("--reprendre", is_flag=True, hidden=True, help="Ce que fait déjà la commande.")
@click.option("--forcer", is_flag=True, help="Refait tout, même ce qui n’a pas changé.")
@click.option(
    "--expliquer",
    is_flag=True,
    help="Dit ce qui serait refait, et pourquoi, sans rien faire.",
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base. Par défaut : CPOM_BASE.")
@click.option(
    "--perimetre",
    type=click.Choice(["tous", "chrs"]),
    default="tous",
    show_default=True,
    help="Tous les établissements, ou les CHRS seulement.",
)
@click.option(
    "--modele",
    default="diagnostic",
    show_default=True,
    metavar="NOM",
    help="Modèle de rapport : diagnostic, volet_financier, synthese_regionale…",
)
@click.option(
    "--formats",
    default="html",
    show_default=True,
    metavar="LISTE",
    help="Formats, entre virgules : html, pdf, docx, odt, xlsx. La page html est toujours faite.",
)
@click.option(
    "--parametre",
    "parametres",
    multiple=True,
    metavar="NOM=VALEUR",
    help="Autre paramètre du modèle de rapport ; répétable.",
)
@click.option(
    "--publiable",
    is_flag=True,
    help="Version à diffuser, dans le dossier « publiable » : les petits effectifs du "
    "gestionnaire y sont masqués.",
)
@option_jour
@options_etat
def rapports(**demande: Any) -> None:
    """Produit les diagnostics d’une région, un par gestionnaire.

    Chaque diagnostic est écrit dans DOSSIER/région/année/identifiant, et la page d’ensemble dans
    DOSSIER/région/année/index.html. Un autre modèle que le diagnostic a son dossier à lui, dans
    DOSSIER/région/année/modèle ; celui qui porte sur toute la région n’y fait qu’un
    rapport. Un document de contrat (note_de_cadrage, contrat, objectifs_et_suivi,
    fiches_actions, preparation_comite, compte_rendu, bilan) se fait pour chaque contrat en
    préparation ou en vigueur. Un rapport qui échoue n’arrête pas les autres.

    Un rapport n’est refait que si ses données, ses paramètres, son carnet, le code ou les
    réglages ont changé, ou s’il manque.

    Les formats d’un rapport viennent d’une même exécution : celui qu’on ne demande plus est
    retiré, sauf s’il a été modifié depuis.
    """
    if demande["reprendre"] and demande["forcer"]:
        raise click.UsageError("« --reprendre » et « --forcer » se contredisent.")
    if demande["expliquer"]:
        from cpomlib.campagne import sortie

        _explain(sortie.expliquer(_campagne(**demande), demande["sortie"]))
        return
    suivi = Avancement()
    try:
        with _eveil(demande) as eveil:
            from cpomlib.campagne import sortie

            bilan = sortie.run(_campagne(**demande), demande["sortie"], suivi, eveil)
    finally:
        suivi.ferme()
    # the base is closed, and nothing is left that the collector should look for on leaving
    gc.freeze()
    _conclude(bilan)


def _eveil(demande: dict[str, Any]) -> AbstractContextManager[Eveil | None]:
    """Wake the parent of this machine's kernels, before what says what to make is even imported."""
    from cpomlib.campagne.modeles import modeles

    notebook = modeles().get(demande["modele"])
    if notebook is None or demande["dask"] not in {"", "local"}:
        return nullcontext()
    from cpomlib.campagne import eveiller

    return eveiller(notebook, demande["base"] or "")


def _campagne(parametres: tuple[str, ...], **demande: Any) -> Campagne:
    """Return the campaign that the options ask for."""
    from cpomlib.campagne import inputs, modele, preparation
    from cpomlib.rendu.documents import choisis

    _avertir(demande["base"])
    campagne = preparation.Campagne(
        **{name: demande[name] for name in _TELS},
        parallele=demande["parallele"] or 0,
        reprendre=not demande["forcer"],
        modele=modele(demande["modele"]),
        formats=choisis(demande["formats"]),
        etat=_state(demande["base"], demande["au"], demande["etat"]),
        jour=jour_voulu(demande["jour"], demande["au"]),
    )
    texts = _pairs(parametres)
    if texts:
        campagne = campagne.with_parametres(inputs.from_text(campagne.notebook, texts))
    return campagne.with_parametres({"publiable": True}) if demande["publiable"] else campagne


def _avertir(base: str | None) -> None:
    """Say which files of the parties wait to be taken into the base."""
    from cpomlib.base import open_base
    from cpomlib.cli.base_reprendre import avertir

    engine = open_base(base)
    try:
        avertir(engine)
    finally:
        engine.dispose()


def _state(base: str | None, au: date | None, etat: int | None) -> int:
    """Return the state asked for; 0, the current one, when none is."""
    from cpomlib.base import open_base

    if au is None and etat is None:
        return 0
    engine = open_base(base)
    try:
        return etat_voulu(engine, au, etat)
    finally:
        engine.dispose()


def _pairs(parametres: tuple[str, ...]) -> dict[str, str]:
    for text in parametres:
        if "=" not in text:
            raise click.BadParameter(
                f"« {text} » : écrivez NOM=VALEUR.", param_hint="« --parametre »"
            )
    return dict(text.split("=", 1) for text in parametres)


def _explain(fates: tuple[Sort, ...]) -> None:
    """List what would be made again, and what changed."""
    from cpomlib.socle import pluriel

    for fate in fates:
        why = f"à refaire ({', '.join(fate.raisons)})" if fate.raisons else "à jour"
        click.echo(f"{fate.cible.id} {printable(fate.cible.nom)}\u00a0: {why}.")
    stale = sum(bool(fate.raisons) for fate in fates)
    click.echo(f"{pluriel(stale, 'rapport')} à refaire sur {len(fates)}.")


def _conclude(bilan: Bilan) -> None:
    from cpomlib.socle import pluriel

    click.echo(
        f"{pluriel(len(bilan.faits), 'rapport établi', 'rapports établis')}, "
        f"{len(bilan.a_jour)} à jour, {pluriel(len(bilan.echecs), 'échec')}."
    )
    for name, why in bilan.ecartes.items():
        click.echo(f"Sans rapport\u00a0: {printable(name)}, {why}.")
    index = bilan.index.resolve() if isinstance(bilan.index, Path) else bilan.index
    click.echo(f"À ouvrir dans un navigateur : {index}")
    if bilan.echecs:
        sys.exit(1)
