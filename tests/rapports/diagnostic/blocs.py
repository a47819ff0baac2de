"""Finding a block among those a part shows."""

from cpomlib.rendu.blocs.blocks import Groupe, Tableau


def of(bloc, kind):
    """Return the blocks of a kind, in order, groups opened."""
    if isinstance(bloc, Groupe):
        return [found for each in bloc.blocs for found in of(each, kind)]
    return [bloc] if isinstance(bloc, kind) else []


def table(bloc, titre):
    """Return the first table whose title begins so."""
    return next(t for t in of(bloc, Tableau) if t.titre.startswith(titre))
