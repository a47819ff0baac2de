"""``cpom contrat reprendre``: a signed contract, or its follow-up sheet, taken as guesses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cpomlib.entree.reprise import Connu, IndicateursCitables


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
# a code that nothing bears yet: it is not looked for in the base
@click.option(
    "--contrat",
    required=True,
    type=click.UNPROCESSED,
    metavar="ID",
    help="Code à donner au contrat (C-…).",
)
@click.option("--gestionnaire", metavar="ID", help="À qui est ce contrat, si rien ne le dit.")
@click.option(
    "-o",
    "--sortie",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Classeur à écrire (.xlsx) ; il ne doit pas exister.",
)
@click.option("--base", metavar="ADRESSE", help="Adresse de la base (sinon CPOM_BASE).")
def reprendre(
    fichier: Path, contrat: str, gestionnaire: str | None, sortie: Path, base: str | None
) -> None:
    """Reprend un contrat signé (.docx) ou son suivi (.xlsx) dans un classeur à confirmer.

    Chaque ligne reprise est une supposition, montrée avec les mots où elle a été lue : rien n’est
    déposé tant que « oui » n’est pas écrit en face. Au retour : « cpom importer contrat CLASSEUR ».
    """
    from cpomlib.entree.reprise import reprendre as take
    from cpomlib.entree.trame import ecrire_reprise
    from cpomlib.socle import pluriel

    taken = take(fichier, code_de_contrat(contrat), connu(base), indicateurs(), gestionnaire)
    ecrire_reprise(taken, sortie)
    for title, rows in taken.compte().items():
        click.echo(f"{title}\u00a0: {pluriel(rows, 'ligne')}")
    if taken.laisses:
        click.echo(
            f"Non repris\u00a0: {pluriel(len(taken.laisses), 'passage')}, dits dans le classeur."
        )
    click.echo(f"Classeur écrit\u00a0: {sortie}. Confirmez chaque ligne avant de le déposer.")


def code_de_contrat(code: str) -> str:
    """Return a code that a contract may have.

    Raises:
        CommandeError: it has not the form of one.
    """
    import re

    from cpomlib.socle import CommandeError
    from cpomlib.tables import table

    champ = table("contrats").champ("id_contrat")
    if not re.fullmatch(champ.motif or "", code):
        raise CommandeError(
            f"«\u00a0{code}\u00a0» n’est pas le code d’un contrat.",
            pourquoi=f"Attendu\u00a0: {champ.attendu}.",
            que_faire="Par exemple C-2024-01.",
        )
    return code


def connu(base: str | None) -> Connu:
    """Return what the base knows of gestionnaires and establishments."""
    from cpomlib.cli.importer_contrat import known_contracts
    from cpomlib.entree.reprise import Connu

    held = known_contracts(base)
    places, who = held.get("etablissements"), held.get("gestionnaires")
    if places is None or who is None:
        return Connu({}, {}, {})
    return Connu(
        dict(zip(places["id_etablissement"], places["nom"], strict=True)),
        dict(zip(who["id_gestionnaire"], who["raison_sociale"], strict=True)),
        dict(zip(places["id_etablissement"], places["id_gestionnaire"], strict=True)),
    )


def indicateurs() -> IndicateursCitables:
    """Return the indicators that a contract may cite: those that are one number."""
    from cpomlib.calcul.indicateurs import fiches
    from cpomlib.entree.reprise import IndicateursCitables

    held = fiches()
    return IndicateursCitables(
        {name: one.libelle for name, one in held.items()},
        {name: one.unite for name, one in held.items()},
    )
