"""What a role may deposit: its perimeter, in a new deposit, and nothing of what was."""

import pandas as pd
import pytest
from postgresql.conftest import A, B
from postgresql.serveur import ADMIN
from postgresql.test_perimetres import one, refused, rows
from sqlalchemy import text

from cpomlib import base as store
from cpomlib.socle.erreurs import CommandeError, Faute, StoreError
from cpomlib.tables.frames import conform

VERROU = "length(cpom_ecrire()::text)"
"""The lock of the writers, taken on the way: it counts for nothing."""
DEPOT = (
    "INSERT INTO depots (id, horodatage, auteur, fichier, sha256, format) "
    f"SELECT cpom_suivant('depots') + {VERROU}, '2026-01-01', 'x', 'x', 'x', 'x'"
)
EVENT = (
    "INSERT INTO evenements (id, etat, depot, nature, horodatage, auteur) SELECT "
    f"cpom_suivant('evenements') + {VERROU}, "
    "cpom_suivant('etats'), {}, 'validation', '2026-01-01', 'x'"
)
LOT = (
    "INSERT INTO lots (id, source, depot, nom_table, entite, annee, document, etat) "
    "SELECT cpom_suivant('lots'), {source}, cpom_suivant('depots') - 1, '{table}', '{entite}', "
    "2025, '', cpom_suivant('etats') - 1"
)
NEW = "cpom_suivant('lots')"
REMPLACER = store.Choix("remplacer")
"""One month stands for the twelve of the invented year."""


def activite(etablissement, journees=7):
    columns = {"id_etablissement": [etablissement], "annee": [2025], "mois": [1]}
    frame = pd.DataFrame(
        {**columns, "journees_theoriques": [100], "journees_realisees": [journees]}
    )
    return {"activite": conform("activite", frame)}


def deposit(shared, role, frames, statut="valide"):
    engine = store.open_base(shared.address(role))
    try:
        origin = store.Origine(role, "envoi", "0" * 64, "tables")
        choix = REMPLACER if statut == "valide" else store.SANS_CHOIX
        return store.deposit(engine, frames, origin, statut, choix)
    finally:
        engine.dispose()


def establishment(shared, gestionnaire):
    return one(
        shared,
        "SELECT min(id_etablissement) FROM etablissements WHERE id_gestionnaire = :g",
        g=gestionnaire,
    )


def attached(shared, etablissement, **changes):
    frame = shared.frames(tables=["etablissements"])["etablissements"]
    mine = frame[frame["id_etablissement"] == etablissement].copy()
    return {"etablissements": mine.assign(**changes)}


def test_a_gestionnaire_deposits_its_rows_and_others_keep_theirs(copie):
    before = copie.frames("asso_b")
    mine = establishment(copie, A)
    number = deposit(copie, "asso_a", activite(mine))
    assert number == 2
    there = copie.frames("asso_a")["activite"]
    there = there[(there["annee"] == 2025) & (there["id_etablissement"] == mine)]
    assert there["journees_realisees"].tolist() == [7]
    for name, frame in copie.frames("asso_b").items():
        pd.testing.assert_frame_equal(frame, before[name])
    assert rows(copie, "asso_b", "SELECT id FROM depots") == [(1,)]
    assert deposit(copie, "asso_b", activite(establishment(copie, B))) == 3


def test_depositing_for_another_is_refused_with_its_name(copie):
    other = establishment(copie, B)
    with pytest.raises(StoreError) as caught:
        deposit(copie, "asso_a", activite(other))
    assert str(caught.value) == (
        "Ce dépôt sort du périmètre du rôle « asso_a » : rien n’a été écrit. "
        f"Table « activite » : « {other} ». "
        "Retirez ce qui ne relève pas de vous ; « cpom base etat » montre votre périmètre. "
        "S’il est faux, dites-le au service qui tient la base."
    )
    assert one(copie, "SELECT count(*) FROM depots") == 1


