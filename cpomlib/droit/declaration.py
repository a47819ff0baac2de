"""A file of declared rules: what it is read into, and what a service may do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar, cast, get_args, get_origin

from cpomlib.droit.dossiers import etats_du_service, override_of, shipped
from cpomlib.droit.endroit import Endroit
from cpomlib.droit.forme import FIXE, champs, lu, marques
from cpomlib.droit.lecture import Etat, closed, read_yaml, state_of
from cpomlib.droit.texte import charger
from cpomlib.socle import ParametreError

T = TypeVar("T")
Usage = Literal["remplace", "complete", "ajoute", "livre"]
"""What a service's file of that name does: replaces ours, changes what it names, adds entries of
its own and changes none of ours (the method ``avec`` of the shape), or nothing."""
SEUILS = "seuils.yaml"
AJOUTS = "propres"
"""Key under which a service adds rules beside ours; a file that has no other replaces nothing."""
REGLE_DU_SERVICE = "règle du service"
"""How a rule that a service added is told from ours, wherever it is named."""
INDICATEURS = "indicateurs"
"""Folder where a service declares indicators of its own."""


@dataclass(frozen=True)
class Declaration(Generic[T]):
    """A file of declared rules.

    Attributes:
        fichier: its path in the folder of parameters, ours or the service's.
        forme: the frozen dataclass it is read into.
        usage: what a service's file of that name does.
        nomme_des_seuils: what is in force depends on the thresholds too.
    """

    fichier: str
    forme: type[T]
    usage: Usage = "remplace"
    nomme_des_seuils: bool = False

    @property
    def propre(self) -> Path | None:
        """The service's file, where there is one that counts."""
        return None if self.usage == "livre" else override_of(self.fichier)

    def lire(self) -> T:
        """Return what is in force; read again as soon as a file, or a threshold, changes.

        Raises:
            ParametreError: a file is badly written; says where, and the nearest known name.
        """
        if not _TENUES:
            return cast(T, self._read())
        held = _TENUES[-1]
        if self.fichier not in held:
            held[self.fichier] = self._read()
        return cast(T, held[self.fichier])

    def _read(self) -> Any:
        own, known = self.propre, shipped(self.fichier)
        others = (shipped(SEUILS), override_of(SEUILS)) if self.nomme_des_seuils else ()
        states = tuple(state_of(path) for path in (known, own, *others))
        # a rule may name an indicator that the service declares
        return _lue(self, known, own, (states, etats_du_service(INDICATEURS)))


@dataclass(frozen=True)
class DossierDeclare:
    """A folder of the service that holds one file per gestionnaire.

    Attributes:
        dossier: its path in the service's folder.
        lire: reads one file.
    """

    dossier: str
    lire: Callable[[Path], object]


@dataclass(frozen=True)
class Registre:
    """All that is declared, for whoever checks it as a whole.

    Attributes:
        declarations: the files of declared rules.
        dossiers: the folders of a service that hold one file per gestionnaire.
        controles: what holds between several files.
    """

    declarations: tuple[Declaration[Any], ...]
    dossiers: tuple[DossierDeclare, ...]
    controles: tuple[Callable[[], object], ...]


_TENUES: list[dict[str, Any]] = []


def tenir() -> None:
    """Keep what is read of each file from now on until this process ends: it makes one report.

    A report asks a thousand times for what is in force. One whose thresholds change in the midst
    of it would follow none.
    """
    _TENUES.append({})


def etats_en_vigueur(dossier: str) -> tuple[object, ...]:
    """Return what changes as soon as a file of a folder of the service does; kept likewise."""
    if not _TENUES:
        return etats_du_service(dossier)
    held = _TENUES[-1]
    if dossier not in held:
        held[dossier] = etats_du_service(dossier)
    return cast("tuple[object, ...]", held[dossier])


@lru_cache(maxsize=128)
def _lue(
    declaration: Declaration[Any],
    shipped: Path,
    own: Path | None,
    _states: tuple[tuple[Etat, ...], tuple[object, ...]],
) -> Any:
    if own is None:
        return lu(declaration.forme, read_yaml(shipped), Endroit((shipped,)))
    if declaration.usage == "remplace":
        alone = read_yaml(own)
        if set(alone) != {AJOUTS} or AJOUTS not in champs(cast(Any, declaration.forme)):
            return lu(declaration.forme, alone, Endroit((own,)))
        return lu(declaration.forme, {**read_yaml(shipped), **alone}, Endroit((own, shipped)))
    # An empty file changes nothing.
    changes = {} if charger(own) is None else read_yaml(own)
    if declaration.usage == "ajoute":
        known = lu(declaration.forme, read_yaml(shipped), Endroit((shipped,)))
        return known.avec(changes, Endroit((own,))) if changes else known
    merged = _fusion(declaration.forme, read_yaml(shipped), changes, Endroit((own,)))
    return lu(declaration.forme, merged, Endroit((own, shipped)))


def _fusion(forme: Any, livre: Any, propre: Any, ou: Endroit) -> Any:
    """Return what is shipped with what the service changes; it adds no name of its own."""
    inside = get_args(forme)[0] if get_origin(forme) is Annotated else forme
    known: Mapping[Any, Any] = {}
    if is_dataclass(inside):
        known = champs(cast(Any, inside))
    elif isinstance(livre, Mapping) and get_origin(inside) is not None:
        known = dict.fromkeys(livre, get_args(inside)[-1])
    if propre is None and known:
        return livre
    if not known or not isinstance(livre, Mapping):
        return propre
    closed(propre, frozenset(map(str, known)), frozenset(), ou)
    for name in propre:
        _refuse_fixe(name, known[name], ou.dans(name))
    changed = {
        name: _fusion(known[name], livre.get(name), value, ou.dans(name))
        for name, value in propre.items()
    }
    return {**livre, **changed}


def _refuse_fixe(name: str, forme: Any, ou: Endroit) -> None:
    if FIXE in marques(forme):
        raise ParametreError(
            f"La ligne «\u00a0{name}\u00a0» tient au calcul\u00a0: un service ne la change pas.",
            ou=str(ou),
            que_faire="Retirez-la.",
        )
