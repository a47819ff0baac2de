"""A base that cannot be written, read, or trusted: what is said, and what is left of it."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import cpom, plain
from sqlalchemy import text

from cpomlib.base import open_base
from cpomlib.socle.erreurs import StoreError
from environnement.sans_droits import au_plus, en_marche, sans_pouvoirs

ENGLISH = ("Traceback", "rollback", "SELECT", "INSERT", "sqlite3", "Error", "disk I/O", "[SQL")


@pytest.fixture(scope="module")
def rempli(tmp_path_factory):
    """A small region in a file."""
    path = tmp_path_factory.mktemp("remplie") / "cpom.db"
    cpom("exemple", "--base", f"sqlite:///{path}", "--region", "52", "--gestionnaires", "2",
         "--graine", "1")  # fmt: skip
    return path


@pytest.fixture
def base(rempli, tmp_path):
    """A copy of it, in a folder of its own."""
    folder = tmp_path / "base"
    folder.mkdir()
    yield Path(shutil.copy(rempli, folder))
    folder.chmod(0o755)


def ask(base, *words, limite=sans_pouvoirs):
    """Run a command on a base; return its code and what it says."""
    done = cpom(*words, "--base", f"sqlite:///{base}", check=False, preexec_fn=limite)
    for word in ENGLISH:
        assert word not in done.stderr
    return done.returncode, plain(done.stdout + done.stderr)


def deposit(base, limite=sans_pouvoirs):
    """Deposit another region."""
    return ask(base, "exemple", "--region", "11", "--gestionnaires", "3", limite=limite)


def test_a_base_in_a_read_only_folder_is_read(base):
    whole = base.read_bytes()
    base.parent.chmod(0o555)
    code, said = ask(base, "base", "etat")
    assert (code, "Gestionnaires : 2" in said) == (0, True)
    code, said = deposit(base)
    assert code == 1
    assert "La base n’a pas pu être écrite : elle est en lecture seule." in said
    assert str(base) in said
    assert base.read_bytes() == whole


def test_a_read_only_file_is_read(base):
    base.chmod(0o444)
    code, said = ask(base, "base", "etat")
    assert (code, "Gestionnaires : 2" in said) == (0, True)


def test_writings_left_by_a_crash_are_not_ignored_in_a_read_only_folder(base):
    base.with_name("cpom.db-wal").write_bytes(b"x" * 100)
    base.parent.chmod(0o555)
    code, said = ask(base, "base", "etat")
    assert code == 1
    assert "des écritures interrompues n’y sont pas rangées" in said


READ = """
import sys
from pathlib import Path
from sqlalchemy import text
from cpomlib.socle.erreurs import StoreError
from cpomlib.base import open_base
base = Path(sys.argv[1])
engine = open_base(f"sqlite:///{base}")
said = ""
try:
    with engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM depots")).scalar()
        print("lu", flush=True)
        sys.stdin.readline()
except StoreError as error:
    said = error.quoi
with engine.connect() as connection:
    print(said, connection.execute(text("SELECT count(*) FROM depots")).scalar(), before)
"""


def test_a_base_that_changes_while_it_is_read_there_is_refused_then_read_again(base):
    base.parent.chmod(0o555)
    command = [sys.executable, "-c", READ, str(base)]
    with en_marche(command, sans_pouvoirs) as reader:
        assert reader.stdout.readline() == "lu\n"
        base.parent.chmod(0o755)
        cpom("exemple", "--base", f"sqlite:///{base}", "--region", "11", "--gestionnaires", "2")
        base.parent.chmod(0o555)
        out, _ = reader.communicate("\n")
    assert out.strip() == "La base a changé pendant sa lecture. 2 1"


def test_a_base_that_may_not_be_read_is_not_said_absent(base):
    base.chmod(0)
    code, said = ask(base, "base", "etat")
    assert code == 1
    assert "ne peut pas être ouverte" in said
    assert "n’existe pas" not in said
    base.parent.chmod(0)
    code, said = ask(base, "base", "etat")
    assert (code, "vous n’en avez pas le droit" in said) == (1, True)
    assert "n’existe pas" not in said


@pytest.mark.parametrize("kilos", [40, 600])
def test_a_full_disk_says_so_and_leaves_the_base_as_it_was(base, kilos):
    code, said = deposit(base, limite=au_plus(kilos * 1000))
    assert code == 1
    assert ("disque" in said, "rien de ce qui" in said.lower()) == (True, False)
    with sqlite3.connect(base) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM depots").fetchone() == (1,)
    code, said = ask(base, "base", "etat")
    assert (code, "Gestionnaires : 2" in said) == (0, True)


def test_a_damaged_base_is_said_damaged_and_nothing_is_promised(base):
    content = bytearray(base.read_bytes())
    content[4096 * 4 : 4096 * 200] = b"\xff" * (4096 * 196)
    base.write_bytes(content)
    code, said = ask(base, "indicateurs", "--gestionnaire", "000520015", "--annee", "2025")
    assert code == 1
    assert "Le fichier de la base est abîmé." in said
    assert "perdu" not in said


def test_what_cannot_be_shown_is_said_in_french():
    command = f"{Path(sys.executable).parent / 'cpom'} parametres lister > /dev/full"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "le disque est plein" in done.stderr
    assert "Exception" not in done.stderr


def test_an_error_of_the_base_never_shows_a_request(base):
    engine = open_base(f"sqlite:///{base}")
    base.write_bytes(b"x" * base.stat().st_size)
    with pytest.raises(StoreError) as caught, engine.connect() as connection:
        connection.execute(text("SELECT * FROM depots"))
    assert "SELECT" not in str(caught.value)
    assert str(base) in str(caught.value)


def test_an_error_never_shows_a_row(base):
    engine = open_base(f"sqlite:///{base}")
    with pytest.raises(Exception, match="no such table") as caught, engine.connect() as connection:
        connection.execute(text("SELECT * FROM absente WHERE nom = :nom"), {"nom": "Durand"})
    assert "Durand" not in str(caught.value)