@pytest.mark.parametrize("known", [True, False])
def test_somebody_elses_and_nobodys_are_refused_alike(copie, known):
    other = establishment(copie, B) if known else "999999999"
    with pytest.raises(StoreError) as caught:
        deposit(copie, "asso_a", activite(other))
    assert str(caught.value).count(other) == 1
    shape = str(caught.value).replace(other, "?")
    assert "Table « activite » : « ? »." in shape


def test_an_establishment_is_not_taken_by_saying_it_is_mine(copie):
    other = establishment(copie, B)
    with pytest.raises(StoreError, match="sort du périmètre du rôle « asso_a »"):
        deposit(copie, "asso_a", attached(copie, other, id_gestionnaire=A))
    mine = establishment(copie, A)
    for changes in ({"id_gestionnaire": B}, {"region": "11"}, {"departement": "75"}):
        with pytest.raises(StoreError, match="sort du périmètre"):
            deposit(copie, "asso_a", attached(copie, mine, **changes))
    deposit(copie, "asso_a", attached(copie, mine, nom="Renommé"))
    names = copie.frames(tables=["etablissements"])["etablissements"]["nom"].tolist()
    assert "Renommé" in names


def test_a_draft_waits_and_is_validated_by_whoever_may_write_all_of_it(copie):
    mine, other = establishment(copie, A), establishment(copie, B)
    both = pd.concat([activite(mine)["activite"], activite(other)["activite"]])
    joint = deposit(copie, "dreets_52", {"activite": conform("activite", both)}, "brouillon")
    engine = store.open_base(copie.address("asso_a"))
    with pytest.raises(StoreError, match="sort du périmètre"):
        store.valider(engine, joint, "A", REMPLACER)
    own = deposit(copie, "asso_a", activite(mine, 9), "transmis")
    engine.dispose()
    engine = store.open_base(copie.address("dreets_52"))
    store.valider(engine, own, "DREETS", REMPLACER)
    store.valider(engine, joint, "DREETS", REMPLACER)
    store.retablir(engine, own, "DREETS")
    engine.dispose()
    there = copie.frames("asso_a")["activite"]
    there = there[(there["annee"] == 2025) & (there["id_etablissement"] == mine)]
    assert there["journees_realisees"].tolist() == [9]


def test_completing_a_draft_of_another_keeps_its_rows_and_the_others(copie):
    """The eleven other months of the invented year stay, the draft keeps its own row."""
    mine = establishment(copie, A)
    draft = deposit(copie, "asso_a", activite(mine, 9), "transmis")
    engine = store.open_base(copie.address("dreets_52"))
    with pytest.raises(CommandeError, match="retirerait 11\u00a0lignes"):
        store.valider(engine, draft, "DREETS")
    effect = store.validation(engine, draft, "DREETS", store.Choix("completer"))
    engine.dispose()
    assert effect.complement == draft + 1
    there = copie.frames("asso_a")["activite"]
    there = there[(there["annee"] == 2025) & (there["id_etablissement"] == mine)]
    assert len(there) == 12
    assert there.loc[there["mois"] == 1, "journees_realisees"].tolist() == [9]


def test_a_trial_is_refused_what_the_deposit_would_be(copie):
    engine = store.open_base(copie.address("asso_a"))
    origin = store.Origine("asso_a", "envoi", "0" * 64, "tables")
    with pytest.raises(StoreError, match="sort du périmètre"):
        store.deposit_once(engine, activite(establishment(copie, B)), origin, essai=True)
    tried = activite(establishment(copie, A))
    assert store.deposit_once(engine, tried, origin, choix=REMPLACER, essai=True).depot == 2
    engine.dispose()
    assert one(copie, "SELECT count(*) FROM depots") == 1


