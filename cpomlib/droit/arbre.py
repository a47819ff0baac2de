"""The tree of the law as a reader browses it: folders, their titles and their order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cpomlib.droit.dossiers import listes, service_dir, shipped_dir
from cpomlib.droit.lecture import closed, read_yaml
from cpomlib.droit.legislation import INDEX_FILE
from cpomlib.droit.valeurs import FOLDER, UNITS_FILE
from cpomlib.socle import ParametreError, suggestion

_KEYS = frozenset({"titre", "ordre"})


@dataclass(frozen=True)
class DossierParametres:
    """A folder of the law.

    Attributes:
        chemin: path in the tree, empty for the root.
        titre: French title.
        parametres: paths of its parameters, in display order, the service's own last.
        dossiers: its sub-folders, in display order.
    """

    chemin: str
    titre: str
    parametres: tuple[str, ...]
    dossiers: tuple[DossierParametres, ...]


def arbre() -> DossierParametres:
    """Return the whole tree, in the order that each ``index.yaml`` gives.

    Raises:
        ParametreError: an index is absent, badly written, or does not name every entry once.
    """
    return _folder("")


def _folder(chemin: str) -> DossierParametres:
    folder = shipped_dir() / FOLDER / chemin
    content = read_yaml(folder / INDEX_FILE)
    closed(content, _KEYS, _KEYS, str(folder / INDEX_FILE))
    order = _order(content["ordre"], folder / INDEX_FILE)
    _complete(order, _entries(folder), folder / INDEX_FILE)
    prefix = f"{chemin}/" if chemin else ""
    own = tuple(name for name in sorted(_own_entries(chemin)) if name not in order)
    files = [name for name in order if not (folder / name).is_dir()]
    return DossierParametres(
        chemin,
        str(content["titre"]),
        tuple(prefix + name for name in (*files, *own)),
        tuple(_folder(prefix + name) for name in order if (folder / name).is_dir()),
    )


def _order(names: object, index: Path) -> tuple[str, ...]:
    if not isinstance(names, tuple):
        raise ParametreError(
            "«\u00a0ordre\u00a0» n’est pas une liste.",
            ou=str(index),
            que_faire="Écrivez une ligne «\u00a0- nom\u00a0» par fichier et par dossier.",
        )
    return tuple(str(name) for name in names)


def _entries(folder: Path) -> set[str]:
    reserved = {INDEX_FILE, UNITS_FILE}
    files = {path.stem for path in folder.glob("*.yaml") if path.name not in reserved}
    return files | {path.name for path in folder.iterdir() if path.is_dir()}


def _own_entries(chemin: str) -> set[str]:
    service = service_dir()
    folder = service / FOLDER / chemin if service else None
    return {path.stem for path in listes(folder)} if folder else set()


def _complete(order: tuple[str, ...], entries: set[str], index: Path) -> None:
    for name in order:
        if name not in entries or order.count(name) > 1:
            raise ParametreError(
                f"«\u00a0{name}\u00a0» n’est pas dans ce dossier, ou y est nommé deux fois.",
                ou=str(index),
                que_faire=suggestion(name, sorted(entries)),
            )
    missing = sorted(entries - set(order))
    if missing:
        raise ParametreError(
            f"«\u00a0{missing[0]}\u00a0» n’est pas dans la liste «\u00a0ordre\u00a0».",
            ou=str(index),
            que_faire=f"Ajoutez une ligne «\u00a0- {missing[0]}\u00a0».",
        )
