"""Declarations on a shared server: within one's perimeter, each party in its own name."""

import pytest
from postgresql.conftest import A, B
from postgresql.serveur import ADMIN
from postgresql.test_ecrire import DEPOT, EVENT, LOT, NEW
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from cpomlib import base as store
from cpomlib.socle.erreurs import CpomError

TEXTE = '# à relire\r\ntaux_drl: 0.01   \r\n\tl’« été », "a"\n\n'
DITE = "commentaire/diagnostic/2025/publics/{}"


def engine(shared, role):
    return store.open_base(shared.address(role))


def poser(shared, role, qui, document="plan", texte=TEXTE, connue=None):
    origine = store.Origine("Claire", "plan.yaml", "0" * 64, "plan")
    key = (qui, document)
    return store.declarer(
        engine(shared, role), {key: texte}, origine, {key: store.empreinte(connue)}
    )


def lues(shared, role):
    """What a role reads, besides the scenarios that the invented region comes with."""
    return [one for one in store.declarations(engine(shared, role)) if one.depot > 1]


def vues(shared, role):
    return {(one.gestionnaire, one.document) for one in lues(shared, role)}


def test_a_text_goes_and_comes_to_the_letter_and_is_signed_by_the_server(copie):
    poser(copie, "asso_a", A)
    (kept,) = lues(copie, "dreets_52")
    assert kept.texte == TEXTE
    assert kept.auteur == "rôle\u00a0asso_a (Claire)"


def test_each_role_reads_what_its_perimeter_holds_whole(copie):
    poser(copie, "asso_a", A)
    poser(copie, "asso_b", B, "scenario/tendanciel")
    assert vues(copie, "asso_a") == {(A, "plan")}
    assert vues(copie, "asso_b") == {(B, "scenario/tendanciel")}
    assert vues(copie, "analyste_52") == {(A, "plan"), (B, "scenario/tendanciel")}


def test_a_part_of_a_gestionnaire_is_not_enough_to_read_or_write_its_declarations(copie):
    """A département that has some of the houses of a gestionnaire sees not its accounts."""
    frames = copie.frames(tables=["etablissements"])["etablissements"]
    inside = frames.groupby("id_gestionnaire")["departement"].agg(set)
    partly = [str(one) for one, where in inside.items() if "44" in where and len(where) > 1]
    assert partly
    poser(copie, ADMIN, partly[0])
    assert vues(copie, "dd_44") & {(partly[0], "plan")} == set()
    with pytest.raises(CpomError, match="sort du périmètre"):
        poser(copie, "dd_44", partly[0], "scenario/x")


def test_nobody_declares_for_another(copie):
    with pytest.raises(CpomError):
        poser(copie, "asso_b", A)
    assert vues(copie, "analyste_52") == set()


def test_each_party_comments_in_its_own_name(copie):
    poser(copie, "asso_a", A, DITE.format("gestionnaire"), "Nous contestons.")
    poser(copie, "dreets_52", A, DITE.format("etat"), "Vu.")
    for role, party in (("asso_a", "etat"), ("dreets_52", "gestionnaire")):
        with pytest.raises(CpomError, match="sort du périmètre"):
            poser(copie, role, A, DITE.replace("2025", "2024").format(party), "Faux.")
    both = {(A, DITE.format("gestionnaire")), (A, DITE.format("etat"))}
    assert vues(copie, "asso_a") == both


def test_a_comment_of_the_other_party_is_neither_restored_nor_validated(copie):
    poser(copie, "dreets_52", A, DITE.format("etat"), "un")
    first = max(one.depot for one in store.declarations(engine(copie, "dreets_52")))
    store.declarer(
        engine(copie, "dreets_52"), {(A, DITE.format("etat")): "deux"},
        store.Origine("Paul", "c", "0" * 64, "commentaire"),
    )  # fmt: skip
    with pytest.raises(CpomError):
        store.retablir(engine(copie, "asso_a"), first, "x")
    told = {one.texte for one in lues(copie, "asso_a")}
    assert told == {"deux"}


def test_a_row_does_not_say_another_document_than_its_lot(copie):
    """By hand: a lot in one's own name, a row in the name of the other party."""
    row = (
        "INSERT INTO lignes_declarations SELECT cpom_suivant('lots') - 1, "
        f"'{A}', '{DITE.format('etat')}', 'Faux.'"
    )
    with copie.connect("asso_a") as connection:
        connection.execute(text("SELECT cpom_ecrire()"))
        connection.execute(text(DEPOT))
        connection.execute(text(EVENT.format("cpom_suivant('depots') - 1")))
        lot = LOT.format(source=NEW, table="declarations", entite=A)
        connection.execute(text(lot))
        with pytest.raises(ProgrammingError, match="row-level"), connection.begin_nested():
            connection.execute(text(row))
        connection.execute(text(row.replace(DITE.format("etat"), "")))  # the document of the lot


@pytest.mark.parametrize(
    "verb", ["UPDATE lignes_declarations SET texte = 'x'", "DELETE FROM lignes_declarations"]
)
def test_a_declaration_is_neither_changed_nor_taken_away(copie, verb):
    poser(copie, "asso_a", A)
    with copie.connect("asso_a") as connection, pytest.raises(ProgrammingError):
        connection.execute(text(verb))


def test_the_conflict_is_seen_and_undoing_stays_within_the_perimeter(copie):
    poser(copie, "asso_a", A, texte="avant")
    made = poser(copie, "asso_a", A, connue="avant")
    with pytest.raises(store.DeclarationChangeeError, match="rôle"):
        poser(copie, "dreets_52", A, texte="autre\n")
    with pytest.raises(CpomError, match="n’est en vigueur"):
        store.annuler(engine(copie, "asso_b"), made.depot, "x")
    store.annuler(engine(copie, "asso_a"), made.depot, "x")
    assert [one.texte for one in lues(copie, "analyste_52")] == ["avant"]
