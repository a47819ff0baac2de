"""Of two who change the same scopes, the later is told, and writes over nothing."""

import pandas as pd
import pytest
from base.donnees import ORIGIN
from base.test_avenants import avenant, cibles, plain, tete

from cpomlib import base as store
from cpomlib.base import Choix, EntretempsError, Origine
from cpomlib.tables.frames import conform, empty

AUTRE = Origine("DDETS", "page du contrat C-1", "1" * 64, "contrat")


@pytest.fixture
def prepare(base):
    store.deposit(base, tete("preparation") | {"cibles": cibles({2027: 0.3})}, ORIGIN)
    return base


def depuis(etat, portees=()):
    return Choix("remplacer", portees, depuis=etat)


def test_what_others_changed_since_is_refused_and_named(prepare):
    lu = store.latest_state(prepare)
    store.deposit(prepare, {"cibles": cibles({2027: 0.35})}, AUTRE)
    with pytest.raises(EntretempsError) as caught:
        store.deposit(prepare, {"cibles": cibles({2027: 0.4})}, ORIGIN, choix=depuis(lu))
    assert plain(caught).startswith("DDETS a changé la même chose entre-temps : rien n’a été écrit")
    assert caught.value.tables == ("cibles",)
    assert store.read(prepare, ["cibles"])["cibles"]["cible"].tolist() == [0.35]
    now = store.latest_state(prepare)
    store.deposit(prepare, {"cibles": cibles({2027: 0.4})}, ORIGIN, choix=depuis(now))
    assert store.read(prepare, ["cibles"])["cibles"]["cible"].tolist() == [0.4]


def test_another_table_or_another_contract_holds_up_nobody(prepare):
    lu = store.latest_state(prepare)
    store.deposit(prepare, avenant(), AUTRE)
    other = cibles({2027: 0.1})
    other["id_contrat"] = "C-2"
    store.deposit(prepare, {"cibles": conform("cibles", other)}, AUTRE)
    store.deposit(prepare, {"cibles": cibles({2027: 0.4})}, ORIGIN, choix=depuis(lu))
    held = store.read(prepare, ["cibles"])["cibles"]
    assert held.loc[held["id_contrat"] == "C-1", "cible"].tolist() == [0.4]


def test_a_table_that_is_emptied_is_looked_at_too(prepare):
    lu = store.latest_state(prepare)
    store.deposit(prepare, {"cibles": cibles({2027: 0.35})}, AUTRE)
    none = {"cibles": empty("cibles")}
    with pytest.raises(EntretempsError):
        store.deposit(prepare, none, ORIGIN, choix=depuis(lu, ("C-1",)))
    store.deposit(prepare, none, ORIGIN, choix=depuis(store.latest_state(prepare), ("C-1",)))
    assert store.read(prepare, ["cibles"])["cibles"].empty
    assert isinstance(none["cibles"], pd.DataFrame)
