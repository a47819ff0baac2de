"""What the commands of a session share: a short campaign spends most of its time waking it.

A command in a process of its own wakes its own, as a person's does; so does one whose settings are
not those of all.
"""

import os
from contextlib import ExitStack, contextmanager
from functools import cache

from cpomlib.campagne import eveil, moyens, prechauffe
from cpomlib.campagne.modeles import modeles
from cpomlib.processus import pepiniere, possible
from cpomlib.rendu.dessin.atelier import atelier

HELD = ExitStack()
"""Open until the session ends."""


@cache
def known():
    """Name what the reports of every model are made with, on a base that is a file."""
    found = (name for path in modeles().values() for name in prechauffe.modules(path))
    return list(dict.fromkeys(found))


@cache
def parent():
    return HELD.enter_context(pepiniere(None, known()))


@cache
def drawing():
    return HELD.enter_context(atelier(moteurs=2))


@contextmanager
def lent_parent(dossier, modules=(), menage=False):
    if possible() and "CPOM_PARAMETRES" not in os.environ and set(modules) <= set(known()):
        yield parent()
        return
    with pepiniere(dossier, modules, menage) as own:
        yield own


@contextmanager
def lent_drawing(*_, **__):
    yield drawing()


def lend(patch):
    """Have the commands that run in this process use what the session holds."""
    patch.setattr(eveil, "pepiniere", lent_parent)
    patch.setattr(moyens, "atelier", lent_drawing)
