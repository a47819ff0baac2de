"""Contracts of an invented region, and the commands asked of them."""

import json

from click.testing import CliRunner

from cpomlib import base as store
from cpomlib.cli.main import cpom
from cpomlib.exemple import build, contracts, programming

JOUR = "29/11/2026"
MI_PARCOURS, DERNIERE, RECENT, PROROGE, PREPARE, RESILIE = (
    f"C-0005200{rank}-1" for rank in ("15", "23", "31", "49", "56", "64")
)


def deposes(folder, gestionnaires):
    """Return the address of a base that holds the contracts of so many, and their programming."""
    address = f"sqlite:///{folder / 'cpom.db'}"
    frames = build("52", gestionnaires, 1)
    origine = store.Origine("essai", "region", "0" * 64, "exemple")
    agreed = contracts(frames, 2025) | programming(frames, 2025)
    store.deposit(store.open_base(address, creer=True), frames | agreed, origine)
    return address


def run(base, *words):
    done = CliRunner().invoke(cpom, [*map(str, words), "--base", base])
    said = done.output + (str(done.exception) if done.exception else "")
    return done.exit_code, said.replace("\u00a0", " ").replace("\u202f", " ")


def asked(base, *words):
    code, said = run(base, *words, "--format", "json")
    assert code == 0, said
    return json.loads(said)
