"""Codes agree with the schemas; accounts find their groupe and their lists."""

import json
from datetime import date
from pathlib import Path

import pytest

import cpomlib
from cpomlib.droit import (
    NON_RENSEIGNE,
    comptes,
    groupes_fonctionnels,
    nomenclature,
    nomenclature_names,
    par_prefixe,
)
from cpomlib.socle.erreurs import ParametreError

AU = date(2025, 12, 31)
SCHEMAS = Path(cpomlib.__file__).parent / "tables" / "schemas"
AUTRE_NOM = {
    ("salaries", "tranche_age"): "tranche_age_salarie",
    ("absences", "motif"): "motif_absence",
}


def enums():
    for path in sorted(SCHEMAS.glob("*.json")):
        for field in json.loads(path.read_text(encoding="utf-8"))["fields"]:
            codes = field.get("constraints", {}).get("enum")
            if codes and field["type"] == "string":
                yield path.stem, field["name"], codes


def test_every_list_of_the_shared_tables_has_labels_for_exactly_its_codes():
    found = list(enums())
    assert len(found) > 20
    for table, field, codes in found:
        name = AUTRE_NOM.get((table, field), field)
        assert list(nomenclature(name).codes) == codes, (table, field)


def test_labels_are_short_french_and_typographic():
    for name in nomenclature_names():
        for code, label in nomenclature(name).libelles.items():
            assert 0 < len(label) < 80, (name, code)
            assert "'" not in label, (name, code)


def test_the_missing_modality_is_labelled_but_is_no_code():
    found = nomenclature("ressources")
    assert found.libelle(NON_RENSEIGNE) == "non renseigné"
    assert NON_RENSEIGNE not in found.codes


def test_unknown_lists_and_codes_name_the_nearest():
    with pytest.raises(ParametreError, match="composition"):
        nomenclature("compositions")
    with pytest.raises(ParametreError, match="homme_seul"):
        nomenclature("composition").libelle("homme_seule")


@pytest.mark.parametrize(
    ("compte", "sens", "groupe", "prefixe"),
    [
        ("606", "charge", 1, "60"),
        ("61118", "charge", 1, "6111"),
        ("62113", "charge", 2, "621"),
        ("64111", "charge", 2, "64"),
        ("6556", "charge", 3, "65"),
        ("6811", "charge", 3, "68"),
        ("7312", "produit", 1, "73"),
        ("741", "produit", 2, "74"),
        ("6419", "produit", 2, "6419"),
        ("603", "produit", 2, "603"),
        ("758", "produit", 2, "75"),
        ("7811", "produit", 3, "78"),
    ],
)
def test_the_longest_prefix_gives_the_groupe_and_its_status(compte, sens, groupe, prefixe):
    found = par_prefixe(compte, groupes_fonctionnels(sens, AU))
    assert (found.groupe, found.prefixe) == (groupe, prefixe)
    assert found.statut == "a_verifier"


def test_an_account_of_the_balance_sheet_has_no_groupe():
    assert par_prefixe("10682", groupes_fonctionnels("charge", AU)) is None
    assert par_prefixe("7312", groupes_fonctionnels("charge", AU)) is None


def test_the_mapping_is_dated_and_has_two_sides():
    with pytest.raises(ParametreError, match="23/08/2002"):
        groupes_fonctionnels("charge", date(2001, 1, 1))
    with pytest.raises(ParametreError, match="produit"):
        groupes_fonctionnels("produits", AU)


def test_the_lists_of_accounts_say_how_sure_they_are():
    assert all(comptes(name, AU) for name in ("caf", "emprunts", "reserve_tresorerie"))
    frng = comptes("frng", AU)
    assert [(term.signe, term.solde) for term in frng.termes] == [
        (1, "crediteur"),
        (-1, "debiteur"),
        # the result of the year, while classes 6 and 7 are open
        (1, "net_crediteur"),
        (-1, "net_debiteur"),
    ]
    assert frng.termes[0].comptes == ("1", "2", "39", "49", "59")
    assert comptes("bfr", AU).statut == "a_verifier"
    assert comptes("emprunts", AU).termes[0].sauf == ("165", "1688", "169")


def test_an_unknown_list_of_accounts_names_the_nearest():
    with pytest.raises(ParametreError, match="frng"):
        comptes("frngs", AU)
