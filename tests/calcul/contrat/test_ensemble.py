"""Seven hundred contracts in one pass, and a contract split in two adds up."""

import time
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from calcul.contrat.fabrique import JOUR, cibles, contrat, lignes
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.contrat import Mesuree, Mesures, Usages, contrats_de, mesurer, suivre
from cpomlib.calcul.indicateurs import Conventions
from cpomlib.exemple import build, contracts

CONVENTIONS = Conventions(18)


@pytest.fixture(scope="module")
def region():
    return build("52", 6, 1)


@pytest.fixture(scope="module")
def tous(region):
    return contrats_de(contracts(region, 2025))


def test_following_equals_an_independent_computation(region, tous):
    """The exits towards housing of a contract, counted again row by row from the stays."""
    held = tous["C-000520015-1"]
    found = mesurer(region, {held.id: held}, [2025], CONVENTIONS)
    line = next(
        one for one in suivre({held.id: held}, found, Usages(), JOUR)
        if (one.cible.indicateur, one.annee) == ("cpom_1_taux", 2025)
    )  # fmt: skip
    houses = {row["id_etablissement"] for row in held.de("contrat_etablissements")}
    known = region["etablissements"]
    chrs = set(known.loc[known["categorie"] == "214", "id_etablissement"]) & houses
    stays = region["sejours"]
    stays = stays[stays["id_etablissement"].isin(chrs) & ~stays["droits_incomplets"]]
    out = stays[stays["date_sortie"].between("2025-01-01", "2025-12-31")]
    left = [rows.sort_values("date_sortie").iloc[-1] for _, rows in out.groupby("id_menage")]
    still = stays["date_sortie"].isna() | (stays["date_sortie"] > "2025-12-31")
    present = set(stays[still]["id_menage"])
    went = [one["destination"] for one in left if one["id_menage"] not in present]
    housed = sum(where in {"logement_social", "logement_prive"} for where in went)
    assert (line.numerateur, line.denominateur) == (housed, len(went) - went.count("deces"))
    assert line.mesure == pytest.approx(housed / (len(went) - went.count("deces")))


@settings(max_examples=6, deadline=None)
@given(apart=st.sets(st.integers(0, 6), min_size=1, max_size=4))
def test_splitting_a_contract_in_two_adds_up(region, tous, apart):
    """Days add up; households do or more, since one may be in both parts."""
    held = tous["C-000520015-1"]
    rows = held.de("contrat_etablissements")
    both = cibles({2027: 900.0}, "cpom_1_sorties_logement_ordinaire", valeur_reference=None)
    both += cibles({2027: 0.9}, "taux_occupation", valeur_reference=None, perimetre="chrs")
    whole = replace(held, tables={**held.tables, "cibles": both})
    parts = {
        name: replace(whole, ligne=held.ligne | {"id_contrat": name},
                      tables={**whole.tables, "contrat_etablissements": [
                          row for rank, row in enumerate(rows) if (rank in apart) is first]})
        for name, first in (("C-a", True), ("C-b", False))
    }  # fmt: skip
    found = mesurer(region, {whole.id: whole} | parts, [2025], CONVENTIONS).valeurs

    def of(name, indicateur, term):
        value = getattr(found[name, indicateur, "", "chrs", 2025], term)
        return 0 if value is None else value

    count = ("cpom_1_sorties_logement_ordinaire", "valeur")
    assert of("C-a", *count) + of("C-b", *count) >= of(whole.id, *count) > 0
    for term in ("numerateur", "denominateur"):
        days = ("taux_occupation", term)
        assert of("C-a", *days) + of("C-b", *days) == of(whole.id, *days) > 0


def test_a_convention_of_a_contract_changes_its_measure_only(region, tous):
    held = tous["C-000520023-1"]  # it agreed nothing
    agreed = lignes(
        "conventions_contrat",
        {"cle": "seuil_presence_longue_mois", "date_effet": date(2024, 1, 1), "valeur": 60.0},
    )
    longer = replace(held, ligne=held.ligne | {"id_contrat": "C-long"},
                     tables=held.tables | {"conventions_contrat": agreed})  # fmt: skip
    found = mesurer(region, {held.id: held, "C-long": longer}, [2023, 2025], CONVENTIONS)

    def rate(contract, year):
        key = (contract, "cpom_4_taux_presence_longue", "", "chrs", year)
        return found.valeurs[key].valeur

    assert rate("C-long", 2025) < rate(held.id, 2025)
    assert rate("C-long", 2023) == rate(held.id, 2023)  # before its effect


