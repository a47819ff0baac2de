"""The picture of the house is today's; a public type has one name, a name one meaning."""

import ast
from collections import defaultdict

import pytest
from house.arbres import arbre
from house.maison import PACKAGE, PAGE, ROOT, fleches, page, quartiers

pytestmark = pytest.mark.xdist_group("maison")
MAXIMUM = 16


def test_the_picture_is_drawn_from_today_s_imports():
    said = PAGE.read_text(encoding="utf-8")
    assert said == page(said), "refaites-la : python tests/house/maison.py"


def test_a_picture_of_other_imports_is_seen():
    said = PAGE.read_text(encoding="utf-8")
    assert page(said.replace("droit --> socle", "socle --> droit")) == said


def test_there_are_no_more_districts_than_one_remembers():
    assert len(quartiers()) <= MAXIMUM
    assert len(fleches()) > len(quartiers())


def test_every_district_is_on_the_map_of_the_readme_and_in_the_architecture():
    for name in ("README.md", "docs/architecture.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not [each for each in quartiers() if each not in text]


def declared():
    """Return where each class of the package is defined."""
    found = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        for node in arbre(path).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].add(".".join(path.relative_to(PACKAGE).with_suffix("").parts))
    return found


def shown():
    """Return by which faces each name crosses, with the module it comes from."""
    found = defaultdict(set)
    for face in [*PACKAGE.rglob("__init__.pyi"), *PACKAGE.rglob("__init__.py")]:
        room = face.parent.relative_to(PACKAGE).parts
        for node in ast.parse(face.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module:
                inside = (*room, node.module) if node.level else node.module.split(".")[1:]
                for alias in node.names:
                    found[alias.name].add(".".join(inside))
    return found


def test_a_public_type_has_one_meaning():
    defined = declared()
    places = {name: defined[name] & known for name, known in shown().items()}
    assert not {name: sorted(several) for name, several in places.items() if len(several) > 1}


def test_the_name_of_a_public_type_is_borne_by_no_other():
    defined, public = declared(), shown()
    twins = {name: places for name, places in defined.items() if len(places) > 1}
    assert not {name: sorted(places) for name, places in twins.items() if places & public[name]}
