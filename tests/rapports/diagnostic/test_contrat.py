"""The contract in the diagnostic: its state, what is due, its targets and their judgement."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from campagne.region import ETAPE as GESTIONNAIRE
from campagne.region import SOLEIL as AUTRE
from campagne.region import base
from conftest import cpom, plain
from rapports.diagnostic.blocs import of

from cpomlib import base as store
from cpomlib.dossier.contrats_communs import contrats_lus
from cpomlib.rapports import diagnostic
from cpomlib.rapports.contrat import cible_en_mots, contrat, resumer_contrat
from cpomlib.rapports.diagnostic.signe.essentiel import obligatoires
from cpomlib.rapports.publiable import masquer
from cpomlib.rendu.blocs import Paragraphe, Tableau
from cpomlib.tables.frames import conform

pytestmark = pytest.mark.xdist_group("region")
ETAPE, NEUF, CHRS, PREPARE, RESILIE = (
    "000520015", "000520031", "000520049", "000520056", "000520064",
)  # fmt: skip
JOUR = "2026-04-01"


@pytest.fixture(scope="module")
def charger(example_base):
    known = {}

    def load(who, jour=JOUR):
        if (who, jour) not in known:
            known[who, jour] = diagnostic.load(example_base, who, 2025, "52", jour=jour)
        return known[who, jour]

    return load


def dit(dossier):
    return [plain(one.texte) for one in contrat(dossier)]


def colonne(dossier):
    table = obligatoires(dossier)
    heads = [one.titre for one in table.colonnes]
    return [plain(row[heads.index("Contrat")]) for row in table.lignes]


def test_page_one_says_where_the_contract_stands_and_what_is_due(charger):
    # the fourth contract: five years from 2021, extended by one; the accounts of 2025 by 30 April
    assert dit(charger(CHRS)) == [
        "En vigueur jusqu’au 31/12/2026. Prochaine échéance : compte administratif et rapport "
        "d’activité 2025, 30/04/2026 (et 1 autre ce jour-là)."
    ]
    assert dit(charger(PREPARE))[0].startswith("En préparation.")
    # nothing more is due for a contract that was ended
    assert dit(charger(RESILIE)) == ["Résilié le 31/12/2025."]
    assert of(diagnostic.signe.essentiel(charger(ETAPE)), Paragraphe)[1].titre == (
        "Le contrat au 01/04/2026."
    )


def test_the_day_looked_at_decides_of_the_state(charger):
    said = dit(charger(NEUF, "2025-12-01"))[0]
    assert said.startswith("Signé, prend effet le 01/01/2026.")
    assert charger(NEUF, "2026-01-01").contrat.etat == "en_vigueur"
    assert charger(NEUF, "2031-01-01").contrat.etat == "echu"
    assert charger(RESILIE, "2025-12-31").contrat.etat == "en_vigueur"


def test_the_target_stands_beside_the_indicator_with_its_counts(charger):
    # from 36,8 %, 41 % in 2028: half way is 38,9 %; 74 of 196 is 37,8 %, under by less than 2
    assert colonne(charger(ETAPE)) == [
        "cible 38,9 % : proche, fragile (74 sur 196)",
        "cible 13,0 % : non atteinte, fragile (20 sur 196)",
        "cible 66,5 % : non atteinte (245 sur 437)",
        "cible 20,3 % : atteinte, fragile (48 sur 273)",
    ]
    note = plain(obligatoires(charger(ETAPE)).note)
    annex = of(diagnostic.obligatoires(charger(ETAPE)), Tableau)[-1]
    assert "24 mois" in [plain(row[1]) for row in annex.lignes if row[2] == "contrat"]
    assert "24 mois" in note and "Aucun jugement n’entre dans un tarif." in note


def test_the_judgement_is_that_of_the_command(charger, example_base):
    told = json.loads(cpom("contrat", "suivi", f"C-{ETAPE}-1", "--annee", "2025", "--jour", JOUR,
                           "--format", "json", "--base", example_base).stdout)  # fmt: skip
    said = {(one["objectif"], one["indicateur"]): one for one in told}
    mine = [line for lines in charger(ETAPE).suivi.values() for line in lines]
    assert {(one.cible.objectif, one.cible.indicateur) for one in mine} == set(said)
    for line in mine:
        assert line.record() == said[line.cible.objectif, line.cible.indicateur]


def test_a_target_is_judged_first_where_it_is_set_on_what_is_shown(charger):
    # all its exits are from CHRS: 30 of 111 have an active request, for a target of 40 %
    assert charger(CHRS).cibles["cpom_3_taux_dls_active"] == pytest.approx(0.4)
    assert charger(CHRS).verdict("cpom_3_taux_dls_active").compare_a == "cible"
    # 24 months agreed, 18 shown; and CHRS alone, where the report shows everything
    assert "cpom_4_taux_presence_longue" not in charger(CHRS).cibles
    assert not charger(ETAPE).cibles


def test_nothing_is_said_where_there_is_no_contract_or_no_target_yet(charger):
    without = replace(charger(ETAPE), contrats={})
    assert without.contrat is None and not contrat(without) and not resumer_contrat(without)
    for dossier in (without, charger(NEUF), charger(PREPARE)):
        assert not dossier.suivi and not dossier.cibles
        assert "Contrat" not in [one.titre for one in obligatoires(dossier).colonnes]


def test_a_landmark_between_two_targets_is_said_to_be_one_and_judges_nothing(charger):
    whole = charger(CHRS)
    [held] = whole.contrats.values()
    # what was set for 2025 is set for 2027: 2025 lies between
    rows = [{**row, "annee": 2027 if row["annee"] == 2025 else row["annee"]}
            for row in held.de("cibles")]  # fmt: skip
    between = replace(held, tables={**held.tables, "cibles": rows})
    dossier = replace(whole, contrats={held.id: between})
    assert cible_en_mots(dossier, "cpom_1_taux").startswith("repère ")
    assert not dossier.cibles


def test_what_is_published_tells_nothing_of_the_targets(charger):
    for who in (ETAPE, CHRS):
        shown = masquer(charger(who))
        assert not shown.suivi and not shown.cibles
        assert "Contrat" not in [one.titre for one in obligatoires(shown).colonnes]
        assert all(one.compare_a != "cible" for one in shown.verdicts.values())
        # the state of a contract counts nobody
        assert dit(shown) == dit(charger(who))


def test_a_house_that_nobody_sees_here_leaves_the_target_without_a_measure(charger):
    whole = charger(CHRS)
    [held] = whole.contrats.values()
    houses = [*held.de("contrat_etablissements")]
    more = [*houses, {**houses[0], "id_etablissement": "990000001"}]
    larger = replace(held, tables={**held.tables, "contrat_etablissements": more})
    dossier = replace(whole, contrats={held.id: larger})
    assert plain(cible_en_mots(dossier, "cpom_1_taux")) == "cible 15,0 % : non mesurable"


def test_contracts_are_read_in_the_state_asked_for(tmp_path):
    address = base(tmp_path / "base.db")
    held = {"id_contrat": ["C-1"], "id_gestionnaire": GESTIONNAIRE, "cadre": "l313_11_2",
            "intitule": "Contrat", "statut": "preparation"}  # fmt: skip
    engine = store.open_base(address)
    origin = store.Origine("Claire Analyste", "contrat", "1" * 64, "tables")
    store.deposit(engine, {"contrats": conform("contrats", pd.DataFrame(held))}, origin)
    assert [list(contrats_lus(engine, GESTIONNAIRE, etat)) for etat in (1, 2)] == [[], ["C-1"]]
    # those of the others are not its own
    assert not contrats_lus(engine, AUTRE, 2)
    engine.dispose()


def test_the_diagnostic_that_is_annexed_says_what_its_contract_counts_otherwise(example_base):
    # signed in 2024 on the diagnostic of 2023, whose starting points count with 24 months
    annexed = diagnostic.load(example_base, ETAPE, 2023, "52", jour=JOUR)
    assert annexed.conventions_du_contrat == {"seuil_presence_longue_mois": 24.0}
    (table,) = [one for one in of(diagnostic.obligatoires(annexed), Tableau)
                if one.titre == "Conventions des parties"]  # fmt: skip
    assert [plain(row[1]) for row in table.lignes if row[2] == "contrat"] == ["24 mois"]
