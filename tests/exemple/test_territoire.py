"""The invented département: no fault, the figures of the scheme of 2007, every state to be seen."""

from datetime import date

import pytest

from cpomlib.calcul.contrat import (
    annees_financees,
    condition,
    contrats_de,
    etat_du_contrat,
    financements_du_contrat,
    mesurer,
    reconductions,
    suivre,
    terme_actuel,
    usages_des_seuils,
    verifier,
)
from cpomlib.calcul.contrat.noms import noms_connus
from cpomlib.calcul.gouvernance import grille_gouvernance, lire_grille, questions_connues
from cpomlib.calcul.indicateurs import conventions_des_seuils
from cpomlib.calcul.insertion import compute_insertion, grille, lieux, structures
from cpomlib.exemple import territory
from cpomlib.exemple.insertion import insertion
from cpomlib.tables import Provenance
from cpomlib.tables.check import check

JOUR = date(2026, 11, 29)


@pytest.fixture(scope="module")
def frames():
    return territory(2025)


@pytest.fixture(scope="module")
def contrats(frames):
    return contrats_de(frames)


def test_nothing_of_it_would_be_refused(frames):
    assert check(frames) == []
    for rule, name in ((questions_connues, "gouvernance"), (noms_connus, "cibles")):
        assert rule(name, frames[name], Provenance(f"{name}.csv")) == []


def test_the_figures_of_2006_are_those_of_the_scheme():
    """44 received by structure, 21.3 % to work, 1 079 € of the Département, a quarter covered."""
    tables = insertion()
    known = structures(tables)
    units = {"\n".join(key): one for key, one in grille(known, lieux(tables, known)).items()}
    rows = compute_insertion(tables, units, 2006).set_index(["unite", "id"])["valeur"]
    whole = rows["\n"]
    assert whole["insertion_capacite_moyenne"] == 1100 / 25 == 44
    assert round(whole["insertion_taux_acces_emploi"], 3) == 0.213
    assert whole["insertion_subvention_departement_par_accueilli"] == 1079
    assert whole["insertion_taux_couverture"] == 0.25
    # two territories are less well endowed than the others, and have the least coverage
    covered = {name: rows[f"{name}\n", "insertion_taux_couverture"] for _, name in
               lieux(tables, known)}  # fmt: skip
    assert sorted(covered, key=covered.get)[:2] == ["Giennois", "Pithiverais"]


def test_the_targets_of_2009_are_followed_by_the_room_of_contracts(frames, contrats):
    held = {"C-SDI-2007": contrats["C-SDI-2007"]}
    measured = mesurer(frames, held, range(2006, 2010), conventions_des_seuils(JOUR))
    lines = suivre(held, measured, usages_des_seuils(), JOUR)
    told = {one.cible.indicateur: (one.attendu, one.mesure, one.jugement) for one in lines
            if one.annee == 2009}  # fmt: skip
    assert told["insertion_allocataires"] == (3200, 3520, "non_atteinte")  # − 20 % of 4 000
    assert told["insertion_taux_couverture"] == (0.5, 1320 / 3520, "non_atteinte")
    assert told["insertion_taux_acces_emploi"] == (0.5, 375 / 1400, "non_atteinte")
    assert told["insertion_capacite_moyenne"] == (55, 56, "atteinte")
    expected = {one.annee: one.attendu for one in lines
                if one.cible.indicateur == "insertion_taux_couverture"}  # fmt: skip
    assert expected[2007] == pytest.approx(0.25 + (0.5 - 0.25) / 3)


def test_a_structure_has_a_contract_of_its_own(frames, contrats):
    """56 received in 2007, 68 in 2009 where 66 were aimed at; 17 exits of 43 where 45 % were."""
    held = {"C-COM-1": contrats["C-COM-1"]}
    measured = mesurer(frames, held, range(2007, 2010), conventions_des_seuils(JOUR))
    lines = suivre(held, measured, usages_des_seuils(), JOUR)
    told = {one.cible.indicateur: (one.attendu, one.mesure, one.jugement) for one in lines
            if one.annee == 2009}  # fmt: skip
    assert told["insertion_accueillis"] == (66, 68, "atteinte")
    assert told["insertion_taux_sorties_dynamiques"] == (0.45, 17 / 43, "non_atteinte")


def test_twenty_three_sheets_under_their_objectives(contrats):
    held = contrats["C-SDI-2007"]
    aims = {row["id_objectif"]: row for row in held.de("objectifs")}
    sheets = held.de("actions")
    assert len(sheets) == 23
    # the whole shape of each: context, aims, method, group, calendar, partners, means, indicators
    shape = ("constat", "buts", "mode_operatoire", "pilote", "groupe_projet", "calendrier",
             "partenaires", "moyens", "indicateur_realisation", "indicateur_resultat")  # fmt: skip
    assert [(row["id_action"], name) for row in sheets for name in shape if not row[name]] == []
    assert {aims[row["id_objectif"]]["niveau"] for row in sheets} == {"operationnel"}
    assert {aims[aims[row["id_objectif"]]["parent"]]["id_objectif"] for row in sheets} == {
        "1", "2", "3"}  # fmt: skip


def test_an_agreement_renewed_one_that_lapsed_one_that_a_funder_leaves(frames, contrats):
    renewed, lapsed, left = (contrats[f"C-CS-{rank}"] for rank in (1, 2, 3))
    assert [etat_du_contrat(one, JOUR) for one in (renewed, lapsed, left)] == [
        "en_vigueur", "echu", "en_vigueur"]  # fmt: skip
    end = terme_actuel(renewed, JOUR)
    assert all(one.acquise for one in reconductions(renewed, end, JOUR))
    assert condition(lapsed, JOUR) == "echue"
    funds = financements_du_contrat(left, frames, annees_financees(left, JOUR))
    assert dict(funds.retraits) == {"region": 2025}
    assert funds.total(2025).trou == 52_000_00  # 2 000 + 10 000 + 40 000
    assert funds.muettes == (2026,)


def test_no_rule_of_a_cpom_is_said_of_them(contrats):
    from cpomlib.calcul.contrat import Vue

    vue = Vue(JOUR, {}, contrats=contrats)
    for code in ("C-CS-1", "C-CS-2", "C-CS-3", "C-SDI-2007", "C-GOUV-1", "C-COM-1"):
        blocking = {one.code for one in verifier(contrats[code], vue) if one.gravite == "bloquant"}
        assert blocking <= {"agrement_echu"}, code


def test_a_grid_read_from_four_points_of_view(frames):
    seen = lire_grille(frames, ("45", "Montargois"), 2025, grille_gouvernance())
    assert seen.parties == ("etat", "departement", "association", "personnes")
    assert seen.faibles == ("simplification",)
    assert len(seen.desaccords) == 4
    assert all(len(one.par_partie) == 4 for one in seen.positions)
