"""What is written in a trame is read back alike."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from entree.test_round_trip import KNOWN, rows
from entree.trame.classeurs import QUI, assert_same, known, petite
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpomlib.entree.trame.ecriture import classeur, ecrire_trame
from cpomlib.entree.trame.lecture import lire_trame
from cpomlib.entree.trame.plan import IdentiteTrame, plan
from cpomlib.exemple import build
from cpomlib.tables.frames import conform, empty
from cpomlib.tables.schema import table

NAMES = [sheet.schema.name for sheet in plan().feuilles]


def test_the_small_trame(dossier, book, tmp_path):
    path = tmp_path / "t.xlsx"
    book.save(path)
    trame = lire_trame(path, known())
    assert trame.identite == QUI
    assert_same(trame.lecture.frames, petite())
    assert list(trame.lecture.frames) == [
        "gestionnaires", "etablissements", "places", "sejours", "activite", "budgets", "balances",
        "financements", "salaries", "absences", "mouvements", "qualite",
    ]  # fmt: skip
    assert trame.lecture.frames["activite"].empty
    # 24 months, 12 reasons and 2 movements were prepared and left as they were
    assert trame.lecture.ecartees == {"préparée, laissée vide": 38}
    # 1 gestionnaire, 2 establishments, 2 places, 2 stays, 3 budget rows, 2 salaries
    assert (trame.lecture.lues, trame.lecture.gardees) == (12 + 38, 12)


@pytest.fixture(scope="module")
def region():
    return build("52", 3, 1)


@pytest.mark.parametrize("rank", [0, 1])
def test_a_gestionnaire_of_the_example(region, rank, tmp_path):
    owner = region["gestionnaires"]["id_gestionnaire"].iloc[rank]
    mine = region["etablissements"].query("id_gestionnaire == @owner")["id_etablissement"]
    expected = {}
    for name in NAMES:
        rows = region[name]
        column = "id_gestionnaire" if "id_gestionnaire" in rows else "id_etablissement"
        rows = rows[rows[column].isin([owner] if column == "id_gestionnaire" else mine)]
        if "annee" in rows:
            rows = rows[rows["annee"] == 2025]
        expected[name] = rows.sort_values(list(table(name).cle)).reset_index(drop=True)
    path = tmp_path / "t.xlsx"
    ecrire_trame(expected, IdentiteTrame(owner, 2025), path, le=date(2026, 11, 21))
    read = lire_trame(path, region).lecture
    assert_same(read.frames, expected)
    assert read.messages == () and read.gardees == sum(map(len, expected.values()))


def of_this_trame(name, drawn):
    """Bring drawn rows within what one trame may hold: one year, one gestionnaire."""
    kept = drawn.copy()
    for champ in table(name).champs:
        if champ.nom == "annee":
            kept["annee"] = QUI.annee
        elif champ.type == "number" and not champ.monnaie:
            kept[champ.nom] = kept[champ.nom].round(6)  # fifteen digits go through a workbook
    return conform(name, kept.drop_duplicates(list(table(name).cle)))


@given(data=st.data())
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_rows(data):
    frames = {name: of_this_trame(name, data.draw(rows(name))) for name in NAMES[2:]}
    frames |= {
        "gestionnaires": KNOWN["gestionnaires"],
        "etablissements": of_this_trame("etablissements", data.draw(rows("etablissements"))),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        filled = {name: frames.get(name, empty(name)) for name in NAMES}
        classeur(filled, plan(), QUI, date(2026, 11, 21)).save(path)
        read = lire_trame(path, KNOWN).lecture
    assert_same(read.frames, frames)
