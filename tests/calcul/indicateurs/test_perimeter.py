"""Whose figures: units, narrowed down or not."""

import pytest
from calcul.indicateurs.builders import frame

from cpomlib.calcul.perimetre import PERIMETRES, par_etablissement, par_gestionnaire, selection
from cpomlib.socle.erreurs import CommandeError, suggestion

KNOWN = frame(
    "etablissements",
    [
        {"id_etablissement": "440000001"},
        {"id_etablissement": "440000002", "categorie": "219"},
        {"id_etablissement": "440000003", "id_gestionnaire": "G2"},
    ],
)


def members(perimetre):
    return perimetre.etablissements[["unite", "id_etablissement"]].to_numpy().tolist()


def whole(perimetre):
    return perimetre.gestionnaires["unite"].tolist()


def test_one_unit_per_gestionnaire():
    found = par_gestionnaire(KNOWN)
    assert found.unites == ("G1", "G2")
    assert members(found) == [["G1", "440000001"], ["G1", "440000002"], ["G2", "440000003"]]
    assert whole(found) == ["G1", "G2"]


def test_chrs_only_leaves_a_gestionnaire_incomplete():
    found = par_gestionnaire(KNOWN, perimetre="chrs")
    assert members(found) == [["G1", "440000001"], ["G2", "440000003"]]
    assert whole(found) == ["G2"]


def test_the_establishments_of_a_region_may_be_a_part_of_a_gestionnaire():
    found = par_gestionnaire(KNOWN, choisis=["440000001", "440000003"])
    assert whole(found) == ["G2"]


def test_one_unit_per_establishment():
    found = par_etablissement(KNOWN)
    assert found.unites == ("440000001", "440000002", "440000003")
    assert whole(found) == ["440000003"]


def test_a_selection_is_one_unit():
    found = selection(KNOWN, "région")
    assert found.unites == ("région",)
    assert whole(found) == ["région", "région"]
    assert whole(selection(KNOWN, "région", choisis=["440000001", "440000003"])) == []


def test_an_unknown_establishment_is_refused_with_the_nearest():
    with pytest.raises(CommandeError) as caught:
        selection(KNOWN, "U", choisis=["440000009"])
    assert caught.value.quoi == (
        "L’établissement «\u00a0440000009\u00a0» n’est pas dans ce périmètre."
    )
    known = sorted(KNOWN["id_etablissement"])
    assert caught.value.que_faire == suggestion("440000009", known)


def test_an_unknown_perimeter_is_refused_with_the_nearest():
    with pytest.raises(
        CommandeError, match="Le périmètre «\u00a0chr\u00a0» n’existe pas"
    ) as caught:
        selection(KNOWN, "U", perimetre="chr")
    assert caught.value.que_faire == suggestion("chr", PERIMETRES)


def test_a_selection_without_any_chrs_is_refused():
    with pytest.raises(CommandeError, match=r"n’est un CHRS \(catégorie 214\)") as caught:
        selection(KNOWN, "U", choisis=["440000002"], perimetre="chrs")
    assert "choisissez «\u00a0--perimetre tous\u00a0»" in str(caught.value)


def test_a_selection_of_nothing_is_refused():
    with pytest.raises(
        CommandeError, match="Déposez d’abord la table «\u00a0etablissements\u00a0»"
    ):
        selection(KNOWN.iloc[:0], "U")
