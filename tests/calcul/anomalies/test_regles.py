"""Each rule: a tiny case that fires, one that does not, the sentence, what it lacks."""

import pandas as pd
import pytest
from calcul.anomalies.cas_accueil import CAS as ACCUEIL
from calcul.anomalies.cas_moyens import CAS as MOYENS
from calcul.anomalies.tables import ANNEE, FAUTES, frames, plain

from cpomlib.calcul.anomalies import evaluer, examiner, regles
from cpomlib.calcul.anomalies.registre import FONCTIONS

CAS = [*ACCUEIL, *MOYENS]
PER_CASE = pytest.mark.parametrize("code, oui, non, dit", CAS, ids=[case[0] for case in CAS])


def test_each_rule_is_declared_has_its_function_and_its_case():
    assert list(regles()) != []
    assert set(regles()) == set(FONCTIONS)
    assert sorted(case[0] for case in CAS) == sorted(regles())


@PER_CASE
def test_it_fires_whatever_the_order_of_rows_and_changes_nothing(code, oui, non, dit):
    tables = frames(**oui)
    copies = {name: frame.copy(deep=True) for name, frame in tables.items()}
    (found,) = evaluer(tables, ANNEE, seulement=[code])
    assert plain(found.message) == dit
    assert not FAUTES.search(found.message)
    assert found.entite == ("G1" if regles()[code].niveau == "gestionnaire" else "E1")
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, copies[name])
    turned = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in tables.items()}
    assert evaluer(turned, ANNEE, seulement=[code]) == (found,)


@PER_CASE
def test_it_does_not_fire_on_its_limit_nor_without_its_tables(code, oui, non, dit):
    tables = frames(**non)
    examen = examiner(tables, ANNEE, seulement=[code])
    assert examen.anomalies == ()
    # It was evaluated, and found nothing: it is not silent for want of a table.
    assert {"E1", "G1"} - {one.entite for one in examen.non_evaluees}
    for need in regles()[code].besoins:
        name = {"region": "places"}.get(need.table, need.table)
        left = {key: frame for key, frame in tables.items() if key != name}
        examen = examiner(left, ANNEE, seulement=[code])
        assert examen.anomalies == ()
        assert {one.code for one in examen.non_evaluees} == {code}


def test_what_is_missing_is_said():
    examen = examiner(frames(budgets=[]), ANNEE, seulement=["ca_et_be", "capacite_perdue"])
    assert {(one.entite, plain(one.manque)) for one in examen.non_evaluees} == {
        *((one, "aucune ligne de la table « Budgets et comptes administratifs » (compte "
           "administratif) pour 2025") for one in ("E1", "E2")),
        *((one, "aucune ligne de la table « Places » pour 2025") for one in ("E1", "E2")),
    }  # fmt: skip


def test_nothing_at_all_gives_nothing_at_all():
    empty = frames(etablissements=[])
    assert examiner(empty, ANNEE).anomalies == ()
    assert examiner(frames(), ANNEE).anomalies == ()


def test_a_head_office_is_not_asked_for_places():
    siege = frames(etablissements=[{"id_etablissement": "S-1", "regime": "siege"}])
    assert examiner(siege, ANNEE, seulement=["chrs_sans_place"]).non_evaluees == ()