def test_the_doubts_of_a_deposit_are_for_whoever_may_write_all_of_it(copie):
    """A file of a whole region speaks of many: its words are not for one of them."""
    mine, other = establishment(copie, A), establishment(copie, B)
    doubts = (Faute("envoi", 2, "mois", "", f"Le total de {other} est douteux."),)
    both = pd.concat([activite(mine)["activite"], activite(other)["activite"]])
    for role, frame in (("dreets_52", both), ("asso_a", activite(mine)["activite"])):
        engine = store.open_base(copie.address(role))
        origin = store.Origine(role, "envoi", "0" * 64, "tables", doutes=doubts)
        frames = {"activite": conform("activite", frame)}
        store.deposit(engine, frames, origin, choix=REMPLACER)
        engine.dispose()
    seen = "SELECT depot FROM doutes ORDER BY depot"
    assert rows(copie, "dreets_52", seen) == [(2,), (3,)]
    assert rows(copie, "asso_a", seen) == [(3,)]
    assert rows(copie, "asso_b", seen) == []


def test_nobody_adds_a_doubt_to_what_another_deposited(copie):
    add = "INSERT INTO doutes VALUES (1, 1, 1, '', '', '', 'x', '')"
    assert refused(copie, "asso_a", add)[0] == "42501"


def test_a_deposit_one_does_not_see_does_not_exist(copie):
    number = deposit(copie, "asso_b", activite(establishment(copie, B)), "brouillon")
    engine = store.open_base(copie.address("asso_a"))
    for act in (store.valider, store.retablir, store.transmettre):
        with pytest.raises((StoreError, CommandeError)):
            act(engine, number, "A")
    engine.dispose()
    assert rows(copie, ADMIN, "SELECT count(*) FROM evenements") == [(1,)]


OWN_EVENT = EVENT.format("cpom_suivant('depots') - 1")


@pytest.mark.parametrize(
    ("table", "statements"),
    [
        # a lot of somebody else's, in a deposit of one's own
        ("lots", (DEPOT, OWN_EVENT, ("other", NEW))),
        # a lot of one's own whose rows would be somebody else's
        ("lots", (DEPOT, OWN_EVENT, ("mine", "1"))),
        # rows added to what was deposited before
        ("lignes_activite", ("INSERT INTO lignes_activite SELECT * FROM lignes_activite LIMIT 1",)),
        # a state for a deposit that is not wholly one's own, or far ahead
        ("evenements", (EVENT.format("1"),)),
        ("evenements", (DEPOT, OWN_EVENT.replace("'etats')", "'etats') + 1000"))),
        # a deposit in somebody else's name
        ("depots", (DEPOT.replace("format)", "format, role)") + ", 'asso_b'",)),
        # a number that is taken, one that is not: the same answer
        ("depots", (DEPOT.replace("cpom_suivant('depots')", "1"),)),
        ("depots", (DEPOT.replace("cpom_suivant('depots')", "500"),)),
    ],
)
def test_by_hand_neither(copie, table, statements):
    mine, other = establishment(copie, A), establishment(copie, B)
    state, said = refused(copie, "asso_a", *by_hand(statements, mine, other))
    assert state == "42501"
    assert f'"{table}"' in said
    assert other not in said


def test_by_hand_within_ones_perimeter(copie):
    """What the refusals above differ from: the same statements, all of them one's own."""
    mine = establishment(copie, A)
    with copie.connect("asso_a") as connection:
        for statement in by_hand((DEPOT, OWN_EVENT, ("mine", NEW)), mine, ""):
            connection.execute(text(statement))
        connection.commit()
    assert one(copie, "SELECT depot FROM lots ORDER BY id DESC LIMIT 1") == 2


def by_hand(statements, mine, other):
    entities = {"mine": mine, "other": other}
    return [
        LOT.format(source=words[1], table="activite", entite=entities[words[0]])
        if isinstance(words, tuple)
        else words
        for words in statements
    ]


def test_rows_of_a_lot_name_the_entity_of_the_lot(copie):
    mine, other = establishment(copie, A), establishment(copie, B)
    state, said = refused(
        copie,
        "asso_a",
        DEPOT,
        OWN_EVENT,
        LOT.format(source=NEW, table="activite", entite=mine),
        "INSERT INTO lignes_activite (lot, id_etablissement, annee, mois, journees_theoriques, "
        f"journees_realisees) SELECT cpom_suivant('lots') - 1, '{other}', 2025, 1, 1, 1",
    )
    assert state == "42501"
    assert "lignes_activite" in said
