"""The types of hypotheses there are: every file of this folder that declares one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from cpomlib.calcul.scenarios.declaration import Hypothese


def tous() -> tuple[type[Hypothese], ...]:
    """Return the types, in the order of the contract: a new file is a new type."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    modules = [import_module(f"{__package__}.{name}") for name in names if name != "registre"]
    found = [
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Hypothese)
        and kind.type and kind.__module__ == module.__name__
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda kind: (kind.ordre, kind.type)))
