"""What the reports of a campaign share is what each would have made alone."""

import json
import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from cpomlib import base as store
from cpomlib.dossier import commun
from cpomlib.dossier.contrats_communs import contrats_lus
from cpomlib.dossier.ensemble import region_entiere
from cpomlib.rapports import diagnostic
from cpomlib.rapports.voisinage import des_etablissements, des_gestionnaires
from cpomlib.rendu.blocs.content import content

COMPARES = ("taux_occupation", "cpom_1_taux", "cout_place")


@pytest.fixture(scope="module")
def asked(example_base):
    engine = store.open_base(example_base)
    known = store.read(engine, ["gestionnaires"])["gestionnaires"]["id_gestionnaire"]
    engine.dispose()
    return example_base, str(known.iloc[0]), 2025, "52"


@pytest.fixture(scope="module")
def seul(asked):
    return diagnostic.load(*asked)


@pytest.fixture(scope="module")
def partages(asked, tmp_path_factory):
    """The first and the second reports of a campaign: one writes, the other reads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(commun.DOSSIER, str(tmp_path_factory.mktemp("commun")))
        dossiers = [diagnostic.load(*asked) for _ in range(2)]
        around = [
            (des_gestionnaires(each)[0], des_etablissements(each, COMPARES)) for each in dossiers
        ]
        parts = [written(diagnostic.comparables(each)) for each in dossiers]
        assert [bool(each.suivi) for each in dossiers] == [True, True]
    return dossiers, around, parts


def written(bloc):
    return json.dumps(content(bloc), ensure_ascii=False, default=str)


def same(left, right):
    pd.testing.assert_frame_equal(left, right, check_exact=True, check_freq=True)


def test_the_tables_of_the_region_are_the_same_to_the_last_bit(seul, partages):
    for dossier in partages[0]:
        assert list(dossier.autour) == list(seul.autour)
        for name, frame in seul.autour.items():
            same(dossier.autour[name], frame)


def test_what_is_said_of_the_region_is_the_same(seul, partages):
    for dossier in partages[0]:
        assert dossier.regional == seul.regional
        assert dossier.effectif_regional == seul.effectif_regional
        assert dossier.examen == seul.examen


def test_its_contracts_and_what_they_measure_are_the_same(seul, partages):
    assert seul.suivi
    for dossier in partages[0]:
        known = {name: (one.ligne, one.tables) for name, one in dossier.contrats.items()}
        assert known == {name: (one.ligne, one.tables) for name, one in seul.contrats.items()}
        assert list(dossier.contrats) == list(seul.contrats)
        assert (dossier.suivi, dossier.cibles) == (seul.suivi, seul.cibles)


def test_a_contract_is_never_lent_to_another(asked, seul, tmp_path, monkeypatch):
    monkeypatch.setenv(commun.DOSSIER, str(tmp_path))
    engine = store.open_base(asked[0])
    tout = region_entiere(engine, "52", seul.etat)
    mine = contrats_lus(engine, asked[1], seul.etat, tout)
    # whose région is not that of the campaign has its own read for itself
    assert contrats_lus(engine, "inconnu", seul.etat, tout) == {}
    engine.dispose()
    assert {one.gestionnaire for one in mine.values()} == {asked[1]}


def test_who_supplied_what_is_the_same(seul, partages):
    assert seul.presences["sejours"]
    for dossier in partages[0]:
        assert dossier.presences == seul.presences


def test_what_is_computed_around_is_the_same(seul, partages):
    alone = (des_gestionnaires(seul)[0], des_etablissements(seul, COMPARES))
    for around in partages[1]:
        for found, expected in zip(around, alone, strict=True):
            same(found.matrices.en_table(), expected.matrices.en_table())
            same(found.description, expected.description)


def test_the_part_shown_is_the_same(seul, partages):
    expected = written(diagnostic.comparables(seul))
    assert partages[2] == [expected, expected]


def test_the_second_report_makes_nothing_again(monkeypatch, tmp_path):
    monkeypatch.setenv(commun.DOSSIER, str(tmp_path))
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="unite"))
    tables = commun.communes(("base",), [lambda: {"sejours": frame}])
    again = commun.communes(("base",), [lambda: pytest.fail("read again")])
    same(again["sejours"], frame)
    commun.calcul(tables, ("somme", 2025), lambda: frame * 2)
    same(commun.calcul(again, ("somme", 2025), lambda: pytest.fail("made again")), frame * 2)
    same(commun.calcul(again, ("somme", 2024), lambda: frame * 3), frame * 3)


def test_what_another_report_is_making_is_left_to_it(monkeypatch, tmp_path):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setenv(commun.DOSSIER, str(tmp_path))
    frame = pd.DataFrame({"a": [1, 2, 3]})
    tables = commun.communes(("base",), [lambda: {"t": frame}])
    known = set(tmp_path.iterdir())
    commun.avancer(tables, ((("un",), lambda: frame),))
    (lock,) = (each for each in set(tmp_path.iterdir()) - known if each.suffix == ".verrou")
    (made,) = (each for each in set(tmp_path.iterdir()) - known if each.is_dir())
    made.rename(tmp_path / "ailleurs")
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        busy = (("un",), lambda: pytest.fail("made twice"))
        commun.avancer(tables, (busy, (("deux",), lambda: frame * 2)))
    (tmp_path / "ailleurs").rename(made)
    for cle, factor in (("un", 1), ("deux", 2)):
        same(commun.calcul(tables, (cle,), lambda: pytest.fail("made again")), frame * factor)


def test_rows_are_kept_with_the_types_of_their_columns(monkeypatch, tmp_path):
    monkeypatch.setenv(commun.DOSSIER, str(tmp_path))
    kinds = pd.Categorical(["x", "y", "x"], categories=["x", "y", "z"])
    frame = pd.DataFrame({"de": ["a", "b", "a"], "n": [1, 2, 3], "genre": kinds})
    for rows in (frame, frame.iloc[:0]):
        for _ in range(2):
            tables = commun.communes(("base", len(rows)), [lambda rows=rows: {"t": rows}])
            for wanted in (["a"], ["b", "c"], ["c"], []):
                expected = rows[rows["de"].isin(wanted)].reset_index(drop=True)
                same(tables.extrait("t", ("de", wanted)), expected)


def test_another_state_is_not_mistaken_for_this_one(monkeypatch, tmp_path):
    monkeypatch.setenv(commun.DOSSIER, str(tmp_path))
    made = [pd.DataFrame({"a": [state]}) for state in (1, 2)]
    found = [
        commun.communes(("base", state), [lambda f=f: {"t": f}]) for state, f in enumerate(made)
    ]
    same(found[1]["t"], made[1])


def test_nothing_is_kept_outside_a_campaign(monkeypatch, tmp_path):
    monkeypatch.delenv(commun.DOSSIER, raising=False)
    monkeypatch.chdir(tmp_path)
    frame = pd.DataFrame({"a": [1]})
    commun.calcul(commun.communes(("base",), [lambda: {"t": frame}]), (), lambda: frame)
    assert list(tmp_path.iterdir()) == []


def test_two_reports_at_once_share_out_what_is_read(tmp_path):
    """Each part is read once: that which is being read is left, another is taken."""
    program = (
        "import time, pandas as pd\n"
        "from cpomlib.dossier import commun\n"
        "def lire(nom, somme):\n"
        "    print('lu', nom, flush=True); time.sleep(1)\n"
        "    return {nom: pd.DataFrame({'a': [somme]})}\n"
        "parts = [lambda: lire('t', 1), lambda: lire('u', 2)]\n"
        "tables = commun.communes(('base',), parts)\n"
        "print(*tables, *(int(each['a'].sum()) for each in tables.values()))\n"
    )
    env = {**os.environ, commun.DOSSIER: str(tmp_path)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=env
        )
        for _ in range(2)
    ]
    said = "".join(each.communicate()[0] for each in both).splitlines()
    assert sorted(said) == ["lu t", "lu u", "t u 1 2", "t u 1 2"]


def test_a_part_being_read_is_waited_for_once_the_others_are(monkeypatch, tmp_path):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setenv(commun.DOSSIER, str(tmp_path))
    order = []

    def lire(nom):
        order.append(nom)
        return {nom: pd.DataFrame({"a": [1]})}

    commun.communes(("base",), [lambda: lire("t")])
    (lock,) = tmp_path.glob("*.verrou")
    (made,) = (each for each in tmp_path.iterdir() if each.is_dir())
    shutil.rmtree(made)
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        parts = [lambda: lire("t"), lambda: (lire("u"), fcntl.flock(held, fcntl.LOCK_UN))[0]]
        tables = commun.communes(("base",), parts)
    assert order == ["t", "u", "t"]
    assert list(tables) == ["t", "u"]
