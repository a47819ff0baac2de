"""What stands beside a slider: three years, and the middle half of the région."""

from dataclasses import replace

import numpy as np
import pytest
from calcul.scenarios.etats import AN, NAN, A, B, base

from cpomlib.calcul.regional import Moitie
from cpomlib.calcul.scenarios import Appuis, moitie_de, reculs
from cpomlib.calcul.scenarios.types import (
    Actualisation,
    Inflation,
    MasseSalariale,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
)


def years(**by_year):
    """Make base years, the last one that of the tests: ``a2024={...}`` is what differs in 2024."""
    held = [base(annee=int(name[1:]), **changes) for name, changes in by_year.items()]
    return Appuis((*held, base()))


def test_a_level_is_read_in_each_year():
    held = years(a2023={"occupation": np.array([0.7, NAN, NAN])},
                 a2024={"occupation": np.array([0.75, 0.85, NAN])})  # fmt: skip
    assert reculs(held, Occupation(etablissement=A, taux=0.9))["taux"].valeurs == (
        (2023, 0.7), (2024, 0.75), (AN, 0.8),
    )  # fmt: skip
    # a year that does not know it is left out, not zero
    assert [year for year, _ in reculs(held, Occupation(etablissement=B, taux=0.9))["taux"].valeurs
            ] == [2024, AN]  # fmt: skip


def test_one_year_is_no_past():
    assert not reculs(Appuis((base(),)), Occupation(etablissement=A, taux=0.9))
    assert not reculs(Appuis(), Actualisation(taux=0.01))


def test_a_rate_stands_beside_the_growth_of_what_it_moves():
    """2025: (480 000 + 250 000) / (470 000 + 240 000) − 1 = 20 000 / 710 000."""
    held = years(a2023={"dotation": np.array([460_000.0, 250_000.0, 0.0])},
                 a2024={"dotation": np.array([470_000.0, 240_000.0, 0.0])})  # fmt: skip
    found = reculs(held, Actualisation(taux=0.01))["taux"]
    assert found.libelle == "Dotation"
    assert found.valeurs == ((2024, pytest.approx(0.0)), (AN, pytest.approx(20_000 / 710_000)))
    # of one establishment: 480 000 / 470 000 − 1
    alone = reculs(held, Actualisation(taux=0.01, etablissement=A))["taux"]
    assert alone.valeurs[-1] == (AN, pytest.approx(10_000 / 470_000))


def test_the_charges_of_a_groupe_are_those_of_that_groupe():
    less = base().charges * np.array([[0.8], [1.0], [0.5]])
    held = years(a2024={"charges": less})
    one, three = (reculs(held, Inflation(groupe=g, taux=0.0))["taux"] for g in (1, 3))
    assert (one.libelle, one.valeurs) == ("Charges du groupe I", ((AN, pytest.approx(0.25)),))
    assert (three.libelle, three.valeurs) == ("Charges du groupe III", ((AN, pytest.approx(1.0)),))


def test_what_opened_meanwhile_is_no_growth():
    """B is not there in 2024: A alone, 480 000 / 400 000 − 1 = 20 %."""
    before = base(annee=AN - 1, dotation=np.array([400_000.0, 0.0, 0.0]))
    before = replace(before, ids=(A, "ailleurs", before.ids[2]))
    assert reculs(Appuis((before, base())), Actualisation(taux=0.0))["taux"].valeurs == (
        (AN, pytest.approx(0.2)),
    )
    gone = reculs(Appuis((before, base())), Occupation(etablissement=B, taux=0.9))
    assert not gone


def test_a_missing_year_makes_no_growth():
    """From 2023 to 2025 are two years: no yearly growth is made of them."""
    held = years(a2023={"dotation": np.array([400_000.0, 200_000.0, 0.0])})
    assert "taux" not in reculs(held, Actualisation(taux=0.0))


def test_the_cost_of_an_etp_is_payroll_over_etp():
    """2025: 0.5 × 80 000 + 5 × 50 000 + 3 × 45 000 = 425 000 for 8.5 ETP: 50 000.

    2024, every cost 10 % less: 45 000; growth 1 / 0.9 − 1.
    """
    held = years(a2024={"couts_etp": base().couts_etp * 0.9})
    found = reculs(held, MasseSalariale(gvt=0.01))
    assert found["gvt"].valeurs == ((AN, pytest.approx(1 / 0.9 - 1)),)
    assert "point" not in found


def test_places_are_those_of_the_kind():
    held = years(a2024={"places": base().places * 2})
    asked = OuvrirPlaces(etablissement=A, gham="3R", places=5, annee=AN + 1,
                         financement_place="etablissement")  # fmt: skip
    assert reculs(held, asked)["places"].valeurs == ((2024, 40.0), (AN, 20.0))


def test_the_middle_half_is_that_of_the_value_or_of_its_growth():
    level, growth = Moitie(0.85, 0.95, 12, AN), Moitie(0.0, 0.02, 12, AN)
    held = Appuis((), {("taux_occupation", False): level, ("produits_groupe_1", True): growth,
                       ("produits_groupe_1", False): level})  # fmt: skip
    assert moitie_de(held, Occupation(etablissement=A, taux=0.9), "taux") == level
    assert moitie_de(held, Actualisation(taux=0.0), "taux") == growth
    assert moitie_de(held, Inflation(groupe=2, taux=0.0), "taux") is None
    moved = TransformerPlaces(etablissement=A, de="3R", vers="5D", places=1, annee=AN + 1)
    assert moitie_de(held, moved, "places") is None
