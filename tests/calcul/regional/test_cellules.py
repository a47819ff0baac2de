"""What is masked of a région may not be read in an amount that is the same under another name."""

import math

import pandas as pd

from cpomlib.calcul.regional import REGION, departement
from cpomlib.calcul.regional.cellules import indicateurs_masques
from cpomlib.calcul.secret import regles_des_seuils

A, B, C = (departement(code) for code in ("44", "49", "53"))
CHARGES = {A: 300_000.0, B: 500_000.0, C: 200_000.0}


def lignes(sans_place=()):
    """The charges of a groupe in a région and its départements, also related to the places."""
    amounts = {REGION: sum(CHARGES.values()), **CHARGES}
    rows = [(unit, "charges_groupe_1", amount, math.nan) for unit, amount in amounts.items()]
    rows += [(unit, "charges_place_groupe_1", amount, 100.0)
             for unit, amount in amounts.items() if unit not in sans_place]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["unite", "id", "numerateur", "denominateur"])
    whole = frame["numerateur"] / frame["denominateur"].fillna(1)
    return frame.assign(valeur=whole, statut="ok")


def test_charges_masked_are_not_read_by_the_place():
    for without in ((), (C,)):
        found = indicateurs_masques(lignes(without), {(A, "charges_groupe_1")}, regles_des_seuils())
        assert (A, "charges_place_groupe_1") in found, without
        # nor is another département shown, which the total of the région would give back
        assert any(unit != A for unit, name in found if name == "charges_groupe_1")
