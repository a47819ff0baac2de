"""What is compared, from the tables: shares of places and of households."""

import pandas as pd
import pytest

from cpomlib.calcul.comparables import decrire
from cpomlib.calcul.perimetre import par_etablissement, par_gestionnaire

ETABLISSEMENTS = pd.DataFrame(
    {
        "id_etablissement": ["E1", "E2", "E3"],
        "id_gestionnaire": ["G1", "G1", "G2"],
        "categorie": ["214", "219", "214"],
        "departement": ["44", "49", "44"],
        "region": "52",
        "commune": ["44109", None, "44109"],
    }
)
PLACES = pd.DataFrame(
    {
        "id_etablissement": ["E1", "E1", "E2", "E1"],
        "annee": [2025, 2025, 2025, 2024],
        "gham": ["1R", "3D", None, "1R"],
        "mode": ["regroupe", "diffus", "regroupe", "regroupe"],
        "places_financees": [30, 10, 60, 99],
    }
)
FRAMES = {"etablissements": ETABLISSEMENTS, "places": PLACES}
RESULTATS = pd.DataFrame(
    [
        ("E1", "part_composition_homme_seul", 0.7, "ok"),
        ("E1", "part_composition_couple", 0.3, "ok"),
        ("E2", "part_composition_homme_seul", float("nan"), "nd"),
        ("E1", "taux_occupation", 0.9, "ok"),
    ],
    columns=["unite", "id", "valeur", "statut"],
)


def test_an_establishment_is_described_by_its_shares():
    rows = decrire(FRAMES, par_etablissement(ETABLISSEMENTS), 2025, RESULTATS)
    one = rows.loc["E1"]
    # 30 places of 1R and 10 of 3D: the year before does not count
    assert (one["places"], one["gham.1R"], one["gham.3D"], one["mode.diffus"]) == (
        40,
        0.75,
        0.25,
        0.25,
    )
    assert one["public.homme_seul"] == 0.7
    assert one["gestionnaire"] == "G1"
    assert rows.loc["E2", "gham.sans_gham"] == 1.0
    assert rows.loc["E2"][["public.homme_seul", "population"]].isna().all()


def test_what_has_no_place_has_no_mix():
    rows = decrire(FRAMES, par_etablissement(ETABLISSEMENTS), 2025, RESULTATS)
    assert rows.loc["E3"].drop("gestionnaire").isna().all()


def test_a_gestionnaire_adds_its_establishments_up_by_their_places():
    rows = decrire(FRAMES, par_gestionnaire(ETABLISSEMENTS), 2025, RESULTATS.iloc[:0])
    one = rows.loc["G1"]
    # 40 places in the 44 and 60 in the 49
    assert (one["places"], one["departement.44"], one["categorie.219"]) == (100, 0.4, 0.6)
    assert one["gham.1R"] == pytest.approx(0.3)
