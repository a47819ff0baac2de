"""The indicators of a semester or a quarter: what a year says, said of its part, or refused."""

from datetime import date

import pytest
from calcul.indicateurs import naive
from calcul.indicateurs.builders import ANNEE, frames, sejour, value
from calcul.indicateurs.strategies import stays
from calcul.indicateurs.test_against_the_contract import agree, region, regions
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul import par_gestionnaire
from cpomlib.calcul.indicateurs import Contexte, Conventions, apports, compute, fiches, units_of
from cpomlib.calcul.perimetre import selection
from cpomlib.socle import PARTIES

TRIMESTRES = ("T1", "T2", "T3", "T4")
BORNES = {
    "S1": (date(ANNEE, 1, 1), date(ANNEE, 6, 30)), "S2": (date(ANNEE, 7, 1), date(ANNEE, 12, 31)),
    "T1": (date(ANNEE, 1, 1), date(ANNEE, 3, 31)), "T2": (date(ANNEE, 4, 1), date(ANNEE, 6, 30)),
    "T3": (date(ANNEE, 7, 1), date(ANNEE, 9, 30)), "T4": (date(ANNEE, 10, 1), date(ANNEE, 12, 31)),
}  # fmt: skip
PAR_AN = frozenset(
    one.id for one in fiches().values() if not {"sejours", "activite"}.issuperset(one.besoins)
)


def indicators(data, partie, conventions=None):
    unit = selection(data["etablissements"], "U")
    return compute(data, unit, ANNEE, conventions or Conventions(18), partie).set_index("id")


def values(data, name, parties=TRIMESTRES):
    return [value(indicators(data, each), name) for each in parties]


@given(regions(stays()), st.sampled_from(sorted(BORNES)), st.sampled_from([None, 3]))
@settings(deadline=None, max_examples=40)
def test_the_sentences_of_the_contract_hold_for_any_period(cases, partie, anciennete):
    data, agreed = region("sejours", cases), Conventions(3, anciennete)
    units = par_gestionnaire(data["etablissements"])
    computed = compute(data, units, ANNEE, agreed, partie)
    for n, rows in enumerate(cases):
        told = naive.stays_indicators(rows, ANNEE, 3, anciennete, BORNES[partie])
        agree(computed[computed["unite"] == f"G{n}"].set_index("id"), told)


def one_at_a_time(rows):
    """Keep of each household stays that do not overlap."""
    kept = {}
    for row in sorted(rows, key=lambda r: (r["date_entree"], r["date_sortie"] or date.max)):
        before = kept.setdefault(row["id_menage"], [])
        if not before or (before[-1]["date_sortie"] or date.max) <= row["date_entree"]:
            before.append(row)
    return [row for own in kept.values() for row in own]


@given(regions(stays()))
@settings(deadline=None, max_examples=25)
def test_stays_ended_add_up_to_the_year_and_exits_to_no_less(cases):
    """A household that leaves, comes back and leaves again went out twice, once in the year.

    Where stays overlap, an exit is that of the latest begun: it may be of no quarter.
    """
    data = region("sejours", [one_at_a_time(rows) for rows in cases])
    units = par_gestionnaire(data["etablissements"])
    parts = [compute(data, units, ANNEE, Conventions(18), each) for each in ("", *TRIMESTRES)]
    year, *quarters = (frame.set_index(["id", "unite"]) for frame in parts)
    ended = "duree_mediane_sejours_termines"
    counted = sum(each.loc[ended, "denominateur"] for each in quarters)
    assert counted.tolist() == year.loc[ended, "denominateur"].tolist()
    gone = sum(each.loc["sorties_menages", "valeur"] for each in quarters)
    assert (gone >= year.loc["sorties_menages", "valeur"]).all()
    last = quarters[-1].loc["menages_presents_31_12", "valeur"]
    assert last.tolist() == year.loc["menages_presents_31_12", "valeur"].tolist()


def test_a_household_is_counted_where_it_stays_and_leaves():
    data = frames(
        sejours=[
            sejour("A", "2024-02-29", "2024-03-31"),  # ends the last day of T1
            sejour("B", "2024-03-31", "2024-07-01"),
            sejour("B", "2024-09-01", "2024-10-01"),  # back in T3: gone twice, once in the year
            sejour("C", "2022-12-31"),
        ]
    )
    assert values(data, "menages_accueillis") == [3, 2, 2, 2]  # ABC, BC, BC, BC
    assert value(indicators(data, ""), "menages_accueillis") == 3
    # B left on 1 July and came back on 1 September: present on 30 September
    assert values(data, "menages_presents_31_12") == [2, 2, 2, 1]
    assert values(data, "sorties_menages") == [1, 0, 0, 1]
    assert values(data, "sorties_menages", ("S1", "S2")) == [1, 1]


