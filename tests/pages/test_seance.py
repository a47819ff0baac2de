"""What is on the table, its past, its address and its numbers, without any browser."""

from datetime import date

import pytest
from calcul.scenarios.etats import A, base
from conftest import plain

from cpomlib.calcul.scenarios import TYPES, champs
from cpomlib.calcul.scenarios.champ import ValeurRefuseeError
from cpomlib.pages.scenarios import adresse, seance
from cpomlib.pages.scenarios.carte import change_la_carte
from cpomlib.pages.tenue import (
    Boite,
    Passe,
    affiche,
    annees_du_taux,
    course,
    du_texte,
    en_texte,
    lire_adresse,
    lire_jour,
    par_annee,
    un_seul,
)

TAUX = champs(TYPES["actualisation"])[0]
EUROS = next(c for c in champs(TYPES["non_reconductible"]) if c.nom == "montant")
COUT = next(c for c in champs(TYPES["transformer_places"]) if c.nom == "cout_place")


@pytest.fixture
def depart():
    return seance.Seance((seance.depart(base()),))


def named(held, *titles):
    for title in titles:
        held = held.poser(seance.replace(held.courant, titre=title))
    return held


def titles(held):
    return [scenario.titre for scenario in held.scenarios]


def test_a_meeting_starts_from_one_rate_at_zero(depart):
    kinds = [item.type for item in depart.courant.hypotheses]
    assert kinds == ["actualisation"]
    assert depart.courant.hypotheses[0].taux == 0


def test_a_fifth_scenario_takes_the_place_of_the_current_one(depart):
    full = named(depart, "B", "C", "D")
    assert titles(full) == ["Scénario A", "B", "C", "D"]
    assert full.courant.titre == "D"
    assert titles(full.choisir(1).poser(seance.replace(full.courant, titre="E"))) == [
        "Scénario A", "E", "C", "D",
    ]  # fmt: skip


def test_what_leaves_the_table_leaves_the_others_and_the_last_one_stays(depart):
    left = named(depart, "B", "C").choisir(1).retirer()
    assert (titles(left), left.courant.titre) == (["Scénario A", "C"], "Scénario A")
    assert depart.retirer() == depart
    assert named(depart, "B").choisir(9).actif == 1


def test_a_free_title_is_one_that_no_scenario_has(depart):
    assert seance.titre_libre(depart) == "Scénario B"
    assert seance.titre_libre(named(depart, "Scénario B")) == "Scénario C"


def moved(depart, *moves):
    """Return the past and the session after moves: (instant, rate)."""
    past, held = Passe(), depart
    for instant, rate in moves:
        past.garder(held, (0, 0, "taux"), instant)
        held = held.avec(seance.changer(held.courant, 0, "taux", rate))
    return past, held


def rate(held):
    return held.courant.hypotheses[0].taux


def test_a_slider_that_runs_is_undone_at_once(depart):
    past, held = moved(depart, (0.0, 0.001), (0.2, 0.002), (0.4, 0.003))
    assert past.reprendre(held) == depart
    assert past.reprendre(held) is None


def test_a_slider_that_runs_is_undone_at_once_however_slowly_the_screen_follows(depart):
    past, held = moved(depart, (0.0, 0.001))
    past.suivi(3.0)
    past.garder(held, (0, 0, "taux"), 3.2)
    assert past.reprendre(held) == depart


def test_a_field_filled_twice_is_undone_twice_and_done_again(depart):
    past, held = moved(depart, (0.0, 0.01), (5.0, 0.02))
    first = past.reprendre(held)
    assert rate(first) == 0.01
    assert rate(past.refaire(first)) == 0.02
    assert past.refaire(held) is None
    assert rate(past.reprendre(held)) == 0.01


def test_what_was_undone_is_lost_once_something_else_is_done(depart):
    past, held = moved(depart, (0.0, 0.01))
    back = past.reprendre(held)
    past.garder(back, (0, 0, "taux"), 9.0)
    assert past.refaire(back) is None


def test_hypotheses_are_added_changed_and_taken_away(depart):
    more = seance.ajouter(depart.courant, TYPES["occupation"](etablissement=A, taux=0.9))
    assert len(more.hypotheses) == 2
    assert seance.changer(more, 1, "taux", 0.95).hypotheses[1].taux == 0.95
    assert seance.oter(more, 1) == depart.courant


def test_the_address_holds_all_that_is_on_the_table_rates_by_year_included(depart):
    spread = seance.changer(depart.courant, 0, "taux", ((2026, 0.01), (2027, 0.02)))
    told = seance.changer(spread, 0, "justification", "Taux de la campagne & « usage »")
    held = named(depart.avec(told), "B").choisir(0)
    values = lire_adresse(adresse.ecrire(held))
    assert values["gestionnaire"] == "100000009"
    assert adresse.seance(values) == held
    assert adresse.connues(values) == {}


def test_the_address_keeps_which_version_was_saved(depart):
    """Saving again after a reload replaces one's own, and only it."""
    values = lire_adresse(adresse.ecrire(depart, {"plan": "abc"}))
    assert adresse.connues(values) == {"plan": "abc"}
    assert adresse.seance(values) == depart
    assert adresse.connues({"etat": "AAAA"}) == {}


