"""Indicators kept in the base: shown while nothing of their gestionnaire has changed since."""

import subprocess
from pathlib import Path

import pandas as pd
import pytest
from base.donnees import ALPHA, BETA, ORIGIN, activite, etablissements, gestionnaires
from sqlalchemy import text

import cpomlib
from cpomlib import base as store
from cpomlib.base.indicateurs_calcules import kept_indicators, write_indicators

READ = r"indicateurs_(calcules|dates)|FROM indicateurs\b"
NORD, SUD, LOIN = "440000001", "440000019", "440000027"


@pytest.fixture
def base(tmp_path):
    """A gestionnaire with two establishments, another with one."""
    engine = store.open_base(f"sqlite:///{tmp_path / 'cpom.db'}", creer=True)
    owned = {NORD: ALPHA, SUD: ALPHA, LOIN: BETA}
    frames = {"gestionnaires": gestionnaires(ALPHA, BETA), "etablissements": etablissements(owned)}
    store.deposit(engine, frames, ORIGIN)
    return engine


def row(owner, house=None, *, portee, etat=1, annee=2025, valeur=0.5):
    return {
        "niveau": "etablissement" if house else "gestionnaire", "gestionnaire": owner,
        "etablissement": house, "perimetre": "tous", "annee": annee, "periode": str(annee),
        "volet": "activite", "indicateur": "taux_occupation", "libelle": "Taux d’occupation",
        "unite": "taux", "valeur": valeur, "statut": "ok", "etat": etat, "portee": portee,
        "reglages": "r1", "calcule_le": "2026-11-29", "calcule_par": "Claire",
    }  # fmt: skip


def keep(engine, etat=1, valeur=0.5):
    both = f"{NORD} {SUD}"
    rows = [row(ALPHA, portee=both, etat=etat, valeur=valeur),
            row(ALPHA, NORD, portee=NORD, etat=etat), row(ALPHA, SUD, portee=SUD, etat=etat),
            row(BETA, portee=LOIN, etat=etat)]  # fmt: skip
    write_indicators(engine, pd.DataFrame(rows))


def shown(engine, view="indicateurs", column="coalesce(etablissement, gestionnaire)"):
    with engine.connect() as connection:
        return sorted(connection.execute(text(f"SELECT {column} FROM {view}")).scalars())


def test_what_is_kept_is_shown_and_replaced_whole(base):
    keep(base)
    assert shown(base) == [ALPHA, BETA, NORD, SUD]
    keep(base, valeur=0.75)
    assert shown(base, column="valeur") == [0.5, 0.5, 0.5, 0.75]


def test_a_deposit_hides_the_figures_of_its_gestionnaire_and_of_no_other(base):
    keep(base)
    store.deposit(base, {"activite": activite(SUD, 2025, 900)}, ORIGIN)
    assert shown(base) == [BETA]
    assert shown(base, "indicateurs_dates WHERE perime = 'oui'") == [ALPHA, NORD, SUD]
    assert [(one.gestionnaire, one.perime) for one in kept_indicators(base)] == [
        (ALPHA, True), (BETA, False)
    ]  # fmt: skip
    keep(base, etat=2)
    assert shown(base) == [ALPHA, BETA, NORD, SUD]


def test_an_establishment_that_changes_hands_hides_both(base):
    keep(base)
    store.deposit(base, {"etablissements": etablissements({SUD: BETA})}, ORIGIN)
    assert shown(base) == []


def test_a_past_deposit_brought_back_hides_too_and_what_parties_write_does_not(base):
    store.deposit(base, {"activite": activite(SUD, 2025, 900)}, ORIGIN)
    store.deposit(base, {"activite": activite(SUD, 2025, 950)}, ORIGIN)
    keep(base, etat=3)
    store.declarer(base, {(ALPHA, "plan"): "taux_drl: 0.01\n"}, ORIGIN)
    assert shown(base) == [ALPHA, BETA, NORD, SUD]
    store.retablir(base, 2, "DREETS")
    assert shown(base) == [BETA]


def test_nothing_of_the_product_reads_them():
    """It always computes: two definitions of a figure would end by differing."""
    root = Path(cpomlib.__file__).parent
    found = subprocess.run(
        ["grep", "-rlE", READ, "--include=*.py", root],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert {Path(path).relative_to(root).as_posix() for path in found} == {
        "base/indicateurs_calcules.py", "base/roles.py",
        "base/migrations/versions/0013_indicateurs.py",
    }  # fmt: skip
