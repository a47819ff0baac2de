"""Drafts, validations, restorations: numbered states, each readable for ever."""

import multiprocessing
import os
import signal
import sqlite3
import time
from datetime import date

import pandas as pd
import pytest
from base.donnees import ALPHA, BETA, ORIGIN, activite, budget, etablissements, realised
from sqlalchemy import text

from cpomlib import base as store
from cpomlib.socle.erreurs import CommandeError

E1, E2, E3 = "440000001", "440000002", "440000003"
PARIS_3_MARCH = "2026-03-03T22:30:00.000000+00:00"  # 23:30 in Paris, still the 3rd
PARIS_4_MARCH = "2026-03-03T23:30:00.000000+00:00"  # 00:30 in Paris, the 4th already


def give(engine, frame, statut="valide"):
    return store.deposit(engine, {"activite": frame}, ORIGIN, statut)


def statuts(engine):
    return {fiche.depot.id: fiche.statut for fiche in store.registre(engine)}


def refusal(call, *arguments):
    with pytest.raises(CommandeError) as caught:
        call(*arguments)
    return str(caught.value).replace("\u00a0", " ")


def date_event(engine, etat, moment):
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE evenements SET horodatage = :moment WHERE etat = :etat"),
            {"moment": moment, "etat": etat},
        )


def test_a_draft_changes_nothing_before_it_is_validated(base):
    give(base, activite(E1, 2025, 900))
    draft = give(base, activite(E1, 2025, 950), "brouillon")
    assert realised(base) == {E1: 900}
    assert store.latest_state(base) == 2
    assert store.years(base) == [2025]
    assert [depot.id for depot in store.deposits_used(base)] == [1, 2]
    store.transmettre(base, draft, "Alpha")
    assert statuts(base)[draft] == "transmis"
    assert realised(base) == {E1: 900}
    assert store.valider(base, draft, "DDETS 44") == 3
    assert realised(base) == {E1: 950}
    assert statuts(base) == {1: "valide", 2: "remplace", 3: "valide"}


def test_the_years_of_a_draft_are_not_those_of_the_base(base):
    give(base, activite(E1, 2026, 1), "brouillon")
    assert store.years(base) == []
    assert store.years(base, [ALPHA]) == []


def test_states_follow_validations_not_numbers_of_deposits(base):
    early = give(base, activite(E1, 2025, 900), "brouillon")  # deposit 2
    give(base, activite(E1, 2025, 950))  # deposit 3, state 2
    assert store.valider(base, early, "DDETS") == 3
    assert realised(base) == {E1: 900}
    assert realised(base, etat=2) == {E1: 950}


def test_a_validated_draft_touches_only_the_establishments_it_names(base):
    draft = give(base, activite(E1, 2025, 910), "brouillon")
    give(base, pd.concat([activite(E1, 2025, 900), activite(E2, 2025, 500)]))
    store.valider(base, draft, "DDETS")
    assert realised(base) == {E1: 910, E2: 500}


def test_a_draft_may_bring_the_establishment_it_speaks_of(base):
    frames = {"etablissements": etablissements({"440000009": BETA})}
    draft = store.deposit(
        base, {**frames, "activite": activite("440000009", 2025, 5)}, ORIGIN, "transmis"
    )
    assert store.read(base, gestionnaires=[BETA])["activite"].empty
    assert store.fiche_depot(base, draft).gestionnaires == (BETA,)
    store.valider(base, draft, "DDETS")
    assert realised(base, gestionnaires=[BETA]) == {"440000009": 5}


def test_what_a_deposit_brought_comes_back_and_nothing_is_copied(base):
    first = give(base, pd.concat([activite(E1, 2025, 900), activite(E2, 2025, 500)]))
    second = give(base, activite(E1, 2025, 950))
    with base.connect() as connection:
        rows = connection.execute(text("SELECT count(*) FROM lignes_activite")).scalar()
    assert store.retablir(base, first, "DREETS") == 4
    assert realised(base) == {E1: 900, E2: 500}
    assert realised(base, etat=3) == {E1: 950, E2: 500}
    assert statuts(base) == {1: "valide", first: "valide", second: "remplace"}
    with base.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM lignes_activite")).scalar() == rows
    store.retablir(base, second, "DREETS")
    assert realised(base) == {E1: 950, E2: 500}  # 3 never spoke of E2


