"""A frame read back is the one pyarrow makes, whatever its columns."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from cpomlib.dossier.fichiers_arrow import ecrire, en_frame, lire

KINDS = pd.CategoricalDtype(["x", "y", "z"])
FRAME = pd.DataFrame(
    {
        "texte": pd.Series(["a", None, "c"], dtype="str"),
        "genre": pd.Categorical(["x", None, "z"], dtype=KINDS),
        "rang": pd.Categorical(["bas", "haut", "bas"], categories=["bas", "haut"], ordered=True),
        "n": [1, 2, 3],
        "part": [0.5, np.nan, 1.5],
        "vrai": [True, False, True],
        "peut_etre": pd.array([True, None, False], dtype="boolean"),
        "combien": pd.array([1, None, 3], dtype="Int64"),
        "jour": pd.to_datetime(["2025-01-01", None, "2025-12-31"]).as_unit("s"),
    }
)
UNUSUAL = FRAME[["n"]].assign(petit=np.array([1, 2, 3], "int8"))
NAMED = FRAME.set_index(pd.Index(["u", "v", "w"], name="unite"))
CASES = {
    "every kind": FRAME,
    "no row": FRAME.iloc[:0],
    "two parts without a row": pd.concat([FRAME.iloc[:0]] * 2),
    "a named index": NAMED,
    "an index without a name": FRAME.set_index(pd.Index([5, 9, 7])),
    "numbered from five": FRAME.set_index(pd.RangeIndex(5, 8)),
    "a type left to pyarrow": UNUSUAL,
}


@pytest.mark.parametrize("case", CASES)
def test_a_frame_comes_back_as_it_was(case, tmp_path):
    ecrire(CASES[case], tmp_path / "f")
    table = lire(tmp_path / "f")
    for part in (table, table.slice(1), table.slice(0, 0)):
        found, expected = en_frame(part), part.to_pandas()
        pd.testing.assert_frame_equal(found, expected, check_exact=True, check_freq=True)
        assert [type(found[c].array) for c in found] == [type(expected[c].array) for c in found]
    pd.testing.assert_frame_equal(en_frame(table), CASES[case])


def test_what_is_read_can_be_changed(tmp_path):
    ecrire(FRAME, tmp_path / "f")
    found = en_frame(lire(tmp_path / "f"))
    found["n"].to_numpy(copy=True)[0] = 9
    found.loc[0, "n"] = 9
    assert found["n"].tolist() == [9, 2, 3]


def test_batches_may_each_have_their_categories():
    batches = [
        pa.RecordBatch.from_pandas(pd.DataFrame({"genre": pd.Categorical(values)}))
        for values in (["x", "y"], ["y", "z"])
    ]
    table = pa.Table.from_batches(batches)
    assert en_frame(table)["genre"].tolist() == ["x", "y", "y", "z"]
    pd.testing.assert_frame_equal(en_frame(table), table.to_pandas())
