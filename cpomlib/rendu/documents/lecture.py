"""The blocks of an executed notebook, back as the frozen data they were when it ran."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from cpomlib.rendu.blocs import MIME_BLOC, VERSION, Bloc, blocks
from cpomlib.socle import RapportError
from cpomlib.socle import valeurs as values

MIME_INDICATEURS = "application/vnd.cpom.indicateurs+json"
"""The notebook output that carries the indicators of a report, without showing them."""
MIME_RESUME = "application/vnd.cpom.resume+json"
"""The notebook output that carries what an index says of a report."""
HIDDEN = frozenset({"papermill-error-cell-tag", "hors-rapport"})
"""Tags of the cells that are not part of the document."""
ANNEXE = "annexe"
"""Tag of the cells of the technical annex, in a notebook that is read two ways."""


def lire(carnet: Any, annexe: bool | None = None) -> tuple[Bloc, ...]:
    """Return the blocks of an executed notebook, in order.

    Args:
        carnet: the executed notebook (nbformat 4).
        annexe: those of the technical annex, or those of the document before it; all when None.

    Raises:
        RapportError: a block was written by another version of cpomlib.
    """
    outputs = (
        output
        for cell in carnet.cells
        if cell.cell_type == "code" and not HIDDEN & set(cell.metadata.get("tags", []))
        if annexe is None or annexe == en_annexe(cell)
        for output in cell.outputs
    )
    return tuple(
        bloc(output["data"][MIME_BLOC]) for output in outputs if MIME_BLOC in output.get("data", {})
    )


def en_annexe(cellule: Any) -> bool:
    """Tell whether a cell belongs to the technical annex."""
    return ANNEXE in cellule.metadata.get("tags", [])


def indicateurs(carnet: Any) -> tuple[Mapping[str, Any], ...]:
    """Return the indicators an executed notebook carries, empty when it carries none.

    Args:
        carnet: the executed notebook (nbformat 4).

    Returns:
        Mappings with the keys of :data:`cpomlib.calcul.indicateurs.export.KEYS`.
    """
    return tuple(_porte(carnet, MIME_INDICATEURS) or ())


def resume(carnet: Any) -> Mapping[str, Any]:
    """Return what an executed notebook gives an index to say of it, empty when nothing.

    Args:
        carnet: the executed notebook (nbformat 4).
    """
    return dict(_porte(carnet, MIME_RESUME) or {})


def _porte(carnet: Any, mime: str) -> Any:
    """Return what the first output of a kind carries, None when there is none."""
    carried = (
        output["data"][mime]
        for cell in carnet.cells
        for output in cell.get("outputs", [])
        if mime in output.get("data", {})
    )
    return next(carried, None)


def bloc(contenu: Mapping[str, Any]) -> Bloc:
    """Return the block whose structured content is ``contenu``.

    Raises:
        RapportError: the content was written by another version of cpomlib.
    """
    if contenu.get("version") != VERSION:
        raise RapportError(
            "Le carnet exécuté vient d’une autre version de cpomlib.",
            que_faire="Refaites le rapport par « cpom rapports ».",
        )
    found: Bloc = _value({key: value for key, value in contenu.items() if key != "version"})
    return found


def _value(raw: Any) -> Any:
    if isinstance(raw, list):
        return tuple(map(_value, raw))
    if not isinstance(raw, Mapping):
        return raw
    if raw.get("type") in _classes():
        fields = {key: _field(key, value) for key, value in raw.items() if key != "type"}
        return _classes()[raw["type"]](**fields)
    ((kind, text),) = raw.items()
    return _SINGLE[kind](text)


def _field(name: str, raw: Any) -> Any:
    """Leave a chart's specification as it is: it has types of its own."""
    return raw if name == "graphique" else _value(raw)


_SINGLE: dict[str, Callable[[str], Any]] = {
    "secret": values.Secret,
    "decimal": Decimal,
    "date": date.fromisoformat,
}
"""The values JSON has no type for, as :func:`cpomlib.socle.valeurs.jsonable` writes them."""


@cache
def _classes() -> dict[str, type]:
    found = [*vars(blocks).values(), values.Mesure]
    return {thing.__name__: thing for thing in found if isinstance(thing, type) and _is_data(thing)}


def _is_data(thing: type) -> bool:
    return is_dataclass(thing) and thing is not Bloc
