"""``cpom modele``: the reports that can be asked for, and how to start one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.group(subcommand_metavar="COMMANDE [OPTIONS]…")
def modele() -> None:
    """Liste les modèles de rapport, ou en commence un à soi.

    Exemple : cpom modele nouveau mon_rapport.ipynb
    """


@modele.command()
def lister() -> None:
    """Liste les modèles livrés, avec ce qu’ils sont.

    Exemple : cpom modele lister
    """
    from cpomlib.campagne import titre
    from cpomlib.campagne.modeles import modeles

    known = modeles()
    width = max(map(len, known))
    for name, path in known.items():
        click.echo(f"  {name:<{width}}  {titre(path) or 'Diagnostic'}")
    click.echo("Un carnet à soi se donne par son chemin\u00a0: cpom rapports --modele ./mien.ipynb")


@modele.command()
@click.argument("chemin", type=click.Path(path_type=Path))
@click.option(
    "--depuis",
    default="",
    metavar="NOM",
    help="Modèle livré à copier ; par défaut, un carnet court à compléter.",
)
@click.option("--titre", default="", metavar="TEXTE", help="Titre des rapports.")
def nouveau(chemin: Path, depuis: str, titre: str) -> None:
    """Écrit un carnet à soi, prêt pour « cpom rapports --modele CHEMIN ».

    Exemple : cpom modele nouveau mon_rapport.ipynb --titre "Note au préfet"
    """
    import nbformat

    from cpomlib.campagne import modele as shipped
    from cpomlib.campagne import refuser_nom
    from cpomlib.socle import fichiers

    refuser_nom(chemin)
    book = nbformat.read(shipped(depuis), as_version=4) if depuis else _court()
    said = titre or chemin.stem.replace("_", " ").capitalize()
    book.metadata["cpom"] = {**book.metadata.get("cpom", {}), "titre": said}
    fichiers.ecrire(chemin, nbformat.writes(book), neuf=True)
    click.echo(
        f"Écrit\u00a0: {chemin}\nOuvrez-le par «\u00a0cpom lab\u00a0», puis\u00a0: "
        f"cpom rapports --region CODE --annee AAAA --modele {_typed(chemin)}"
    )


def _typed(chemin: Path) -> str:
    """Return a path as it is typed, which cannot be taken for a name."""
    import shlex

    return shlex.quote(str(chemin if chemin.is_absolute() else Path.cwd().joinpath(chemin)))


def _court() -> Any:
    """Return a short notebook: the parameters of a campaign, a dossier, a few calls."""
    import nbformat

    from cpomlib.campagne import modele as shipped

    parent = nbformat.read(shipped("fiche_operateur"), as_version=4)
    (parameters,) = [cell for cell in parent.cells if "parameters" in cell.metadata.get("tags", [])]
    cells = nbformat.v4
    book = cells.new_notebook(metadata={"kernelspec": dict(parent.metadata["kernelspec"])})
    book.cells = [
        cells.new_markdown_cell(_MODE_D_EMPLOI, metadata={"tags": ["hors-rapport"]}),
        cells.new_code_cell(parameters.source, metadata={"tags": ["parameters"]}),
        *(cells.new_code_cell(source) for source in _CELLULES),
    ]
    for cell in book.cells:
        cell.pop("id", None)
    book.nbformat_minor = 4
    return book


_MODE_D_EMPLOI = """# Mon rapport

Chaque cellule montre une partie du rapport ; ce texte n’y figure pas (étiquette « hors-rapport »).
Gardez la cellule des paramètres. Ajoutez des parties du diagnostic (`diagnostic.publics(dossier)`,
`diagnostic.activite(dossier)`, `diagnostic.finances(dossier)`…), du texte, ou vos propres tableaux.
`cpomlib.ouvrir(base).indicateurs(gestionnaire, annee)` donne une ligne par indicateur."""
_CELLULES = (
    """from cpomlib.rapports import diagnostic

dossier = diagnostic.load(base, gestionnaire, annee, region, perimetre, etat, publiable, jour)
diagnostic.indicateurs(dossier)""",
    "diagnostic.chiffres_et_constats(dossier)",
    "diagnostic.obligatoires(dossier)",
    "diagnostic.activite(dossier)",
    "diagnostic.methode(dossier)",
)
