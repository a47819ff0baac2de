"""Uncertainty: draws that can be made again, correlated, around the hypotheses."""

import numpy as np
import pytest
from calcul.scenarios.etats import base

from cpomlib.calcul.scenarios import projeter
from cpomlib.calcul.scenarios.incertitude import (
    ALEAS,
    Incertitude,
    bandes,
    incertitude_en_vigueur,
    tirer,
)
from cpomlib.calcul.scenarios.types import Actualisation, Inflation, Occupation
from cpomlib.socle.erreurs import ParametreError

LISTED = [Actualisation(taux=0.01), Inflation(groupe=1, taux=0.02)]
LAW = Incertitude({"inflation_1": 0.02, "inflation_3": 0.01, "actualisation": 0.005},
                  {("inflation_1", "inflation_3"): 0.7})  # fmt: skip


def test_one_seed_one_result():
    first = bandes(base(), LISTED, 4, LAW, tirages=1200, graine=7)
    assert first.equals(bandes(base(), LISTED, 4, LAW, tirages=1200, graine=7))
    assert not first.equals(bandes(base(), LISTED, 4, LAW, tirages=1200, graine=8))


def test_without_spread_the_bands_are_the_projection():
    made = bandes(base(), LISTED, 4, Incertitude({}, {}), tirages=600)
    result = projeter(base(), LISTED, 4).total("resultat")[1:]
    kept = made[made["poste"] == "resultat"]
    for quantile in ("p10", "p50", "p90"):
        assert kept[quantile].to_numpy() == pytest.approx(result, abs=0.05)


def test_the_bands_are_those_of_a_normal_law():
    # Only the dotation strays, by 0.5 %, in one year: standard deviation 730 000 × 0.005 = 3 650;
    # P90 − P50 = 1.2816 × 3 650 = 4 678, within 3 % on 10 000 draws
    made = bandes(base(), [], 1, Incertitude({"actualisation": 0.005}, {}))
    (line,) = made[made["poste"] == "resultat"].itertuples()
    assert line.p50 == pytest.approx(6_000, abs=200)
    assert line.p90 - line.p50 == pytest.approx(4_678, rel=0.05)
    assert line.p50 - line.p10 == pytest.approx(4_678, rel=0.05)


def test_rates_are_correlated_within_a_year_and_not_between_years():
    drawn = tirer(LAW, 2, 20_000, 1)
    one, three = drawn[:, 0, ALEAS.index("inflation_1")], drawn[:, 0, ALEAS.index("inflation_3")]
    assert np.corrcoef(one, three)[0, 1] == pytest.approx(0.7, abs=0.02)
    assert np.corrcoef(one, drawn[:, 1, ALEAS.index("inflation_1")])[0, 1] == pytest.approx(
        0, abs=0.03
    )
    assert one.std() == pytest.approx(0.02, rel=0.03)


def test_correlation_widens_the_bands():
    spread = {"inflation_1": 0.02, "inflation_3": 0.02}
    together = Incertitude(spread, {("inflation_1", "inflation_3"): 0.9})
    apart = Incertitude(spread, {})
    width = [
        (line.p90 - line.p10).iloc[0]
        for line in (bandes(base(), [], 1, law) for law in (apart, together))
    ]
    # √(160² + 160²) against √(160² + 160² + 2 × 0.9 × 160²): 1.38 times wider
    assert width[1] / width[0] == pytest.approx(1.9**0.5, rel=0.05)


def test_occupation_strays_and_stays_possible():
    law = Incertitude({"occupation": 0.05}, {})
    made = bandes(base(), [Occupation(etablissement="440000012", taux=1.19)], 2, law)
    # A at 1.19 of 0.8 already: at most 1.2 ÷ 0.8 × 10 000 = 15 000, + 10 000 and 1 000
    most = 480_000 + 15_000 + 10_000 + 1_000 - 500_000 + 5_000
    assert (made.loc[made["poste"] == "resultat", "p90"] <= most + 0.01).all()


def test_impossible_correlations_are_refused():
    law = Incertitude({}, {("gvt", "point"): 0.9, ("point", "actualisation"): 0.9,
                           ("gvt", "actualisation"): -0.9})  # fmt: skip
    with pytest.raises(ParametreError) as error:
        law.covariance()
    assert "Les corrélations se contredisent" in str(error.value)


def test_the_shipped_file_is_readable_and_says_where_it_comes_from():
    law = incertitude_en_vigueur()
    assert set(law.ecarts_types) <= set(ALEAS)
    assert law.origine
    assert law.covariance().shape == (len(ALEAS), len(ALEAS))


def test_a_service_s_own_file_is_checked(tmp_path, monkeypatch):
    (tmp_path / "incertitude.yaml").write_text("ecarts_types: {inflaton_1: 0.1}\n", "utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    with pytest.raises(ParametreError) as error:
        incertitude_en_vigueur()
    text = str(error.value).replace("\u00a0", " ")
    assert "Le taux « inflaton_1 » n’existe pas." in text
    assert "« inflation_1 »" in text
