"""The end of the accords CHRS, by hand: 5 ETP at 50 000 in A, 1 at 45 000 in B are concerned."""

from datetime import date

import pytest
from calcul.scenarios.etats import A, B, base
from calcul.scenarios.releve import run
from conftest import plain

from cpomlib.calcul.scenarios import doutes, projeter
from cpomlib.calcul.scenarios.types import ChangementConvention, MasseSalariale
from cpomlib.calcul.scenarios.types.changement_convention import a_signaler
from cpomlib.socle.erreurs import ScenarioError


def change(**changes):
    values = {"date_effet": date(2026, 8, 6), "depuis": "chrs", "vers": "ccn66"}
    return ChangementConvention(**(values | changes))


def test_euros_per_etp_count_from_the_day():
    # from 6 August: 26 + 30 + 31 + 30 + 31 = 148 days of 365; 5 × 1 000 = 5 000 a year in A
    read = run(change(effets=(("socio_educatif", 1_000.0),)))
    assert read("charges_groupe_2", A, 1) == pytest.approx(300_000 + 5_000 * 148 / 365, abs=0.005)
    assert read("charges_groupe_2", A, 2) == 305_000
    assert read("charges_groupe_2", B, 2) == 151_000
    assert read("produits_groupe_1", A, 2) == 480_000


def test_a_share_of_the_cost_follows_the_salaries():
    # A: 5 × 50 000 × 3 % = 7 500 in 2027, on salaries grown by 1 % a year: × 1.01²
    read = run(change(part=0.03), MasseSalariale(gvt=0.01))
    assert read("charges_groupe_2", A, 2) == pytest.approx(
        10_000 + (290_000 + 7_500) * 1.01**2, abs=0.005
    )


def test_the_part_that_is_paid_for_goes_to_the_dotation():
    read = run(change(effets=(("socio_educatif", 1_000.0),), finance=0.5))
    assert read("produits_groupe_1", A, 2) == 482_500
    assert read("produits_groupe_1", A, 1) == pytest.approx(480_000 + 2_500 * 148 / 365, abs=0.005)


def test_what_the_base_year_already_bears_is_not_counted_twice():
    # an effect from 6 August 2025: the base year bears 148 ÷ 365 of it
    read = run(change(date_effet=date(2025, 8, 6), effets=(("socio_educatif", 1_000.0),)))
    assert read("charges_groupe_2", A, 0) == 300_000
    assert read("charges_groupe_2", A, 1) == pytest.approx(300_000 + 5_000 * 217 / 365, abs=0.005)


def test_what_nobody_knows_changes_nothing_and_is_said():
    read = run(change())
    assert read("charges_groupe_2", A, 3) == 300_000
    assert "Effet du changement de convention à compléter" in plain(doutes(base(), [change()])[0])
    half = change(part=0.03)
    assert "Part financée" in plain(doutes(base(), [half])[0])


def test_it_is_never_applied_by_itself_but_who_is_concerned_is_said():
    assert run()("charges_groupe_2", A, 3) == 300_000
    assert "6,0 ETP relèvent des accords CHRS" in plain(a_signaler(base())[0])
    assert a_signaler(base(annee=2027)) == ()


@pytest.mark.parametrize(
    ("listed", "said"),
    [(change(depuis="ccn51"), "aucun salarié de 2025 ne relève de « ccn51 ». Conventions connues : "
                              "chrs."),
     (change(depuis="ccn66", vers="ccn66"), "est celle que l’on quitte"),
     (change(part=0.03, effets=(("direction", 1.0),)), "l’effet est donné deux fois"),
     (change(date_effet=date(2024, 3, 1)), "la date admise la plus proche est le 01/01/2025"),],
)  # fmt: skip
def test_what_cannot_be_is_said(listed, said):
    with pytest.raises(ScenarioError) as error:
        projeter(base(), [listed], 3)
    assert said.lower() in plain(str(error.value)).lower()
