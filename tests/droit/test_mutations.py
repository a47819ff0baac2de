"""Whatever a service writes in its files, the answer is a value or a French sentence."""

import copy
import random
from datetime import date
from pathlib import Path

import pytest
import yaml

from cpomlib.droit import comptes, definitions, groupes_fonctionnels, nomenclature, seuils
from cpomlib.droit.comptes import check
from cpomlib.droit.dossiers import shipped_dir
from cpomlib.socle.erreurs import ParametreError

JUNK = [None, 1, "x", [], {}, [1], {"a": 1}, True, 2.5, date(2020, 1, 1), [[1]], {1: 2}, ""]
AU = date(2025, 12, 31)
FILES = [
    "legislation/comptes_diagnostic.yaml",
    "legislation/groupes_fonctionnels.yaml",
    "legislation/tarifs_plafonds/3R.yaml",
    "legislation/dotations/drl_regions.yaml",
    "legislation/volet_financier/modalites.yaml",
    "nomenclatures/motif.yaml",
    "seuils.yaml",
]


def nodes(value, path=()):
    """Yield the path of every node of a YAML document."""
    yield path
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            yield from nodes(value[key], (*path, key))


def mutated(document, chance):
    """Return the document with one node replaced, removed or renamed."""
    path = chance.choice(list(nodes(document)))
    if not path:
        return copy.deepcopy(chance.choice(JUNK))
    document = copy.deepcopy(document)
    parent = document
    for key in path[:-1]:
        parent = parent[key]
    kind = chance.choice(["replace", "replace", "remove", "rename"])
    if kind == "replace" or isinstance(parent, list):
        parent[path[-1]] = copy.deepcopy(chance.choice(JUNK))
    elif kind == "remove":
        del parent[path[-1]]
    else:
        parent[chance.choice([1, "x", None])] = parent.pop(path[-1])
    return document


def read(relative):
    chemin = Path(relative).with_suffix("")
    if chemin.parts[0] == "nomenclatures":
        nomenclature(chemin.name)
    elif chemin.parts[0] == "seuils":
        seuils()
        definitions()
    else:
        check(chemin.relative_to("legislation").as_posix())
        comptes("frng", AU)
        groupes_fonctionnels("charge", AU)


@pytest.mark.parametrize("relative", FILES)
def test_a_mutated_file_is_read_or_refused_in_french(relative, write):
    chance = random.Random(relative)
    document = yaml.safe_load((shipped_dir() / relative).read_text(encoding="utf-8"))
    refused = 0
    for _ in range(40):
        write(relative, yaml.safe_dump(mutated(document, chance), allow_unicode=True))
        try:
            read(relative)
        except ParametreError as error:
            refused += 1
            assert str(error).rstrip().endswith((".", "»", ")", "…"))
    assert refused > 0
