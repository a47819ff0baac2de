"""The solver of the programs of secrecy: what it finds, and what it must not make of a failure."""

import os
import subprocess
import sys

import numpy as np
import pytest
from calcul.secret.test_systeme import carre, masks
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from cpomlib.calcul.secret import Cellule, Equation, Systeme, auditer, lp, secondaire, somme
from cpomlib.calcul.secret.lp import Programme, _components
from cpomlib.calcul.secret.optimum import Optimum

PETIT = (1.0, 10.0)
SOMME = np.array([[1.0, 1.0]])


def deux(total, haut=(10.0, 10.0), **settings):
    """Make two counts of 0 to ``haut`` that add up to ``total``."""
    return Optimum(SOMME, np.array([total]), np.zeros(2), np.array(haut), **settings)


def echoue(monkeypatch):
    """Make every program stop before it has an optimum."""
    monkeypatch.setattr(Optimum, "minimiser", lambda self, couts: None)


class Scipy:
    """Solve the same programs with scipy, from nothing each time."""

    def __init__(self, matrice, droite, bas, haut, *, primal=False):
        self.matrice, self.droite = matrice, droite
        self.borner(bas, haut)

    def borner(self, bas, haut):
        self.bounds = np.column_stack([bas, haut])

    def minimiser(self, couts):
        tied = {"A_eq": self.matrice, "b_eq": self.droite} if len(self.droite) else {}
        found = linprog(couts, bounds=self.bounds, method="highs", **tied)
        return found.x if found.status == 0 else None


@pytest.mark.parametrize("primal", [True, False])
def test_a_count_goes_as_far_as_the_other_lets_it(primal):
    program = deux(12.0, primal=primal)
    # a + b = 12 and b ≤ 10: a ≥ 2; a ≤ 10, and then b = 2
    assert program.minimiser(np.array([1.0, 0.0])) == pytest.approx([2, 10])
    assert program.minimiser(np.array([-1.0, 0.0])) == pytest.approx([10, 2])
    # 3 × a + 2 × b = 24 + a is least where a is: 24 + 2
    assert program.minimiser(np.array([3.0, 2.0])) == pytest.approx([2, 10])


@pytest.mark.parametrize("primal", [True, False])
def test_nothing_is_found_where_nothing_is_possible_and_then_it_goes_on(primal):
    program = deux(12.0, primal=primal)
    program.borner(np.zeros(2), np.array([5.0, 6.0]))
    # 5 + 6 = 11 < 12
    assert program.minimiser(np.array([1.0, 0.0])) is None
    program.borner(np.zeros(2), np.array([5.0, 8.0]))
    # 12 − 8 = 4
    assert program.minimiser(np.array([1.0, 0.0])) == pytest.approx([4, 8])


@pytest.mark.parametrize("primal", [True, False])
def test_nothing_is_found_where_there_is_no_end(primal):
    program = Optimum(
        np.array([[1.0, -1.0]]), np.zeros(1), np.zeros(2), np.full(2, np.inf), primal=primal
    )
    # a = b, as great as one likes
    assert program.minimiser(np.array([-1.0, 0.0])) is None
    assert program.minimiser(np.array([1.0, 0.0])) == pytest.approx([0, 0])


@pytest.mark.parametrize("primal", [True, False])
def test_the_public_class_of_highspy_does_as_well(primal, monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy._core", None)
    test_a_count_goes_as_far_as_the_other_lets_it(primal)
    test_nothing_is_found_where_nothing_is_possible_and_then_it_goes_on(primal)


def test_without_relation_the_bounds_are_all():
    program = Optimum(np.zeros((0, 2)), np.zeros(0), np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    assert program.minimiser(np.array([-1.0, 1.0])) == pytest.approx([3, 2])


def test_a_program_that_stops_early_finds_nothing():
    program = Optimum(
        np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]), np.array([12.0, 9.0]),
        np.zeros(3), np.full(3, 10.0),
    )  # fmt: skip
    program._solveur.setOptionValue("simplex_iteration_limit", 0)
    program._solveur.setOptionValue("presolve", "off")
    assert program._resolu() is None


