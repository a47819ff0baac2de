"""Threads of this process, which a fork would not carry over."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

SANS_DANGER = frozenset({"jemalloc_bg_thd"})
"""Threads of a library that are stopped and started again around a fork by the library itself."""


def fils_dangereux() -> list[str]:
    """Return the names of the threads that a fork would cut short (none known off Linux)."""
    names = []
    for task in Path("/proc/self/task").glob("*/comm"):
        with contextlib.suppress(OSError):
            if task.parent.name != str(os.getpid()):
                names.append(task.read_text().strip())
    return [name for name in names if name not in SANS_DANGER]