@pytest.mark.parametrize("etat", ["", "x", "AAAA", "eJwLAAA", "%00", "é"])
def test_an_address_that_holds_nothing_readable_opens_nothing(etat):
    assert adresse.seance({"etat": etat}) is None


def test_an_address_made_to_fill_the_memory_is_refused():
    import base64
    import zlib

    bomb = base64.urlsafe_b64encode(zlib.compress(b"[" * 50_000_000, 9)).decode()
    assert adresse.seance({"etat": bomb}) is None


@pytest.mark.parametrize(
    ("champ", "texte", "valeur"),
    [(TAUX, "1,5", 0.015), (TAUX, " −3 %", -0.03), (TAUX, "0.8", 0.008),
     (EUROS, "12 500 €", 12_500), (EUROS, "12\u202f500,50", 12_500.5), (COUT, "", None)],
)  # fmt: skip
def test_a_box_is_read_as_people_write(champ, texte, valeur):
    assert du_texte(champ, texte) == valeur


@pytest.mark.parametrize("signe", "\u2010\u2011\u2013\u2014\u2212-")
def test_a_dash_pasted_from_elsewhere_is_a_sign(signe):
    assert du_texte(TAUX, f"{signe}3 %") == -0.03


@pytest.mark.parametrize(("texte", "dit"), [("12.500", "12 500, ou 12,500"),
                                            ("1.000 €", "1 000, ou 1,000")])  # fmt: skip
def test_thousands_with_a_point_are_not_guessed(texte, dit):
    """« 12.500 » gave twelve euros fifty."""
    with pytest.raises(ValeurRefuseeError) as caught:
        du_texte(EUROS, texte)
    assert plain(caught.value) == f"« {texte} » se lit de deux façons. Écrivez {dit}."
    assert du_texte(EUROS, "12.50") == 12.5
    assert du_texte(TAUX, "1.125") == 0.01125


def test_an_empty_box_is_told_as_one():
    with pytest.raises(ValeurRefuseeError) as caught:
        du_texte(TAUX, " ")
    assert str(caught.value) == "Il manque un nombre. Écrivez par exemple 1,5."


@pytest.mark.parametrize("texte", ["06/08/2026", "6.8.26", "2026-08-06", "06-08-26"])
def test_a_day_is_read_as_people_write(texte):
    """« 06/08/26 » was a day of the year 26."""
    assert lire_jour(texte) == date(2026, 8, 6)


@pytest.mark.parametrize("texte", ["06/08/1926", "01/01/20266", "31/02/2026", "demain"])
def test_a_day_of_another_time_is_refused(texte):
    with pytest.raises(ValeurRefuseeError, match=r"une date va de 2000 à 2100|pas une date"):
        lire_jour(texte)


@pytest.mark.parametrize("texte", ["beaucoup", "1,2,3", "nan", "inf"])
def test_what_is_no_number_is_said(texte):
    with pytest.raises(ValeurRefuseeError) as caught:
        du_texte(TAUX, texte)
    assert "n’est pas un nombre" in str(caught.value)


def test_what_is_out_of_bounds_names_the_nearest_value():
    with pytest.raises(ValeurRefuseeError) as caught:
        du_texte(TAUX, "80")
    assert plain(caught.value) == (
        "80 % par an est hors des bornes. La valeur admise la plus proche est 50 % par an."
    )


def test_a_value_comes_back_as_it_was_typed():
    assert plain(en_texte(EUROS, 12_500.5)) == "12 500,5"
    assert en_texte(TAUX, 0.0125) == "1,25"
    assert en_texte(COUT, None) == ""
    assert affiche(TAUX, 0.012) == 1.2


def test_what_still_counts_is_named_beside_a_refused_value():
    told = []
    box = Boite("Taux", "1,5", lambda text: du_texte(TAUX, text), told.append)
    box.texte.value = "abc"
    assert "La valeur d’avant, 1,5, reste comptée." in box.refus.value
    box.texte.value = "2"
    assert (box.refus.value, told) == ("", [0.02])
    box.texte.value = "80"
    assert "La valeur d’avant, 2, reste comptée." in box.refus.value


def test_a_slider_is_wide_enough_for_its_value():
    assert (course(TAUX, 0.0).bas, course(TAUX, 0.0).haut) == (
        -5, 10,
    )  # fmt: skip
    assert course(TAUX, 0.2).haut == 20


def test_a_rate_is_spread_over_the_years_of_its_period_and_gathered_again():
    item = TYPES["inflation"](groupe=1, taux=0.01, de=2027, a=2040)
    years = annees_du_taux(item, 2025, 4)
    assert years == (2027, 2028, 2029)
    assert par_annee(0.01, years) == ((2027, 0.01), (2028, 0.01), (2029, 0.01))
    assert un_seul(((2027, 0.02), (2028, 0.01))) == 0.02
    assert un_seul(()) == 0


def test_a_card_is_made_again_when_its_fields_change():
    item = TYPES["inflation"](groupe=1, taux=0.01)
    assert not change_la_carte(item, "taux", 0.02)
    assert change_la_carte(item, "taux", ((2026, 0.02),))
    assert change_la_carte(item, "groupe", 3)
    assert not change_la_carte(item, "de", 2027)
    spread = TYPES["inflation"](groupe=1, taux=((2026, 0.02),))
    assert change_la_carte(spread, "de", 2027)
    assert not change_la_carte(item, "justification", "Parce que.")