def test_a_point_said_optimal_is_checked_without_the_solver(monkeypatch):
    program = deux(12.0)
    assert program._possible(np.array([2.0, 10.0]))
    # a sum of 11.99, then a count above 10
    assert not program._possible(np.array([2.0, 9.99]))
    assert not program._possible(np.array([1.0, 11.0]))
    monkeypatch.setattr(Optimum, "_possible", lambda self, point: False)
    assert program.minimiser(np.array([1.0, 0.0])) is None


def test_large_sums_are_allowed_what_floats_lose():
    euros = deux(2e9, (2e9, 2e9))
    # 10⁻¹² of 4 × 10⁹ is 0.004 at most: five thousandths are an error
    assert euros._possible(np.array([1e9, 1e9 + 1e-3]))
    assert not euros._possible(np.array([1e9, 1e9 + 5e-3]))


def systeme(values, statut="primaire", **others):
    """Make counts a, b… and their total, which is published."""
    cells = [Cellule(name, value, statut, PETIT, **others) for name, value in values.items()]
    total = Cellule("total", sum(values.values()))
    return Systeme((*cells, total), (somme("total", list(values)),))


def test_a_cell_whose_program_fails_is_taken_for_recovered(monkeypatch):
    # 20 + 4 = 24, and nothing else is known: 4 may be anything from 0 to 24
    hidden = systeme({"a": 4.0, "b": 20.0})
    assert auditer(hidden) == []
    echoue(monkeypatch)
    assert [leak.cellule for leak in auditer(hidden)] == ["a", "b"]


def test_a_failure_excuses_no_leak(monkeypatch):
    # a alone is masked: 24 − 20 = 4. Were nothing published, it could be anything; a program that
    # fails to say so must not make the leak look unavoidable
    cells = (*systeme({"a": 4.0}).cellules[:1], Cellule("b", 20.0), Cellule("total", 24.0))
    alone = Systeme(cells, (somme("total", ["a", "b"]),))
    assert [(leak.minimum, leak.maximum) for leak in auditer(alone)] == [(4, 4)]
    echoue(monkeypatch)
    assert [leak.cellule for leak in auditer(alone)] == ["a"]


def test_how_wide_a_cell_is_does_not_depend_on_what_was_solved_before():
    # a + b = 13 and b ≤ 10: a is 3 to 13, eleven values but not 1 nor 2, which is wide enough; what
    # is known before a program looks for its greatest is 3 to 10, which would not be
    cells = (
        Cellule("a", 10.0, "primaire", PETIT),
        Cellule("b", 3.0, "primaire", PETIT, maximum=10.0),
        Cellule("total", 13.0),
    )
    for ordered in (cells, (cells[1], cells[0], cells[2])):
        assert auditer(Systeme(ordered, (somme("total", ["a", "b"]),))) == []


def test_a_cell_without_lower_bound_has_an_interval():
    low = systeme({"a": 4.0, "b": 20.0}, minimum=-np.inf)
    # ten times the largest number and a hundred: 10 × (24 + 100) = 1240
    assert Programme(low).resoudre(0, -np.inf, np.inf) == pytest.approx((24 - 1240, 1240))


def test_a_cell_cannot_move_where_everything_else_is_fixed():
    program = Programme(systeme({"a": 4.0, "b": 20.0}))
    assert program.deplacement(0, 3.0, np.array([1.0, np.inf, np.inf])) is None
    # up by 3, and b down by 3; below zero nothing goes
    assert program.deplacement(0, 3.0, np.array([1.0, 1.0, np.inf])) == pytest.approx([3, -3, 0])
    assert program.deplacement(0, -5.0, np.array([1.0, 1.0, np.inf])) is None


def test_among_equals_the_names_decide_whatever_the_order():
    values = {"a": 4.0, "b": 20.0, "c": 20.0, "d": 20.0, "e": 21.0}

    def found_in(names):
        shown = {name: values[name] for name in names}
        one = systeme(shown, "publiee")
        cells = [
            Cellule(cell.nom, cell.valeur, "primaire" if cell.nom == "a" else "publiee",
                    PETIT if cell.nom == "a" else None)
            for cell in one.cellules
        ]  # fmt: skip
        return masks(secondaire(Systeme(tuple(cells), one.equations)))

    found = found_in("abcde")
    assert len(found) == 2 and "e" not in found and "total" not in found
    assert found_in("edcba") == found_in("cadbe") == found


