"""Cells and relations: what must be masked with what, and what the audit finds."""

import pytest
from conftest import plain
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.secret import (
    Cellule,
    Regles,
    SecretError,
    Systeme,
    auditer,
    rapport,
    secondaire,
    somme,
    verifier,
)

REGLES = Regles()
PETIT = (1.0, 10.0)


def carre(values, masked=(), known=()):
    """Make a table of 3 × 3 counts with margins: cells a1…c3, rows a b c, columns 1 2 3."""
    cells, equations = [], []
    rows, columns = "abc", "123"
    numbers = dict(zip((r + c for r in rows for c in columns), values, strict=True))
    for line in rows:
        numbers[line] = sum(numbers[line + c] for c in columns)
        equations.append(somme(line, [line + c for c in columns]))
    for column in columns:
        numbers[column] = sum(numbers[r + column] for r in rows)
        equations.append(somme(column, [r + column for r in rows]))
    for name, value in numbers.items():
        statut = "connue" if name in known else "publiee"
        if name in masked or (not masked and 0 < value <= 10):
            statut = "primaire" if value <= 10 else "secondaire"
        cells.append(
            Cellule(name, value, statut, PETIT if statut == "primaire" else None, table="essai")
        )
    return Systeme(tuple(cells), tuple(equations))


#          1   2   3
VALUES = (20, 30, 5,
          40, 25, 60,
          30, 35, 45)  # fmt: skip


def masks(systeme):
    return {cell.nom for cell in systeme.cellules if cell.inconnue}


def test_one_masked_cell_comes_back_from_its_margin():
    leaks = auditer(carre(VALUES))
    # 55 − 20 − 30 = 5
    assert [(one.cellule, one.minimum, one.maximum) for one in leaks] == [("a3", 5, 5)]


def test_three_more_cells_make_a_rectangle_of_the_cheapest():
    found = secondaire(carre(VALUES))
    # a rectangle through a3 needs a cell of its row, one of its column and their crossing:
    # 20 + 45 + 30 (a1, c3, c1) = 95 against 30 + 45 + 35 (a2, c3, c2) = 110,
    # 20 + 60 + 40 (a1, b3, b1) = 120, and 30 + 60 + 25 (a2, b3, b2) = 115
    assert masks(found) == {"a3", "a1", "c3", "c1"}
    assert auditer(found) == []


def test_a_cell_next_to_a_masked_one_may_still_be_bounded():
    # a1 + a3 = 25 is known, and so is a3 + c3 = 50: a3 is between 0 and 25, all of 1 to 10
    cells = carre(VALUES, masked=("a1", "a3", "c1", "c3"))
    assert auditer(cells) == []
    # with 3 instead of 20, a1 + a3 = 8: a3 cannot be 9 or 10
    low = carre((3, *VALUES[1:]), masked=("a1", "a3", "c1", "c3"))
    found = {one.cellule: (one.minimum, one.maximum) for one in auditer(low)}
    assert found == {"a1": (0, 8), "a3": (0, 8)}


def test_the_run_fails_with_the_table_the_cell_and_the_interval():
    with pytest.raises(SecretError) as caught:
        verifier(carre(VALUES))
    assert plain(caught.value) == (
        "essai : La case masquée « a3 » se retrouve : elle vaut 5. Elle se calcule avec les "
        "totaux, les compléments ou les chiffres déjà diffusés. Ne diffusez pas ces tableaux. "
        "Masquez aussi le total ou une autre case de la même ligne, regroupez des modalités, ou "
        "retirez le tableau déjà diffusé qui la révèle."
    )


def test_the_message_says_an_interval_and_counts_the_other_cells():
    with pytest.raises(SecretError) as caught:
        verifier(carre((3, *VALUES[1:]), masked=("a1", "a3", "c1", "c3")))
    assert (
        "elle est comprise entre 0 et 8, alors que 1 à 10 devraient rester possibles. 1 autre(s) "
        "case(s) sont dans ce cas."
    ) in plain(caught.value)


def test_what_last_year_s_report_showed_cannot_be_masked_again():
    found = secondaire(carre(VALUES, masked=("a3",), known=("a1", "c3")))
    # the rectangle now goes through a2 and b3: 30 + 60 + 25
    assert masks(found) == {"a3", "a2", "b3", "b2"}
    with pytest.raises(SecretError):
        secondaire(carre(VALUES, masked=("a3",), known=("a1", "a2", "a")))


def test_a_published_rate_gives_its_numerator_back():
    cells = (Cellule("hebergees", 4, "primaire", PETIT), Cellule("accueillies", 160))
    # 4 / 160 = 0.025, published to the reader with its denominator: 0.025 × 160 = 4
    leaks = auditer(Systeme(cells, (rapport("hebergees", "accueillies", 0.025),)))
    assert [(one.minimum, one.maximum) for one in leaks] == [(4, 4)]


def test_the_complement_of_a_share_is_protected_like_the_share():
    cells = (
        Cellule("oui", 97),
        Cellule("non", 3, "interne", PETIT),
        Cellule("total", 100),
        Cellule("autre", 60),
        Cellule("region", 160),
    )
    system = Systeme(cells, (somme("total", ["oui", "non"]), somme("region", ["total", "autre"])))
    # the share costs 97; the total would cost 100, and another cell with it
    assert masks(secondaire(system)) == {"non", "oui"}


def test_linked_tables_share_their_cells():
    age = Systeme(
        (Cellule("jeunes", 4, "primaire", PETIT), Cellule("autres", 96), Cellule("total", 100)),
        (somme("total", ["jeunes", "autres"]),),
    )
    sexe = Systeme(
        (Cellule("total", 100), Cellule("femmes", 40), Cellule("hommes", 60)),
        (somme("total", ["femmes", "hommes"]),),
    )
    whole = Systeme((), ()) + age + sexe
    found = secondaire(whole)
    assert auditer(found) == [] and len(found.cellules) == 5
    # masking the total alone would not do: the other table gives it back
    assert auditer((age + sexe).masquant(["total"]))[0].cellule == "jeunes"


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=9, max_size=9))
def test_nothing_comes_back_whatever_the_table(values):
    before = carre(values)
    after = secondaire(before, REGLES)
    assert auditer(after, REGLES) == []
    for old, new in zip(before.cellules, after.cellules, strict=True):
        assert old.valeur == new.valeur
        assert new.statut == old.statut or (old.statut, new.statut) == ("publiee", "secondaire")
