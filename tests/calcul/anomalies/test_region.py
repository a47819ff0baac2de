"""The invented region: few anomalies where all is well, the planted ones where they are."""

from collections import Counter

import pytest

from cpomlib.calcul.anomalies import examiner
from cpomlib.exemple.build import build
from cpomlib.exemple.profiles import profiles

SAINS = 5
"""Gestionnaires without any trouble, of the twelve."""


@pytest.fixture(scope="module")
def found():
    """Examine the region of twelve gestionnaires, all at once."""
    tables = build("52", 12, 1)
    owner = tables["etablissements"].set_index("id_etablissement")["id_gestionnaire"]
    kinds = profiles("52", 12)
    examen = examiner(tables, 2025)
    return [(kinds[owner.get(one.entite, one.entite)], one) for one in examen.anomalies]


def of(found, profil):
    return Counter(one.code for kind, one in found if kind == profil)


def test_where_all_is_well_little_is_doubted(found):
    doubts = of(found, "sain")
    assert sum(doubts.values()) <= SAINS, doubts
    # Comparisons and coincidences, but nothing about documents, stays or households.
    assert set(doubts) <= {
        "cotations_recopiees", "cout_par_etp", "etp_place_et_region", "non_renseignes",
        "cout_place_et_region",
    }  # fmt: skip


def test_what_was_planted_is_found(found):
    """Three impossible months, rents in groupe 1, the accounts and absences of 2024 again."""
    assert set(of(found, "chiffres_incoherents")) >= {
        "occupation_mensuelle", "journees_et_capacite", "groupe_et_compte", "ca_recopie",
        "absences_recopiees", "resultat_balance_et_ca",
    }  # fmt: skip


def test_what_is_unusual_is_found(found):
    assert of(found, "cout_eleve")["cout_place_et_region"] >= 1
    assert of(found, "sejours_longs")["sejour_tres_long"] >= 1


def test_one_gestionnaire_alone_gives_what_the_region_gives(found):
    tables = build("52", 12, 1)
    mine = next(name for name, kind in profiles("52", 12).items() if kind == "chiffres_incoherents")
    owner = tables["etablissements"].set_index("id_etablissement")["id_gestionnaire"]
    own = {
        name: frame[
            frame["id_gestionnaire"].eq(mine)
            if "id_gestionnaire" in frame
            else frame["id_etablissement"].map(owner).eq(mine)
        ]
        for name, frame in tables.items()
        if name != "demandes_siao"
    }
    alone = examiner(own, 2025, region=tables).anomalies
    assert list(alone) == [one for kind, one in found if kind == "chiffres_incoherents"]
