"""``cpom importer fec`` and ``cpom importer balance``: accounts into the base."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.depot import Demande, deposer_lecture, options_depot

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.entree import LectureFichier
    from cpomlib.entree.fec import AffectationAnalytique
    from cpomlib.socle import Faute

Structure = dict[str, "pd.DataFrame"]


@dataclass(frozen=True)
class DemandeComptes:
    """What both commands are asked for; see the help of their options."""

    fichiers: tuple[Path, ...]
    gestionnaire: str | None
    annee: int | None
    accepter_desequilibre: bool
    demande: Demande


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that both formats have."""
    path = click.Path(path_type=Path)
    for option in (
        click.argument("fichiers", nargs=-1, required=True, type=path),
        click.option(
            "--gestionnaire", metavar="ID", help="Gestionnaire (sinon le SIREN du nom du fichier)."
        ),
        click.option(
            "--annee", type=int, metavar="AAAA", help="Exercice (sinon celui du nom du fichier)."
        ),
        click.option(
            "--accepter-desequilibre",
            is_flag=True,
            help="Lit un fichier dont les débits et les crédits diffèrent.",
        ),
    )[::-1]:
        command = option(command)
    return options_depot(command)


@click.command()
@_common
@click.option(
    "--etablissement", metavar="ID", help="Établissement de toutes les charges et produits."
)
@click.option(
    "--cle-analytique",
    "cle",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Clé (YAML ou CSV) qui répartit les écritures entre les établissements.",
)
def fec(etablissement: str | None, cle: Path | None, **commun: Any) -> None:
    """Dépose des fichiers des écritures comptables (FEC), d’une ou de plusieurs années.

    Chacun va à l’exercice et au gestionnaire que dit son nom ; les fichiers d’un même exercice
    sont lus ensemble. Il donne le compte administratif de chaque établissement (comptes 6 et 7,
    groupes fonctionnels selon les paramètres) et la balance du gestionnaire. Les séparateurs,
    les jeux de caractères et les formats usuels sont reconnus. Une clé analytique peut servir à
    toute une région : sa colonne « gestionnaire » dit de qui est chaque ligne.
    """
    from cpomlib.cli.session import known_structure

    asked = DemandeComptes(**commun)
    known = known_structure(asked.demande.base)
    groups = exercices(asked)
    # all are read before the first is deposited: a refused one leaves nothing of the others
    reads = [(one, _read(one, known, etablissement, cle)) for one in groups]
    for rank, (one, read) in enumerate(reads, 1):
        if len(reads) > 1:
            click.echo(f"[{rank}/{len(reads)}] {', '.join(path.name for path in one.fichiers)}")
        deposer_lecture(read, one.fichiers, one.demande)


def exercices(asked: DemandeComptes) -> list[DemandeComptes]:
    """Part the files by gestionnaire and exercise, as their names say; one exercise is read whole.

    What the command says holds for all.
    """
    from cpomlib.entree.fec import nom_fec

    groups: dict[tuple[str, int], list[Path]] = {}
    for path in asked.fichiers:
        name = nom_fec(path.name)
        owner = asked.gestionnaire or name.siren
        year = asked.annee or (name.cloture.year if name.cloture else 0)
        groups.setdefault((owner, year), []).append(path)
    if any(not owner or not year for owner, year in groups):
        return [asked]
    return [
        replace(asked, fichiers=tuple(paths), gestionnaire=owner, annee=year)
        for (owner, year), paths in sorted(groups.items())
    ]


def _read(
    asked: DemandeComptes, known: Structure, etablissement: str | None, cle: Path | None
) -> LectureFichier:
    """Read and check the FEC of one exercise."""
    from cpomlib.entree.fec import lire_fec

    owner, year = _who(asked, known), _when(asked)
    read = lire_fec(
        asked.fichiers,
        owner,
        year,
        _affectation(known, owner, etablissement, cle),
        accepter_desequilibre=asked.accepter_desequilibre,
    )
    if etablissement and len(_establishments(known, owner)) > 1:
        read = replace(read, alertes=(*read.alertes, _whole_balance(asked)))
    _check(read, asked, known)
    return read


def _whole_balance(asked: DemandeComptes) -> Faute:
    from cpomlib.socle import Faute

    message = "La balance de ce fichier sera celle de tout le gestionnaire."
    advice = "S’il ne couvre qu’un établissement, donnez ensemble les fichiers de tous."
    return Faute(asked.fichiers[0].name, 0, "", "", message, advice)


