"""What tells that the contract of a gestionnaire has changed."""

import pandas as pd

from cpomlib import base as store
from cpomlib.tables.frames import conform

UN, DEUX = "100000009", "100000017"


def deposit(engine, owner, months):
    held = {"id_contrat": [f"C-{owner}"], "id_gestionnaire": owner, "cadre": "l313_11_2",
            "intitule": "Contrat", "statut": "preparation", "duree_mois": months}  # fmt: skip
    origin = store.Origine("Claire Analyste", "contrat", f"{months:064d}", "tables")
    store.deposit(engine, {"contrats": conform("contrats", pd.DataFrame(held))}, origin)


def test_the_hash_of_a_contract_changes_with_it_alone_and_is_that_of_the_state(adresse):
    engine = store.open_base(adresse, creer=True)
    owners = pd.DataFrame({"id_gestionnaire": [UN, DEUX], "raison_sociale": ["Un", "Deux"],
                           "statut": "association"})  # fmt: skip
    origin = store.Origine("Claire Analyste", "depot", "0" * 64, "tables")
    store.deposit(engine, {"gestionnaires": conform("gestionnaires", owners)}, origin)
    assert store.contracts_digest(engine, [UN, DEUX], 1) == {}
    deposit(engine, UN, 60)
    first = store.contracts_digest(engine, [UN, DEUX], 2)
    assert list(first) == [UN]
    deposit(engine, DEUX, 60)
    both = store.contracts_digest(engine, [UN, DEUX], 3)
    assert both[UN] == first[UN] and both[DEUX] != first[UN]
    deposit(engine, UN, 48)
    last = store.contracts_digest(engine, [UN, DEUX], 4)
    assert last[UN] != both[UN] and last[DEUX] == both[DEUX]
    # a past state has the hash it had
    assert store.contracts_digest(engine, [UN, DEUX], 2) == first
    assert store.contracts_digest(engine, [], 4) == {}
    engine.dispose()
