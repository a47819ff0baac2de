"""The public reference data, and how a région is asked for."""

import pytest
from conftest import plain

from cpomlib.droit import reference
from cpomlib.socle.erreurs import CommandeError


def test_there_are_18_regions_and_101_departements():
    regions = reference.regions()
    assert len(regions) == 18
    assert len(reference.departements().query("zone != 'com'")) == 101
    assert set(reference.departements("52")["code"]) == {"44", "49", "53", "72", "85"}
    for region in regions["code"]:
        assert len(reference.departements(region)) >= 1


def test_every_commune_is_in_a_known_departement():
    communes = reference.communes()
    assert len(communes) > 35_000 - 100
    assert set(communes["departement"]) <= set(reference.departements()["code"])
    assert communes.loc[communes["code"] == "44109", "nom"].item() == "Nantes"


def test_the_dotations_add_up_to_what_was_checked_at_the_copy():
    drl = reference.dotations_regionales()
    totals = drl.groupby("exercice")["montant"].sum()
    assert totals["2017"] == 657_713_157  # printed total
    assert totals["2023"] == 784_169_534  # printed 784 169 532: two euros of rounding
    mayotte = drl.query("region == '06' and exercice == '2023'")["montant"].item()
    assert mayotte == 455_762
    assert drl["source"].str.startswith("http").all()


def test_labels():
    assert reference.libelle_categorie("214").startswith("Centre Hébergement & Réinsertion")
    assert reference.libelle_categorie("000") == "sans catégorie FINESS"
    assert reference.libelle_categorie("9Z9") == "9Z9"
    assert reference.nom_region("06") == "Mayotte"
    assert reference.nom_departement("2A") == "Corse-du-Sud"


@pytest.mark.parametrize(
    "asked", ["52", " 52 ", "Pays de la Loire", "pays de la loire", "PAYS-DE-LA-LOIRE"]
)
def test_a_region_is_found_by_code_or_name(asked):
    assert reference.code_region(asked) == "52"


@pytest.mark.parametrize("asked", ["Provence-Alpes-Côte d'Azur", "Provence-Alpes-Côte d’Azur"])
def test_both_apostrophes_will_do(asked):
    assert reference.code_region(asked) == "93"


def test_an_unknown_name_gets_the_nearest_one():
    with pytest.raises(CommandeError) as caught:
        reference.code_region("Normandi")
    assert plain(caught.value) == (
        "La région « Normandi » n’existe pas. Le plus proche : « Normandie »."
    )


def test_an_unknown_code_gets_the_list():
    with pytest.raises(CommandeError, match=r"Régions connues : 01 Guadeloupe, .*94 Corse"):
        reference.code_region("99")
