"""A multi-funder agreement: its approval, its renewals, its funders, its steps."""

from dataclasses import replace
from datetime import date

from calcul.contrat.conventions import DOCUMENTS, convention, financements, vue
from calcul.contrat.fabrique import JOUR, lignes
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.contrat import (
    agrement_fini,
    condition,
    etapes,
    etat_du_contrat,
    financements_du_contrat,
    instances,
    reconductions,
    verifier,
    vivant,
)

FIN = date(2028, 12, 31)


def test_a_sound_agreement_has_no_fault():
    assert verifier(convention(), vue()) == []


def test_the_rules_of_a_cpom_do_not_bear_on_it():
    held = convention({"objectifs": (), "cibles": (), "actions": ()}, duree_mois=240,
                      agrement_fin=date(2044, 12, 31))  # fmt: skip
    assert verifier(held, vue()) == []


def test_the_approval_is_a_suspensive_condition():
    held = convention()
    for day, said, state in (
        (date(2024, 12, 31), "attendue", "a_venir"), (date(2025, 1, 1), "remplie", "en_vigueur"),
        (FIN, "remplie", "en_vigueur"), (date(2029, 1, 1), "echue", "echu"),
    ):  # fmt: skip
        assert (condition(held, day), etat_du_contrat(held, day)) == (said, state)
    waiting = convention(agrement_debut=None)
    assert (condition(waiting, JOUR), etat_du_contrat(waiting, JOUR)) == ("attendue", "a_venir")
    assert condition(replace(held, ligne=held.ligne | {"cadre": "l313_11"}), JOUR) == "sans_objet"


def test_silence_keeps_an_agreement_alive_as_long_as_its_approval():
    held = convention(duree_mois=12, agrement_fin=date(2027, 6, 30))
    after = date(2028, 2, 1)
    # the year 2025 is the signature's, 2026 and 2027 are renewed by silence, 2028 is not
    assert [vivant(held, year, after) for year in (2025, 2026, 2027, 2028)] == [True] * 3 + [False]
    assert [agrement_fini(held, year) for year in (2027, 2028)] == [None, date(2027, 6, 30)]
    ended = convention(duree_mois=12, date_resiliation=date(2025, 12, 31))
    assert vivant(ended, 2025, after) and not vivant(ended, 2026, after)
    cpom = replace(held, ligne=held.ligne | {"cadre": "l313_11", "reconduction_tacite": False})
    assert agrement_fini(cpom, 2028) is None


def test_an_approval_that_lapses_takes_the_renewals_with_it():
    held = convention(agrement_fin=date(2026, 6, 30))
    assert etat_du_contrat(held, JOUR) == "echu"
    told = [(one.le.year, one.acquise, one.pourquoi) for one in reconductions(held, FIN, JOUR)]
    assert told == [(2026, True, ""), (2027, False, "l’agrément est fini"),
                    (2028, False, "l’agrément est fini")]  # fmt: skip


def test_a_year_is_renewed_once_its_documents_are_in():
    late = DOCUMENTS | {"recu_le": date(2026, 3, 15)}
    [first, *_] = reconductions(convention(actes=(late,)), FIN, JOUR)
    assert (first.le, first.acquise, first.depuis) == (date(2026, 1, 1), True, date(2026, 3, 15))
    # on a day before they came, the year is not renewed
    [before, *_] = reconductions(convention(actes=(late,)), FIN, date(2026, 3, 14))
    assert (before.acquise, before.pourquoi) == (False, "documents financiers de 2026 non reçus")
    # two documents: both are waited for
    two = (DOCUMENTS | {"numero": 1}, DOCUMENTS | {"numero": 2, "recu_le": None})
    assert not next(iter(reconductions(convention(actes=two), FIN, JOUR))).acquise
    assert list(reconductions(convention(reconduction_tacite=False), FIN, JOUR)) == []


def test_who_funds_what_by_hand():
    rows = financements(
        ("caf", 2025, 100, 90, 60), ("caf", 2026, 100, 100, None),
        ("commune", 2025, 50, 50, 50), ("commune", 2026, None, 50, None),
        ("region", 2025, 80, 80, 80),
    )  # fmt: skip
    found = financements_du_contrat(convention(), rows, (2025, 2026))
    assert (found.total(2025).trou, found.total(2025).reste) == (10, 30)  # 230 − 220, 220 − 190
    # 2026: what the commune was asked for is not known, nor is the hole
    assert (found.total(2026).accorde, found.total(2026).trou, found.total(2026).reste) == (
        150, None, None)  # fmt: skip
    assert dict(found.retraits) == {}


