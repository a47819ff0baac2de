"""Opening a base: each thing that can be wrong is said in French."""

import sqlite3

import pytest

from cpomlib import base as store
from cpomlib.base import address as opening
from cpomlib.socle.erreurs import StoreError


def message(address, **options):
    with pytest.raises(StoreError) as caught:
        store.open_base(address, **options)
    return str(caught.value)


def test_the_address_comes_from_the_option_then_the_environment(monkeypatch):
    monkeypatch.setenv("CPOM_BASE", "sqlite:///env.db")
    assert store.base_address("sqlite:///option.db") == "sqlite:///option.db"
    assert store.base_address() == "sqlite:///env.db"
    monkeypatch.delenv("CPOM_BASE")
    assert store.base_address() == "sqlite:///cpom.db"


def test_an_unreadable_address():
    assert "L’adresse de base « pas une adresse » n’est pas lisible." in message("pas une adresse")


def test_another_kind_of_base():
    assert "Le type de base « mysql » n’est pas pris en charge." in message("mysql://h/b")


def test_a_base_in_memory():
    assert "Une base en mémoire ne garderait rien" in message("sqlite://", creer=True)


def test_a_base_that_does_not_exist(tmp_path):
    text = message(f"sqlite:///{tmp_path}/rien.db")
    assert "rien.db » n’existe pas." in text
    assert "cpom importer tables DOSSIER" in text
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist(tmp_path):
    assert "la base ne peut pas y être créée" in message(
        f"sqlite:///{tmp_path}/non/rien.db", creer=True
    )


def test_a_folder_in_place_of_a_base(tmp_path):
    assert "est un dossier, pas une base" in message(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_base_is_left_as_it_was(tmp_path):
    path = tmp_path / "photo.db"
    path.write_bytes(b"\x89PNG not a base at all" * 50)
    assert "n’est pas une base de cpomlib" in message(f"sqlite:///{path}", creer=True)
    assert path.read_bytes() == b"\x89PNG not a base at all" * 50


def test_somebody_elses_base_is_left_as_it_was(tmp_path):
    path = tmp_path / "autre.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE clients (nom TEXT)")
    assert "n’est pas une base de cpomlib" in message(f"sqlite:///{path}", creer=True)


def test_an_empty_base_says_how_to_fill_it(tmp_path):
    path = tmp_path / "vide.db"
    path.touch()
    assert "est vide. Déposez-y des données" in message(f"sqlite:///{path}")


def test_a_base_of_a_newer_version(tmp_path):
    address = f"sqlite:///{tmp_path}/cpom.db"
    engine = store.open_base(address, creer=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "vient d’une version plus récente de cpomlib" in message(address)


def test_the_password_of_an_address_is_never_shown():
    text = message("mysql://moi:tressecret@serveur/base")
    assert "tressecret" not in text


@pytest.fixture
def tenues(monkeypatch):
    held = {}
    monkeypatch.setattr(opening, "_HELD", held)
    return held


def test_a_base_held_open_has_no_connection_and_is_given_as_it_is(tmp_path, tenues):
    base = f"sqlite:///{tmp_path / 'cpom.db'}"
    store.open_base(base, creer=True).dispose()
    for _ in range(2):
        store.hold_open(base)
        assert tenues[base].pool.checkedin() == tenues[base].pool.checkedout() == 0
        assert store.open_base(base) is tenues[base]


def test_a_base_held_open_that_goes_or_changes_is_told_as_any_other(tmp_path, tenues):
    path = tmp_path / "cpom.db"
    base = f"sqlite:///{path}"
    store.open_base(base, creer=True).dispose()
    store.hold_open(base)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    store.hold_open(base)
    assert not tenues
    assert "9999" in message(base)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (store.HEAD,))
    connection.close()
    store.hold_open(base)
    path.unlink()
    assert "n’existe pas" in message(base)
    store.hold_open(base)
    assert not tenues
    assert not path.exists()


@pytest.mark.parametrize("base", ["n'importe quoi", "postgresql://qui@127.0.0.1:1/base", ""])
def test_what_cannot_be_held_open_is_left_for_who_opens_it(base, tenues, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CPOM_BASE", raising=False)
    store.hold_open(base)
    assert not tenues
    assert list(tmp_path.iterdir()) == []
