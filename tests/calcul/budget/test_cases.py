"""Run tests/calcul/budget/cas/*.yaml, which a tarification officer can read and write.

Each file names one rule of ``cpomlib.calcul.budget`` and lists cases: ``nom`` (a French sentence),
``entrees`` (the arguments), and either ``attendu`` or ``erreur`` (words the message contains).
A mapping of amounts may leave out its zeros; a described line may leave out fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import cpomlib.calcul.budget
from cpomlib.socle.erreurs import ParametreError, RegleBudgetaireError

CASES = Path(__file__).resolve().parent / "cas"
FILES = sorted(CASES.glob("*.yaml"))
KEYS = {"nom", "entrees", "attendu", "erreur"}
CONTRACT = {
    "base_budgetaire",
    "actualiser",
    "procedure_contradictoire",
    "couts_a_la_place",
    "convergence",
    "affecter_excedent",
    "affecter_deficit",
    "reprise_reserve_tresorerie",
    "repartir_frais_siege",
    "annuite",
    "plan_investissement",
    "plan_retour_equilibre",
    "tarif_plafond",
}


def _cases():
    for path in FILES:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in content["cas"]:
            yield pytest.param(content["regle"], case, id=f"{content['regle']}: {case['nom']}")


def _plain_spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def same(found: object, expected: object) -> bool:
    """Compare a result with what the file says, amounts exactly."""
    if is_dataclass(found) and isinstance(expected, Mapping):
        fields = asdict(found)
        return all(key in fields and same(fields[key], expected[key]) for key in expected)
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        if set(expected) - set(found):
            return False
        return all(same(value, expected.get(key, 0)) for key, value in found.items())
    if isinstance(found, tuple) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(found, Decimal) and isinstance(expected, int | float):
        return found == Decimal(repr(expected))
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize(("regle", "case"), list(_cases()))
def test_case(regle, case):
    rule = getattr(cpomlib.calcul.budget, regle)
    if "attendu" in case:
        assert same(found := rule(**case["entrees"]), case["attendu"]), found
        return
    with pytest.raises((RegleBudgetaireError, ParametreError)) as caught:
        rule(**case["entrees"])
    message = _plain_spaces(str(caught.value))
    assert [word for word in case["erreur"] if _plain_spaces(word) not in message] == [], message
    if isinstance(caught.value, RegleBudgetaireError):
        assert _plain_spaces(caught.value.article) in message
    assert caught.value.que_faire


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_well_written(path):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(content) == {"regle", "cas"}
    assert content["regle"] == path.stem
    names = [case["nom"] for case in content["cas"]]
    assert len(names) == len(set(names))
    for case in content["cas"]:
        assert set(case) <= KEYS, case["nom"]
        assert ("attendu" in case) != ("erreur" in case), case["nom"]
        assert case.get("erreur", True), case["nom"]


def test_every_rule_of_the_contract_has_its_file():
    assert CONTRACT - {path.stem for path in FILES} == set()
    assert set(cpomlib.calcul.budget.__all__) >= CONTRACT


def test_the_guide_s_example_is_the_first_case_of_the_base():
    content = yaml.safe_load((CASES / "base_budgetaire.yaml").read_text(encoding="utf-8"))
    assert "guide" in content["cas"][0]["nom"]
    assert content["cas"][0]["attendu"] == 1040000


def test_the_runner_sees_a_wrong_amount():
    assert not same(Decimal("1.00"), 1.01)
    assert not same((Decimal(1),), [1, 2])
    assert not same({"a": Decimal(1), "b": Decimal(2)}, {"a": 1})
    assert not same({"a": Decimal(1)}, {"a": 1, "z": 0})
    assert not same(False, 0)
