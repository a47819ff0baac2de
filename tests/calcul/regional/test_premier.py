"""Which public asks most in vain: the true answer, or none; never the first of what is shown."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.regional import ecarts, en_attente, premier
from cpomlib.calcul.secret import ENSEMBLE

MODALITES = ("couple", "femme_seule", "homme_seul", "mineur")


def table(counts, hidden=()):
    """Counts of a département with their total, some masked."""
    whole = {**counts, ENSEMBLE: sum(counts.values())}
    return pd.DataFrame(
        [
            ("44", name, None if name in hidden else float(n), *(("secret", "s.") if name in hidden
             else ("ok", "")))
            for name, n in whole.items()
        ],
        columns=["departement", "modalite", "valeur", "statut", "raison"],
    ).astype({"valeur": "float64"})  # fmt: skip


def gaps(housed, asked, hidden=((), ())):
    found = ecarts(table(housed, hidden[0]), table(asked, hidden[1]))
    return found[found["modalite"] != ENSEMBLE]


HOUSED = {"couple": 10, "femme_seule": 51, "homme_seul": 139}  # 200
ASKED = {"couple": 70, "femme_seule": 300, "homme_seul": 630}  # 1 000


def test_the_winner_shown_is_named_when_no_masked_one_can_exceed_it():
    # couple 0.070 − 0.050 = 0.020; femme_seule 0.300 − 0.255 = 0.045; homme_seul below 0
    assert premier(gaps(HOUSED, ASKED))["modalite"] == "femme_seule"
    # couples housed are masked: at most 0.070 − 0 = 0.070, which is more than 0.045
    masked = gaps(HOUSED, ASKED, (("couple", "homme_seul"), ()))
    assert masked.set_index("modalite")["plafond"].round(3).to_dict() == {
        "couple": 0.07, "femme_seule": 0.045, "homme_seul": 0.63,
    }  # fmt: skip
    assert premier(masked) is None
    # where 40 couples asked, they cannot: 0.040 at most, and 0.309 − 0.255 = 0.054 beats it
    few = gaps(HOUSED, {**ASKED, "couple": 40}, (("couple",), ()))
    assert premier(few)["modalite"] == "femme_seule"


def test_a_masked_number_of_requests_is_no_more_than_what_the_others_leave():
    # 1 000 less 630 shown leaves 370 for the two masked: 0.370 each at most
    masked = gaps(HOUSED, ASKED, ((), ("couple", "femme_seule"))).set_index("modalite")
    assert masked.loc["couple", "plafond"].round(3) == 0.32  # 0.370 − 0.050
    assert masked.loc["femme_seule", "plafond"].round(3) == 0.115  # 0.370 − 0.255


def test_nobody_waits_where_every_gap_is_negative_or_cannot_be_positive():
    assert not en_attente(gaps({"couple": 10}, {"couple": 20}))
    assert en_attente(gaps(HOUSED, ASKED, (("couple",), ())))


counts = st.fixed_dictionaries({name: st.integers(1, 60) for name in MODALITES})
hidden = st.sets(st.sampled_from((*MODALITES, ENSEMBLE)))


@given(counts, counts, hidden, hidden)
@settings(deadline=None, max_examples=200)
def test_who_is_named_is_the_true_winner_whatever_is_masked(housed, asked, one, other):
    true = gaps(housed, asked)
    found = premier(gaps(housed, asked, (one, other)))
    assert found is None or found["ecart"] >= true["ecart"].max() - 1e-12


@given(counts, counts, hidden)
@settings(deadline=None, max_examples=100)
def test_what_is_masked_changes_nothing_to_who_is_named(housed, asked, one):
    """Another region that shows the same says the same: the answer tells nothing more."""
    kept = one - {ENSEMBLE}
    if len(kept) < 2:
        return
    first, second, *_ = sorted(kept)
    other = {**housed, first: housed[first] + housed[second] - 1, second: 1}
    names = [
        None if row is None else row["modalite"]
        for row in (premier(gaps(each, asked, (kept, ()))) for each in (housed, other))
    ]
    assert names[0] == names[1]


def test_extremes_are_said_of_all_only_where_all_are_shown():
    from conftest import plain

    from cpomlib.rapports.territoire import extremes

    frame = pd.DataFrame(
        {"nom": ["Sarthe", "Mayenne", "Vendée"], "valeur": [0.2, 0.4, None],
         "statut": ["ok", "ok", "secret"]}
    )  # fmt: skip
    assert plain(extremes(frame, "taux")) == (
        "Parmi les valeurs montrées, de 20,0 % (Sarthe) à 40,0 % (Mayenne) ; 1 valeur est masquée."
    )
    frame["statut"] = "ok"
    assert plain(extremes(frame, "taux")) == "De 20,0 % (Sarthe) à 40,0 % (Mayenne)."