@click.command()
@_common
def balance(**commun: Any) -> None:
    """Dépose une balance générale (CSV ou XLSX) : les soldes du gestionnaire.

    Les colonnes sont reconnues à leur nom (compte, libellé, débit, crédit, solde…).
    """
    from cpomlib.cli.session import known_structure
    from cpomlib.entree.balance import lire_balance

    asked = DemandeComptes(**commun)
    known = known_structure(asked.demande.base)
    owner, year = _who(asked, known), _when(asked)
    read = lire_balance(
        asked.fichiers, owner, year, accepter_desequilibre=asked.accepter_desequilibre
    )
    _check(read, asked, known)
    deposer_lecture(read, asked.fichiers, asked.demande)


def _who(asked: DemandeComptes, known: Structure) -> str:
    """Return the gestionnaire asked for, else that of the file names; it must be known."""
    from cpomlib.entree.fec import nom_fec
    from cpomlib.socle import CommandeError, suggestion

    named = {nom_fec(path.name).siren for path in asked.fichiers} - {""}
    owner = asked.gestionnaire or (named.pop() if len(named) == 1 else "")
    if not owner:
        raise CommandeError(
            "Le nom du fichier ne dit pas de quel gestionnaire il vient.",
            que_faire="Ajoutez « --gestionnaire » suivi de son identifiant.",
        )
    ids = known["gestionnaires"]["id_gestionnaire"].tolist() if known else []
    if owner not in ids:
        raise CommandeError(
            f"Le gestionnaire « {owner} » n’est pas dans la base.",
            que_faire=suggestion(owner, ids, "cpom gestionnaires")
            or "Déposez d’abord les gestionnaires et les établissements.",
        )
    return owner


def _when(asked: DemandeComptes) -> int:
    from cpomlib.entree.fec import nom_fec
    from cpomlib.socle import CommandeError

    named = {day.year for path in asked.fichiers if (day := nom_fec(path.name).cloture)}
    year = asked.annee or (named.pop() if len(named) == 1 else 0)
    if not year:
        raise CommandeError(
            "Le nom du fichier ne dit pas de quel exercice il s’agit.",
            que_faire="Ajoutez « --annee » suivi de l’année.",
        )
    if not 1990 <= year <= 2100:
        raise CommandeError(
            f"L’année {year} n’est pas vraisemblable.", que_faire="Elle est entre 1990 et 2100."
        )
    return year


def _affectation(
    known: Structure, owner: str, etablissement: str | None, cle: Path | None
) -> AffectationAnalytique:
    """Return where charges and products go; each establishment must be the gestionnaire's."""
    from cpomlib.entree.fec import lire_cle, tout_a
    from cpomlib.socle import CommandeError, suggestion

    mine = _establishments(known, owner)
    if etablissement and cle:
        raise CommandeError(
            "« --etablissement » et « --cle-analytique » ne vont pas ensemble.",
            que_faire="Gardez l’un des deux.",
        )
    if not etablissement and not cle and len(mine) != 1:
        raise CommandeError(
            f"Le gestionnaire « {owner} » a {len(mine) or 'zéro'} établissements : lequel ?",
            que_faire="Ajoutez « --etablissement » ou « --cle-analytique ». "
            f"{suggestion('', mine)}".strip(),
        )
    others = set(known["etablissements"]["id_etablissement"]) - set(mine)
    asked = lire_cle(cle, owner, others) if cle else tout_a(etablissement or mine[0])
    for name in asked.etablissements:
        if name not in mine:
            raise CommandeError(
                f"« {name} » n’est pas un établissement du gestionnaire « {owner} ».",
                ou=cle.name if cle else "",
                que_faire=suggestion(name, mine),
            )
    return asked


def _establishments(known: Structure, owner: str) -> list[str]:
    structure = known["etablissements"]
    return structure.loc[structure["id_gestionnaire"] == owner, "id_etablissement"].tolist()


def _check(read: LectureFichier, asked: DemandeComptes, known: Structure) -> None:
    from cpomlib.socle import DonneesError
    from cpomlib.tables.check import check

    faults = check(read.frames, known, dict.fromkeys(read.frames, asked.fichiers[0].name))
    if faults:
        raise DonneesError(faults)
