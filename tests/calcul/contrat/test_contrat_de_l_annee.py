"""Several contracts of one gestionnaire: which is that of a year, what is added up once."""

from datetime import date

import pytest
from calcul.contrat.fabrique import GARE, JOUR, PORT, connus, contrat, etablissement, lignes
from calcul.programmation.fabrique import maison, tables

from cpomlib.calcul.contrat import Vue, argent, echeances_ensemble, remplaces, verifier
from cpomlib.calcul.contrat.regles_a_corriger import enveloppe_depassee

RUE = "440000003"
KEY = ("44", "177", 2027)
HOUSES = connus(etablissement(RUE))


def tenu(code, prevus, effet=date(2025, 1, 1), sorties=None, notifies=None, **cells):
    """Return a contract: establishment → cents planned in 2027."""
    held = [{"id_etablissement": one, "date_entree": effet, "date_sortie": (sorties or {}).get(one)}
            for one in prevus]  # fmt: skip
    said = notifies or {}
    rows = [{"id_etablissement": one, "annee": 2027, "regime": "dgf", "montant_prevu": amount,
             "montant_notifie": said.get(one)} for one, amount in prevus.items()]  # fmt: skip
    tables = {"contrat_etablissements": lignes("contrat_etablissements", *held),
              "moyens": lignes("moyens", *rows)}  # fmt: skip
    return contrat(tables, id_contrat=code, date_effet=effet, **cells)


def region(*contrats, year=2027):
    *_, whole = argent(contrats, HOUSES, {KEY: 500}, [year], JOUR)
    return whole


def test_what_two_contracts_plan_of_an_establishment_is_added_up_once():
    """C-1: PORT 100, GARE 200. C-2, from 1 July 2027: PORT 130. 130 + 200 = 330 of 500."""
    old, new = tenu("C-1", {PORT: 100, GARE: 200}), tenu("C-2", {PORT: 130}, date(2027, 7, 1))
    for held in ((old, new), (new, old)):
        whole = region(*held)
        assert (whole.prevu, whole.reste, whole.contrats, whole.gestionnaires) == (330, 170, 2, 1)
        assert whole.prevus == (330,)
        [left] = whole.ecartes
        assert (left.etablissement, left.contrat, left.remplacant, left.prevu) == (
            PORT, "C-1", "C-2", 100)  # fmt: skip


def test_two_perimeters_without_a_common_establishment_add_up():
    whole = region(tenu("C-1", {PORT: 100}), tenu("C-2", {GARE: 200}))
    assert (whole.prevu, whole.contrats, whole.ecartes) == (300, 2, ())


def test_an_agreement_of_another_kind_replaces_nothing():
    """What funders add beside the CPOM is paid besides: 100 + 40."""
    more = tenu("C-2", {PORT: 40}, cadre="pluripartite", agrement_debut=date(2025, 1, 1),
                agrement_fin=date(2029, 12, 31))  # fmt: skip
    assert region(tenu("C-1", {PORT: 100}), more).prevu == 140


@pytest.mark.parametrize("cells", [
    {"date_effet": date(2028, 1, 1)}, {"date_effet": date(2022, 1, 1)},
])  # fmt: skip
def test_a_contract_that_does_not_cover_the_year_plans_nothing_of_it(cells):
    """From 2028, its row of 2027 is a base; over at the end of 2026, it is a mistake."""
    whole = region(tenu("C-1", {PORT: 100}), tenu("C-2", {PORT: 900}, cells["date_effet"]))
    assert (whole.prevu, whole.ecartes) == (100, ())


def test_an_establishment_that_changes_hands_counts_where_it_ends_the_year():
    """C-1 gives PORT away on 30 June; C-2, older, takes it on 1 July."""
    old = tenu("C-1", {PORT: 100}, date(2026, 1, 1), sorties={PORT: date(2027, 6, 30)})
    new = tenu("C-2", {PORT: 70}, date(2025, 1, 1), id_gestionnaire="000520015")
    whole = region(old, new)
    assert (whole.prevu, whole.gestionnaires, whole.prevus) == (70, 1, (70,))


