"""``cpom base``: what it says, on a file and on a server; roles and their passwords."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import plain
from postgresql import serveur
from postgresql.conftest import run
from postgresql.test_perimetres import one, rows
from sqlalchemy import NullPool, create_engine, text

from cpomlib import base as store
from cpomlib.base.schema import HEAD
from cpomlib.socle.erreurs import StoreError

SECRET = "douze-signes-au-moins"


def older(address, version):
    """Make a base as an older version of the product left it."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = Path(store.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    engine = create_engine(address, poolclass=NullPool)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        connection.execute(
            text("INSERT INTO depots (id, horodatage, auteur, fichier, sha256, format) "
                 "VALUES (1, '2026-01-01T00:00:00+00:00', 'x', 'x', 'x', 'tables')")
        )  # fmt: skip


def test_it_is_made_once(adresse):
    code, said = run("base", "creer", base=adresse)
    assert code == 0, said
    assert f"créée (schéma {HEAD}).\n" in plain(said)
    code, said = run("base", "creer", base=adresse)
    assert code == 1
    assert "existe déjà" in said
    assert "cpom base migrer" in said
    assert store.latest_deposit(store.open_base(adresse)) == 0


@pytest.mark.parametrize("version", ["0001", "0002", "0005"])
def test_an_older_base_is_brought_up_to_date_and_keeps_what_it_holds(adresse, version):
    older(adresse, version)
    code, said = run("base", "etat", base=adresse)
    assert f"Schéma : {version} (cette version de cpomlib attend {HEAD})" in plain(said)
    code, said = run("base", "migrer", base=adresse)
    assert code == 0, said
    assert f"passée de {version} à {HEAD}.\n" in plain(said)
    code, said = run("base", "migrer", base=adresse)
    assert f"à jour (schéma {HEAD}).\n" in plain(said)
    assert store.latest_deposit(store.open_base(adresse)) == 1


def test_a_server_is_not_changed_in_passing(postgresql_base):
    older(postgresql_base, "0002")
    with pytest.raises(StoreError) as caught:
        store.open_base(postgresql_base, creer=True)
    assert f"(schéma 0002, celui-ci attend {HEAD})" in str(caught.value)
    assert "cpom base migrer" in str(caught.value)


def test_an_empty_base_is_not_migrated(postgresql_base):
    code, said = run("base", "migrer", base=postgresql_base)
    assert code == 1
    assert "est vide. Pour y créer les tables : « cpom base creer »." in plain(said)


def test_somebody_elses_base_is_left_as_it_was(postgresql_base):
    engine = create_engine(postgresql_base, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE clients (nom text)"))
    code, said = run("base", "creer", base=postgresql_base)
    assert code == 1
    assert "n’est pas une base de cpomlib" in said


def test_a_server_that_does_not_answer(tmp_path):
    code, said = run("base", "etat", base=f"postgresql+psycopg://moi:secret@/b?host={tmp_path}")
    assert code == 1
    assert "ne répond pas ou ne peut pas être ouverte" in said
    assert "\n" not in said.strip()
    assert ":secret" not in said


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg//moi:tressecret@serveur/base",
        "postgresql+psycopg://moi:tres@secret@serveur:port/base",
        "postgresql+psycopg://moi@/base?host=/nulle/part&password=tressecret",
    ],
)
def test_a_password_is_never_shown(address):
    _, said = run("base", "etat", base=address)
    assert "tressecret" not in said
    assert "tres@secret" not in said


def test_its_state_on_a_file(tmp_path):
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    run("base", "creer", base=address)
    code, said = run("base", "etat", base=address)
    assert code == 0
    assert plain(said).splitlines()[1:] == [
        f"Schéma : {HEAD}",
        "Dernier dépôt : aucun",
        "État : aucun",
        "Gestionnaires : 0",
        "Établissements : 0",
        "Périmètre : tout (un fichier n’a pas de rôles)",
    ]