def test_a_restoration_leaves_the_others_alone(base):
    first = give(base, activite(E1, 2025, 900))
    give(base, activite(E1, 2025, 950))
    give(base, activite(E3, 2025, 700))
    give(base, activite(E1, 2024, 800))
    store.retablir(base, first, "DREETS")
    frame = store.read(base, ["activite"])["activite"]
    assert sorted(frame["journees_realisees"]) == [700, 800, 900]


def test_a_deposit_replaced_in_part_is_still_valid(base):
    frames = {"activite": activite(E1, 2025, 900), "budgets": budget("ca", 100)}
    store.deposit(base, frames, ORIGIN)
    give(base, activite(E1, 2025, 950))
    fiche = store.fiche_depot(base, 2)
    assert (fiche.statut, fiche.lots, fiche.en_vigueur) == ("valide", 2, 1)
    assert store.successors(base, 2) == [3]


def test_two_states_of_the_same_deposits_are_told_apart(base):
    """Deposits 2 and 3 share a table: which came last changes the data, not the list."""
    first = store.deposit(
        base,
        {"activite": activite(E1, 2025, 900), "budgets": budget("ca", 1)},
        ORIGIN,
    )
    third = {"activite": activite(E1, 2025, 950), "budgets": budget("be", 1)}
    second = store.deposit(base, third, ORIGIN)  # state 3
    state = store.retablir(base, first, "DREETS")
    used = [[d.id for d in store.deposits_used(base, [E1], etat)] for etat in (3, state)]
    assert used == [[1, first, second], [1, first, second]]
    assert store.lots_digest(base, [E1], 3) != store.lots_digest(base, [E1], state)


def test_the_state_of_a_day_is_that_of_its_end_in_local_time(base):
    give(base, activite(E1, 2025, 900))
    give(base, activite(E1, 2025, 950))
    for etat, moment in ((1, "2026-01-05T10:00:00.000000+00:00"), (2, PARIS_3_MARCH)):
        date_event(base, etat, moment)
    date_event(base, 3, PARIS_4_MARCH)
    assert store.state_on(base, date(2026, 3, 2)) == 1
    assert store.state_on(base, date(2026, 3, 3)) == 2
    assert store.state_on(base, date(2026, 3, 4)) == 3


def test_a_draft_is_not_in_the_state_of_the_day_it_was_deposited(base):
    draft = give(base, activite(E1, 2025, 900), "brouillon")
    date_event(base, 1, PARIS_3_MARCH)
    store.valider(base, draft, "DDETS")
    assert realised(base, etat=store.state_on(base, date(2026, 3, 3))) == {}


def test_a_day_that_has_no_state(base):
    date_event(base, 1, PARIS_3_MARCH)
    assert refusal(store.state_on, base, date(2026, 3, 2)) == (
        "Le 2 mars 2026, la base ne contenait encore rien. "
        "Son premier dépôt a été validé le 3 mars 2026."
    )
    assert refusal(store.state_on, base, date(2126, 3, 2)) == (
        "Le 2 mars 2126 n’est pas encore passé. Sans date, la commande prend l’état courant."
    )


def test_a_clock_set_back_does_not_disorder_the_states(base):
    date_event(base, 1, "2126-01-01T00:00:00.000000+00:00")
    give(base, activite(E1, 2025, 900))
    with base.connect() as connection:
        moments = connection.execute(text("SELECT horodatage FROM evenements ORDER BY etat"))
        assert len(set(moments.scalars())) == 1


def test_a_base_of_drafts_only_says_so(tmp_path):
    engine = store.open_base(f"sqlite:///{tmp_path / 'cpom.db'}", creer=True)
    give(engine, activite(E1, 2025, 900), "brouillon")
    assert refusal(store.state_on, engine, date(2026, 3, 2)) == (
        "La base n’a encore aucun dépôt validé."
    )


