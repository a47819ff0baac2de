"""A cell of a contract in words: in its own unit, else in that of what it measures or agrees."""

import pytest

from cpomlib.base.valeurs_dites import changement_dit, valeur_dite
from cpomlib.tables import table


def said(name, column, **row):
    champ = next(one for one in table(name).champs if one.nom == column)
    return valeur_dite(champ, row).replace("\u00a0", " ")


@pytest.mark.parametrize(("name", "column", "row", "wanted"), [
    ("cibles", "cible", {"indicateur": "cpom_1_taux", "cible": 0.43}, "43,0 %"),
    ("cibles", "valeur_reference", {"indicateur": "cpom_1_taux", "valeur_reference": 1.0},
     "100,0 %"),
    ("cibles", "tolerance", {"indicateur": "cpom_1_taux", "tolerance": 0.05}, "5,0 points"),
    ("cibles", "cible", {"indicateur": "L-AGE", "unite": "jours", "cible": 12.5}, "12,5"),
    ("cibles", "cible", {"indicateur": "L-PART", "unite": "taux", "cible": 0.5}, "50,0 %"),
    ("mesures", "valeur", {"indicateur": "cpom_2_taux", "valeur": 0.201}, "20,1 %"),
    ("mesures", "numerateur", {"indicateur": "cpom_2_taux", "numerateur": 3.0}, "3"),
    ("conventions_contrat", "valeur", {"cle": "seuil_presence_longue_mois", "valeur": 18.0}, "18"),
    ("conventions_contrat", "valeur", {"cle": "tolerance_cible", "valeur": 0.2}, "20,0 %"),
    ("moyens", "taux", {"taux": 0.012}, "1,2 %"),
    ("moyens", "montant_prevu", {"montant_prevu": 123_45}, "123,45 €"),
    ("actions", "avancement", {"avancement": None}, "(vide)"),
])  # fmt: skip
def test_a_cell_is_written_in_its_unit(name, column, row, wanted):
    assert said(name, column, **row) == wanted


@pytest.mark.parametrize(("before", "after", "wanted"), [
    (0.43, 0.45, "43,0 % → 45,0 %"), (None, 0.45, "(vide) → 45,0 %"),
    (0.431, 0.4314, "0,431 → 0,4314"),
])  # fmt: skip
def test_what_is_rounded_alike_is_written_whole(before, after, wanted):
    """« 43,1 % → 43,1 % » would tell no change."""
    champ = next(one for one in table("cibles").champs if one.nom == "cible")
    rows = [{"indicateur": "cpom_1_taux", "cible": one} for one in (before, after)]
    assert changement_dit(champ, *rows).replace("\u00a0", " ") == wanted
