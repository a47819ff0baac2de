"""The constants of the rules are the values of the dated parameters."""

from datetime import date
from fractions import Fraction

import pytest

from cpomlib.calcul import budget
from cpomlib.calcul.budget.convergence import FRACTIONS
from cpomlib.calcul.budget.deficit import ETALEMENT_MAXIMUM
from cpomlib.calcul.budget.reserves import EXERCICES
from cpomlib.droit import valeur
from cpomlib.socle.erreurs import ParametreError

TODAY = date(2025, 12, 31)


@pytest.mark.parametrize(("annee", "fraction"), FRACTIONS.items())
def test_fractions_of_convergence(annee, fraction):
    assert valeur("tarifs_plafonds/convergence", date(annee, 6, 30)) == fraction


def test_the_fraction_of_2021_is_unknown_to_both():
    assert 2021 not in FRACTIONS
    with pytest.raises(ParametreError, match="reste à compléter"):
        valeur("tarifs_plafonds/convergence", date(2021, 6, 30))


def test_a_fraction_read_in_the_parameters_is_exact():
    third = valeur("tarifs_plafonds/convergence", date(2019, 6, 30))
    assert third == Fraction(1, 3)
    with_it = budget.convergence(2019, 880510, 822040, residuel=58470, fraction=third)
    assert with_it == budget.convergence(2019, 880510, 822040, residuel=58470)


def test_other_constants():
    assert valeur("affectation/etalement_max", TODAY) == ETALEMENT_MAXIMUM
    assert valeur("affectation/reprise_reserve_tresorerie_exercices", TODAY) == EXERCICES
    day = valeur("tarifs_plafonds/opposabilite_cpom_depuis", date(2022, 1, 1))
    assert day == date(2017, 1, 1)


def test_the_uses_of_a_surplus_are_those_of_the_article():
    six = list(valeur("affectation/excedent", TODAY))
    assert list(budget.EMPLOIS) == [*six, "report_a_nouveau"]


def test_the_regimes_of_a_deficit_are_those_of_the_texts():
    assert set(valeur("affectation/deficit", TODAY)) == set(budget.REGIMES)


def test_the_four_modalites():
    assert set(valeur("volet_financier/modalites", TODAY)) == set(budget.MODALITES)


def test_a_service_fills_an_unknown_ceiling_in_its_own_folder(tmp_path, monkeypatch):
    folder = tmp_path / "legislation" / "tarifs_plafonds"
    folder.mkdir(parents=True)
    (folder / "2R.yaml").write_text(
        "valeurs:\n"
        "  2018-01-01:\n"
        "    valeur: 10000\n"
        "    statut: en_vigueur\n"
        "    reference: {texte: Relevé au Journal officiel}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    # 10 000 × 1,20 = 12 000
    assert budget.tarif_plafond("2R", 2021, "974") == 12000
