"""A table of counts with margins, as the regional sheets publish it."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.secret import ENSEMBLE, Regles, SecretError, proteger
from cpomlib.calcul.secret.primaire import DOMINANCE, PEU_D_UNITES, PEU_DE_PERSONNES
from cpomlib.calcul.secret.tableau import SECONDAIRE

REGLES = Regles()
CLE = ["territoire", "modalite"]
PARENTS = {"territoire": {"44": "52", "49": "52", "53": "52"}}
MODALITES = ("rue", "expulsion", "autre")


def table(counts):
    """Write counts by département and modality, with both margins."""
    rows = [(t, m, n) for (t, m), n in counts.items()]
    frame = pd.DataFrame(rows, columns=[*CLE, "menages"])
    lines = frame.groupby("territoire", as_index=False)["menages"].sum()
    frame = pd.concat([frame, lines.assign(modalite=ENSEMBLE)])
    region = frame.groupby("modalite", as_index=False)["menages"].sum()
    return pd.concat([frame, region.assign(territoire="52")], ignore_index=True)


def counts(numbers):
    cells = [(t, m) for t in ("44", "49", "53") for m in MODALITES]
    return dict(zip(cells, numbers, strict=True))


def secrets(shown):
    rows = shown[shown["statut"] == "secret"]
    return dict(
        zip(zip(rows["territoire"], rows["modalite"], strict=True), rows["raison"], strict=True)
    )


def test_the_small_count_and_the_cheapest_rectangle_are_masked():
    frame = table(counts([40, 4, 30, 25, 12, 50, 14, 20, 0]))
    shown = proteger(frame, CLE, "menages", parents=PARENTS, regles=REGLES)
    assert secrets(shown) == {
        ("44", "expulsion"): PEU_DE_PERSONNES.format(seuil=11),
        # 25 + 12 + 40 (49 and « rue ») = 77, 14 + 20 + 40 (53) = 74
        ("44", "rue"): SECONDAIRE,
        ("53", "rue"): SECONDAIRE,
        ("53", "expulsion"): SECONDAIRE,
    }
    assert shown.loc[shown["statut"] == "secret", "menages"].isna().all()
    kept = shown["statut"] == "ok"
    assert (shown.loc[kept, "menages"] == frame.loc[kept, "menages"]).all()
    # a zero tells of nobody: it is shown
    zero = shown[(shown["territoire"] == "53") & (shown["modalite"] == "autre")]
    assert zero["menages"].tolist() == [0.0]


def test_rules_may_ask_for_zeros_to_be_masked():
    frame = table(counts([40, 40, 30, 25, 12, 50, 14, 20, 0]))
    shown = proteger(frame, CLE, "menages", parents=PARENTS, regles=Regles(zero_masque=True))
    assert ("53", "autre") in secrets(shown)


def test_few_contributors_and_one_that_is_nearly_all():
    frame = pd.DataFrame(
        {
            "territoire": ["44", "49", "53"],
            "euros": [1000.0, 1000.0, 1000.0],
            "n": [4, 6, 6],
            "premier": [300, 860, 800],
            "second": [300, 50, 60],
        }
    )
    shown = proteger(
        frame, ["territoire"], "euros", personnes=False, regles=REGLES,
        contributions=["n", "premier", "second"],
    )  # fmt: skip
    # 860 / (1000 − 50) > 0.85 ; 800 / (1000 − 60) = 0.851 > 0.85
    assert shown["raison"].tolist() == [
        PEU_D_UNITES.format(seuil=5), DOMINANCE.format(part=85), DOMINANCE.format(part=85),
    ]  # fmt: skip


def test_a_table_published_before_is_taken_into_account():
    frame = table(counts([40, 4, 30, 25, 12, 50, 14, 20, 0]))
    before = frame.assign(vu=frame["modalite"].isin(["rue", "autre", ENSEMBLE]))
    with pytest.raises(SecretError) as caught:
        proteger(
            before, CLE, "menages", parents=PARENTS, connue="vu", titre="Motifs", regles=REGLES
        )
    assert str(caught.value).startswith("Motifs (44, expulsion)")


def test_a_missing_number_stays_missing():
    frame = table(counts([40, 24, 30, 25, 12, 50, 14, 20, 30])).astype({"menages": "float64"})
    frame.loc[0, "menages"] = None
    shown = proteger(frame, CLE, "menages", parents=PARENTS, regles=REGLES)
    assert shown.loc[0, "statut"] == "nd" and not secrets(shown)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=9, max_size=9))
def test_no_small_count_is_what_its_line_lacks(numbers):
    shown = proteger(table(counts(numbers)), CLE, "menages", parents=PARENTS, regles=REGLES)
    for _, line in shown.groupby("territoire"):
        assert (line["statut"] == "secret").sum() != 1
    for _, column in shown.groupby("modalite"):
        assert (column["statut"] == "secret").sum() != 1
