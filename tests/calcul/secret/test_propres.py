"""An indicator that a service declared gives nobody's number back, and moves no mask of ours."""

import pandas as pd
import pytest

from cpomlib.base import open_base, read
from cpomlib.calcul import par_etablissement, par_gestionnaire
from cpomlib.calcul.indicateurs import Conventions, compute
from cpomlib.calcul.regional.masquage import masquer as masquer_territoires
from cpomlib.calcul.regional.unites import REGION, unites
from cpomlib.calcul.secret import DU_SERVICE, masquer, porte_sur_des_personnes, reference
from cpomlib.calcul.secret.regles import regles_des_seuils

PERSONNES, EUROS = "femmes_seules_jeunes", "achats_par_place"
FICHES = {
    "publics": f"""indicateurs:
  - id: {PERSONNES}
    libelle: "Femmes seules de moins de 25 ans"
    unite: taux
    numerateur: "femmes seules de 18 à 24 ans"
    denominateur: "ménages accueillis"
    definition: "Part des femmes seules de 18 à 24 ans."
    interet: "Dit le besoin de places."
    limites: "Aucune."
    calcul:
      numerateur: {{lignes: sejours.accueillis, si: {{composition: femme_seule}}}}
      denominateur: {{lignes: sejours.accueillis}}
""",
    "finances": f"""indicateurs:
  - id: {EUROS}
    libelle: "Achats par place"
    unite: euros
    numerateur: "achats"
    denominateur: "places financées"
    definition: "Achats (compte 60) rapportés aux places financées."
    interet: "Compare les achats."
    limites: "Aucune."
    calcul:
      numerateur:
        lignes: budgets.ca
        si: {{sens: charge, compte: {{commence_par: "60"}}}}
        somme: montant
      denominateur: {{lignes: places, somme: places_financees}}
""",
}
PROPRES = [PERSONNES, EUROS]


@pytest.fixture(scope="module")
def frames(example_base):
    return read(open_base(example_base))


@pytest.fixture
def declarer(tmp_path, monkeypatch):
    def declare():
        (tmp_path / "indicateurs").mkdir()
        for volet, text in FICHES.items():
            (tmp_path / "indicateurs" / f"{volet}.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))

    return declare


def computed(frames, par):
    return compute(frames, par(frames["etablissements"]), 2025, Conventions(18))


GARDES = (
    "menages_accueillis", "part_via_siao", "part_composition_femme_seule", "charges_brutes",
    "cout_place", *PROPRES,
)  # fmt: skip


def quelques(rows):
    """Keep a few indicators: masking them all takes long and shows the same."""
    return rows[rows["id"].isin(GARDES)].reset_index(drop=True)


def sans(rows):
    return rows[~rows["id"].isin(PROPRES)].reset_index(drop=True)


def test_in_a_version_to_publish_it_is_masked_whole_and_ours_are_masked_the_same(frames, declarer):
    before = masquer(quelques(computed(frames, par_etablissement)), {})
    declarer()
    after = masquer(quelques(computed(frames, par_etablissement)), {})
    pd.testing.assert_frame_equal(sans(after), before)
    own = after[(after["id"] == PERSONNES) & (after["statut"] != "nd")]
    assert set(own["statut"]) == {"secret"}
    assert set(own["raison"]) == {DU_SERVICE}
    assert own[["numerateur", "denominateur", "valeur"]].isna().all(axis=None)
    assert "ok" in set(after.loc[after["id"] == EUROS, "statut"])


def test_of_the_region_only_a_median_is_told(frames, declarer):
    before = reference(computed(frames, par_gestionnaire))
    declarer()
    values = computed(frames, par_gestionnaire)
    found = reference(values)
    assert {name: one for name, one in found.items() if name not in PROPRES} == before
    mine = values[values["id"] == PERSONNES]
    assert (found[PERSONNES].moyenne, found[PERSONNES].statut) == (None, "ok")
    assert found[PERSONNES].mediane == pytest.approx(mine["valeur"].median())
    assert found[EUROS].moyenne is not None


def test_four_gestionnaires_are_too_few_for_it_too(frames, declarer):
    declarer()
    values = computed(frames, par_gestionnaire)
    four = values[values["unite"].isin(values["unite"].unique()[:4])]
    assert reference(four)[PERSONNES].statut == "secret"
    small = values.assign(
        numerateur=values["numerateur"]
        .mask(values["id"] == PERSONNES, 0.0)
        .where((values["id"] != PERSONNES) | (values.groupby("id").cumcount() > 0), 4.0)
    )
    assert reference(small)[PERSONNES].statut == "secret"  # 4 persons in all


def test_between_departements_it_is_not_compared_and_ours_are_masked_the_same(frames, declarer):
    def masks():
        rows = compute(frames, unites(frames["etablissements"], "52"), 2025, Conventions(18))
        return masquer_territoires(quelques(rows), regles_des_seuils(), {})

    before = masks()
    declarer()
    after = masks()
    assert {key: why for key, why in after.items() if key[1] not in PROPRES} == before
    assert after[REGION, PERSONNES] == after[REGION, EUROS] == DU_SERVICE


def test_whether_it_tells_of_persons_is_read_from_its_tables(declarer):
    declarer()
    assert [porte_sur_des_personnes(name) for name in PROPRES] == [True, False]
