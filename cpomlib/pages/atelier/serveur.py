"""JupyterLab's server, in a process of its own, silent about what is nobody's fault."""

from __future__ import annotations

import logging
import warnings
from typing import Any

_JOURNAUX = ("asyncio", "ServerApp")


def main() -> None:
    """Serve JupyterLab with the settings of the command line."""
    warnings.showwarning = _silent
    for name in _JOURNAUX:
        logging.getLogger(name).addFilter(anormal)
    from jupyterlab.labapp import main as serve

    serve()


def anormal(record: logging.LogRecord) -> bool:
    """Tell whether something is worth being said: being asked to stop, and stopping, are not."""
    if str(record.msg).startswith("received signal"):
        return False
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, RuntimeError) and "not running" in str(error))


def _silent(*_args: Any, **_options: Any) -> None:
    """Say nothing of what libraries will change one day: filters, they set again themselves."""


if __name__ == "__main__":
    main()
