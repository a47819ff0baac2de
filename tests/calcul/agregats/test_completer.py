"""Sums over establishments, worked out by hand: the ones with stays, the ones without."""

import numpy as np
import pandas as pd
import pytest
from calcul.indicateurs import builders
from calcul.indicateurs.builders import sejour

from cpomlib.calcul.indicateurs import Conventions, compute
from cpomlib.calcul.perimetre import Perimetre, par_etablissement, selection
from cpomlib.tables.frames import conform

AN = builders.ANNEE
BASE = {"statut": "ok", "annee": AN}


def sent(*rows):
    return conform("agregats_etablissements", pd.DataFrame([{**BASE, **row} for row in rows]))


def row(house, name, above=None, below=None, value=None, **rest):
    quotient = above / below if below and above is not None else above
    return {
        "id_etablissement": house, "indicateur": name, "numerateur": above,
        "denominateur": below, "valeur": quotient if value is None else value, **rest,
    }  # fmt: skip


def masked(house, name, above=None, below=None):
    kept = row(house, name, above, below)
    return {**kept, "valeur": None, "statut": "secret", "raison": "secret_statistique"}


def told(aggregates, unit="U", conventions=None, **tables):
    frames = builders.frames(**tables)
    frames["agregats_etablissements"] = sent(*aggregates)
    known = frames["etablissements"]
    parts = [selection(known, "U"), par_etablissement(known)]
    both = Perimetre(*(pd.concat([getattr(part, name) for part in parts], ignore_index=True)
                       for name in ("etablissements", "gestionnaires")))  # fmt: skip
    results = compute(frames, both, AN, conventions or Conventions(18))
    return results[results["unite"] == unit].set_index("id")


def test_numerators_and_denominators_add_up():
    found = told(
        [
            row("E1", "cpom_4_taux_presence_longue", 20, 40, convention=18),
            row("E2", "cpom_4_taux_presence_longue", 12, 60, convention=18),
            row("E1", "menages_accueillis", 50),
            row("E2", "menages_accueillis", 70),
        ]
    )
    rate = found.loc["cpom_4_taux_presence_longue"]
    # (20 + 12) / (40 + 60), not the mean of 50 % and 20 %
    assert (rate["numerateur"], rate["denominateur"], rate["valeur"]) == (32, 100, 0.32)
    count = found.loc["menages_accueillis"]
    assert (count["valeur"], count["statut"], count["raison"]) == (120, "ok", "")
    assert np.isnan(count["denominateur"])


def test_what_is_masked_stays_masked_in_a_sum():
    found = told([row("E1", "part_via_siao", 30, 50), masked("E2", "part_via_siao", below=70)])
    total = found.loc["part_via_siao"]
    assert (total["statut"], total["denominateur"]) == ("secret", 120)
    assert np.isnan(total["valeur"])
    assert np.isnan(total["numerateur"])
    assert total["raison"].startswith("Masqué par le gestionnaire")


def test_a_median_is_not_rebuilt():
    name = "duree_mediane_sejours_termines"
    both = [row("E1", name, below=20, value=6.5), row("E2", name, below=30, value=9.0)]
    total = told(both).loc[name]
    assert (total["statut"], total["denominateur"]) == ("nd", 50)
    assert total["raison"].startswith("Une médiane ne se déduit pas de celles")
    alone = told(both, unit="E1").loc[name]
    assert (alone["statut"], alone["valeur"]) == ("ok", 6.5)


def test_a_house_with_stays_adds_to_one_with_aggregates():
    """E1 has two households of its own this year, one via the SIAO; E2 sent 30 of 40."""
    stays = [
        sejour("M1", f"{AN}-02-01", id_etablissement="E1"),
        sejour("M2", f"{AN}-03-01", id_etablissement="E1", via_siao=False),
    ]
    aggregates = [row("E2", "part_via_siao", 30, 40), row("E2", "menages_accueillis", 40)]
    found = told(aggregates, sejours=stays)
    rate = found.loc["part_via_siao"]
    assert (rate["numerateur"], rate["denominateur"]) == (31, 42)
    assert found.loc["menages_accueillis", "valeur"] == 42
    alone = told(aggregates, unit="E1", sejours=stays)
    assert alone.loc["menages_accueillis", "valeur"] == 2


def test_stays_come_before_the_aggregates_of_the_same_house():
    stays = [sejour("M1", f"{AN}-02-01", id_etablissement="E1")]
    found = told([row("E1", "menages_accueillis", 99)], unit="E1", sejours=stays)
    assert found.loc["menages_accueillis", "valeur"] == 1


