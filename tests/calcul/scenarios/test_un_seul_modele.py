"""A type of hypothesis is one file: nothing else knows it by name."""

import re
from pathlib import Path

import pytest
from calcul.scenarios.etats import base

import cpomlib
from cpomlib.calcul.scenarios import TYPES, champs, projeter, resumer

PACKAGE = Path(cpomlib.__file__).parent
CHEZ_EUX = PACKAGE / "calcul" / "scenarios" / "types"
FACADES = {PACKAGE / "calcul" / "scenarios" / "hypotheses.py"}


def test_no_other_module_names_a_type():
    names = re.compile(r"\b(" + "|".join(kind.__name__ for kind in TYPES.values()) + r")\b")
    others = (p for p in PACKAGE.rglob("*.py") if CHEZ_EUX not in p.parents and p not in FACADES)
    guilty = []
    for path in others:
        text = path.read_text(encoding="utf-8")
        if "scenarios" in text and re.search(r"import [^\n]*" + names.pattern, text):
            guilty.append(path.name)
    assert guilty == []


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)
def test_what_is_added_first_can_be_applied_or_says_why_not(kind):
    """The page adds it on a base; it is said, and projected, at once."""
    from cpomlib.pages.scenarios.defauts import initiale

    etat = base()
    if kind.empechement(etat):
        assert kind.empechement(etat).endswith(".")
        return
    made = initiale(kind.type, etat)
    assert resumer(made)
    projeter(etat, [made], 3)


def test_every_value_of_every_type_can_be_shown():
    known = {"taux", "taux_annuel", "pas", "euros", "etp", "places", "annee", "duree", "code",
             "etablissement", "gham", "destination", "emprunt", "financement", "par_fonction",
             "jour"}  # fmt: skip
    assert {one.genre for kind in TYPES.values() for one in champs(kind)} <= known
