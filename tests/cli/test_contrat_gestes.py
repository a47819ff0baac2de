"""Signing a contract, an action that moves on: one command, by the door of every deposit."""

import pytest
from cli.contrats import MI_PARCOURS, PREPARE, asked, deposes, run
from conftest import copied

from cpomlib import base as store

SIGNER = ("contrat", "signer", PREPARE, "--le", "15/11/2026")


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return deposes(tmp_path_factory.mktemp("region"), 6)


@pytest.fixture
def neuve(region, tmp_path):
    """A copy of the base, to write in."""
    return copied(region, tmp_path)


def statut(base, code=PREPARE):
    (row,) = [one for one in asked(base, "contrat", "lister") if one["contrat"] == code]
    return row["statut"], row["date_effet"]


def test_a_contract_is_signed_by_one_command(neuve):
    code, said = run(neuve, *SIGNER)
    assert code == 1 and "on ne sait pas la date d’effet : rien n’a été écrit." in said
    code, said = run(neuve, *SIGNER, "--effet", "01/07/2027", "--essai")
    assert code == 0 and statut(neuve) == ("preparation", None), said
    code, said = run(neuve, *SIGNER, "--effet", "01/07/2027", "--partie", "gestionnaire")
    assert code == 0 and "Il manque l’accord de : prefet-region." in said
    assert (
        "La date d’effet et la durée s’écrivent avec le dernier accord : redites-les alors." in said
    )
    code, said = run(neuve, *SIGNER, "--partie", "gestionnaire", "--effet", "01/07/2027")
    assert code == 1 and "L’accord de « gestionnaire » est déjà noté" in said
    code, said = run(neuve, *SIGNER, "--partie", "prefet", "--effet", "01/07/2027")
    assert code == 1 and "« prefet » n’est pas un signataire" in said
    code, said = run(neuve, *SIGNER, "--effet", "01/07/2027")
    assert code == 0 and "le contrat est signé." in said, said
    assert statut(neuve) == ("signe", "2027-07-01")
    code, said = run(neuve, *SIGNER)
    assert code == 1 and "est déjà signé : rien n’a été écrit." in said
    # nothing but what was said has moved
    assert run(neuve, "contrat", "comparer", PREPARE, "--avant", 1)[1].count("→") == 2


def test_nobody_agrees_tomorrow(neuve):
    late = ("contrat", "signer", PREPARE, "--le", "15/11/2099", "--effet", "01/01/2100")
    code, said = run(neuve, *late)
    assert code == 1 and "après le jour du dépôt" in said and statut(neuve)[0] == "preparation"


def test_an_action_moves_on_and_its_past_stays(neuve):
    words = ("contrat", "avancer", MI_PARCOURS)
    before = actions(neuve)
    code, said = run(neuve, *words, "1.1-A", "--avancement", 70, "--le", "15/11/2026")
    assert code == 0, said
    now = actions(neuve)
    assert now["1.1-A"]["avancement"] == 0.7 and now["1.1-A"]["etat"] == "en_cours"
    assert {key: row for key, row in now.items() if key != "1.1-A"} == {
        key: row for key, row in before.items() if key != "1.1-A"}  # fmt: skip
    assert actions(neuve, etat=1) == before
    code, said = run(neuve, *words, "1.1-B", "--avancement", 70)
    assert code == 1 and "L’action « 1.1-B » n’est pas dans ce contrat." in said and "1.1-A" in said
    code, said = run(neuve, *words, "1.1-A")
    assert code == 1 and "Rien n’est dit de l’action" in said
    for state, told in (("faite", "faite à 50 %"), ("a_venir", "à venir à 50 %")):
        code, said = run(neuve, *words, "1.1-A", "--avancement", 50, "--etat", state)
        assert code == 1 and f"Une action ne peut être {told} : rien n’a été écrit." in said
    assert actions(neuve) == now


def actions(base, etat=None):
    frames = store.read(store.open_base(base), ["actions"], etat=etat)
    mine = frames["actions"].query("id_contrat == @MI_PARCOURS").astype("object")
    return {row["id_action"]: row for row in mine.where(mine.notna(), None).to_dict("records")}
