"""Where something stands in a declared file: the file, the line, the keys that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from cpomlib.droit.texte import CHARGEUR, lire_texte
from cpomlib.socle import ParametreError

_NOMS = ("code", "id", "nom", "indicateur")
"""Keys by which an entry of a list is called."""


@dataclass(frozen=True)
class Endroit:
    """A place in a declared file; the line is looked for only when it is written out.

    Attributes:
        fichiers: the files that say it, the service's own before the shipped one.
        cles: keys and ranks that lead to it.
    """

    fichiers: tuple[Path, ...]
    cles: tuple[Any, ...] = ()

    def dans(self, cle: Any) -> Endroit:
        """Return the place under a key, or at a rank of a list."""
        return replace(self, cles=(*self.cles, cle))

    def __str__(self) -> str:
        found = [(path, list(_walk(path, self.cles))) for path in self.fichiers]
        # The deepest file wins; the service's own where both say it.
        path, steps = max(found, key=lambda one: len(one[1]))
        line = f", ligne {steps[-1][1] + 1}" if steps else ""
        names = " › ".join([name for name, _ in steps] or [str(key) for key in self.cles])
        return f"{path}{line}, «\u00a0{names}\u00a0»" if names else str(path)


def _walk(path: Path, cles: tuple[Any, ...]) -> Iterator[tuple[str, int]]:
    """Yield the name and line of each key that the file holds."""
    try:
        node = yaml.compose(lire_texte(path), Loader=CHARGEUR)
    except (yaml.YAMLError, ParametreError):
        return
    for cle in cles:
        if isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if str(cle) not in pairs:
                return
            key, node = pairs[str(cle)]
            yield str(cle), key.start_mark.line
        elif isinstance(node, yaml.SequenceNode) and isinstance(cle, int) and cle < len(node.value):
            node = node.value[cle]
            yield _called(node, cle), node.start_mark.line
        else:
            return


def _called(node: Any, rank: int) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    named = {key.value: value.value for key, value in pairs if isinstance(value, yaml.ScalarNode)}
    return next((named[name] for name in _NOMS if name in named), f"n° {rank + 1}")
