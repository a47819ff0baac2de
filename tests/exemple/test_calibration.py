"""The invented regions stay near the published statistics, whatever the seed."""

import pandas as pd
import pytest

from cpomlib.exemple import build, profiles

MONTH = 30.4375


@pytest.fixture(scope="module", params=[1, 2, 3])
def sound(request):
    """A large region without its troubled gestionnaires."""
    frames = build("52", 40, request.param)
    kept = {ident for ident, profil in profiles("52", 40).items() if profil == "sain"}
    places = frames["etablissements"]
    mine = set(places.loc[places["id_gestionnaire"].isin(kept), "id_etablissement"])
    chrs = mine & set(places.loc[places["categorie"] == "214", "id_etablissement"])
    return {
        name: frame[frame["id_etablissement"].isin(chrs)]
        for name, frame in frames.items()
        if "id_etablissement" in frame
    }


def places_of(frames, year):
    return frames["places"].query(f"annee == {year}")["places_financees"].sum()


def test_occupancy_is_92_percent(sound):
    days = sound["activite"][["journees_realisees", "journees_theoriques"]].sum()
    assert days["journees_realisees"] / days["journees_theoriques"] == pytest.approx(0.92, abs=0.02)


def test_stays_last_15_months(sound):
    ended = sound["sejours"].query("date_sortie >= '2025-01-01'")
    months = (ended["date_sortie"] - ended["date_entree"]).dt.days.mean() / MONTH
    assert months == pytest.approx(15, abs=2)


def test_publics(sound):
    stays = sound["sejours"]
    employed = stays["emploi"].isin(["cdi", "cdd_interim", "insertion"]).mean()
    assert employed == pytest.approx(0.24 * 0.97, abs=0.025)  # 3 % of the cells are empty
    assert (stays["ressources"] == "rsa").mean() == pytest.approx(0.34 * 0.97, abs=0.03)
    assert (stays["ressources"] == "sans").mean() == pytest.approx(0.22 * 0.97, abs=0.03)
    children = stays["nb_enfants"].sum() / (stays["nb_adultes"] + stays["nb_enfants"]).sum()
    assert 0.22 < children < 0.38  # "a third" of minors, all centres


def test_exits(sound):
    where = sound["sejours"]["destination"].dropna().value_counts(normalize=True)
    assert 0.28 < where["logement_social"] + where["logement_prive"] < 0.40
    assert 0.07 < where["logement_adapte"] < 0.14
    assert 0.13 < where["rue"] + where["inconnu"] < 0.25


def test_staff(sound):
    staff = sound["salaries"].query("annee == 2024")
    assert staff["etp"].sum() / places_of(sound, 2024) * 100 == pytest.approx(19, abs=1.2)
    shares = staff.groupby("fonction", observed=True)["etp"].sum() / staff["etp"].sum()
    assert shares["socio_educatif"] == pytest.approx(0.50, abs=0.07)
    assert shares["services_generaux"] == pytest.approx(0.20, abs=0.04)
    assert shares["medical_paramedical"] == pytest.approx(0.07, abs=0.03)
    assert (staff["etp"] == 1).mean() == pytest.approx(0.50, abs=0.05)
    assert (staff["etp"] < 0.5).mean() == pytest.approx(0.28, abs=0.05)
    assert (staff["sexe"] == "F").mean() == pytest.approx(0.68, abs=0.09)


def test_absence_rotation_vacancy(sound):
    etp = sound["salaries"]["etp"].sum()
    assert sound["absences"]["jours"].sum() / (etp * 365) == pytest.approx(0.115, abs=0.015)
    moves = sound["mouvements"][["entrees", "sorties", "etp_budgetes", "etp_vacants"]].sum()
    turnover = (moves["entrees"] + moves["sorties"]) / 2 / len(sound["salaries"])
    assert turnover == pytest.approx(0.24, abs=0.03)
    assert moves["etp_vacants"] / moves["etp_budgetes"] == pytest.approx(0.045, abs=0.015)


def test_cost_per_place(sound):
    # 15 491 € of dotation per place in 2024, 15 669 € in 2025 (+1.1 %).
    ca = sound["budgets"].query("document == 'ca' and not non_reconductible")
    state = ca.query("compte == '732'").groupby("annee")["montant"].sum() / 100
    per_place = pd.Series({year: state[year] / places_of(sound, year) for year in (2024, 2025)})
    assert per_place[2024] == pytest.approx(15_491, rel=0.08)
    assert per_place[2025] / per_place[2024] == pytest.approx(15_669 / 15_491, rel=0.002)
    brut = ca.query("sens == 'charge'").groupby("annee")["montant"].sum() / 100
    assert brut[2024] / places_of(sound, 2024) == pytest.approx(15_491 / 0.94, rel=0.09)


def test_charges_and_products(sound):
    ca = sound["budgets"].query("document == 'ca'")
    sides = ca.groupby(["annee", "sens"], observed=True)["montant"].sum().unstack()
    assert (sides["produit"] / sides["charge"]).between(0.97, 1.03).all()
    two = ca.query("sens == 'charge' and groupe == 2")["montant"].sum() / sides["charge"].sum()
    assert 0.52 < two < 0.70
    each = sound["salaries"]["cout_employeur"].sum() / sound["salaries"]["etp"].sum() / 100
    assert 42_000 < each < 58_000
