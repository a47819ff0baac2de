"""Whatever the entries and the dialect: the same totals to the cent; whatever the bytes: a word."""

from collections import Counter
from datetime import date

import pytest
from entree.fec.ecritures import EXERCICE, Dialecte, Ligne, ecrire, ecrire_classeur, lire
from entree.fec.test_dialectes import DIALECTES
from entree.mutations import balances, changes, damaged
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.entree.comptes import compte_partage
from cpomlib.entree.jours import lire_jour
from cpomlib.entree.montants import lire_montant
from cpomlib.tables.cellules import Refus

COMPTES = ("102000", "401000", "411DUPONT", "512000", "606100", "641100", "641900", "706", "732")
DATES = st.dates(date(2025, 1, 1), date(2025, 12, 30))
AMOUNTS = st.integers(-(10**9), 10**9).filter(bool)


@st.composite
def entries(draw):
    """Return balanced entries of two lines each, at most twenty."""
    lines = []
    for number in range(draw(st.integers(1, 10))):
        day, amount = draw(DATES), draw(AMOUNTS)
        text = draw(st.sampled_from(["Loyer", "Été", "Œuvre", "a b"]))
        journal = draw(st.sampled_from(["AC", "BQ"]))
        for debit in (True, False):
            lines.append(
                Ligne(
                    journal, str(number + 1), day, draw(st.sampled_from(COMPTES)), "Compte",
                    amount if debit else 0, 0 if debit else amount, text,
                )
            )  # fmt: skip
    return lines


def signed(dialecte):
    """Say whether a dialect writes the sign of a negative amount."""
    return dialecte.montant is None


@settings(max_examples=60, deadline=None)
@given(lines=entries(), name=st.sampled_from([n for n, d in DIALECTES.items() if signed(d)]))
def test_totals_to_the_cent(tmp_path_factory, lines, name):
    lecture = lire(ecrire(tmp_path_factory.mktemp("fec") / "e.txt", lines, DIALECTES[name]))
    expected = Counter()
    for une in lines:
        expected[compte_partage(une.compte)] += une.debit - une.credit
    balances = lecture.frames["balances"].set_index("compte")
    found = (balances["debit"] - balances["credit"]).to_dict()
    assert found == {compte: net for compte, net in expected.items() if net}
    budgets = lecture.frames["budgets"]
    result = budgets["montant"].where(budgets["sens"] == "produit", -budgets["montant"]).sum()
    assert result == -sum(net for compte, net in expected.items() if compte[0] in "67")


@given(st.integers(-(10**12), 10**12))
def test_an_amount_written_is_an_amount_read(centimes):
    sign, value = "-" if centimes < 0 else "", abs(centimes)
    whole, cents = f"{value // 100:,}", f"{value % 100:02d}"
    spaced = whole.replace(",", "\u202f")
    ways = {
        f"{sign}{value // 100},{cents}",
        f"{value // 100}.{cents}{sign}",
        f"{sign} {spaced},{cents} €",
        f"({spaced},{cents})" if sign else f"{spaced},{cents}",
        f"{sign}{whole}.{cents}",
        f"{sign}{value}E-2",
    }
    assert {lire_montant(text) for text in ways} == {centimes}


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_reason(text):
    assert isinstance(lire_montant(text), int | Refus | None)
    assert isinstance(lire_jour(text), date | Refus | None)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_written_is_a_day_read(day):
    for form in ("%Y%m%d", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d 08:30"):
        assert lire_jour(day.strftime(form).zfill(8)) == day


SEEDS = {
    "tabulation": lambda path: ecrire(path, EXERCICE),
    "guillemets": lambda path: ecrire(path, EXERCICE, Dialecte(";", guillemets=True)),
    "utf-16": lambda path: ecrire(path, EXERCICE, Dialecte("|", encodage="utf-16")),
    "classeur": lambda path: ecrire_classeur(path, EXERCICE),
}


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_bytes_are_read_or_refused_in_words(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("mutations")
    seed = SEEDS[name](folder / "seed").read_bytes()

    @settings(max_examples=60, deadline=None)
    @given(changes(len(seed) - 1))
    def mutate(made):
        path = folder / "e"
        path.write_bytes(damaged(seed, made))
        frame = balances(lire, path)
        if frame is not None:
            assert frame["debit"].sum() == frame["credit"].sum()

    mutate()