def test_a_file_has_no_roles(tmp_path):
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    run("base", "creer", base=address)
    code, said = run("base", "roles", "creer", "--role", "a", "--region", "52", base=address)
    assert code == 1
    assert plain(said).startswith(
        "Une base dans un fichier n’a pas de rôles : qui lit le fichier lit tout"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--role", "x"], "Un rôle a un périmètre et un seul."),
        (["--role", "x", "--region", "52", "--departement", "44"], "un périmètre et un seul"),
        (
            ["--role", "x", "--departement", "44", "--analyste"],
            "Un analyste est celui d’une région",
        ),
        (["--role", "x", "--departement", "99"], "« 99 » n’est pas le code d’un département."),
        (["--role", "Élu", "--region", "52"], "« Élu » ne peut pas nommer un rôle."),
        (["--role", "pg_x", "--region", "52"], "ne peut pas nommer un rôle"),
        (["--role", "asso_a", "--region", "52"], "Le rôle « asso_a » existe déjà sur le serveur."),
        (["--role", "inconnu", "--region", "52", "--existant"], "n’existe pas sur le serveur"),
        (["--role", serveur.ADMIN, "--region", "52", "--existant"], "aucun périmètre ne le limite"),
    ],
)
def test_what_no_role_can_be(partage, words, told):
    before = rows(partage, serveur.ADMIN, "SELECT * FROM habilitations ORDER BY 1, 2, 3")
    code, said = run("base", "roles", "creer", *words, base=partage.address())
    assert code == 1
    assert told in plain(said)
    assert rows(partage, serveur.ADMIN, "SELECT * FROM habilitations ORDER BY 1, 2, 3") == before


def test_a_password_is_asked_by_the_environment_and_encrypted(copie, monkeypatch):
    name = serveur.AVEC_MOT_DE_PASSE
    words = ["base", "roles", "creer", "--role", name, "--departement", "44"]
    monkeypatch.setenv("CPOM_MOT_DE_PASSE_ROLE", "court")
    code, said = run(*words, "--connexion", "mot-de-passe", base=copie.address())
    assert "Ce mot de passe est trop court." in said
    monkeypatch.setenv("CPOM_MOT_DE_PASSE_ROLE", SECRET)
    code, said = run(*words, "--connexion", "mot-de-passe", base=copie.address())
    try:
        assert code == 0
        assert plain(said).startswith(f"Rôle « {name} » habilité : département 44.\n")
        kept = one(copie, "SELECT rolpassword FROM pg_authid WHERE rolname = :r", r=name)
        assert kept.startswith("SCRAM-SHA-256$")
        log = (Path(copie.folder) / "log").read_text(encoding="utf-8", errors="ignore")
        assert SECRET not in log
        assert "Établissements" in _etat(copie.address(name), SECRET).stdout
        refusal = _etat(copie.address(name), "un-autre-mot-de-passe")
        assert refusal.returncode == 1
        assert "ne répond pas ou ne peut pas être ouverte" in refusal.stderr
        assert "un-autre" not in refusal.stderr
    finally:
        run("base", "roles", "retirer", "--role", name, base=copie.address())
        serveur.administer(copie.folder, "DROP ROLE {}", name)


def _etat(address, password):
    return subprocess.run(
        [str(Path(sys.executable).parent / "cpom"), "base", "etat", "--base", address],
        env={**os.environ, "PGPASSWORD": password},
        capture_output=True,
        text=True,
        check=False,
    )


def test_persons_are_given_a_role_of_a_service(copie):
    """One role for the service, granted to the own role of each person."""
    run("base", "roles", "creer", "--role", "ddets_53", "--departement", "53", base=copie.address())
    serveur.administer(copie.folder, "CREATE ROLE {} LOGIN", "claire")
    try:
        serveur.administer(copie.folder, "GRANT {} TO {}", "ddets_53", "claire")
        seen = copie.frames("claire", ["etablissements"])["etablissements"]
        everything = copie.frames(tables=["etablissements"])["etablissements"]
        assert set(seen["departement"]) <= {"53"}
        assert len(seen) == int((everything["departement"] == "53").sum())
        code, said = run("base", "roles", "retirer", "--role", "ddets_53", base=copie.address())
        assert plain(said).startswith(
            "Le rôle « ddets_53 » n’a plus d’habilitation sur cette base.\n"
        )
        code, said = run("base", "etat", base=copie.address("claire"))
        assert code == 1
        assert "Le rôle « claire » n’a pas ce droit sur la base." in plain(said)
    finally:
        serveur.administer(copie.folder, "DROP ROLE {}", "claire")
        serveur.administer(copie.folder, "DROP ROLE {}", "ddets_53")


@pytest.mark.parametrize("how", ["pg_terminate_backend", "la prise"])
def test_a_connection_lost_on_the_way_is_said_in_french(partage, how):
    engine = store.open_base(partage.address())
    other = store.open_base(partage.address())
    try:
        with pytest.raises(StoreError) as caught, engine.connect() as connection:
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar()
            if how == "la prise":
                number = os.dup(connection.connection.driver_connection.fileno())
                with socket.socket(fileno=number) as end:
                    end.shutdown(socket.SHUT_RDWR)
            else:
                with other.connect() as killer:
                    killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            connection.execute(text("SELECT * FROM depots WHERE auteur = 'Secret'")).all()
    finally:
        engine.dispose()
        other.dispose()
    said = plain(caught.value)
    assert "connexion à la base" in said
    for word in ("SELECT", "Secret", "server", "terminat"):
        assert word not in said
