"""Means of the contracts added up beside the envelopes: exact, and nothing unknown is zero."""

from calcul.contrat.fabrique import GARE, JOUR, PORT, connus, contrat, etablissement, lignes

from cpomlib.calcul.contrat import Vue, argent
from cpomlib.calcul.contrat.regles_a_corriger import enveloppe_depassee

KEY = ("44", "177", 2026)


def avec(*rows, **cells):
    return contrat({"moyens": lignes("moyens", *rows)}, **cells)


def moyen(house, planned, notified=None, year=2026):
    return {"id_etablissement": house, "annee": year, "regime": "dgf", "montant_prevu": planned,
            "montant_notifie": notified}  # fmt: skip


def told(lines):
    return {(one.departement, one.annee): (one.prevu, one.notifie, one.sans_montant, one.reste)
            for one in lines}  # fmt: skip


def test_amounts_are_added_up_by_departement_then_for_the_region():
    houses = connus(etablissement("490000001", departement="49"))
    held = [avec(moyen(PORT, 100, 90), moyen(GARE, 50)),
            avec(moyen("490000001", 30), id_contrat="C-2")]  # fmt: skip
    found = argent(held, houses, {KEY: 200, ("49", "177", 2026): 40}, [2026])
    # 44: 100 + 50 of 200; 49: 30 of 40; région: 180 of 240
    assert told(found) == {("44", 2026): (150, 90, 0, 50), ("49", 2026): (30, None, 0, 10),
                           ("", 2026): (180, 90, 0, 60)}  # fmt: skip
    assert [one.contrats for one in found] == [1, 1, 2]


def test_what_is_not_known_is_counted_not_added():
    found = argent([avec(moyen(PORT, 100), moyen(GARE, None))], connus(), {KEY: 200}, [2026])
    assert told(found)["44", 2026] == (100, None, 1, None)
    none = argent([avec(moyen(PORT, None))], connus(), {}, [2026])
    assert told(none)["44", 2026] == (None, None, 1, None)


def test_an_envelope_of_no_contract_is_there_and_other_years_are_not():
    found = argent([avec(moyen(PORT, 100, year=2027))], connus(), {KEY: 200}, [2026])
    assert told(found) == {("44", 2026): (None, None, 0, None), ("", 2026): (None, None, 0, None)}


def test_what_fits_exactly_is_no_fault():
    one = avec(moyen(PORT, 100))
    for amount, count in ((100, 0), (99, 1)):
        vue = Vue(JOUR, connus(), {one.id: one}, enveloppes={KEY: amount})
        assert len(list(enveloppe_depassee(one, vue))) == count
