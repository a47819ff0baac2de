"""A notebook written for version 0.1 works one version more, and is told what to write instead."""

import subprocess
import sys
import warnings
from importlib import import_module
from importlib.util import find_spec

import pytest

from cpomlib.socle.anciens_noms import NOMS, nouveau

RAPPORTS = "cpomlib.rapports."
IMPORTS = [
    ("from cpomlib import diagnostic", f"{RAPPORTS}diagnostic"),
    ("from cpomlib.diagnostic import volet_rapport", f"{RAPPORTS}volet_financier.rapport"),
    ("from cpomlib.diagnostic import fiche_operateur", f"{RAPPORTS}fiche_operateur.fiche"),
    ("from cpomlib.territoire import synthese", f"{RAPPORTS}synthese_regionale.synthese"),
    ("from cpomlib.territoire import photographie", f"{RAPPORTS}photographie_publics.photographie"),
    ("from cpomlib.apps import atelier", "cpomlib.pages.atelier"),
    ("import cpomlib.store", "cpomlib.base"),
]


@pytest.mark.parametrize(("asked", "now"), IMPORTS)
def test_an_import_of_version_0_1_gives_what_replaces_it(asked, now):
    code = (
        f"import warnings; warnings.simplefilter('always')\n{asked} as old\n"
        f"import {now} as new\n"
        "names = [n for n in getattr(new, '__all__', vars(new)) if n[0] != '_']\n"
        "assert names and all(getattr(old, n) is getattr(new, n) for n in names)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "s’appelle maintenant «\u00a0cpomlib." in done.stderr


def test_every_old_name_leads_to_something():
    for old, new in NOMS.items():
        assert nouveau(f"cpomlib.{old}") == f"cpomlib.{new}"
        assert find_spec(f"cpomlib.{new}"), new


def test_the_warning_says_both_names():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        import_module("cpomlib.regional")
    (warning,) = [one for one in told if one.category is DeprecationWarning]
    assert str(warning.message) == (
        "«\u00a0cpomlib.regional\u00a0» s’appelle maintenant «\u00a0cpomlib.calcul.regional\u00a0»"
        "\u00a0; l’ancien nom disparaîtra à la prochaine version."
    )


def test_a_name_that_never_was_is_not_found():
    assert nouveau("cpomlib.diagnosti") is None
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'cpomlib\.diagnosti'"):
        import_module("cpomlib.diagnosti")
    with pytest.raises(ImportError, match="cannot import name 'rien'"):
        exec("from cpomlib.store import rien")