def test_what_cannot_be_done_is_said(base):
    draft = give(base, activite(E1, 2025, 900), "brouillon")
    assert refusal(store.retablir, base, draft, "x") == (
        "Le dépôt n° 2 n’a jamais été validé : il n’y a rien à rétablir. "
        "Pour qu’il prenne effet : « cpom depots valider 2 »."
    )
    store.transmettre(base, draft, "x")
    assert refusal(store.transmettre, base, draft, "x") == (
        "Le dépôt n° 2 est déjà transmis. Pour qu’il prenne effet : « cpom depots valider 2 »."
    )
    store.valider(base, draft, "x")
    assert refusal(store.transmettre, base, draft, "x") == "Le dépôt n° 2 est déjà validé."
    assert refusal(store.valider, base, draft, "x") == (
        "Le dépôt n° 2 est déjà validé. S’il a été remplacé depuis et doit revenir : "
        "« cpom depots retablir 2 »."
    )
    assert refusal(store.retablir, base, draft, "x") == (
        "Le dépôt n° 2 est en vigueur : rien n’est à rétablir."
    )
    assert refusal(store.known_state, base, 7) == (
        "L’état n° 7 n’existe pas. États de la base : de 1 à 2."
    )
    assert refusal(store.known_deposit, base, 40) == (
        "Le dépôt n° 40 n’existe pas. Les plus proches : 1, 2."
    )
    assert store.latest_state(base) == 2


def _alternate(address, times):
    """Bring deposits 2 and 3 back in turn."""
    engine = store.open_base(address)
    for number in range(times):
        store.retablir(engine, 2 + number % 2, "DREETS")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")
def test_killed_while_restoring_the_base_is_in_a_whole_state(base):
    whole = pd.concat([activite(E1, 2025, 900), activite(E2, 2025, 500)])
    give(base, whole)
    give(base, pd.concat([activite(E1, 2025, 901), activite(E2, 2025, 501)]))
    context = multiprocessing.get_context("spawn")
    for pause in (0, 0.013, 0.05):
        writer = context.Process(target=_alternate, args=(str(base.url), 10_000))
        before = store.latest_state(base)
        if realised(base)[E1] == 900:
            store.retablir(base, 3, "DREETS")
        writer.start()
        while store.latest_state(base) <= before + 1:
            time.sleep(0.005)
        time.sleep(pause)
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        found = realised(base)
        assert found in ({E1: 900, E2: 500}, {E1: 901, E2: 501})
        current = {2: "valide", 3: "remplace"} if found[E1] == 900 else {2: "remplace", 3: "valide"}
        assert {number: statuts(base)[number] for number in (2, 3)} == current
        checked = sqlite3.connect(base.url.database).execute("PRAGMA integrity_check").fetchone()
        assert checked == ("ok",)


def _validate_all(address, numbers):
    engine = store.open_base(address)
    for number in numbers:
        store.valider(engine, number, "DDETS")


def test_two_who_validate_at_once_wait_for_each_other(base):
    drafts = [give(base, activite(E1, 2000 + year, year), "brouillon") for year in range(20)]
    context = multiprocessing.get_context("spawn")
    halves = [
        context.Process(target=_validate_all, args=(str(base.url), drafts[start::2]))
        for start in (0, 1)
    ]
    for half in halves:
        half.start()
    for half in halves:
        half.join()
    assert [half.exitcode for half in halves] == [0, 0]
    assert store.latest_state(base) == 21
    assert sorted(store.read(base, ["activite"])["activite"]["journees_realisees"]) == list(
        range(20)
    )


def test_a_draft_does_not_say_whose_an_establishment_in_force_is(base):
    frame = activite(E1, 2025, 900)
    number = give(base, frame)
    store.deposit(base, {"etablissements": etablissements({E1: BETA})}, ORIGIN, "brouillon")
    assert store.fiche_depot(base, number).gestionnaires == (ALPHA,)
