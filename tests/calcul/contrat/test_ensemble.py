"""Seven hundred contracts in one pass, and a contract split in two adds up."""

import time
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from calcul.contrat.fabrique import JOUR, cibles, contrat, lignes

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
    present = stays[stays["date_sortie"].isna()]["id_menage"]
    left = [one for one in left if one["id_menage"] not in set(present)]
    housed = sum(one["destination"] in {"logement_social", "logement_prive"} for one in left)
    assert line.numerateur == pytest.approx(housed, abs=1)
    assert line.mesure == pytest.approx(line.numerateur / line.denominateur)


def test_splitting_a_contract_in_two_adds_up(region, tous):
    held = tous["C-000520015-1"]
    rows = held.de("contrat_etablissements")
    count = cibles({2027: 900.0}, "cpom_1_sorties_logement_ordinaire", valeur_reference=None)
    whole = replace(held, tables={**held.tables, "cibles": count})
    parts = {
        name: replace(whole, ligne=held.ligne | {"id_contrat": name},
                      tables=whole.tables | {"contrat_etablissements": some})
        for name, some in (("C-a", rows[:3]), ("C-b", rows[3:]))
    }  # fmt: skip
    found = mesurer(region, {whole.id: whole} | parts, [2025], CONVENTIONS)
    values = {key[0]: one.valeur for key, one in found.valeurs.items()}
    assert values["C-a"] + values["C-b"] >= values[whole.id] > 0  # a household may be in both
    days = cibles({2027: 0.9}, "taux_occupation", valeur_reference=None, perimetre="chrs")
    measured = mesurer(
        region,
        {name: replace(one, tables={**one.tables, "cibles": days})
         for name, one in ({whole.id: whole} | parts).items()},
        [2025], CONVENTIONS,
    )  # fmt: skip
    terms = {key[0]: (one.numerateur, one.denominateur) for key, one in measured.valeurs.items()}
    assert terms["C-a"][0] + terms["C-b"][0] == terms[whole.id][0]
    assert terms["C-a"][1] + terms["C-b"][1] == terms[whole.id][1]


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