amounts = st.integers(0, 10**8)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["caf", "commune", "region"]), amounts, amounts),
                min_size=1, max_size=3, unique_by=lambda row: row[0]))  # fmt: skip
def test_the_order_of_rows_changes_nothing_and_the_hole_is_never_negative(rows):
    made = [(who, 2026, asked, granted, granted) for who, asked, granted in rows]
    found = financements_du_contrat(convention(), financements(*made), (2026,))
    again = financements_du_contrat(convention(), financements(*reversed(made)), (2026,))
    assert found == again
    total = found.total(2026)
    assert total.trou >= 0 and total.reste == 0
    assert total.accorde + total.trou >= total.demande


def test_six_steps_with_six_decisions_and_three_bodies():
    tables = {
        "demarche": lignes(
            "demarche",
            {"etape": "cadrage", "tache": "Protocole", "faite_le": date(2024, 2, 1)},
            {"etape": "diagnostic", "tache": "Habitants", "faite_le": date(2024, 5, 1)},
            {"etape": "diagnostic", "tache": "Partenaires", "faite_le": None},
        ),
        "rencontres": lignes(
            "rencontres",
            {"date": date(2024, 6, 1), "nature": "comite_pilotage"},
            {"date": date(2025, 6, 1), "nature": "comite_pilotage"},
            {"date": date(2027, 6, 1), "nature": "comite_pilotage"},
        ),
    }
    held = convention(tables)
    seen = etapes(held, JOUR)
    assert [(one.declaree.etape, one.taches, one.faites, one.decidee_le) for one in seen] == [
        ("cadrage", 1, 1, date(2024, 2, 1)), ("diagnostic", 2, 1, None), ("objectifs", 0, 0, None),
        ("moyens", 0, 0, None), ("signature", 0, 0, None), ("bilan", 0, 0, None),
    ]  # fmt: skip
    met = {one.declaree.rencontre: (one.rencontres, one.derniere) for one in instances(held, JOUR)}
    assert met == {"groupe_suivi": (0, None), "comite_appui": (0, None),
                   "comite_pilotage": (2, date(2025, 6, 1))}  # fmt: skip


def test_a_funder_of_whom_nothing_is_deposited_has_not_withdrawn():
    """The Région has no row in 2026: it is not known. It has one of 0 in 2027: it withdraws."""
    rows = [("caf", 2025, 100, 100, 100), ("region", 2025, 80, 80, 80),
            ("caf", 2026, 100, 100, None)]  # fmt: skip
    found = financements_du_contrat(convention(), financements(*rows), (2025, 2026))
    assert (dict(found.retraits), found.silencieux(2026)) == ({}, ("region",))
    assert (found.silencieux(2025), found.total(2026).accorde) == ((), 100)
    rows += [("caf", 2027, 100, 100, None), ("region", 2027, 80, 0, 0),
             ("caf", 2028, 100, 100, None)]  # fmt: skip
    found = financements_du_contrat(convention(), financements(*rows), range(2025, 2029))
    assert dict(found.retraits) == {"region": 2027}
    # it is no longer waited for
    assert found.silencieux(2028) == ()


def test_no_year_is_renewed_before_the_approval_is_given():
    """Documents in on 10/12/2025: nothing on 1 January 2026 while the approval is waited for."""
    waiting = convention(agrement_debut=None)
    [first, *_] = reconductions(waiting, FIN, JOUR)
    assert (first.acquise, first.pourquoi) == (False, "l’agrément n’est pas délivré")
    late = convention(agrement_debut=date(2026, 2, 15))
    [first, *_] = reconductions(late, FIN, JOUR)
    assert (first.acquise, first.depuis) == (True, date(2026, 2, 15))
    [before, *_] = reconductions(late, FIN, date(2026, 2, 14))
    assert (before.acquise, before.pourquoi) == (False, "l’agrément n’est pas délivré")
