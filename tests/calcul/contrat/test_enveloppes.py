"""Means of the contracts added up beside the envelopes: exact, and nothing unknown is zero."""

from datetime import date

from calcul.contrat.fabrique import GARE, JOUR, PORT, connus, contrat, etablissement, lignes

from cpomlib.calcul.contrat import Vue, argent
from cpomlib.calcul.contrat.regles_a_corriger import enveloppe_depassee

KEY = ("44", "177", 2026)


def avec(*rows, autres=(), **cells):
    """Return a contract with means, which holds PORT, GARE and other establishments."""
    entered = [{"id_etablissement": one, "date_entree": date(2025, 1, 1)} for one in (PORT, GARE)]
    held = lignes("contrat_etablissements", *entered, *autres)
    tables = {"moyens": lignes("moyens", *rows), "contrat_etablissements": held}
    return contrat(tables, **cells)


def moyen(house, planned, notified=None, year=2026):
    return {"id_etablissement": house, "annee": year, "regime": "dgf", "montant_prevu": planned,
            "montant_notifie": notified}  # fmt: skip


def told(lines):
    return {(one.departement, one.annee): (one.prevu, one.notifie, one.sans_montant, one.reste)
            for one in lines}  # fmt: skip


def test_amounts_are_added_up_by_departement_then_for_the_region():
    houses = connus(etablissement("490000001", departement="49"))
    held = [avec(moyen(PORT, 100, 90), moyen(GARE, 50)),
            avec(moyen("490000001", 30), id_contrat="C-2", autres=[
                {"id_etablissement": "490000001", "date_entree": date(2026, 1, 1)}])]  # fmt: skip
    found = argent(held, houses, {KEY: 200, ("49", "177", 2026): 40}, [2026], JOUR)
    # 44: 100 + 50 of 200; 49: 30 of 40; région: 180 of 240
    assert told(found) == {("44", 2026): (150, 90, 0, 50), ("49", 2026): (30, None, 0, 10),
                           ("", 2026): (180, 90, 0, 60)}  # fmt: skip
    assert [one.contrats for one in found] == [1, 1, 2]


def test_what_is_not_known_is_counted_not_added():
    found = argent([avec(moyen(PORT, 100), moyen(GARE, None))], connus(), {KEY: 200}, [2026], JOUR)
    assert told(found)["44", 2026] == (100, None, 1, None)
    none = argent([avec(moyen(PORT, None))], connus(), {}, [2026], JOUR)
    assert told(none)["44", 2026] == (None, None, 1, None)


def test_an_envelope_of_no_contract_is_there_and_other_years_are_not():
    found = argent([avec(moyen(PORT, 100, year=2027))], connus(), {KEY: 200}, [2026], JOUR)
    assert told(found) == {("44", 2026): (None, None, 0, None), ("", 2026): (None, None, 0, None)}


def test_what_fits_exactly_is_no_fault():
    one = avec(moyen(PORT, 100))
    for amount, count in ((100, 0), (99, 1)):
        vue = Vue(JOUR, connus(), {one.id: one}, enveloppes={KEY: amount})
        assert len(list(enveloppe_depassee(one, vue))) == count


def test_what_is_planned_of_one_that_has_left_is_not_of_the_contract():
    """490000001 leaves in 2026: its 30 of 2026 count, its 40 of 2027 do not."""
    left = {"id_etablissement": "490000001", "date_entree": date(2025, 1, 1),
            "date_sortie": date(2026, 6, 30)}  # fmt: skip
    held = avec(moyen("490000001", 30), moyen("490000001", 40, year=2027), autres=[left])
    houses = connus(etablissement("490000001", departement="49"))
    found = argent([held], houses, {("49", "177", 2027): 100}, [2026, 2027], JOUR)
    assert told(found)["49", 2026] == (30, None, 0, None)
    assert told(found)["49", 2027] == (None, None, 0, None)
