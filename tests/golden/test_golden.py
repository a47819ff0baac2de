"""The indicators of the example region have not changed unnoticed."""

import pandas as pd
import pytest
from golden.regenerate import ANNEES, golden, path


@pytest.mark.parametrize("annee", ANNEES)
def test_the_example_region_gives_the_golden_table(annee):
    kept = pd.read_csv(path(annee), index_col="id")
    found = golden(annee)
    assert list(found.index) == list(kept.index)
    assert list(found.columns) == list(kept.columns)
    pd.testing.assert_frame_equal(found, kept, check_names=False, check_index_type=False, atol=1e-6)
