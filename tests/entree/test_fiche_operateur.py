"""What the parties write of an opérateur: refused with all that is wrong with it."""

import pytest

from cpomlib.entree.fiche_operateur import Attendu, lire_saisie
from cpomlib.socle import ParametreError

CONNUS = Attendu(
    niveaux=("fort", "moyen"),
    appreciations=frozenset({"ancrage"}),
    missions=frozenset({"accueil"}),
    profils=frozenset({"familles"}),
    siao=frozenset({"orientation"}),
    attendus=frozenset({"places"}),
)


def plain(error):
    return str(error.value).replace("\u00a0", " ")


def test_what_is_right_is_read():
    read = lire_saisie(
        "appreciations: {ancrage: {niveau: fort, commentaire: Depuis 1982}}\n"
        "missions: {accueil: Jour et nuit}\nattendus: {places: {n: Douze}}\nprofil: Un texte\n",
        CONNUS,
        "fiche.yaml",
    )
    assert (read.appreciations["ancrage"].niveau, read.profil) == ("fort", "Un texte")
    assert (read.missions, read.attendus) == (
        {"accueil": "Jour et nuit"},
        {"places": {"n": "Douze"}},
    )


def test_all_the_faults_of_a_sheet_are_said_at_once():
    with pytest.raises(ParametreError) as caught:
        lire_saisie(
            "mission: {}\n"
            "missions: {acceuil: Jour}\n"
            "siao: 3\n"
            "appreciations: {ancrage: {niveau: forte}, autre: {}}\n"
            "attendus: {places: {n4: Douze}}\n",
            CONNUS,
            "fiche.yaml",
        )
    first, *rest = plain(caught).splitlines()
    assert first == "6 fautes :"
    assert [line.split(" : ")[0] for line in rest] == [
        "fiche.yaml", "fiche.yaml, missions", "fiche.yaml, siao", "fiche.yaml, appreciations",
        "fiche.yaml, « ancrage »", "fiche.yaml, « places »",
    ]  # fmt: skip
    assert "Le plus proche : « accueil »." in rest[1] and "Le plus proche : « fort »." in rest[4]


def test_one_fault_stands_alone():
    with pytest.raises(ParametreError) as caught:
        lire_saisie("mission: {}\n", CONNUS, "fiche.yaml")
    assert plain(caught) == (
        "fiche.yaml : La clé « mission » n’est pas connue. Le plus proche : « missions »."
    )
