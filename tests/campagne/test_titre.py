"""What reports are called: as their notebook says, else as its file is named."""

from cpomlib.campagne.inputs import intitule
from cpomlib.campagne.modeles import modele, modeles
from cpomlib.campagne.preparation import Campagne


def test_a_report_is_called_as_its_notebook_says():
    assert Campagne("52", 2025, modele=modele("fiche_operateur")).nature == "Fiche opérateur"
    called = Campagne("52", 2025, modele=modele("fiche_etablissement")).nature
    assert called == "Fiches d’établissement"


def test_without_a_title_the_name_of_the_file_says_it():
    assert Campagne("52", 2025, modele=modele("volet_financier")).nature == "Volet financier"


def test_the_fiches_are_models_of_report():
    assert {"fiche_etablissement", "fiche_operateur"} <= set(modeles())


def test_a_contract_is_of_no_year_and_its_balance_is_of_one():
    assert intitule("Contrat", modele("contrat"), 2025) == "Contrat"
    assert intitule("Bilan", modele("bilan"), 2025) == "Bilan 2025"
