"""Each troubled gestionnaire is troubled as its profile says, and only so."""

import pytest

from cpomlib.exemple import PROFILS, profiles
from cpomlib.exemple.calibration import valeur

NAMES = profiles("52", 12)


@pytest.fixture(scope="module")
def ids(owner):
    """Establishments of the gestionnaire of each profile (the first one of it)."""
    first = {profil: ident for ident, profil in reversed(NAMES.items())}
    return {profil: set(owner[owner == ident].index) for profil, ident in first.items()}


def of(frame, ids):
    return frame[frame["id_etablissement"].isin(ids)]


def test_the_profiles_are_known_without_building_anything(region):
    assert list(NAMES) == region["gestionnaires"]["id_gestionnaire"].tolist()
    assert set(NAMES.values()) == set(PROFILS)
    assert set(valeur("profils.ordre")) == set(PROFILS)
    assert sum(profil == "sain" for profil in NAMES.values()) == 5
    assert list(profiles("52", 30).values())[12:24] == list(NAMES.values())


def test_the_awkward_name_is_always_there(region):
    assert region["gestionnaires"]["raison_sociale"][0] == "L’Étape & Fils <Loire>"


def test_deficit(region, ids):
    ca = of(region["budgets"], ids["deficit"]).query("document == 'ca'")
    sides = ca.groupby(["annee", "sens"], observed=True)["montant"].sum().unstack()
    rate = (sides["produit"] - sides["charge"]) / sides["produit"]
    assert (rate < -0.05).all()
    be = of(region["budgets"], ids["deficit"]).query("document == 'be'")
    assert (be["compte"] == "119").any()
    ident = next(i for i, p in NAMES.items() if p == "deficit")
    banks = region["balances"].query(f"id_gestionnaire == '{ident}' and annee == 2025")
    assert (banks["compte"] == "519").any()


def test_high_cost(region, ids, categorie):
    def per_place(mine):
        chrs = {ident for ident in mine if categorie[ident] == "214"}
        ca = of(region["budgets"], chrs).query("document == 'ca' and annee == 2025")
        places = of(region["places"], chrs).query("annee == 2025")["places_financees"].sum()
        return ca.query("sens == 'charge'")["montant"].sum() / places

    def encadrement(mine):
        chrs = {ident for ident in mine if categorie[ident] == "214"}
        places = of(region["places"], chrs).query("annee == 2025")["places_financees"].sum()
        return of(region["salaries"], chrs).query("annee == 2025")["etp"].sum() / places * 100

    everybody = set(categorie.index)
    assert per_place(ids["cout_eleve"]) > 1.12 * per_place(everybody - ids["cout_eleve"])
    assert encadrement(ids["cout_eleve"]) > 1.12 * encadrement(everybody - ids["cout_eleve"])


def test_long_stays(region, ids, categorie):
    stays = region["sejours"]
    chrs = stays[stays["id_etablissement"].map(categorie) == "214"]
    long = chrs["id_etablissement"].isin(ids["sejours_longs"])
    ended = (chrs["date_sortie"] - chrs["date_entree"]).dt.days
    assert ended[long].mean() > 1.5 * ended[~long].mean()
    assert chrs.loc[long, "dls_active"].mean() < 0.7 * chrs.loc[~long, "dls_active"].mean()


def test_missing_hr(region, ids):
    for name in ("salaries", "absences", "mouvements"):
        assert of(region[name], ids["rh_absente"]).empty, name
        assert not of(region[name], ids["sain"]).empty, name
    assert not of(region["budgets"], ids["rh_absente"]).empty


def test_missing_quality(region, ids):
    assert of(region["qualite"], ids["sans_qualite"]).empty
    assert not of(region["qualite"], ids["sain"]).empty


def test_very_small(region, ids):
    assert len(ids["petit"]) == 1
    places = of(region["places"], ids["petit"]).query("annee == 2025")
    assert places["places_autorisees"].sum() == 12


def test_impossible_days(region, ids):
    activity = region["activite"]
    over = activity["journees_realisees"] > 1.2 * activity["journees_theoriques"]
    assert over.sum() == 3  # January to March of the last year, in one establishment
    assert set(activity.loc[over, "id_etablissement"]) <= ids["chiffres_incoherents"]
    assert set(activity.loc[over, "annee"]) == {2025}


def test_last_year_s_figures_sent_again(region, ids):
    def twice(name, key, value):
        mine = of(region[name], ids["chiffres_incoherents"])
        if name == "budgets":
            mine = mine.query("document == 'ca'")
        both = mine.pivot_table(
            index=["id_etablissement", *key],
            columns="annee",
            values=value,
            aggfunc="sum",
            observed=True,
        )
        same = (both[2024] == both[2025]).groupby(level="id_etablissement").all()
        return int(same.sum())

    assert twice("budgets", ["sens", "compte"], "montant") == 1
    assert twice("absences", ["motif"], "jours") == 1


def test_rents_in_the_wrong_groupe(region, ids):
    rents = region["budgets"].query("compte == '6132'")
    wrong = rents[rents["groupe"] != 3]
    assert wrong["id_etablissement"].nunique() == 1
    assert set(wrong["id_etablissement"]) <= ids["chiffres_incoherents"]
    assert set(wrong["document"]) == {"bp", "be", "ca"}
