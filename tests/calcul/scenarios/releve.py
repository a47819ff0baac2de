"""Reading one figure of a projection on the base of etats.py."""

from calcul.scenarios.etats import A, B, C, base

from cpomlib.calcul.scenarios import projeter

RANK = {A: 0, B: 1, C: 2}


def run(*listed, horizon=3, etat=None):
    """Return a reader: poste, establishment (or None for all), year offset."""
    made = projeter(etat or base(), listed, horizon)

    def read(poste, where, t):
        values = made.total(poste) if where is None else made.valeurs(poste)[RANK[where]]
        return float(values[t])

    return read
