"""``cpom importer siao``: stays and requests exported by a SIAO."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpomlib.cli.depot import Demande, deposer_lecture, options_depot

if TYPE_CHECKING:
    from cpomlib.entree import LectureFichier


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path), required=False)
@click.option(
    "--correspondance",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Correspondance (YAML) entre les mots de l’export et les nôtres.",
)
@click.option(
    "--proposer-correspondance",
    "proposition",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Écrit une première correspondance, à relire, et ne dépose rien.",
)
@click.option("--table", "nom", metavar="TABLE", help="sejours ou demandes_siao (proposition).")
@click.option(
    "--cle",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Clé des pseudonymes (sinon CPOM_CLE).",
)
@click.option("--creer-cle", is_flag=True, help="Crée la clé dans le fichier de « --cle ».")
@click.option(
    "--non-renseigne-si-inconnu",
    "non_renseigne",
    is_flag=True,
    help="Compte comme non renseigné un libellé inconnu d’une colonne facultative.",
)
@options_depot
def siao(
    fichier: Path | None,
    correspondance: Path | None,
    proposition: Path | None,
    nom: str | None,
    cle: Path | None,
    creer_cle: bool,
    non_renseigne: bool,
    demande: Demande,
) -> None:
    """Dépose un export d’un SIAO : séjours ou demandes (CSV ou XLSX).

    Les numéros de ménage deviennent des pseudonymes, par une clé qui reste hors de la base.
    Les noms, téléphones et autres identifiants sont retirés à l’entrée.
    """
    if demande.essai and (creer_cle or proposition):
        raise click.UsageError(
            "« --essai » n’écrit rien : ôtez « --creer-cle » et « --proposer-correspondance »."
        )
    if creer_cle:
        _make_key(cle, demande.base)
        if fichier is None:
            return
    if fichier is None:
        raise click.UsageError("Indiquez le fichier de l’export.")
    if proposition:
        _propose(fichier, proposition, nom or "", demande.base)
        return
    if correspondance is None:
        raise click.UsageError(
            "Indiquez la correspondance par « --correspondance FICHIER », ou faites-en proposer "
            "une par « --proposer-correspondance FICHIER »."
        )
    lecture = _read(fichier, correspondance, cle, demande.base, non_renseigne)
    deposer_lecture(lecture, [fichier], demande)


def _make_key(cle: Path | None, base: str | None) -> None:
    from cpomlib.entree.siao import creer_cle

    if cle is None:
        raise click.UsageError("Indiquez où créer la clé par « --cle FICHIER ».")
    creer_cle(cle, fichier_base(base))
    click.echo(
        f"Clé créée : {cle}. Gardez-la en lieu sûr : sans elle, les prochains dépôts auront "
        "d’autres pseudonymes."
    )


def _propose(fichier: Path, proposition: Path, nom: str, base: str | None) -> None:
    from cpomlib.entree.siao import ecrire_proposition

    ecrire_proposition(fichier, proposition, nom, noms_etablissements(base))
    click.echo(
        f"Correspondance proposée : {proposition}. Relisez-la, complétez-la et confirmez-en les "
        "suppositions."
    )


def noms_etablissements(base: str | None) -> dict[str, str]:
    """Return the establishments that a base knows, id → name: what an export calls them."""
    from cpomlib.cli.session import known_structure

    held = known_structure(base).get("etablissements")
    if held is None:
        return {}
    return dict(zip(held["id_etablissement"], held["nom"], strict=True))


def _read(
    fichier: Path, correspondance: Path, cle: Path | None, base: str | None, non_renseigne: bool
) -> LectureFichier:
    from cpomlib.cli.session import known_structure
    from cpomlib.entree.siao import PSEUDONYMES, lire_cle, lire_correspondance, read_siao

    mapping = lire_correspondance(correspondance)
    key = lire_cle(cle, fichier_base(base)) if set(PSEUDONYMES) & set(mapping.regles) else None
    return read_siao(fichier, mapping, key, known_structure(base), non_renseigne=non_renseigne)


def fichier_base(base: str | None) -> Path | None:
    """Return the file of the base, None when it is a server."""
    from sqlalchemy.engine import make_url

    from cpomlib.base import base_address

    url = make_url(base_address(base))
    return Path(url.database) if url.drivername.startswith("sqlite") and url.database else None