def test_groups_of_unknown_cells():
    # rows: a b c | c d | e f g, where c and g are known, and h is in no relation
    matrix = np.zeros((3, 8))
    matrix[0, :3] = matrix[1, 2:4] = matrix[2, 4:7] = 1
    unknown = np.array([1, 1, 0, 1, 1, 1, 0, 1], dtype=bool)
    a, b, c, d, e, f, g, h = _components(matrix, unknown)
    assert a == b and e == f and c == g == -1
    assert len({a, d, e, h}) == 4
    # once c is unknown, it ties a, b and d
    unknown[2] = True
    a, b, c, d, *_ = _components(matrix, unknown)
    assert a == b == c == d


def quelconque(numbers, ties, masked, high):
    """Make a system of any relations, obeyed by the numbers."""
    statuts = ["secondaire" if hidden else "publiee" for hidden in masked]
    cells = tuple(
        Cellule(str(place), number, statut, maximum=number + more)
        for place, (number, statut, more) in enumerate(zip(numbers, statuts, high, strict=True))
    )
    names = [cell.nom for cell in cells]
    equations = tuple(
        Equation(tuple(zip(names, row, strict=True)), float(np.dot(row, numbers))) for row in ties
    )
    return Systeme(cells, equations)


SIZE = 6
SYSTEMS = st.builds(
    quelconque,
    st.lists(st.integers(0, 30).map(float), min_size=SIZE, max_size=SIZE),
    st.lists(st.lists(st.integers(-1, 2), min_size=SIZE, max_size=SIZE), max_size=4),
    st.lists(st.booleans(), min_size=SIZE, max_size=SIZE),
    st.lists(st.sampled_from([0.0, 3.0, 50.0, np.inf]), min_size=SIZE, max_size=SIZE),
)


def attendu(one, place):
    """Bound a cell with scipy, the known ones being fixed rather than taken away."""
    top = 10 * (max(cell.valeur for cell in one.cellules) + 100)
    bounds = [
        (cell.minimum, min(cell.maximum, top)) if cell.inconnue else (cell.valeur,) * 2
        for cell in one.cellules
    ]
    rows = [[factor for _, factor in equation.termes] for equation in one.equations]
    tied = {"A_eq": rows, "b_eq": [e.constante for e in one.equations]} if rows else {}
    ends = []
    for sign in (1.0, -1.0):
        target = [sign * (rank == place) for rank in range(SIZE)]
        found = linprog(target, bounds=bounds, **tied)
        assert found.status == 0
        ends.append(sign * found.fun)
    return tuple(ends)


@settings(max_examples=60, deadline=None)
@given(SYSTEMS)
def test_intervals_are_those_of_another_solver_in_whatever_order(one):
    hidden = [rank for rank, cell in enumerate(one.cellules) if cell.inconnue]
    for order in (hidden, hidden[::-1]):
        program = Programme(one)
        for rank in order:
            found = program.resoudre(rank, -np.inf, np.inf)
            assert found == pytest.approx(attendu(one, rank), abs=1e-5)
            assert program.prouve(rank)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 25), min_size=9, max_size=9))
def test_masks_are_those_that_another_solver_would_choose(values):
    before = carre(values)
    found = masks(secondaire(before))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lp, "Optimum", Scipy)
        assert masks(secondaire(before)) == found


def test_solving_says_nothing_and_starts_no_thread():
    code = (
        "import numpy as np\n"
        "from cpomlib.calcul.secret.optimum import Optimum\n"
        "from cpomlib.processus import fils_dangereux\n"
        "o = Optimum(np.ones((1, 2)), np.array([12.0]), np.zeros(2), np.full(2, 10.0))\n"
        "assert o.minimiser(np.array([1.0, 0.0])) is not None\n"
        "assert not fils_dangereux(), fils_dangereux()\n"
    )
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, **alone},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
