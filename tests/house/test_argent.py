"""Money once: cents become euros, and euros cents, by the one door of ``socle.argent``."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from house.arbres import noeuds

from cpomlib.socle import dire_centimes, euros_exacts, vers_centimes, vers_euros

pytestmark = pytest.mark.xdist_group("maison")
PACKAGE = Path(__file__).parents[2] / "cpomlib"
DOOR = "socle/argent.py"
NOT_MONEY = {
    "socle/typographie.py": "a fraction is written in hundredths",
    "socle/valeurs.py": "a difference of fractions is written in points",
    "classeurs/cellule.py": "a difference of fractions is written in points",
    "calcul/regional/photographie.py": "a difference of fractions is drawn in points",
    "calcul/scenarios/phrases.py": "a fraction is written in hundredths",
    "calcul/scenarios/champ.py": "a fraction read as hundredths is told",
    "calcul/budget/regle.py": "a fraction read as hundredths is told",
    "calcul/secret/primaire.py": "a fraction is written in hundredths",
    "calcul/secret/motifs.py": "a fraction is written in hundredths",
    "calcul/regional/masquage.py": "a fraction is written in hundredths",
    "calcul/scenarios/reperes.py": "ETP for a hundred places",
    "calcul/anomalies/region.py": "ETP for a hundred places",
    "calcul/anomalies/rh.py": "ETP for a hundred places",
    "exemple/staff.py": "ETP for a hundred places",
    "pages/tenue/saisie.py": "a fraction is typed in hundredths",
    "pages/scenarios/champs.py": "where a mark stands on a slider, in hundredths",
    "pages/scenarios/sol.py": "where a band stands along a slider, in hundredths",
    "pages/atelier/historique.py": "a size on the disk",
    "entree/reprise/valeurs.py": "a rate is written in hundredths",
    "entree/siao/ages.py": "a day of the year as one number",
    "entree/fec": "a month of a year as one number",
    "base/migrations": "what a migration did is not done again",
    "calcul/indicateurs": "money of the indicators, until they go through the door too",
}
"""Where a hundred is not a hundred cents, and what it is."""


def is_hundred(node):
    whole = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    return whole and node.value in (100, 0.01)


def conversions(path):
    """Yield what multiplies or divides by a hundred."""
    for node in noeuds(path):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div | ast.FloorDiv):
            if is_hundred(node.left) or is_hundred(node.right):
                yield f"{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            two = node.args and ast.unparse(node.args[-1]) in ("2", "-2")
            if (called == "scaleb" and two) or (called == "divmod" and is_hundred(node.args[1])):
                yield f"{node.lineno}: {ast.unparse(node)}"


def excused(name):
    return any(f"{name}/".startswith(f"{each}/") for each in (DOOR, *NOT_MONEY))


def test_cents_and_euros_go_through_one_door():
    found = {
        path.relative_to(PACKAGE).as_posix(): list(conversions(path))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    assert {name: held for name, held in found.items() if held and not excused(name)} == {}


def test_an_excuse_is_of_a_place_that_needs_it():
    for each in NOT_MONEY:
        here = PACKAGE / each
        paths = [here] if here.is_file() else sorted(here.rglob("*.py"))
        held = [one for path in paths for one in conversions(path)]
        assert held or each == "base/migrations", each


@pytest.mark.parametrize(
    "written", ["x * 100", "100 * x", "x / 100.0", "x.scaleb(-2)", "divmod(x, 100)", "x * 0.01"]
)
def test_a_conversion_of_ones_own_is_seen(tmp_path, written):
    (tmp_path / "un.py").write_text(written, encoding="utf-8")
    assert list(conversions(tmp_path / "un.py"))


def test_the_door_rounds_nothing_and_keeps_what_is_exact():
    # 1 040 000,00 € = 104 000 000 cents; a third of a euro stays a third of a hundred cents
    assert vers_euros(104_000_000) == 1_040_000.0
    assert vers_centimes(Decimal("10.005")) == Decimal("1000.500")
    # two decimals, whatever they are, and beyond what a double holds: 2^53 + 1 cents
    assert str(euros_exacts(-5)) == "-0.05"
    assert str(euros_exacts(9_007_199_254_740_993)) == "90071992547409.93"
    assert dire_centimes(104_000_000) == "1\u202f040\u202f000,00\u00a0€"
