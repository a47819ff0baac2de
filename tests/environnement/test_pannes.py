"""What the machine, the bases and the stores answer, in French: by their codes, not their words."""

import errno
import sqlite3

import pytest
from conftest import plain
from sqlalchemy.exc import OperationalError

from cpomlib.socle import pannes


def lite(name, words="disk words"):
    """Return an error of SQLite as SQLAlchemy raises it, with a request and a row."""
    orig = sqlite3.OperationalError(words)
    orig.sqlite_errorname = name
    return OperationalError("INSERT INTO sejours VALUES (?)", ("M-SECRET",), orig)


def after(first, second):
    """Return an error raised while another was dealt with."""
    try:
        try:
            raise first
        except Exception:
            raise second  # noqa: B904
    except Exception as error:
        return error


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "La base n’a pas pu être écrite : le disque est plein."),
        ("SQLITE_READONLY_DBMOVED", "elle est en lecture seule"),
        ("SQLITE_IOERR_WRITE", "Le disque n’a pas pu lire ou écrire la base."),
        ("SQLITE_CORRUPT_INDEX", "Le fichier de la base est abîmé."),
        ("SQLITE_BUSY_SNAPSHOT", "La base est occupée par quelqu’un d’autre."),
    ],
)
def test_an_error_of_sqlite_is_told_by_its_code(name, said):
    told = plain(pannes.dire(lite(name)))
    assert said in told
    for word in ("INSERT", "SECRET", "words", "perdu"):
        assert word not in told


def test_what_cannot_be_undone_does_not_hide_why():
    hidden = after(lite("SQLITE_FULL"), lite("SQLITE_ERROR", "cannot rollback"))
    assert "le disque est plein" in plain(pannes.dire(hidden))


def test_an_error_of_the_system_names_the_file_and_why():
    told = pannes.dire(OSError(errno.ENOSPC, "No space left on device", "/donnees/r.pdf"))
    assert plain(told) == (
        "« /donnees/r.pdf » ne peut pas être lu ou écrit. Le système répond : le disque est plein. "
        "Libérez de la place, puis recommencez."
    )
    assert "mémoire" in str(pannes.dire(MemoryError()))


@pytest.mark.parametrize(
    "error", [ValueError("1850178006084"), KeyError("x"), lite("SQLITE_ERROR")]
)
def test_a_defect_of_ours_is_not_blamed_on_the_machine(error):
    assert pannes.dire(error) is None
    assert "1850178006084" not in pannes.interne(type(error).__name__)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("connection to server at 10.0.0.1 failed: Connection refused", "refuse la connexion"),
        ('FATAL:  password authentication failed for user "x"', "Le nom ou le mot de passe"),
        ("could not translate host name", "Ce nom de serveur est inconnu."),
        ("something else entirely", ""),
    ],
)
def test_why_a_server_cannot_be_reached_is_said_without_its_words(words, said):
    told = pannes.connexion(OperationalError("", None, Exception(words)))
    assert said in told
    assert "failed" not in told


def client_error(code):
    """Return an error as the library of S3 makes it."""
    error = Exception("An error occurred (X) when calling the PutObject operation: Access Denied")
    error.response = {"Error": {"Code": code}}
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (client_error("AccessDenied"), "il vous refuse cet accès"),
        (client_error("NoSuchBucket"), "ce seau n’existe pas"),
        (
            after(ConnectionRefusedError(), OSError("Connect call failed")),
            "il ne répond pas, ou plus",
        ),
        (OSError(errno.ENOSPC, "No space left"), "le disque est plein"),
        (ValueError("English words"), "il refuse (ValueError)"),
    ],
)
def test_why_a_store_refuses_is_said_in_french(error, said):
    assert pannes.stockage(error) == said


def test_every_sentence_is_french_and_ends_well():
    from cpomlib.socle.pannes import mots

    for what, then in [*mots.SQLITE.values(), *mots.POSTGRESQL.values(), mots.PERDUE]:
        assert what.endswith(".")
        assert then.endswith(".")
    assert not [clause for clause, _ in mots.SYSTEME.values() if clause.endswith(".")]
