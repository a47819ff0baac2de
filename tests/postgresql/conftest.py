"""A region shared on a server: the invented one, a role of each kind, published references."""

from dataclasses import dataclass

import pandas as pd
import pytest
from click.testing import CliRunner
from postgresql import serveur
from sqlalchemy import NullPool, create_engine, text

from cpomlib import base as store
from cpomlib.cli.main import cpom
from cpomlib.exemple import build, contracts
from cpomlib.socle.erreurs import CpomError
from cpomlib.socle.typographie import insecable

A, B = "000520015", "000520023"
ROLES = {
    "asso_a": ["--gestionnaire", A],
    "asso_b": ["--gestionnaire", B],
    "dd_44": ["--departement", "44"],
    "conseil_44": ["--departement", "44", "--insertion"],
    "dreets_52": ["--region", "52"],
    "analyste_52": ["--region", "52", "--analyste"],
}


def run(*words, base):
    """Run a command in this process; return its code and all it says."""
    done = CliRunner().invoke(cpom, [*map(str, words), "--base", base])
    if isinstance(done.exception, CpomError):
        return 1, insecable(str(done.exception))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@dataclass(frozen=True)
class Partage:
    """The shared base: addresses by role, and who is whose."""

    folder: object
    base: str

    def address(self, role=serveur.ADMIN):
        return serveur.address(self.folder, self.base, role)

    def connect(self, role):
        return create_engine(self.address(role), poolclass=NullPool).connect()

    def frames(self, role=serveur.ADMIN, tables=None):
        engine = store.open_base(self.address(role))
        try:
            return store.read(engine, tables)
        finally:
            engine.dispose()


def made(folder, base):
    """Make the region, its roles, its references."""
    shared = Partage(folder, base)
    for words in (
        ["exemple", "--region", "52", "--gestionnaires", "6", "--graine", "1"],
        *(
            ["base", "roles", "creer", "--role", role, *perimeter, "--connexion", "serveur"]
            for role, perimeter in ROLES.items()
        ),
        ["base", "publier", "--region", "52", "--annee", "2025", "--auteur", "Analyste"],
    ):
        code, said = run(*words, base=shared.address())
        assert code == 0, said
    return shared


@pytest.fixture(scope="session")
def partage(postgresql):
    """The shared region, made once: tests that write in it use ``copie``."""
    serveur.administer(postgresql, "CREATE DATABASE {}", "partage")
    shared = made(postgresql, "partage")
    with shared.connect(serveur.ADMIN) as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    yield shared


@pytest.fixture
def copie(postgresql, partage):
    """A copy of the shared region that a test may write in."""
    serveur.leave(postgresql, "partage")
    serveur.administer(postgresql, "CREATE DATABASE {} TEMPLATE {}", "copie", "partage")
    yield Partage(postgresql, "copie")
    serveur.administer(postgresql, "DROP DATABASE {} WITH (FORCE)", "copie")


PARIS = "000110015"
"""A gestionnaire of another region, with its house of the département 75."""
AILLEURS = {"analyste_11": ["--region", "11", "--analyste"], "egare": ["--departement", "75"]}
"""Roles of that region; the second has lost its entitlement, not yet its rights."""


RANGE = {
    "perimetre": "tous", "annee": 2025, "periode": "2025", "volet": "activite",
    "indicateur": "taux_occupation", "libelle": "Taux d’occupation", "unite": "taux",
    "valeur": 0.5, "statut": "ok", "reglages": "r", "calcule_le": "2026-11-29",
    "calcule_par": "Claire",
}  # fmt: skip
"""A row of the indicators kept in the base, but for whom it is about."""


def ranges(known, *owners, etat):
    """Make the indicators kept of gestionnaires: each of their houses, then the whole."""
    made = []
    for owner in owners:
        mine = known.loc[known["id_gestionnaire"] == owner, "id_etablissement"].tolist()
        common = {**RANGE, "gestionnaire": owner, "etat": etat}
        whole = {"niveau": "gestionnaire", "etablissement": None, "portee": " ".join(mine)}
        made.append({**common, **whole})
        made += [{**common, "niveau": "etablissement", "etablissement": house, "portee": house}
                 for house in mine]  # fmt: skip
    return pd.DataFrame(made)


@pytest.fixture(scope="session")
def deux_regions(postgresql, partage):
    """The shared region and another, which the owner of the base has deposited."""
    serveur.leave(postgresql, "partage")
    serveur.administer(postgresql, "CREATE DATABASE {} TEMPLATE {}", "deux", "partage")
    shared = Partage(postgresql, "deux")
    engine = store.open_base(shared.address())
    ailleurs = build("11", 2, 1)
    ailleurs |= contracts(ailleurs, 2025)
    store.deposit(engine, ailleurs, store.Origine("x", "envoi 11", "1" * 64, "tables"))
    plan = store.Origine("x", "plan.yaml", "2" * 64, "plan")
    store.declarer(engine, {(PARIS, "plan"): "taux_drl: 0.01\n"}, plan)
    store.write_indicators(engine, ranges(ailleurs["etablissements"], PARIS, etat=2))
    engine.dispose()
    for role, perimeter in AILLEURS.items():
        words = ["base", "roles", "creer", "--role", role, *perimeter, "--connexion", "serveur"]
        code, said = run(*words, base=shared.address())
        assert code == 0, said
    serveur.administer(postgresql, "CREATE ROLE {} LOGIN", "quiconque")
    with shared.connect(serveur.ADMIN) as connection:
        connection.execute(text("DELETE FROM habilitations WHERE role = 'egare'"))
        connection.commit()
    return shared


@pytest.fixture
def copie_deux(postgresql, deux_regions):
    """A copy of the two regions that a test may write in."""
    serveur.leave(postgresql, "deux")
    serveur.administer(postgresql, "CREATE DATABASE {} TEMPLATE {}", "copie2", "deux")
    yield Partage(postgresql, "copie2")
    serveur.administer(postgresql, "DROP DATABASE {} WITH (FORCE)", "copie2")


@pytest.fixture(scope="session")
def des_autres(partage):
    """What tells of others than A: their ids and names, none of which A has itself."""
    frames = partage.frames(tables=["gestionnaires", "etablissements"])
    found = {}
    for mine in (True, False):
        tokens = set()
        for name, columns in (
            ("gestionnaires", ["id_gestionnaire", "raison_sociale"]),
            ("etablissements", ["id_etablissement", "nom"]),
        ):
            frame = frames[name]
            kept = frame[(frame["id_gestionnaire"] == A) == mine]
            tokens |= {str(value) for column in columns for value in kept[column]}
        found[mine] = tokens
    others = found[False] - found[True]
    assert len(others) > 20
    return others


def seen(tokens, told):
    """Return the tokens that a text holds, as written or as HTML or JSON write them."""
    import html
    import json

    return {
        token
        for token in tokens
        if token in told or html.escape(token) in told or json.dumps(token)[1:-1] in told
    }
