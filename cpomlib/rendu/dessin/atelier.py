"""A process that draws for others: ``python -m cpomlib.rendu.dessin.atelier LISTENER ENGINES``.

It ends with its owner. Each engine has its own memory and its own thread: charts asked for at the
same time are drawn at the same time, as far as there are engines.
"""

from __future__ import annotations

import os
import queue
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cpomlib.processus import lien
from cpomlib.processus.compagnon import compagnon
from cpomlib.rendu.dessin import moteur

ADRESSE = "CPOM_DESSIN"
"""Environment variable: the socket of the process that draws."""
_PROGRAMME = "cpomlib.rendu.dessin.atelier"

Moteurs = queue.SimpleQueue[moteur.Moteur]


@contextmanager
def atelier(dossier: Path | None = None, moteurs: int = 1) -> Iterator[dict[str, str]]:
    """Keep a process that draws while the block runs.

    Args:
        dossier: a private folder, short enough for a socket; a temporary one by default.
        moteurs: how many charts may be drawn at once, at least 1.

    Yields:
        The variables to give to the processes that draw; none where there can be no such process:
        they then draw by themselves.
    """
    with compagnon(_PROGRAMME, [str(moteurs)], dossier) as address:
        yield {ADRESSE: address} if address else {}


def main(ecoute: str, moteurs: str) -> None:
    """Serve on an inherited socket until the owner goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    libres: Moteurs = queue.SimpleQueue()
    for _ in range(int(moteurs)):
        libres.put(moteur.nouveau())
    threading.Thread(
        target=_accueillir, args=(socket.socket(fileno=int(ecoute)), libres), daemon=True
    ).start()
    while os.read(sys.stdin.fileno(), 1):
        pass
    # the engines have threads of their own, which nothing else needs to see end
    os._exit(0)


def _accueillir(listener: socket.socket, libres: Moteurs) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_servir, args=(connection, libres), daemon=True).start()


def _servir(connection: socket.socket, libres: Moteurs) -> None:
    with connection:
        while True:
            try:
                lien.envoyer(connection, _reponse(lien.recevoir(connection)[0], libres))
            except (OSError, EOFError, ValueError):
                return


def _reponse(
    demande: tuple[moteur.Geste, list[str]], libres: Moteurs
) -> dict[str, str | list[str]]:
    engine = libres.get()
    try:
        return {"faits": moteur.faire(*demande, engine=engine)}
    except moteur.DessinError as error:
        return {"refus": str(error)}
    finally:
        libres.put(engine)


if __name__ == "__main__":
    main(*sys.argv[1:])
