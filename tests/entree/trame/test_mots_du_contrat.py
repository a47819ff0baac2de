"""The words of a contract's workbook: each code is read back from its label, or from itself."""

import pytest

from cpomlib.entree.trame.mots_du_contrat import code, conseil, libelles, mot
from cpomlib.socle import Faute
from cpomlib.tables import HORS_LISTE, contract_names, regional_names, table, territory_names

FERMES = [
    (name, champ)
    for name in (*contract_names(), *regional_names(), *territory_names())
    for champ in table(name).champs
    if champ.categories
]


@pytest.mark.parametrize(("name", "champ"), FERMES, ids=lambda one: getattr(one, "nom", one))
def test_every_code_of_a_closed_list_has_a_label_that_is_read_back(name, champ):
    words = [mot(champ, one, {}) for one in champ.categories]
    assert len(set(words)) == len(champ.categories)
    assert [code(champ, word) for word in words] == list(champ.categories)
    assert [code(champ, word.upper()) for word in words] == list(champ.categories)
    assert [code(champ, one) for one in champ.categories] == list(champ.categories)
    assert list(libelles(champ)) == list(champ.categories)


def test_what_is_neither_is_left_to_the_tables_to_refuse():
    champ = table("actions").champ("etat")
    assert code(champ, "en cour") == "en cour"
    assert code(champ, "En cours") == code(champ, "en_cours") == "en_cours"
    assert code(None, "x") == "x" and code(champ, "") == ""


def test_a_code_is_written_with_what_it_means():
    champ = table("cibles").champ("indicateur")
    said = mot(champ, "cpom_1_taux", {"indicateur": {"cpom_1_taux": "Sorties · logement"}})
    assert said == "cpom_1_taux · Sorties · logement"
    assert code(champ, said) == code(champ, "cpom_1_taux") == "cpom_1_taux"
    assert mot(champ, "L-livrets", {}) == "L-livrets"


def test_a_label_mistyped_is_told_the_label_as_its_sheet_writes_it():
    """The table says « en_cours », which nobody sees in the workbook."""
    labels = libelles(table("actions").champ("etat"))
    fault = Faute("actions", 3, "etat", "en cour", HORS_LISTE, "Le plus proche : « en_cours ».")
    assert conseil("actions", fault) == (
        f"Le plus proche\u00a0: «\u00a0{labels['en_cours']}\u00a0»."
    )
    other = Faute("actions", 3, "date_debut", "hier", "Cette date est mal écrite.", "Écrivez-la.")
    assert conseil("actions", other) == "Écrivez-la."