def test_what_was_notified_stays_known_when_the_successor_says_nothing_of_it():
    old = tenu("C-1", {PORT: 100}, notifies={PORT: 90})
    assert region(old, tenu("C-2", {PORT: 130}, date(2027, 7, 1))).notifie == 90
    said = tenu("C-2", {PORT: 130}, date(2027, 7, 1), notifies={PORT: 95})
    assert region(said, old).notifie == 95


def test_an_envelope_is_exceeded_by_what_is_added_up_once():
    """Of PORT, 300 of C-1 then 400 of C-2: 400 of 500; a draft looked at prevails: 600."""
    old, new = tenu("C-1", {PORT: 300}), tenu("C-2", {PORT: 400}, date(2027, 7, 1))
    draft = tenu("C-3", {PORT: 600}, date(2027, 1, 1), statut="preparation")
    vue = Vue(JOUR, HOUSES, {one.id: one for one in (old, new, draft)}, enveloppes={KEY: 500})
    assert not [*enveloppe_depassee(old, vue), *enveloppe_depassee(new, vue)]
    [over] = enveloppe_depassee(draft, vue)
    assert (over["somme"], over["contrats"]) == (
        "6,00 €".replace(" ", "\u00a0"),
        "1 contrat".replace(" ", "\u00a0"),
    )


def test_the_contract_of_a_year_replaces_those_it_shares_an_establishment_with():
    old, new = tenu("C-1", {PORT: 1, GARE: 1}), tenu("C-2", {PORT: 1}, date(2027, 7, 1))
    apart = tenu("C-4", {RUE: 1})
    held = [old, apart, new]
    assert remplaces(held, 2026, JOUR) == {"C-1": (), "C-4": ()}
    assert remplaces(held, 2027, JOUR) == {"C-4": (), "C-2": ("C-1",)}
    # the old one is over at the end of 2029
    assert remplaces(held, 2030, JOUR) == {"C-2": ()}


def test_who_gives_an_establishment_away_in_the_year_keeps_its_contract():
    left = {PORT: date(2027, 6, 30)}
    old = tenu("C-1", {PORT: 1, GARE: 1}, sorties=left)
    new = tenu("C-2", {PORT: 1}, date(2027, 7, 1))
    assert remplaces([old, new], 2027, JOUR) == {"C-1": (), "C-2": ()}
    # nor does another gestionnaire that takes it replace anything of its own
    taken = tenu("C-2", {PORT: 1}, date(2027, 7, 1), id_gestionnaire="000520015")
    assert remplaces([tenu("C-1", {PORT: 1, GARE: 1}), taken], 2027, JOUR) == {"C-1": (), "C-2": ()}


def holding(code, entries, effet, **cells):
    """Return a contract: establishment → the day it enters."""
    rows = lignes("contrat_etablissements",
                  *({"id_etablissement": one, "date_entree": day}
                    for one, day in entries.items()))  # fmt: skip
    return contrat({"contrat_etablissements": rows}, id_contrat=code, date_effet=effet, **cells)


def test_of_two_contracts_that_replace_each_other_one_remains():
    """C-2 takes PORT from C-1 in 2026; C-1 takes GARE back in March 2027: the last to take."""
    first, then, back = date(2025, 1, 1), date(2026, 1, 1), date(2027, 3, 1)
    old = holding("C-1", {PORT: first, GARE: back}, first)
    new = holding("C-2", {PORT: then, GARE: then}, then)
    for held in ((old, new), (new, old)):
        assert remplaces(held, 2027, JOUR) == {"C-1": ("C-2",)}


def test_a_contract_replaces_those_that_the_one_it_replaces_had_replaced():
    """C-1 until 31 March, C-2 until 31 August, C-3: it has nothing of C-1, but follows it."""
    one, two, three = date(2025, 1, 1), date(2027, 4, 1), date(2027, 9, 1)
    chain = [
        holding("C-1", {PORT: one, GARE: one}, one, duree_mois=27),
        holding("C-2", {GARE: two, RUE: two}, two, date_resiliation=date(2027, 8, 31)),
        holding("C-3", {RUE: three}, three),
    ]
    assert remplaces(chain, 2027, JOUR) == {"C-3": ("C-1", "C-2")}


