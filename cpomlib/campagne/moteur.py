"""papermill's engine whose cells are run by a fork of the process it is in, without a kernel.

``papermill --engine cpom`` knows it too. This process watches: it gives the cells one by one,
receives what they show, and stays whatever happens to the process that runs them. Where a fork
would cut threads, where there is none, and for another language, it is papermill's own engine.
"""

from __future__ import annotations

import codecs
import json
import marshal
import os
import selectors
import signal
import socket
import sys
import time
import warnings
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import Any

from nbclient.client import CellExecutionComplete
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger

from cpomlib.campagne.cellules import LONGUEUR, Noyau, vivre
from cpomlib.processus import fils_dangereux, possible

MOTEUR = "cpom"
"""Name of the engine, among papermill's."""
_BLOC = 1 << 16
_NOMS = ("stdout", "stderr")


class Moteur(NBClientEngine):
    """Runs the cells in a fork of this process where that is safe, in a kernel elsewhere."""

    @classmethod
    def execute_notebook(cls, *arguments: Any, **options: Any) -> Any:
        """Do as papermill, but that its progress bar starts no thread: a fork would cut it."""
        if options.get("progress_bar", True):
            from tqdm.auto import tqdm

            tqdm.monitor_interval = 0
        return super().execute_notebook(*arguments, **options)

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Run the cells of a notebook, as papermill asks of its engines.

        Args:
            nb_man: papermill's manager of the notebook.
            kernel_name: what would run it elsewhere.
            options: papermill's; and ``isole``, variables for a process that must owe nothing to
                the folder it is run from.
        """
        isole: Mapping[str, str] | None = options.pop("isole", None)
        if not _forkable(nb_man.nb):
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        timeout = options.get("execution_timeout") or options.get("timeout")
        kept = ("log_output", "stdout_file", "stderr_file", "allow_errors", "force_raise_errors")
        chosen = {name: options[name] for name in kept if options.get(name) is not None}
        client = Meneur(nb_man, timeout=timeout, log=logger, **chosen)
        client.isole = isole
        return client.execute()


def inscrire() -> None:
    """Make the engine known to papermill in this process, installed or not."""
    papermill_engines.register(MOTEUR, Moteur)


def _forkable(notebook: Any) -> bool:
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    return language == "python" and possible() and not fils_dangereux()


class Meneur(PapermillNotebookClient):
    """papermill's client, but that it speaks to a fork; and what is shown is kept as it came.

    nbformat makes a node of each part of it, that can be read with dots: fifteen thousand a
    report, of which none ever is.
    """

    isole: Mapping[str, str] | None = None

    def execute(self, **_: Any) -> Any:
        """Run all cells; return the notebook."""
        self.reset_execution_trackers()
        with _naissance(self.isole) as self.enfant:
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = dict(Noyau.language_info)
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, *_: Any, **__: Any) -> Any:
        """Run one cell, as nbclient does.

        Raises:
            CellTimeoutError: it took too long.
            DeadKernelError: it ended the process.
            CellExecutionError: it failed.
        """
        tags = cell.metadata.get("tags", [])
        skipped = self.skip_cells_with_tag in tags
        if cell.cell_type != "code" or not cell.source.strip() or skipped:
            return cell
        cell.metadata["execution"] = {}
        cell.outputs = []
        self.clear_before_next_output = False
        self.code_cells_executed += 1
        lenient = not self.force_raise_errors and (self.allow_errors or "raises-exception" in tags)
        reply = self._suivre(cell, cell_index, {"code": cell.source, "stop_on_error": not lenient})
        if reply["status"] == "error" and not lenient:
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell

    def _suivre(self, cell: Any, cell_index: int, asked: Mapping[str, Any]) -> Any:
        """Ask for a cell, and keep what it shows until it ends; return how it ended."""
        reply: Any = {"status": "ok"}
        timeout = self._get_timeout(cell)
        limit = None if timeout is None else time.monotonic() + timeout
        try:
            self.enfant.demander({"content": asked, "cellule": cell.get("id", "")})
            with suppress(CellExecutionComplete):
                while True:
                    message = self.enfant.recevoir(limit)
                    if message["msg_type"] == "execute_reply":
                        reply = message["content"]
                    else:
                        self.process_message(message, cell, cell_index)
        except TimeoutError:
            said = "Cell execution timed out"
            raise CellTimeoutError.error_from_timeout_and_cell(said, timeout, cell) from None
        except (EOFError, BrokenPipeError):
            raise DeadKernelError("Kernel died") from None
        return reply

    def output(self, outs: Any, msg: Any, display_id: Any, cell_index: Any) -> Any:
        """Keep what a cell shows."""
        content = msg["content"]
        hooked = self.output_hook_stack[msg["parent_header"].get("msg_id")]
        if "data" not in content or display_id or hooked or self.clear_before_next_output:
            return super().output(outs, msg, display_id, cell_index)
        if not _sain(content["data"]):
            return super().output(outs, msg, display_id, cell_index)
        # nbformat's own check reads a schema for each, and takes longer than all the rest
        shown = NotebookNode(output_type=msg["msg_type"], metadata=content["metadata"])
        dict.__setitem__(shown, "data", _tel_quel(content["data"]))
        if msg["msg_type"] == "execute_result":
            shown["execution_count"] = content["execution_count"]
        outs.append(shown)
        return shown


def _sain(data: Mapping[str, Any]) -> bool:
    """Tell whether what is shown is what a notebook may hold: texts, and whatever JSON holds."""
    return all(isinstance(value, str) or kind.endswith("json") for kind, value in data.items())


def _tel_quel(data: Mapping[str, Any]) -> NotebookNode:
    shown = NotebookNode()
    dict.update(shown, data)
    return shown


class Enfant:
    """The process that runs the cells, seen from the one that watches.

    Attributes:
        pid: its number.
    """

    def __init__(self, pid: int, lien: socket.socket, sorties: tuple[int, int]) -> None:
        self.pid, self._lien, self._sorties = pid, lien, sorties
        self._recu, self._lus, self._parti = bytearray(), list[Any](), False
        self._attente, self._textes = selectors.DefaultSelector(), selectors.DefaultSelector()
        self._attente.register(lien, selectors.EVENT_READ)
        for nom, numero in zip(_NOMS, sorties, strict=True):
            decoder = codecs.getincrementaldecoder("utf-8")("replace")
            self._textes.register(numero, selectors.EVENT_READ, (nom, decoder))
            self._attente.register(numero, selectors.EVENT_READ)

    def demander(self, demande: Mapping[str, Any]) -> None:
        """Ask for a cell."""
        data = json.dumps(demande).encode()
        self._lien.sendall(LONGUEUR.pack(len(data)) + data)

    def recevoir(self, limite: float | None) -> Any:
        """Return the next thing it says.

        Raises:
            TimeoutError: nothing more came before ``limite``.
            EOFError: it is no more.
        """
        while not self._lus:
            if self._parti:
                raise EOFError
            left = None if limite is None else max(0.0, limite - time.monotonic())
            ready = [key.fileobj for key, _ in self._attente.select(left)]
            if not ready and left is not None:
                raise TimeoutError
            said = self._messages() if self._lien in ready else []
            # what other programs wrote comes first: the end of the cell must not overtake it
            self._lus += [*said[:-1], *self._ecrits(), *said[-1:]]
        return self._lus.pop(0)

    def _ecrits(self) -> Iterator[dict[str, Any]]:
        """Give what was written to the standard output and error, but by Python."""
        for key, _ in self._textes.select(0):
            nom, decoder = key.data
            data = os.read(key.fd, _BLOC)
            if not data:
                self._textes.unregister(key.fd)
                self._attente.unregister(key.fd)
            if text := decoder.decode(data, final=not data):
                yield _stream(nom, text)

    def _messages(self) -> list[Any]:
        try:
            data = self._lien.recv(_BLOC << 4)
        except ConnectionResetError:
            data = b""
        self._parti = not data
        self._recu += data
        found, start, size = [], 0, LONGUEUR.size
        while len(self._recu) - start >= size:
            end = start + size + LONGUEUR.unpack_from(self._recu, start)[0]
            if len(self._recu) < end:
                break
            found.append(_message(self._recu[start + size : end]))
            start = end
        del self._recu[:start]
        return found

    def finir(self) -> None:
        """End it and what it started."""
        self._attente.close()
        self._textes.close()
        self._lien.close()
        for number in self._sorties:
            os.close(number)
        with suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def _message(data: bytearray) -> Any:
    """Read a message of the process that runs the cells, which is this same interpreter forked."""
    said = marshal.loads(data)
    message = json.loads(said) if isinstance(said, bytes) else said
    message["buffers"] = [memoryview(b64decode(each)) for each in message["buffers"]]
    return message


def _stream(nom: str, texte: str) -> dict[str, Any]:
    content = {"name": nom, "text": texte}
    head = {"msg_type": "stream"}
    return {**head, "header": head, "parent_header": {}, "content": content, "buffers": []}


@contextmanager
def _naissance(isole: Mapping[str, str] | None) -> Iterator[Enfant]:
    """Fork the process that runs the cells; it ends with the block."""
    ours, theirs = socket.socketpair()
    reads, writes = zip(os.pipe(), os.pipe(), strict=True)
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    with warnings.catch_warnings():
        # Python counts the allocator's own thread, which is safe
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        ours.close()
        if isole is None:
            # as an ordinary kernel
            sys.path.insert(0, "")
        vivre(theirs, writes, isole or MappingProxyType({}))
    theirs.close()
    for number in writes:
        os.close(number)
    enfant = Enfant(pid, ours, reads)
    try:
        yield enfant
    finally:
        enfant.finir()
