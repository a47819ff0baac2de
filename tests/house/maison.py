"""The house as its imports draw it: ``python tests/house/maison.py`` writes it in the docs."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cpomlib"
PAGE = ROOT / "docs" / "architecture.md"
DEBUT, FIN = "<!-- maison -->\n", "<!-- fin de la maison -->\n"


def quartiers():
    """Return the districts, as the folders of the package."""
    return sorted(p.parent.name for p in PACKAGE.glob("*/__init__.py"))


@cache
def fleches():
    """Return which district knows which, and by how many modules."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        here = path.relative_to(PACKAGE).parts[0]
        for there in _connus(path) & set(quartiers()) - {here}:
            if here in quartiers():
                found[here, there] = found.get((here, there), 0) + 1
    return found


def _connus(path):
    known = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cpomlib"):
            parts = node.module.split(".")[1:]
            known |= {parts[0]} if parts else {alias.name for alias in node.names}
    return known


@cache
def atteints(depart):
    """Return every district that one leads to, by any way."""
    direct = {there for here, there in fleches() if here == depart}
    return direct.union(*(atteints(each) for each in direct))


def essentielles():
    """Return the arrows that no longer way says already."""
    arrows = set(fleches())
    return sorted(
        (here, there)
        for here, there in arrows
        if not any(a == here and there in atteints(b) for a, b in arrows)
    )


def dessin():
    """Return the picture, in Mermaid: an arrow goes to what is known."""
    lines = [f"    {here} --> {there}" for here, there in essentielles()]
    return "\n".join(["```mermaid", "flowchart RL", *lines, "```", ""])


def page(texte):
    """Return a page with the picture of today between its marks."""
    before, rest = texte.split(DEBUT)
    return before + DEBUT + dessin() + FIN + rest.split(FIN)[1]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
