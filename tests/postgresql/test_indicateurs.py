"""Indicators kept in the base: each role reads its perimeter, only the owner writes."""

import pytest
from postgresql.conftest import A, B, ranges, run
from postgresql.serveur import ADMIN
from postgresql.test_agregats import houses
from postgresql.test_perimetres import refused, rows

from cpomlib import base as store
from cpomlib.socle.erreurs import CommandeError
from cpomlib.tables.frames import conform


def counted(shared, role, view="indicateurs"):
    query = f"SELECT count(*), count(*) - count(etablissement) FROM {view} WHERE gestionnaire = :b"
    return tuple(rows(shared, role, query, b=B)[0])


def test_each_role_reads_its_perimeter_and_only_the_owner_writes(copie):
    mine = houses(copie, B)  # in the départements 44 and 49
    local = sum(departement == "44" for departement in mine.values())
    engine = store.open_base(copie.address())
    state = store.latest_state(engine)
    known = copie.frames(tables=["etablissements"])["etablissements"]
    frame = ranges(known, A, B, etat=state)
    store.write_indicators(engine, frame)
    whole = (len(mine) + 1, 1)
    seen = {role: counted(copie, role) for role in
            (ADMIN, "asso_b", "dreets_52", "analyste_52", "dd_44", "asso_a")}  # fmt: skip
    assert seen == {
        ADMIN: whole, "asso_b": whole, "dreets_52": whole, "analyste_52": whole,
        "dd_44": (local, 0),  # the whole would tell of the houses of the 49
        "asso_a": (0, 0),
    }  # fmt: skip
    # a deposit of one hides its figures from each who reads them, and those of no other
    house = min(mine)
    held = copie.frames(tables=["places"])["places"]
    places = conform("places", held[held["id_etablissement"] == house])
    mode = store.Choix("remplacer", (), None)
    store.deposit(engine, {"places": places}, store.Origine("x", "y", "3" * 64, "tables"),
                  choix=mode)  # fmt: skip
    engine.dispose()
    for role in (ADMIN, "asso_b", "dreets_52"):
        assert counted(copie, role) == (0, 0)
        assert counted(copie, role, "indicateurs_dates") == whole
    assert len(rows(copie, "asso_a", "SELECT * FROM indicateurs")) == len(houses(copie, A)) + 1
    # no one else writes: neither by the command nor by hand
    other = store.open_base(copie.address("analyste_52"))
    with pytest.raises(CommandeError, match="ne peut pas ranger des indicateurs dans la base"):
        store.write_indicators(other, frame)
    other.dispose()
    code, said = run("indicateurs", "--region", "52", "--annee", 2025, "--dans-la-base",
                     base=copie.address("dreets_52"))  # fmt: skip
    assert code == 1 and "Seul le rôle qui a créé la base le peut." in said
    for geste in ("INSERT INTO indicateurs_calcules SELECT * FROM indicateurs_calcules",
                  "DELETE FROM indicateurs_calcules",
                  "UPDATE indicateurs_calcules SET valeur = 0"):  # fmt: skip
        assert refused(copie, "analyste_52", geste)[0] == "42501"
