"""Running one notebook with papermill, in a process of its own."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpomlib.campagne import inputs
from cpomlib.campagne.diffusion import sans_adresse
from cpomlib.campagne.inputs import Literal
from cpomlib.campagne.kernel import manager_class, private_folder
from cpomlib.socle import CpomError, fichiers, pannes, pluriel

DELAI = 600
"""Seconds given to one cell: past that, something is stuck."""


@dataclass(frozen=True)
class Execution:
    """What running a notebook gave.

    Attributes:
        carnet: the executed notebook, as it was written.
        ecueil: why it did not go to its end, None when it did.
    """

    carnet: Any
    ecueil: Ecueil | None


@dataclass(frozen=True)
class Ecueil:
    """Why a notebook did not go to its end.

    Attributes:
        raison: a French sentence, fit for the index; never a traceback.
        interne: True when the cause is a defect or the machine, not the data.
    """

    raison: str
    interne: bool


def run(
    notebook: Path,
    parameters: Mapping[str, Literal],
    executed: Path,
    delai: int = DELAI,
    noyaux: Path | None = None,
) -> Execution:
    """Run a notebook and write what it became, whatever happens.

    Args:
        notebook: the source, left as it is.
        parameters: its parameters; all must be declared by it.
        executed: where the executed notebook is written (with papermill's banner above the
            cell that failed, where one did).
        delai: seconds given to each cell.
        noyaux: where the private folder of its process is made; temporary files by default.

    Raises:
        CommandeError: a parameter is unknown or of the wrong type (nothing has run).
        RapportError: the notebook cannot be read.
    """
    inputs.check(notebook, parameters)
    document = _prepare(notebook, parameters, executed)
    with private_folder(noyaux) as folder:
        ecueil = _run(document, delai, folder)
    _tidy(document, ecueil)
    _write(document, executed)
    return Execution(document, ecueil)


def _prepare(notebook: Path, parameters: Mapping[str, Literal], executed: Path) -> Any:
    """Do what papermill does with a notebook before it runs it."""
    from papermill.execute import prepare_notebook_metadata, remove_error_markers
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    document = load_notebook_node(str(notebook.resolve()))
    if parameters:
        document = parameterize_notebook(
            document, dict(parameters), kernel_name="python3", language="python"
        )
    return remove_error_markers(prepare_notebook_metadata(document, notebook.name, executed.name))


def _run(document: Any, delai: int, folder: Path) -> Ecueil | None:
    """Run the cells, that fill the document."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    from cpomlib.campagne import moteur

    moteur.inscrire()
    logging.getLogger("papermill").setLevel(logging.ERROR)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    try:
        papermill_engines.execute_notebook_with_engine(
            moteur.MOTEUR,
            document,
            "python3",
            progress_bar=False,
            execution_timeout=delai,
            isole={"IPYTHONDIR": str(folder / "ipython")},
            kernel_manager_class=manager_class(folder),
        )
        raise_for_execution_errors(document, None)
    except PapermillExecutionError as error:
        return _cell_failure(error.ename, error.evalue)
    except CellTimeoutError:
        return Ecueil(f"Une étape du rapport a duré plus de {pluriel(delai, 'seconde')}.", True)
    except DeadKernelError:
        return Ecueil(
            "Le calcul a été tué avant la fin (mémoire insuffisante, le plus souvent).", True
        )
    return None


def _cell_failure(name: str, message: str) -> Ecueil:
    """Say why a cell failed: our own errors speak French already, the others are defects.

    What a defect says stays in the executed notebook: it may cite rows.
    """
    if name in _our_errors():
        return Ecueil(message.strip() or name, False)
    told = pannes.relue(name, message.strip())
    return Ecueil(str(told) if told else pannes.interne(name), True)


def _our_errors() -> set[str]:
    kinds, names = [CpomError], set()
    while kinds:
        kind = kinds.pop()
        names.add(kind.__name__)
        kinds += kind.__subclasses__()
    return names


def _tidy(document: Any, ecueil: Ecueil | None) -> None:
    """Mark a failure papermill could not mark itself, and keep the address of the base out."""
    from papermill.execute import ERROR_MARKER_TAG

    _without_address(document)
    marked = any(ERROR_MARKER_TAG in cell.metadata.get("tags", []) for cell in document.cells)
    if ecueil and not marked:
        _mark(document)


def _without_address(document: Any) -> None:
    """Leave the address of the base out: empty, it is that of whoever runs the notebook again."""
    given = document.metadata.papermill.get("parameters", {})
    address = given.get("base") or ""
    if not address:
        return
    given["base"] = ""
    for cell in document.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = _BASE.sub('base = ""', cell.source)
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                output.evalue = sans_adresse(output.evalue, address)
                output.traceback = [sans_adresse(line, address) for line in output.traceback]


_BASE = re.compile(r"^base = .*$", re.MULTILINE)


def _mark(document: Any) -> None:
    """Put papermill's banner above the cell that was running when its kernel went."""
    from nbformat.v4 import new_markdown_cell
    from papermill.execute import ERROR_ANCHOR_MSG, ERROR_MARKER_TAG, ERROR_MESSAGE_TEMPLATE

    started = [
        number
        for number, cell in enumerate(document.cells)
        if cell.metadata.get("papermill", {}).get("start_time")
    ]
    index = started[-1] if started else 0
    count = sum(cell.cell_type == "code" for cell in document.cells[: index + 1])
    marker = {"tags": [ERROR_MARKER_TAG]}
    document.metadata.papermill["exception"] = True
    document.cells.insert(index, new_markdown_cell(ERROR_ANCHOR_MSG, metadata=dict(marker)))
    banner = ERROR_MESSAGE_TEMPLATE % count
    document.cells.insert(0, new_markdown_cell(banner, metadata=dict(marker)))


def _write(document: Any, path: Path) -> None:
    # as nbformat reads it; it would also cut texts into lines, for who compares line by line
    fichiers.ecrire(path, json.dumps(document, ensure_ascii=False))
