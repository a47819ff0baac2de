"""House verbs: a function that acts takes its verb from the closed list of the glossary."""

import ast
import re
from pathlib import Path

import pytest
from house.arbres import noeuds

pytestmark = pytest.mark.xdist_group("maison")
ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cpomlib"
GLOSSAIRE = ROOT / "docs" / "glossaire.md"

SYNONYMES = {
    "read": ("get", "fetch", "load", "retrieve"),
    "write": ("dump", "print"),
    "save": ("store", "persist"),
    "make": ("build", "create", "generate", "produce", "construct"),
    "check": ("validate", "verify", "ensure", "assert"),
    "compute": ("calculate", "calc", "eval"),
    "find": ("search", "lookup", "locate"),
    "draw": ("plot", "paint"),
    "render": ("show", "display"),
    "refuse": ("raise", "reject", "fail"),
    "record": ("log", "register"),
    "run": ("execute", "exec", "perform", "process"),
}
"""Verb of the house → those that would say the same."""
FRANCAIS = {
    "read": "lire", "write": "ecrire", "check": "verifier controler", "compute": "calculer",
    "open": "ouvrir", "save": "enregistrer", "project": "projeter", "compare": "comparer",
    "make": "faire creer", "refuse": "refuser", "list": "lister", "find": "trouver chercher",
    "ask": "demander", "tell": "dire", "mask": "masquer", "draw": "dessiner",
}  # fmt: skip
"""Verb of the house → those an analyst types; what is private is typed by nobody."""

AILLEURS = {
    "get_command": "click", "format_commands": "click", "get_field": "string.Formatter",
    "execute_notebook": "papermill", "execute_managed_notebook": "papermill",
    "execute_cell": "nbclient", "execute": "nbclient",
    "exec_module": "importlib",
    "load": "what the notebooks of a service call",
    "build": "the invented region, called by the tests of every room",
    "create_role": "CREATE ROLE, the word of PostgreSQL",
}  # fmt: skip
"""Functions whose name is not ours to choose, and whose it is."""
EN_FRANCAIS = ("pages/", "calcul/scenarios/", "rendu/scenario/")
"""Rooms whose private functions answer to buttons and hypotheses named in French."""


def functions():
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in noeuds(path):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
                yield path.relative_to(PACKAGE).as_posix(), node.name


def verb(name):
    return name.lstrip("_").partition("_")[0]


def test_no_function_says_it_with_another_verb():
    other = {word: ours for ours, words in SYNONYMES.items() for word in words}
    guilty = {
        f"{where}: {name}": other[verb(name)]
        for where, name in functions()
        if verb(name) in other and name not in AILLEURS
    }
    assert guilty == {}


def test_what_nobody_types_is_in_english():
    french = {word: ours for ours, words in FRANCAIS.items() for word in words.split()}
    guilty = {
        f"{where}: {name}": french[verb(name)]
        for where, name in functions()
        if name.startswith("_") and verb(name) in french and not where.startswith(EN_FRANCAIS)
    }
    assert guilty == {}


def test_the_glossary_lists_the_verbs():
    said = GLOSSAIRE.read_text(encoding="utf-8").partition("Verbes des fonctions")[2]
    listed = set(re.findall(r"`(\w+)`", said.partition("Ce\nqu’un analyste")[0]))
    assert set(SYNONYMES) | set(FRANCAIS) <= listed
    assert len(listed) <= 20
    assert not listed & {word for words in SYNONYMES.values() for word in words}


@pytest.mark.parametrize("name", AILLEURS)
def test_an_exception_is_of_a_function_that_is(name):
    assert name in {each for _, each in functions()}
