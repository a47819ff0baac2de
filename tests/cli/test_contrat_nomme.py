"""A contract is named wherever its code is asked for: title, gestionnaire, year, number."""

import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import plain

from cpomlib.calcul.contrat import contrat_designe
from cpomlib.cli.main import cpom
from cpomlib.socle import CommandeError

FRAMES = {
    "contrats": pd.DataFrame(
        [
            ("C-UN", "000520015", "CPOM de l’Étape", "2019-01-01"),
            ("C-DEUX", "000520015", None, "2024-01-01"),
            ("C-X-3", "000520023", None, None),
        ],
        columns=["id_contrat", "id_gestionnaire", "intitule", "date_effet"],
    ).assign(date_effet=lambda frame: pd.to_datetime(frame["date_effet"])),
    "gestionnaires": pd.DataFrame(
        {
            "id_gestionnaire": ["000520015", "000520023"],
            "raison_sociale": ["L’Étape & Fils", "Les Trois Moineaux"],
        }
    ),
}


@pytest.mark.parametrize(
    ("designe", "code"),
    [
        ("C-UN", "C-UN"),
        ("cpom de l'étape", "C-UN"),
        ("L'Etape & fils 2019", "C-UN"),
        ("CPOM L’Étape & Fils 2024", "C-DEUX"),
        ("000520015 2024", "C-DEUX"),
        ("Les trois moineaux", "C-X-3"),
        ("Les Trois Moineaux n° 3", "C-X-3"),
    ],
)
def test_what_a_contract_answers_to(designe, code):
    assert contrat_designe(designe, FRAMES) == code


def test_a_gestionnaire_with_several_contracts_is_told_them_or_means_the_last():
    with pytest.raises(CommandeError) as refused:
        contrat_designe("L’Étape & Fils", FRAMES)
    said = str(refused.value).replace("\u00a0", " ")
    assert "désigne plusieurs contrats. Ajoutez l’année, ou donnez le code :" in said
    assert "« C-UN » (L’Étape & Fils 2019), « C-DEUX » (L’Étape & Fils 2024)." in said
    assert contrat_designe("L’Étape & Fils", FRAMES, dernier=True) == "C-DEUX"


def test_what_names_none_is_refused_with_the_nearest():
    with pytest.raises(CommandeError) as refused:
        contrat_designe("Trois Moineaux", FRAMES)
    said = str(refused.value).replace("\u00a0", " ")
    assert "Le contrat « Trois Moineaux » n’est pas dans cette base." in said
    assert "Donnez le nom entier ou le code : « C-X-3 » (Les Trois Moineaux)." in said
    with pytest.raises(CommandeError, match=r"Le plus proche.*L’Étape & Fils 2019"):
        contrat_designe("Les Etape et Fils 2019", FRAMES)


@pytest.mark.parametrize(
    "words",
    [
        ["contrat", "montrer", "L'Etape & Fils <Loire> 2024"],
        ["echeances", "--contrat", "cpom l’étape & fils <loire>"],
    ],
)
def test_an_argument_and_an_option_take_it(words, example_base):
    done = CliRunner().invoke(cpom, [*words, "--base", example_base])
    assert done.exit_code == 0, plain(done.output)
    assert "C-000520015-1" in plain(done.output)


def test_a_code_to_give_is_not_looked_for(example_base, tmp_path):
    """The signed contract that is taken in is not in the base yet."""
    words = ["contrat", "reprendre", str(tmp_path / "absent.docx"), "--contrat", "Untel", "-o", "x"]
    done = CliRunner().invoke(cpom, [*words, "--base", example_base])
    assert "n’est pas dans cette base" not in plain(done.output + str(done.exception))
