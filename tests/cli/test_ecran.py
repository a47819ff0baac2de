"""What reaches the screen: no row, no raw control character, whatever the encoding."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATIENCE
from sqlalchemy import text

from cpomlib.base import address
from cpomlib.cli.fin import conduire, guillemets
from cpomlib.cli.main import cpom, speak_french
from cpomlib.socle.erreurs import CpomError, Faute, visible

EXE = [sys.executable, "-c", "from cpomlib.cli.main import main; main()"]


def run(*words, encoding="utf-8", env=None, code=None):
    launched = [sys.executable, "-c", code] if code else EXE
    return subprocess.run(
        [*launched, *words],
        capture_output=True,
        check=False,
        timeout=PATIENCE,
        env=os.environ | {"PYTHONIOENCODING": encoding, **(env or {})},
    )


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u2028b", "a\\u2028b"),
        ("a\x85b", "a\\u0085b"),
        ("12\u202f345\u00a0€\n\tn’est", "12\u202f345\u00a0€\n\tn’est"),
    ],
)
def test_control_characters_are_shown_as_such(raw, shown):
    assert visible(raw) == shown
    assert str(CpomError(raw)) == shown


def test_a_fault_stays_on_one_line_and_is_cut():
    told = str(Faute("f.csv", 2, "nom", "a\nFAUX : rien\x1b[2J" + "x" * 500, "Non."))
    assert "\n" not in told and "\x1b" not in told
    assert "a\\nFAUX : rien\\x1b[2J" in told
    assert len(told) < 300


def test_escape_sequences_of_a_file_do_not_reach_the_terminal(tmp_path):
    (tmp_path / "gestionnaires.csv").write_text(
        "id_gestionnaire,raison_sociale,statut\n\x1b[2J12\u202e,Le Port,association\n"
    )
    done = run("importer", "tables", str(tmp_path), "--base", f"sqlite:///{tmp_path}/b.db")
    out = done.stdout + done.stderr
    assert done.returncode == 1
    assert b"\x1b" not in out and "\u202e".encode() not in out
    assert b"\\x1b[2J12\\u202e" in out


COMMANDS = [
    ("--help",),
    ("importer", "tables", "--help"),
    ("parametres", "lister"),
    ("indicateurs", "--gestionnaire", "1", "--annee", "2025"),
    ("depots", "--format", "json"),
    ("rapports", "--region", "99", "--annee", "2025"),
]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_ends_because_of_a_character(words, encoding, tmp_path):
    done = run(*words, encoding=encoding, env={"CPOM_BASE": f"sqlite:///{tmp_path}/absente.db"})
    out = done.stdout + done.stderr
    assert b"Unicode" not in out and b"Traceback" not in out
    assert out


def test_what_cp1252_lacks_is_written_with_the_nearest_sign():
    code = (
        "from cpomlib.cli.ecran import prepare_screen; prepare_screen(); "
        "print('12\\u202f345 € → n’est, ≤ \\u0101 \\u4e00')"
    )
    done = run(code=code, encoding="cp1252")
    assert done.stdout.decode("cp1252").strip() == "12\u00a0345 € -> n’est, <= a \\u4e00"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_json_says_the_same_in_any_encoding(encoding):
    code = (
        "from cpomlib.cli.ecran import write_json, prepare_screen; prepare_screen(); "
        "print(write_json(['\\x1b \\u202e \\x85 é \\u202f \\u4e00']))"
    )
    done = run(code=code, encoding=encoding)
    assert json.loads(done.stdout.decode("utf-8")) == ["\x1b \u202e \x85 é \u202f \u4e00"]


def test_an_internal_error_names_the_place_and_nothing_of_a_row():
    code = (
        "import sys; import cpomlib.cli.main as m; import cpomlib.cli.indicateurs as i\n"
        "def broken(*a, **k): raise ValueError('M-0042 Dupont 0612345678')\n"
        "i.indicateurs.callback = broken; m.main()"
    )
    done = run("indicateurs", "--gestionnaire", "1", "--annee", "2025", code=code)
    out = (done.stdout + done.stderr).decode()
    assert done.returncode == 70
    assert "Erreur interne : ValueError (cpomlib.cli.suites, ligne " in out.replace("\u00a0", " ")
    assert "Dupont" not in out and "06" not in out
    assert "n’est pas allée à son terme" in out


def test_no_error_of_the_base_repeats_the_rows(tmp_path: Path):
    engine, _ = address.open_as_is(f"sqlite:///{tmp_path}/b.db", creer=True)
    with engine.connect() as connection, pytest.raises(Exception) as caught:
        connection.execute(text("INSERT INTO absente VALUES (:nom)"), {"nom": "Dupont"})
    assert "Dupont" not in str(caught.value)


@pytest.mark.parametrize(
    ("dit", "ecrit"),
    [
        ("L’option '--regoin' n’existe pas.", "L’option «\u00a0--regoin\u00a0» n’existe pas."),
        ("Valeur refusée pour '-a' : 'x', 'y'.",
         "Valeur refusée pour «\u00a0-a\u00a0» : «\u00a0x\u00a0», «\u00a0y\u00a0»."),
        ("Le fichier \"l'abri.csv\" n’existe pas.",
         "Le fichier «\u00a0l'abri.csv\u00a0» n’existe pas."),
        # an apostrophe in a name, a command to type: no quotation of Python
        ("L'Œuvre d'Encre ; tapez cpom scenario renommer essai \"Plan retenu\".",
         "L'Œuvre d'Encre ; tapez cpom scenario renommer essai \"Plan retenu\"."),
    ],
)  # fmt: skip
def test_what_click_quotes_is_between_french_marks(dit, ecrit):
    assert guillemets(dit) == ecrit


@pytest.mark.parametrize("words", [["lister"], ["rapports", "--perimetre", "x"]])
def test_a_command_badly_typed_is_said_without_straight_quotes(words, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["cpom", *words])
    speak_french()
    assert conduire(cpom) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert "'" not in said
    assert f"«\u00a0{words[-1]}\u00a0»" in said