def exercices(old, new, nature, jour=date(2028, 6, 1)):
    """Return where the exercice 2027 of each contract stands."""
    frames = tables([maison(PORT)])
    held = echeances_ensemble({one.id: one for one in (old, new)}, frames, jour)
    return tuple(one.statut(jour) for each in (old, new) for one in held[each.id]
                 if one.nature == nature and one.exercice == "2027")  # fmt: skip


def envoye(*houses):
    """Return C-1, until 30 June 2027, that sent the budget of 2027."""
    sent = {"nature": "budget_previsionnel", "exercice": 2027, "fait_le": date(2026, 10, 20)}
    old = tenu("C-1", dict.fromkeys(houses, 1), duree_mois=30)
    old.tables["actes"] = lignes("actes", sent)
    return old


def test_what_two_contracts_owe_for_an_exercice_is_due_once():
    new = tenu("C-2", {PORT: 1}, date(2027, 7, 1))
    assert exercices(envoye(PORT), new, "budget_previsionnel") == ("faite", "faite")
    assert exercices(envoye(PORT), new, "bilan_etape") == ("sans_objet", "en_retard")


def test_a_contract_still_owes_what_its_next_one_does_not_hold():
    """C-2 takes PORT only: C-1 owes the review of GARE; what it sent says nothing of RUE."""
    small, other = (tenu("C-2", dict.fromkeys(one, 1), date(2027, 7, 1))
                    for one in ((PORT,), (PORT, RUE)))  # fmt: skip
    assert exercices(envoye(PORT, GARE), small, "bilan_etape") == ("en_retard", "en_retard")
    assert exercices(envoye(PORT, GARE), small, "budget_previsionnel") == ("faite", "faite")
    assert exercices(envoye(PORT), other, "budget_previsionnel") == ("faite", "en_retard")


def overlaps(*contrats):
    vue = Vue(JOUR, HOUSES, {one.id: one for one in contrats})
    return [one.message for one in verifier(contrats[0], vue) if one.code == "deux_contrats"]


def test_two_contracts_that_overlap_are_told_in_a_line():
    old = tenu("C-1", {PORT: 1, GARE: 1, RUE: 1})
    new = tenu("C-2", {PORT: 1, GARE: 1}, date(2027, 7, 1))
    [said] = overlaps(old, new)
    assert said == (
        "Le contrat C-2, de même nature, tient aussi du 01/07/2027 au 31/12/2029 : "
        "2\u00a0établissements (CHRS 440000001 (440000001), CHRS 440000002 (440000002))."
    )
    [said] = overlaps(new, tenu("C-1", {PORT: 1}))
    assert said.endswith(" tient aussi du 01/07/2027 au 31/12/2029 : CHRS 440000001 (440000001).")


def test_an_establishment_written_as_entered_before_the_effect_is_not_in_two_contracts():
    """C-2 takes effect the day after C-1 is over, whatever the day of entry that it writes."""
    old, new = tenu("C-1", {PORT: 1}), tenu("C-2", {PORT: 1}, date(2030, 1, 1))
    row = new.tables["contrat_etablissements"][0] | {"date_entree": date(2024, 1, 1)}
    new.tables["contrat_etablissements"] = (row,)
    assert not overlaps(new, old) and not overlaps(old, new)


def test_a_contract_whose_next_one_is_there_is_not_late_to_negotiate_it():
    """C-1 ends on 30 June 2027: the negotiation was due on 30 June 2026."""
    old = tenu("C-1", {PORT: 1}, duree_mois=30)
    new = tenu("C-2", {PORT: 1}, date(2027, 7, 1), statut="preparation", contrat_precedent="C-1")
    frames = tables([maison(PORT)])

    def states(*contrats):
        found = echeances_ensemble({one.id: one for one in contrats}, frames, JOUR)["C-1"]
        return {one.statut(JOUR) for one in found if one.nature.startswith("negociation")}

    assert states(old) == {"en_retard"} and states(old, new) == {"sans_objet"}
