"""What a région programmes, on a server: its own to write, others' to read once published."""

import pandas as pd
import pytest
from postgresql.conftest import A
from postgresql.serveur import ADMIN

from cpomlib import base as store
from cpomlib.socle.erreurs import StoreError
from cpomlib.tables import conform

ORIGINE = store.Origine("essai", "programmation", "3" * 64, "tables")
ARRETE = {"region": "52", "version": 9, "forme": "nominative"}
LIGNE = {"region": "52", "version": 9, "rang": 1, "annee": 2030, "id_gestionnaire": A,
         "etat": "prevu"}  # fmt: skip
NAMES = ["arretes_programmation", "programmation", "enveloppes"]


def give(shared, role, frames, **options):
    engine = store.open_base(shared.address(role))
    try:
        made = {name: conform(name, pd.DataFrame(rows)) for name, rows in frames.items()}
        return store.deposit(engine, made, ORIGINE, **options)
    finally:
        engine.dispose()


def seen(shared, role):
    """Return the versions, the lines and the départements of the envelopes that a role sees."""
    held = shared.frames(role, NAMES)
    lines = held["programmation"]
    return (
        set(held["arretes_programmation"]["version"]) & {9},
        set(lines.loc[lines["version"] == 9, "motif"].fillna("")),
        set(held["enveloppes"].loc[held["enveloppes"]["annee"] == 2040, "departement"]),
    )


def envelope(code):
    return {"region": "52", "departement": code, "programme": "177", "annee": 2040, "montant": 1}


@pytest.fixture
def programmee(copie):
    """The région programmes, unpublished; two départements have an envelope."""
    give(copie, "dreets_52", {"arretes_programmation": [ARRETE],
                              "programmation": [{**LIGNE, "motif": "brouillon"}]})  # fmt: skip
    give(copie, "dreets_52", {"enveloppes": [envelope("44"), envelope("49")]},
         choix=store.Choix("completer"))  # fmt: skip
    return copie


def publish(shared):
    again = store.Choix("remplacer")
    give(shared, "dreets_52", {"programmation": [{**LIGNE, "motif": "retenu"}]}, choix=again)
    signed = {**ARRETE, "date_arrete": "2026-03-01", "publie_le": "2026-03-02"}
    give(shared, "dreets_52", {"arretes_programmation": [signed]}, choix=again)


def test_only_the_region_sees_what_it_has_not_published(programmee):
    assert seen(programmee, "dreets_52") == ({9}, {"brouillon"}, {"44", "49"})
    assert seen(programmee, "dd_44") == (set(), set(), {"44"})
    assert seen(programmee, "asso_a") == (set(), set(), set())


def test_what_is_published_is_seen_as_it_was_published(programmee):
    publish(programmee)
    for role in ("dd_44", "asso_a", "asso_b"):
        assert seen(programmee, role)[:2] == ({9}, {"retenu"}), role
    with programmee.connect("asso_a") as connection:
        rows = store_texts(connection, "SELECT motif FROM lignes_programmation WHERE version = 9")
    assert rows == {"retenu"}
    withdrawn = {**ARRETE, "date_arrete": "2026-03-01"}
    give(programmee, "dreets_52", {"arretes_programmation": [withdrawn]},
         choix=store.Choix("remplacer"))  # fmt: skip
    give(programmee, "dreets_52", {"programmation": [{**LIGNE, "motif": "suite"}]},
         choix=store.Choix("remplacer"))  # fmt: skip
    with programmee.connect("asso_a") as connection:
        rows = store_texts(connection, "SELECT motif FROM lignes_programmation WHERE version = 9")
    assert rows == {"retenu"}


def store_texts(connection, query):
    from sqlalchemy import text

    return {row[0] for row in connection.execute(text(query))}


@pytest.mark.parametrize("role", ["dd_44", "asso_a"])
def test_only_the_region_writes_it(programmee, role):
    publish(programmee)
    for frames in ({"programmation": [{**LIGNE, "rang": 2, "id_gestionnaire": None}]},
                   {"enveloppes": [envelope("44")]},
                   {"arretes_programmation": [{**ARRETE, "version": 10}]}):  # fmt: skip
        with pytest.raises(StoreError, match="sort du périmètre"):
            give(programmee, role, frames, choix=store.Choix("completer"))


def test_the_owner_of_the_base_sees_all(programmee):
    assert seen(programmee, ADMIN) == ({9}, {"brouillon"}, {"44", "49"})
