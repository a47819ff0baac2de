"""A process that makes reports one after the other, and that can be lost without losing anybody.

Where there is a warm parent it is forked from it; elsewhere it is started the ordinary way. Its
tasks come by its standard input, and how they ended goes out by its standard output.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from cpomlib.processus import fils_dangereux, naitre, possible, sans

PROGRAMME = "cpomlib.campagne.artisan:travailler"
UN_FIL = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""A library that starts threads cannot be forked afterwards."""
_COUP_D_OEIL = 0.5


class Artisan:
    """One maker of reports, seen from who gives it its tasks.

    Attributes:
        environnement: its variables besides ours (secrets travel there).
        menage: a private folder that it removes when who gave it its tasks is killed, where no
            warm parent does.
    """

    def __init__(
        self, environnement: Mapping[str, str] = MappingProxyType({}), menage: Path | None = None
    ) -> None:
        self.environnement, self.menage = environnement, menage
        self._processus: Any = None
        self._taches: IO[bytes] | None = None
        self._issues: IO[bytes] | None = None
        self._renvoye = False

    def faire(self, tache: Any) -> Any:
        """Have a report made; return how it ended, None when its maker was lost.

        The next report then has another maker.
        """
        if self._processus is None and not self._renvoye:
            self._embaucher()
        try:
            assert self._taches and self._issues
            self._taches.write(pickle.dumps(tache))
            self._taches.flush()
            issue, demeure = pickle.load(self._issues)
        except (OSError, EOFError, ValueError, AssertionError, pickle.UnpicklingError):
            self._quitter()
            return None
        if not demeure:
            self._quitter()
        return issue

    def renvoyer(self) -> None:
        """Stop at once, for good: what is under way is of no use any more."""
        self._renvoye = True
        process = self._processus
        if process is not None:
            process.kill()

    def fermer(self) -> None:
        """Let it end, its last report being made."""
        self._renvoye = True
        self._quitter()

    def _embaucher(self) -> None:
        env = {**UN_FIL, **os.environ, **self.environnement}
        theirs, tasks = os.pipe()
        issues, told = os.pipe()
        try:
            self._processus = naitre(PROGRAMME, (), env, None, (theirs, told, None))
            if self._processus is None:
                command = [sys.executable, "-P", "-m", "cpomlib.campagne.artisan"]
                command += [str(self.menage)] if self.menage else []
                self._processus = subprocess.Popen(
                    command, stdin=theirs, stdout=told, env=env, start_new_session=True
                )
        finally:
            os.close(theirs)
            os.close(told)
        self._taches, self._issues = os.fdopen(tasks, "wb"), os.fdopen(issues, "rb")

    def _quitter(self) -> None:
        """End it: it ends by itself once its input is closed, and is killed if it is lost."""
        for stream in (self._taches, self._issues):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        process, self._processus = self._processus, None
        self._taches = self._issues = None
        if process is not None:
            process.kill()
            process.wait()


def travailler() -> None:
    """Make the reports that are asked for until there are no more.

    One that has started threads, to write a document, can no longer fork: another takes its place.
    """
    with sans():
        from cpomlib.base import hold_open
        from cpomlib.campagne import cellules, worker
        from cpomlib.dossier import apprendre

    taches, issues = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nowhere, number)
    demeure = True
    while demeure:
        try:
            tache = pickle.load(taches)
        except EOFError:
            return
        if possible():
            cellules.preparer({"IPYTHONDIR": str(tache.noyaux / "ipython")})
            hold_open(tache.parametres.get("base"))
        issue = worker.make(tache)
        demeure = not (possible() and fils_dangereux())
        issues.write(pickle.dumps((issue, demeure)))
        issues.flush()
        # what a campaign shares goes with it, while its makers may stay for another
        with suppress(OSError):
            apprendre()


def _veiller(menage: str) -> None:
    """Stop when who gave the tasks is gone; a kernel watches its own parent and follows."""
    import psutil

    parent = os.getppid()
    while os.getppid() == parent and psutil.pid_exists(parent):
        time.sleep(_COUP_D_OEIL)
    if menage:
        shutil.rmtree(menage, ignore_errors=True)
    os._exit(1)


def main(menage: str = "") -> None:
    """Do the same in a process that is nobody's fork."""
    if not possible():
        # it has a kernel, in another process, and never forks: it may have a thread
        threading.Thread(target=_veiller, args=(menage,), daemon=True).start()
    travailler()


if __name__ == "__main__":
    main(*sys.argv[1:])