def test_stays_of_other_years_leave_the_aggregates_their_year():
    stays = [sejour("M1", f"{AN - 3}-02-01", f"{AN - 2}-02-01", id_etablissement="E1")]
    found = told([row("E1", "menages_accueillis", 99)], unit="E1", sejours=stays)
    assert found.loc["menages_accueillis", "valeur"] == 99


def test_stays_that_only_name_who_stayed_leave_the_aggregates_their_year():
    """M1 was there all year, but nobody is known to have left before the year after."""
    left = f"{AN + 1}-02-01"
    stays = [sejour("M1", f"{AN - 1}-02-01", left, id_etablissement="E1")]
    found = told([row("E1", "menages_accueillis", 99)], unit="E1", sejours=stays)
    assert found.loc["menages_accueillis", "valeur"] == 99
    whole = told([row("E2", "menages_accueillis", 40)], sejours=stays).loc["menages_accueillis"]
    assert (whole["statut"], whole["raison"][:43]) == (
        "nd", f"Les séjours déposés ne disent, de {AN}, que"
    )  # fmt: skip


def test_a_zero_denominator_gives_no_value():
    nul = {"statut": "nd", "raison": "denominateur_nul"}
    found = told([row("E1", "cpom_1_taux", 0, 0, **nul)], unit="E1").loc["cpom_1_taux"]
    assert (found["statut"], found["denominateur"]) == ("nd", 0)
    assert found["raison"].startswith("Le dénominateur est nul")


def test_a_column_that_nobody_filled_is_told():
    said = {"statut": "nd", "raison": "non_renseigne", "valeur": None}
    entry = {**row("E1", "taux_refus_logement", 0, 40), **said}
    found = told([entry], unit="E1").loc["taux_refus_logement"]
    assert (found["statut"], found["valeur"] != found["valeur"]) == ("nd", True)
    assert found["raison"].startswith("La donnée n’est renseignée sur aucun des séjours")


@pytest.mark.parametrize(
    ("name", "agreed", "ours"),
    [
        ("cpom_4_taux_presence_longue", Conventions(24), "18\u00a0mois, et non 24\u00a0mois"),
        ("cpom_3_taux_dls_active", Conventions(18, 6), "aucun seuil, et non 6\u00a0mois"),
    ],
)
def test_figures_of_another_convention_are_not_mixed(name, agreed, ours):
    convention = 18 if "cpom_4" in name else None
    entry = row("E1", name, 20, 40, convention=convention)
    found = told([entry], unit="E1", conventions=agreed).loc[name]
    assert found["statut"] == "nd"
    assert f"({ours})" in found["raison"]
    assert told([entry], unit="E1").loc[name, "valeur"] == 0.5


def test_aggregates_of_a_year_tell_nothing_of_a_part_of_it():
    frames = builders.frames(sejours=[sejour("A", "2024-01-01", id_etablissement="E2")])
    frames["agregats_etablissements"] = sent(
        row("E1", "menages_accueillis", 50), row("E1", "taux_rotation_places", 10, 20)
    )
    both = par_etablissement(frames["etablissements"])
    found = compute(frames, both, AN, Conventions(18), "S1").set_index(["unite", "id"])
    for name in ("menages_accueillis", "taux_rotation_places"):
        assert found.loc[("E1", name), "statut"] == "nd"
        assert found.loc[("E1", name), "raison"] == (
            "Une partie de ce chiffre vient d’agrégats, transmis pour une année entière. "
            "Demandez 2024."
        )
    assert found.loc[("E2", "menages_accueillis"), "valeur"] == 1
    whole = compute(frames, selection(frames["etablissements"], "U"), AN, Conventions(18), "S1")
    assert whole.set_index("id").loc["menages_accueillis", "statut"] == "nd"


def test_an_indicator_of_the_service_is_not_read_on_the_establishments_that_sent_stays_only(
    tmp_path, monkeypatch
):
    """E1 sent aggregates, E2 its stays: half of the households would pass for all of them."""
    (tmp_path / "indicateurs").mkdir()
    (tmp_path / "indicateurs" / "publics.yaml").write_text(
        "indicateurs: [{id: en_couple, libelle: En couple, unite: nombre, numerateur: couples, "
        "definition: Couples accueillis., interet: Besoin., limites: Aucune., "
        "calcul: {numerateur: {lignes: sejours.accueillis, si: {composition: couple}}}}]\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    stays = [builders.sejour("M1", f"{AN}-02-01", id_etablissement="E2", composition="couple")]
    sent_by = [row("E1", "menages_accueillis", 50)]
    whole = told(sent_by, sejours=stays).loc["en_couple"]
    assert (whole["statut"], np.isnan(whole["valeur"])) == ("nd", True)
    assert "n’ont transmis que des agrégats" in whole["raison"]
    assert told(sent_by, unit="E2", sejours=stays).loc["en_couple", "valeur"] == 1