def test_leaving_between_two_quarters_is_an_exit_of_the_first():
    data = frames(
        sejours=[
            sejour("B", "2024-04-01", "2024-05-01"),
            sejour("B", "2024-09-01", "2024-10-01"),
        ]
    )
    assert values(data, "sorties_menages") == [0, 1, 0, 1]
    assert value(indicators(data, ""), "sorties_menages") == 1


def test_seniority_runs_to_the_end_of_the_period():
    # threshold 2 months = 60.875 days. 2024-01-01 → 29 February: 59; 31 March: 90; 30 June: 181
    data = frames(sejours=[sejour("A", "2024-01-01"), sejour("B", "2024-05-15")])
    agreed = Conventions(2, None)
    assert [
        value(indicators(data, each, agreed), "cpom_4_taux_presence_longue") for each in TRIMESTRES
    ] == [1, 0.5, 1, 1]  # A alone; A of A and B (46 days); both (138 days); both
    ages = value(indicators(data, "T1", agreed), "anciennete_mediane_presents")
    assert ages == pytest.approx(90 / 30.4375)  # leap year: 31 + 29 + 31 − 1 days


def test_days_of_activity_add_up_to_the_year():
    months = [
        {"id_etablissement": "E1", "mois": m, "journees_theoriques": 100 * m,
         "journees_realisees": 90 * m - m * m} for m in range(1, 13)
    ]  # fmt: skip
    data = frames(activite=months)
    parts = [indicators(data, each).loc["taux_occupation"] for each in TRIMESTRES]
    year = indicators(data, "").loc["taux_occupation"]
    assert [each["denominateur"] for each in parts] == [600, 1500, 2400, 3300]
    assert sum(each["numerateur"] for each in parts) == year["numerateur"] == 90 * 78 - 650
    assert parts[0]["valeur"] == (90 * 6 - 14) / 600


def test_a_quarter_without_a_month_is_not_available():
    one = {"id_etablissement": "E1", "mois": 2, "journees_theoriques": 9, "journees_realisees": 8}
    found = indicators(frames(activite=[one]), "T3").loc["taux_occupation"]
    assert found["statut"] == "nd"
    assert found["raison"] == (
        "La table «\u00a0Activité\u00a0» n’a aucune ligne déposée pour le 3e trimestre 2024 dans "
        "ce périmètre. Pour la fournir, déposez activite.csv avec «\u00a0cpom importer "
        "tables\u00a0»."
    )


@pytest.fixture(scope="module")
def region_inventee(example_base):
    from cpomlib.base import open_base, read

    frames = read(open_base(example_base))
    return frames, par_gestionnaire(frames["etablissements"])


def test_what_is_known_of_a_whole_year_only_is_refused_with_its_reason(region_inventee):
    found = compute(*region_inventee, 2025, Conventions(18), "S1")
    refused = found[found["id"].isin(PAR_AN)]
    assert set(refused["statut"]) == {"nd"}
    assert refused[["valeur", "numerateur", "denominateur"]].isna().all(axis=None)
    assert (
        refused["raison"]
        .str.contains(" : rien n’en dit ce qui est d’un semestre. ".replace(" :", "\u00a0:"))
        .all()
    )
    assert refused["raison"].str.contains("Demandez 2025.", regex=False).all()
    assert found.loc[~found["id"].isin(PAR_AN), "statut"].eq("ok").mean() > 0.9
    assert {"places_financees", "taux_rotation_places", "resultat", "frng", "effectif"} <= PAR_AN


@pytest.mark.parametrize("partie", sorted(BORNES))
def test_the_rows_of_a_period_add_up_to_its_figures(region_inventee, partie):
    frames, units = region_inventee
    figures = compute(frames, units, 2025, Conventions(18, 3), partie).set_index(["id", "unite"])
    behind = apports(Contexte(frames, units_of(units), 2025, Conventions(18, 3), partie))
    for name in set(fiches()) - PAR_AN:
        for part, held in zip(("numerateur", "denominateur"), behind[name], strict=True):
            if held is not None:
                told = figures.loc[name, part].reindex(units.unites).fillna(0)
                added = held.rows.add(held.valeurs)
                assert added == pytest.approx(told.to_numpy(), rel=1e-6), (name, part)


def test_every_part_of_a_year_is_tried():
    assert set(PARTIES) == {"", *BORNES}
