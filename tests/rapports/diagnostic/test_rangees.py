"""The rows of some values, found by a directory: those that a look at every row finds."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpomlib.dossier import rangees
from cpomlib.dossier.fichiers_arrow import ecrire, en_frame, garder, lire
from cpomlib.dossier.rangees import lire_rangees
from cpomlib.socle import EcritureError

VALEURS = st.lists(st.sampled_from(["a", "b", "c", "é", None]), max_size=12)
DEMANDES = st.lists(st.sampled_from(["a", "b", "é", "inconnu"]), max_size=3)


def frame(valeurs, categorie):
    made = pd.Series(valeurs, dtype="str").astype("category" if categorie else "str")
    kind = pd.Categorical(["x"] * len(valeurs), categories=["x", "y"])
    return pd.DataFrame({"qui": made, "n": range(len(valeurs)), "genre": kind})


def vus(frame, demandes):
    return frame[frame["qui"].isin(demandes)].reset_index(drop=True)


@given(valeurs=VALEURS, demandes=DEMANDES, categorie=st.booleans())
def test_the_rows_are_those_that_a_look_at_every_row_finds(
    valeurs, demandes, categorie, tmp_path_factory
):
    held = tmp_path_factory.mktemp("commun") / ("0" * 64)
    held.mkdir()
    ecrire(frame(valeurs, categorie), held / "000-t")
    written = en_frame(lire(held / "000-t"))
    # made, read, then known already
    for _ in range(2):
        found = en_frame(lire_rangees(held / "000-t", "qui", demandes))
        pd.testing.assert_frame_equal(found, vus(written, demandes))
    try:
        garder(path for path in held.parent.rglob("*") if path.is_file())
        found = en_frame(lire_rangees(held / "000-t", "qui", demandes))
    finally:
        garder(())
    pd.testing.assert_frame_equal(found, vus(written, demandes))


def test_a_directory_that_cannot_be_written_is_made_again(tmp_path, monkeypatch):
    """Where there is no lock, another report may hold the file that this one would replace."""

    def refused(*_):
        raise EcritureError("non")

    monkeypatch.setattr(rangees.fichiers, "ecrire", refused)
    (tmp_path / "c").mkdir()
    written = frame(["a", "b", "a"], categorie=False)
    ecrire(written, tmp_path / "c" / "000-t")
    found = en_frame(lire_rangees(tmp_path / "c" / "000-t", "qui", ["a"]))
    assert found["n"].tolist() == [0, 2]
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_what_is_gone_is_forgotten(tmp_path):
    ecrire(frame(["a"], categorie=False), tmp_path / "f")
    garder([tmp_path / "f"])
    garder(())
    (tmp_path / "f").unlink()
    with pytest.raises(FileNotFoundError):
        lire_rangees(tmp_path / "f", "qui", ["a"])