def test_a_perimeter_that_changed_has_its_constant_measure_beside(region, tous):
    held = tous["C-000520015-1"]
    rows = [row | {"date_sortie": date(2024, 12, 31)} if rank == 0 else row
            for rank, row in enumerate(held.de("contrat_etablissements"))]  # fmt: skip
    moved = replace(held, tables={**held.tables, "contrat_etablissements": rows})
    found = mesurer(region, {held.id: moved}, [2024, 2025], CONVENTIONS)
    lines = [one for one in suivre({held.id: moved}, found, Usages(), JOUR)
             if one.cible.indicateur == "cpom_1_taux"]  # fmt: skip
    by_year = {one.annee: one for one in lines}
    assert by_year[2024].constante is None
    assert by_year[2025].constante is not None
    whole = mesurer(region, {held.id: held}, [2025], CONVENTIONS)
    key = (held.id, "cpom_1_taux", "", "chrs", 2025)
    assert by_year[2025].constante == whole.valeurs[key].valeur


def test_a_year_of_which_nothing_is_deposited_is_not_measured(region, tous):
    """Those still there when the data end would all be long-stayers, the year after."""
    held = tous["C-000520015-1"]
    found = mesurer(region, {held.id: held}, [2025, 2026], CONVENTIONS)
    for name in ("cpom_3_taux_dls_active", "cpom_4_taux_presence_longue"):
        assert found.valeurs[held.id, name, "", "chrs", 2025].valeur is not None
        after = found.valeurs[held.id, name, "", "chrs", 2026]
        assert (after.valeur, after.raison) == (
            None,
            "Aucune donnée de l’année 2026 n’est déposée.",
        )
    (line,) = [one for one in suivre({held.id: held}, found, Usages(), date(2027, 3, 1))
               if (one.cible.indicateur, one.annee) == ("cpom_1_taux", 2026)]  # fmt: skip
    assert line.jugement == "non_mesurable" and "2026" in line.raison


def test_what_the_parties_validated_no_longer_moves(region, tous):
    held = tous["C-000520015-1"]
    row = {"indicateur": "cpom_1_taux", "annee": 2025, "valeur": 0.5, "etat": "validee"}
    frozen = replace(held, tables={**held.tables, "mesures": lignes("mesures", row)})
    found = mesurer(region, {held.id: frozen}, [2025], CONVENTIONS)
    assert found.valeurs[held.id, "cpom_1_taux", "", "chrs", 2025].valeur == 0.5


def test_seven_hundred_contracts_are_followed_in_one_pass():
    """Under two seconds of work, whatever else the machine does."""
    rows = cibles({2026: 0.3, 2029: 0.36}) + cibles({2029: 0.3}, "cpom_2_taux")
    rows += cibles({2029: 0.6}, "cpom_3_taux_dls_active") + cibles({2029: 0.9}, "taux_occupation")
    one = contrat({"cibles": rows})
    held = {f"C-{n}": replace(one, ligne=one.ligne | {"id_contrat": f"C-{n}"}) for n in range(700)}
    known = Mesures({
        (name, target, "", "chrs" if target.startswith("cpom") else "tout", year):
            Mesuree(0.3, 30.0, 100.0, effectif=True)
        for name in held for year in range(2024, 2027)
        for target in ("cpom_1_taux", "cpom_2_taux", "cpom_3_taux_dls_active", "taux_occupation")
    })  # fmt: skip
    start = time.process_time()
    lines = suivre(held, known, Usages(), JOUR)
    spent = time.process_time() - start
    assert len(lines) == 700 * 4 * 5
    assert spent < 2, f"{spent:.2f} s"


def test_the_tables_of_the_example_are_typed_and_kept(region):
    made = contracts(region, 2025)
    assert all(isinstance(frame, pd.DataFrame) and len(frame) for frame in made.values())
    assert set(made["contrats"]["statut"]) == {"signe", "preparation", "resilie"}
