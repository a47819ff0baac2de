"""Each attack, by each role: refused, without any row, or answered as for an unknown."""

import os
import re
from pathlib import Path

import psycopg
import pytest
from postgresql.attaques import ATTAQUES
from postgresql.conftest import PARIS
from postgresql.serveur import ADMIN
from postgresql.test_perimetres import one, rows
from sqlalchemy.exc import DBAPIError

ROLES = {
    "asso_a": "gestionnaire",
    "dd_44": "département",
    "conseil_44": "insertion d’un département",
    "dreets_52": "région",
    "analyste_52": "analyste",
    "egare": "habilitation retirée",
    "quiconque": "sans droit",
}
DOC = Path(__file__).parents[2] / "docs" / "postgresql.md"
REFUSE, RIEN, PAREIL = "refusé", "rien", "pareil"
INCONNU = {"e": "999999999", "g": "999999999", "d": "99", "depot": 900, "lot": 900000,
           "lot_e": 900000}  # fmt: skip


@pytest.fixture(scope="module")
def vise(deux_regions):
    """The names of those attacked, and the session of somebody else, open meanwhile."""
    query = "SELECT min(id) FROM lots WHERE nom_table = '{}' AND entite = '759900012'"
    with deux_regions.connect(ADMIN) as other:
        yield {
            "e": "759900012", "g": PARIS, "d": "75", "depot": 2,
            "lot": one(deux_regions, query.format("sejours")),
            "lot_e": one(deux_regions, query.format("etablissements")),
            "session": other.exec_driver_sql("SELECT pg_backend_pid()").scalar_one(),
        }  # fmt: skip


def answer(connection, attaque, noms):
    """Try an attack in a transaction that is undone; return what came of it."""
    try:
        for geste in attaque.gestes:
            found = _run(connection, geste.format(**noms))
    except (DBAPIError, psycopg.Error) as error:
        return f"{REFUSE} {getattr(error, 'orig', error).sqlstate}"
    finally:
        connection.rollback()
        connection.connection.driver_connection.rollback()  # what SQLAlchemy has not begun
    return re.sub(f"{noms['e']}|{noms['g']}", "?", str(found))


def _run(connection, geste):
    if geste.startswith("COPY (SELECT"):
        with connection.connection.driver_connection.cursor().copy(geste) as copy:
            return b"".join(copy).decode()
    done = connection.exec_driver_sql(geste)
    return [tuple(row) for row in done] if done.returns_rows else done.rowcount


def outcome(connection, attaque, noms):
    """Name what came of an attack; what is no defence is told as it came."""
    found = answer(connection, attaque, noms)
    if attaque.pareil and found != answer(connection, attaque, noms | INCONNU):
        return f"PASSE : {found[:200]}"
    if found == f"{REFUSE} 42501":
        return REFUSE
    if attaque.pareil:
        return PAREIL
    return RIEN if found in {"[]", "0", "", "[(False,)]"} else f"PASSE : {found[:200]}"


def tried(shared, role, noms):
    with shared.connect(role) as connection:
        return {each: outcome(connection, each, noms) for each in ATTAQUES}


@pytest.fixture(scope="module")
def issues(deux_regions, vise):
    """What came of each attack, by role."""
    return {role: tried(deux_regions, role, vise) for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_no_attack_succeeds(issues, role):
    passed = {
        f"{each.famille} : {each.nom}": came
        for each, came in issues[role].items()
        if came not in {REFUSE, RIEN, PAREIL}
    }
    assert passed == {}


def test_the_same_statements_succeed_for_whoever_is_entitled(deux_regions, vise):
    """What is read and guessed above is there: the analyst of that region does get it."""
    came = tried(deux_regions, "analyste_11", vise)
    got = {f"{each.famille} : {each.nom}" for each in came if came[each].startswith("PASSE")}
    assert {
        "Contrat : lire mesures d’un autre", "Contrat : lire cibles d’un autre",
        "Lire : les séjours", "Lire : les balances", "Lire : les demandes au SIAO",
        "Lire : les déclarations", "Lire : par COPY",
        "Deviner : s’il est là, par cpom_source_permise",
        "Écrire : l’activité d’un autre", "Écrire : la balance d’un autre",
        "Signer : effacer les références d’une autre région",
    } <= got  # fmt: skip


def test_nothing_has_changed(deux_regions, issues):
    counts = "SELECT count(*) FROM depots", "SELECT count(*) FROM evenements"
    assert [one(deux_regions, query) for query in counts] == [3, 3]
    assert rows(deux_regions, ADMIN, "SELECT DISTINCT region FROM agregats_publies") == [("52",)]


def table(issues):
    """Lay out the attacks: those of a family that came to the same are on one line."""
    lines = [f"| tentatives | {' | '.join(ROLES.values())} |", f"|---|{'---|' * len(ROLES)}"]
    alike = {}
    for each in ATTAQUES:
        came = tuple(issues[role][each] for role in ROLES)
        name = f"`{each.nom}`" if each.nom == each.gestes[-1] else each.nom
        alike.setdefault((each.famille, came), {})[name] = None
    for (famille, came), names in alike.items():
        told = "\u00a0; ".join(names)
        lines.append(f"| **{famille}**\u00a0: {told} | {' | '.join(came)} |")
    return "\n".join(lines)


def test_the_table_of_the_documentation_is_what_happens(issues):
    """Written again with ``CPOM_REFAIRE_ATTAQUES=1``."""
    page = DOC.read_text(encoding="utf-8")
    start, end = "<!-- attaques -->\n", "\n<!-- fin -->"
    before, rest = page.split(start)
    written, after = rest.split(end)
    if os.environ.get("CPOM_REFAIRE_ATTAQUES") == "1":
        written = table(issues)
        DOC.write_text(f"{before}{start}{written}{end}{after}", encoding="utf-8")
    assert written == table(issues)
