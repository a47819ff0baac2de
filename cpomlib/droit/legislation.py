"""The dated law: one file per amount or rule, the service's values over the project's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from cpomlib.droit.dossiers import YAML, override_of, service_dir, shipped_dir
from cpomlib.droit.fichier import KEYS, REQUIRED, dated_values, header
from cpomlib.droit.lecture import Etat, closed, read_yaml, state_of
from cpomlib.droit.modele import Parametre, ValeurDatee
from cpomlib.droit.valeurs import FOLDER, UNITS_FILE, units_file
from cpomlib.socle import ParametreError, nearest, suggestion

INDEX_FILE = "index.yaml"
_RESERVED = frozenset({INDEX_FILE, UNITS_FILE})


def chemins() -> tuple[str, ...]:
    """Return the paths of all the parameters, the service's own included."""
    service = service_dir()
    own = _paths_in(service) if service else set()
    return tuple(sorted(_paths_in(shipped_dir()) | own))


def existe(chemin: str) -> bool:
    """Tell whether there is such a parameter, the project's or the service's own."""
    relative = f"{FOLDER}/{chemin}.yaml"
    path = shipped_dir() / relative
    return path.name not in _RESERVED and (path.is_file() or override_of(relative) is not None)


def valeur(chemin: str, au: date) -> Any:
    """Return the value of a parameter in force on a day.

    Args:
        chemin: path in the tree, such as ``tarifs_plafonds/3R``.
        au: the day of the question; there is no « latest » value.

    Returns:
        Decimal for amounts and rates, int for counts, Fraction for shares, date, text, or a
        frozen mapping or tuple of them; ``None`` where the law repealed it.

    Raises:
        ParametreError: unknown path, day outside the known dates, or value to be completed.
    """
    return parametre(chemin).a_la_date(au).valeur


def parametre(chemin: str) -> Parametre:
    """Return a parameter with all its dated values, overrides applied and marked.

    Raises:
        ParametreError: unknown path, or a badly written file.
    """
    return _parametre(chemin, state(chemin))


Fichiers: TypeAlias = tuple[Path, Path | None, Etat, Etat, Etat]
"""The project's file, the service's if any, and the state of these and of the units."""


def state(chemin: str) -> Fichiers:
    """Return what a parameter is read from; it changes as soon as one of these files does."""
    relative = f"{FOLDER}/{chemin}.yaml"
    path, override = shipped_dir() / relative, override_of(relative)
    return path, override, state_of(path), state_of(override), state_of(units_file())


@lru_cache(maxsize=1024)
def _parametre(chemin: str, state: Fichiers) -> Parametre:
    path, override = state[:2]
    if path.name in _RESERVED or not path.is_file():
        if override is None:
            raise ParametreError(
                f"Le paramètre «\u00a0{chemin}\u00a0» n’existe pas.",
                que_faire=suggestion(chemin, sorted(_paths_in(shipped_dir()))),
            )
        return _own(chemin, override)
    shipped = _read(chemin, path)
    return _overridden(shipped, override) if override else shipped


def _paths_in(root: Path) -> set[str]:
    folder = root / FOLDER
    return {
        path.relative_to(folder).with_suffix("").as_posix()
        for path in folder.rglob("*")
        if path.suffix in YAML and path.name not in _RESERVED
    }


def _read(chemin: str, path: Path, surcharge: Path | None = None) -> Parametre:
    content = read_yaml(path)
    closed(content, KEYS, REQUIRED, str(path))
    head = header(content, path)
    values = dated_values(content["valeurs"], head["unite"], head["statut"], path, surcharge)
    return Parametre(chemin=chemin, valeurs=values, fichier=path, **head)


def _own(chemin: str, override: Path) -> Parametre:
    try:
        return _read(chemin, override, override)
    except ParametreError as error:
        raise ParametreError(
            error.quoi,
            ou=error.ou,
            pourquoi=(
                f"Le projet n’a pas de paramètre «\u00a0{chemin}\u00a0»\u00a0: "
                "un paramètre propre au service s’écrit en entier."
            ),
            que_faire=f"{error.que_faire} {_closest(chemin)}".strip(),
        ) from error


def _closest(chemin: str) -> str:
    known = sorted(_paths_in(shipped_dir()))
    return suggestion(chemin, known) if nearest(chemin, known) else ""


def _overridden(shipped: Parametre, override: Path) -> Parametre:
    content = read_yaml(override)
    closed(content, KEYS, frozenset({"valeurs"}), str(override))
    if content.get("unite", shipped.unite.nom) != shipped.unite.nom:
        raise ParametreError(
            f"L’unité «\u00a0{content['unite']}\u00a0» n’est pas celle du paramètre.",
            ou=str(override),
            que_faire=f"Écrivez «\u00a0unite: {shipped.unite.nom}\u00a0» ou retirez cette ligne.",
        )
    statut = content.get("statut", "en_vigueur")
    changes = dated_values(content["valeurs"], shipped.unite, statut, override, override)
    merged = {dated.debut: dated for dated in shipped.valeurs}
    for change in changes:
        merged[change.debut] = _changed(merged.get(change.debut), change)
    return Parametre(
        chemin=shipped.chemin,
        libelle=shipped.libelle,
        description=shipped.description,
        unite=shipped.unite,
        statut=shipped.statut,
        verifie_le=content.get("verifie_le", shipped.verifie_le),
        valeurs=tuple(merged[day] for day in sorted(merged)),
        fichier=shipped.fichier,
    )


def _changed(shipped: ValeurDatee | None, change: ValeurDatee) -> ValeurDatee:
    """Keep the project's value where the service's file only repeats it."""
    if shipped is None:
        return change
    merged = _merge(shipped.valeur, change.valeur)
    same = (shipped.valeur, shipped.fin, shipped.statut) == (merged, change.fin, change.statut)
    if same:
        return shipped
    return ValeurDatee(
        change.debut,
        change.fin,
        merged,
        change.reference,
        change.statut,
        change.note,
        change.surcharge,
    )


def _merge(shipped: Any, change: Any) -> Any:
    if not isinstance(shipped, Mapping) or not isinstance(change, Mapping):
        return change
    keys = [*shipped, *(key for key in change if key not in shipped)]
    return {
        key: _merge(shipped.get(key), change[key]) if key in change else shipped[key]
        for key in keys
    }
