"""``cpom base reprendre``: what the parties wrote in files goes into the base, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from cpomlib.cli.depot import options_base
from cpomlib.cli.session import session_name
from cpomlib.socle import CommandeError, CpomError, pluriel

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.base import Declaree
    from cpomlib.cli.natures import Nature

Cle: TypeAlias = tuple[str, str]


@dataclass
class Repris:
    """What the files of a service hold.

    Attributes:
        textes: what may go into the base, by gestionnaire and document.
        inconnus: files of gestionnaires that the base does not have.
        fautes: all that cannot be read.
    """

    textes: dict[Cle, str] = field(default_factory=dict)
    inconnus: list[Path] = field(default_factory=list)
    fautes: list[str] = field(default_factory=list)


@click.command()
@click.option("--scenarios", type=click.Path(path_type=Path, exists=True, file_okay=False),
              metavar="DOSSIER",
              help="Où sont les scénarios. Par défaut\u00a0: CPOM_SCENARIOS.")  # fmt: skip
@click.option("--parametres", type=click.Path(path_type=Path, exists=True, file_okay=False),
              metavar="DOSSIER",
              help="Où sont plans/ et fiches/. Par défaut\u00a0: CPOM_PARAMETRES.")  # fmt: skip
@click.option("--remplacer", is_flag=True,
              help="Les fichiers remplacent ce qui est autrement dans la base.")  # fmt: skip
@click.option("--essai", is_flag=True, help="Dit tout, sans rien écrire.")
@options_base
def reprendre(
    scenarios: Path | None, parametres: Path | None, remplacer: bool, essai: bool,
    base: str | None, auteur: str | None,
) -> None:  # fmt: skip
    """Met dans la base les scénarios, plans et fiches que les parties écrivaient en fichiers.

    Tout entre en un dépôt, ou rien si un fichier a une faute. Les fichiers restent où ils sont ;
    les rapports et la page ne lisent plus que la base. « cpom depots annuler N » défait.
    """
    from cpomlib.base import Origine, declarations, declarer, empreinte, open_base

    engine = open_base(base)
    found = lire(engine, scenarios, parametres)
    if found.fautes:
        raise CommandeError(
            "\n".join(["Rien n’a été repris\u00a0: des fichiers ont des fautes.", *found.fautes]),
            que_faire="Corrigez-les, ou ôtez-les du dossier.",
        )
    held = {(one.gestionnaire, one.document): one for one in declarations(engine)}
    other = [] if remplacer else [k for k, t in found.textes.items() if _autre(held.get(k), t)]
    kept = {key: text for key, text in found.textes.items() if key not in other}
    origine = Origine(
        auteur or session_name(), "fichiers du service", empreinte("\0".join(kept.values())),
        "declarations",
    )  # fmt: skip
    done = declarer(engine, kept, origine, essai=essai) if kept else None
    written = done.ecrites if done else ()
    for line in _dit(found, written, other, held):
        click.echo(line)
    if not written:
        click.echo("Rien à reprendre.")
    elif essai:
        click.echo("Essai\u00a0: rien n’a été écrit.")
    elif done:
        click.echo(
            f"Dépôt n°\u00a0{done.depot}. Les fichiers restent où ils sont et ne sont plus lus. "
            f"Pour défaire\u00a0: «\u00a0cpom depots annuler {done.depot}\u00a0»."
        )


def _autre(held: Declaree | None, texte: str) -> bool:
    return held is not None and held.texte != texte


def _dit(
    found: Repris, written: tuple[Cle, ...], other: list[Cle], held: Mapping[Cle, Declaree]
) -> Iterator[str]:
    from cpomlib.base import intitule, quand

    for who, document in sorted(written):
        yield f"  {intitule(document)} de {who}"
    same = len(found.textes) - len(written) - len(other)
    if same:
        yield f"Déjà dans la base, tels quels\u00a0: {same}."
    for who, document in sorted(other):
        yield (
            f"Laissé\u00a0: {intitule(document)} de {who} est autrement dans la base "
            f"({quand(held[who, document])})\u00a0; «\u00a0--remplacer\u00a0» prend le fichier."
        )
    if found.inconnus:
        names = ", ".join(str(path) for path in found.inconnus[:8])
        more = "…" * (len(found.inconnus) > 8)
        yield (
            f"Laissés\u00a0: {pluriel(len(found.inconnus), 'fichier')} de gestionnaires qui ne "
            f"sont pas dans la base ({names}{more})."
        )


def lire(engine: Engine, scenarios: Path | None, parametres: Path | None) -> Repris:
    """Read every file of the folders; what is wrong is gathered."""
    from cpomlib.base import latest_state, raisons_sociales
    from cpomlib.cli.natures import lire_fichier
    from cpomlib.droit import shipped_dir

    known = set(raisons_sociales(engine, latest_state(engine)))
    found = Repris()
    for nature, path, place in _fichiers(scenarios, parametres):
        who = place or _says(nature, path)
        if who and who not in known:
            # those that the project ships are the example's: nobody waits for them
            found.inconnus += [path] * (shipped_dir() not in path.parents)
            continue
        try:
            read = lire_fichier(nature, path)
            _refuse_nobody(who, path)
            key = (who, nature.document(path.stem if nature.nom == "scenario" else ""))
            _refuse_twice(found.textes, key, read.gestionnaire, who, path)
        except CpomError as error:
            found.fautes.append(f"{path}\u00a0: {error}")
        else:
            found.textes[key] = read.texte
    return found


def _says(nature: Nature, path: Path) -> str:
    """Return the gestionnaire that a file names, empty where it names none or is not read."""
    from cpomlib.cli.natures import lire_fichier

    try:
        return lire_fichier(nature, path).gestionnaire
    except CpomError:
        return ""


def _refuse_nobody(who: str, path: Path) -> None:
    if not who:
        raise CommandeError(
            "Ce fichier ne dit pas de quel gestionnaire il est, et son dossier non plus.",
            que_faire=f"Rangez-le dans {path.parent / 'CODE_DU_GESTIONNAIRE'}.",
        )


def _refuse_twice(textes: Mapping[Cle, str], key: Cle, says: str, who: str, path: Path) -> None:
    if says and says != who:
        raise CommandeError(
            f"Ce fichier est le scénario d’un autre gestionnaire («\u00a0{says}\u00a0»)."
        )
    if key in textes:
        raise CommandeError(
            "Un autre fichier porte le même nom, à sa fin près (.yaml, .yml).",
            que_faire="Gardez un seul des deux.",
        )


def _fichiers(
    scenarios: Path | None, parametres: Path | None
) -> Iterator[tuple[Nature, Path, str]]:
    """Give each file, with its nature and the gestionnaire that its place names.

    At the root of the scenarios the place names nobody: the file says whose it is.
    """
    from cpomlib.cli.natures import FICHE, PLAN, SCENARIO
    from cpomlib.droit import listes, scenarios_root, service_dir

    root = scenarios or scenarios_root()
    yield from ((SCENARIO, path, "") for path in listes(root) if not path.is_dir())
    for folder in listes(root, ("",)):
        if folder.is_dir():
            yield from ((SCENARIO, path, folder.name) for path in listes(folder))
    own = parametres or service_dir()
    for nature, name in ((PLAN, "plans"), (FICHE, "fiches")):
        if own is not None:
            yield from ((nature, path, path.stem) for path in listes(own / name))


def oublies(engine: Engine) -> int:
    """Count the files that the base does not have, and that nothing reads any more."""
    from cpomlib.base import declarations, latest_state, raisons_sociales

    known = set(raisons_sociales(engine, latest_state(engine)))
    held = {(one.gestionnaire, one.document) for one in declarations(engine)}
    placed = ((nature, path, place or _says(nature, path))
              for nature, path, place in _fichiers(None, None))  # fmt: skip
    return sum(
        (who, nature.document(path.stem if nature.nom == "scenario" else "")) not in held
        for nature, path, who in placed
        if not who or who in known
    )


def avertir(engine: Engine) -> None:
    """Say that files wait to be taken into the base; they are read no more."""
    try:
        count = oublies(engine)
    except CpomError as error:
        click.echo(f"Attention\u00a0: {error}", err=True)
        return
    if count:
        click.echo(
            f"Attention\u00a0: {pluriel(count, 'fichier')} de scénarios, de plans ou de fiches ne "
            "sont pas dans la base, et ne sont plus lus. «\u00a0cpom base reprendre\u00a0» les y "
            "met.",
            err=True,
        )
