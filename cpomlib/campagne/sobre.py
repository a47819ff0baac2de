"""papermill's engine and its client, less what nobody reads.

They run a notebook as papermill runs it, cell by cell, with its marks and its errors.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine

MOTEUR = "cpom"
"""Name of the engine, among papermill's."""


@cache
def engine() -> type[NBClientEngine]:
    """Return papermill's engine, but for one thing: the notebook is given, not written.

    papermill writes it whole before and after each cell, for who watches it run, and once more at
    the end, into nothing. Nobody does, and writing it took longer than running some of its cells.
    """
    from papermill.engines import NBClientEngine
    from papermill.log import logger

    class Sobre(NBClientEngine):
        @classmethod
        def execute_notebook(cls, *arguments: Any, **options: Any) -> Any:
            done = super().execute_notebook(*arguments, **options)
            # papermill looks for an error in what it gets back, then writes it
            return done if _fails(done) else type(done)(done, cells=[])

        @classmethod
        def execute_managed_notebook(
            cls,
            nb_man: Any,
            kernel_name: str,
            *,
            left: list[Any],
            execution_timeout: int,
            kernel_manager_class: type,
            **_: Any,
        ) -> Any:
            left.append(nb_man.nb)
            return _client_class()(
                nb_man,
                kernel_name=kernel_name,
                kernel_manager_class=kernel_manager_class,
                timeout=execution_timeout,
                # it has nothing to keep, and takes a tenth of a second to say goodbye
                shutdown_kernel="immediate",
                log=logger,
            ).execute()

    return Sobre


@cache
def _client_class() -> type[PapermillNotebookClient]:
    """Return papermill's client, but for one thing: what a cell shows is kept as it came.

    nbformat makes a node of each part of it, that can be read with dots: fifteen thousand a
    report, of which none ever is.
    """
    from nbformat import NotebookNode
    from papermill.clientwrap import PapermillNotebookClient

    class Sobre(PapermillNotebookClient):
        def output(self, outs: Any, msg: Any, display_id: Any, cell_index: Any) -> Any:
            content = msg["content"]
            if "data" in content:
                shown = NotebookNode()
                dict.update(shown, content["data"])
                msg = {**msg, "content": {**content, "data": shown}}
            return super().output(outs, msg, display_id, cell_index)

    return Sobre


def _fails(document: Any) -> bool:
    outputs = (output for cell in document.cells for output in cell.get("outputs", []))
    return any(output.output_type == "error" for output in outputs)
