"""The files and folders of a service that nothing will ever read, each with its nearest name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cpomlib.droit.declaration import Registre
from cpomlib.droit.dossiers import YAML, listes, scenarios_root, service_dir, shipped_dir
from cpomlib.droit.legislation import INDEX_FILE
from cpomlib.droit.nomenclatures import nomenclature_names
from cpomlib.droit.valeurs import FOLDER, UNITS_FILE
from cpomlib.socle import ParametreError, nearest, suggestion

_IMAGES = (".svg", ".png", ".jpg", ".jpeg")
_NOTES = ("LISEZMOI", "README")
_CORRESPONDANCE = "sources/siao_"


@dataclass(frozen=True)
class _Connus:
    """What may stand in a service's folder.

    Attributes:
        fichiers: the files that are read.
        livres: the files of the project that a service does not change.
        dossiers: folders of files whose names are not known beforehand.
    """

    fichiers: frozenset[str]
    livres: frozenset[str]
    dossiers: frozenset[str]

    @property
    def chemins(self) -> frozenset[str]:
        """All the folders, those of the files included."""
        held = {Path(name).parent.as_posix() for name in self.fichiers | self.livres}
        return self.dossiers | (held - {"."})


def etrangers(registre: Registre) -> Iterator[ParametreError]:
    """Yield a fault for each file or folder of the service that nothing reads.

    Raises:
        ParametreError: a folder cannot be listed.
    """
    root = service_dir()
    if root:
        yield from _inside(root, root, _connus(registre))


def _connus(registre: Registre) -> _Connus:
    law = shipped_dir() / FOLDER
    folders = {path.relative_to(shipped_dir()).as_posix() for path in law.rglob("*/")}
    reserved = {f"{FOLDER}/{UNITS_FILE}"} | {
        path.relative_to(shipped_dir()).as_posix() for path in law.rglob(INDEX_FILE)
    }
    return _Connus(
        frozenset(one.fichier for one in registre.declarations if one.usage != "livre")
        | {f"nomenclatures/{name}.yaml" for name in nomenclature_names()},
        frozenset(one.fichier for one in registre.declarations if one.usage == "livre") | reserved,
        frozenset({FOLDER, *folders, *(one.dossier for one in registre.dossiers)}),
    )


def _inside(folder: Path, root: Path, known: _Connus) -> Iterator[ParametreError]:
    for path in listes(folder, ("",)):
        name = path.relative_to(root).as_posix()
        if path.name.startswith(".") or path == scenarios_root().resolve():
            continue
        if not path.is_dir():
            yield from _file(path, name, known)
        elif name in known.chemins:
            yield from _inside(path, root, known)
        else:
            yield _stranger(path, name, "Ce dossier", known.chemins)


def _file(path: Path, name: str, known: _Connus) -> Iterator[ParametreError]:
    usual = Path(name).with_suffix(".yaml").as_posix() if path.suffix in YAML else name
    if usual in known.livres:
        yield ParametreError(
            "Ce fichier est celui du projet\u00a0: la copie d’un service n’est pas lue.",
            ou=str(path),
            que_faire="Retirez-la.",
        )
    elif usual not in known.fichiers and not _free(path, usual, known):
        yield _stranger(path, name, "Ce fichier", known.fichiers)


def _free(path: Path, name: str, known: _Connus) -> bool:
    """Tell whether a file may bear any name: a law or a plan of the service, a logo, a note."""
    if path.suffix in YAML:
        held = Path(name).parent.as_posix() in known.dossiers
        return held or name.startswith(_CORRESPONDANCE)
    return path.suffix.lower() in _IMAGES or path.name.upper().startswith(_NOTES)


def _stranger(path: Path, name: str, what: str, known: frozenset[str]) -> ParametreError:
    near = suggestion(name, sorted(known)) if nearest(name, sorted(known)) else ""
    return ParametreError(
        f"{what} n’est lu par personne.",
        ou=str(path),
        que_faire=f"Renommez-le ou retirez-le. {near}".strip(),
    )
