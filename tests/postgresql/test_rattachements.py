"""A perimeter comes from what the owner of the base accepted, never from what a role writes."""

import pytest
from conftest import plain
from postgresql.conftest import PARIS, A, run
from postgresql.serveur import ADMIN
from postgresql.test_ecrire import activite, attached, deposit, establishment
from postgresql.test_perimetres import one, refused, rows

from cpomlib import base as store
from cpomlib.exemple import build
from cpomlib.socle.erreurs import CommandeError, StoreError

DECOY = "449999996"


def decoy(shared, **changes):
    """Make the row of an establishment that nobody knows, from one of A's."""
    given = {"id_etablissement": DECOY, "departement": "44", "region": "52", **changes}
    return attached(shared, establishment(shared, A), **given)


def engine(shared, role):
    return store.open_base(shared.address(role))


def siao(shared, role, departement="75"):
    query = "SELECT count(*) FROM demandes_siao WHERE departement = :d"
    return rows(shared, role, query, d=departement)[0][0]


def accounts(shared, role):
    query = "SELECT count(*) FROM balances WHERE id_gestionnaire = :g"
    return rows(shared, role, query, g=PARIS)[0][0]


def test_a_decoy_in_a_departement_of_elsewhere_is_refused_even_as_a_draft(copie_deux):
    assert siao(copie_deux, ADMIN) == 84
    with pytest.raises(StoreError, match="sort du périmètre du rôle « dreets_52 »"):
        deposit(copie_deux, "dreets_52", decoy(copie_deux, departement="75"), "brouillon")
    assert siao(copie_deux, "dreets_52") == 0
    requests = build("11", 2, 1)["demandes_siao"]
    paris = requests[requests["departement"] == "75"].reset_index(drop=True)
    for statut in ("valide", "transmis", "brouillon"):
        with pytest.raises(StoreError, match="sort du périmètre"):
            deposit(copie_deux, "dreets_52", {"demandes_siao": paris}, statut)


@pytest.mark.parametrize("statut", ["brouillon", "transmis", "valide"])
def test_a_decoy_of_somebody_elses_gestionnaire_does_not_open_its_accounts(copie_deux, statut):
    assert accounts(copie_deux, ADMIN) > 0
    deposit(copie_deux, "analyste_52", decoy(copie_deux, id_gestionnaire=PARIS), statut)
    assert accounts(copie_deux, "analyste_52") == 0
    balances = copie_deux.frames(tables=["balances"])["balances"]
    mine = balances[balances["id_gestionnaire"] == PARIS].reset_index(drop=True)
    with pytest.raises(StoreError, match="sort du périmètre"):
        deposit(copie_deux, "analyste_52", {"balances": mine})


def test_what_a_role_declares_waits_and_takes_effect_when_it_is_accepted(copie_deux):
    before = {role: copie_deux.frames(role) for role in ("dreets_52", "asso_a")}
    frames = {**decoy(copie_deux), **activite(DECOY)}
    number = deposit(copie_deux, "dd_44", frames)
    for role, had in before.items():
        for name, frame in copie_deux.frames(role).items():
            assert frame.equals(had[name]), (role, name)
    assert [one.etablissement for one in store.propositions(engine(copie_deux, "dd_44"))] == [DECOY]
    assert store.propositions(engine(copie_deux, "dreets_52")) == []
    assert store.fiche_depot(engine(copie_deux, "dd_44"), number).lignes == {
        "etablissements": 1, "activite": 1,
    }  # fmt: skip
    code, said = run("base", "rattachements", "lister", base=copie_deux.address())
    told = f"établissement {DECOY}, gestionnaire {A}, département 44 et région 52 (nouveau)"
    assert (code, plain(said)) == (
        0,
        f"Dépôt n° {number} : {told}\nTout ce que contient un dépôt : « cpom depots montrer N ».\n",
    )
    _, said = run("base", "etat", base=copie_deux.address())
    assert "Rattachements proposés : 1 (« cpom base rattachements lister »)" in plain(said)
    code, said = run("base", "rattachements", "accepter", number, base=copie_deux.address())
    assert code == 0, said
    assert f"Dépôt n° {number} accepté et validé. État des données n° 4.\n" in plain(said)
    for role in ("dd_44", "dreets_52", "asso_a"):
        assert DECOY in copie_deux.frames(role)["activite"]["id_etablissement"].tolist()
    code, said = run("base", "rattachements", "lister", base=copie_deux.address())
    assert plain(said) == "Aucun rattachement n’est proposé.\n"


def test_a_change_waits_and_takes_the_past_with_it(copie_deux):
    house = establishment(copie_deux, A)
    number = deposit(
        copie_deux, "dreets_52", attached(copie_deux, house, id_gestionnaire="000520023")
    )
    assert house in copie_deux.frames("asso_a")["etablissements"]["id_etablissement"].tolist()
    run("base", "rattachements", "accepter", number, base=copie_deux.address())
    stays = "SELECT count(*) FROM sejours WHERE id_etablissement = :e"
    assert rows(copie_deux, "asso_a", stays, e=house) == [(0,)]
    assert rows(copie_deux, "asso_b", stays, e=house)[0][0] > 0
    # The former deposit would attach it as it was: a role does not bring it back.
    with pytest.raises(CommandeError, match="Seul le service qui tient la base rattache"):
        store.retablir(engine(copie_deux, "dreets_52"), 1, "x")


def test_nobody_but_the_owner_accepts(copie_deux):
    number = deposit(copie_deux, "dd_44", decoy(copie_deux))
    for role in ("dd_44", "dreets_52"):
        for words in (["accepter", number], ["refuser", number, "--motif", "non"]):
            code, said = run("base", "rattachements", *words, base=copie_deux.address(role))
            assert code == 1
            assert plain(said).startswith(
                f"Le rôle « {role} » ne peut pas {words[0]} un rattachement"
            )
    with pytest.raises(CommandeError) as caught:
        store.valider(engine(copie_deux, "dd_44"), number, "moi")
    assert plain(caught.value) == (
        f"Le dépôt n° {number} rattache autrement « {DECOY} » (gestionnaire {A}, "
        "département 44 et région 52) : il n’a pas été mis en vigueur. Seul le service qui tient "
        "la base rattache un établissement. Demandez-le-lui : "
        f"« cpom base rattachements accepter {number} »."
    )
    assert one(copie_deux, "SELECT count(*) FROM rattachements WHERE depot = :n", n=number) == 0


def test_a_refusal_is_read_by_whoever_proposed(copie_deux):
    number = deposit(copie_deux, "dd_44", decoy(copie_deux))
    words = ["refuser", number, "--motif", "Déjà déclaré en 49", "--auteur", "Lea"]
    code, said = run("base", "rattachements", *words, base=copie_deux.address())
    assert code == 0
    assert plain(said).startswith(f"Dépôt n° {number} refusé : Déjà déclaré en 49\n")
    _, said = run("depots", "montrer", number, base=copie_deux.address("dd_44"))
    assert f"rôle {ADMIN} (Lea) : Déjà déclaré en 49" in plain(said)
    assert plain(said).startswith(f"Dépôt n° {number}, refusé")
    code, said = run("base", "rattachements", *words, base=copie_deux.address())
    assert (code, plain(said)) == (1, f"Le dépôt n° {number} est déjà refusé.")


def test_somebody_elses_establishment_is_proposed_as_an_unknown_one_is(copie_deux):
    told = []
    for house in ("759900012", DECOY):
        number = deposit(copie_deux, "dd_44", decoy(copie_deux, id_etablissement=house))
        address = copie_deux.address("dd_44")
        _, said = run("base", "rattachements", "lister", base=address)
        last = said.splitlines()[-2]
        told.append(plain(last).replace(house, "?").removeprefix(f"Dépôt n° {number} "))
    assert told[0] == told[1]
    owner = store.propositions(engine(copie_deux, ADMIN))
    assert [one.actuel and one.actuel.gestionnaire for one in owner] == [PARIS, None]


def test_the_owner_is_accepted_at_once_but_not_across_regions(copie_deux):
    deposit(copie_deux, ADMIN, decoy(copie_deux))
    assert DECOY in copie_deux.frames("dd_44")["etablissements"]["id_etablissement"].tolist()
    with pytest.raises(StoreError) as caught:
        deposit(
            copie_deux, ADMIN, decoy(copie_deux, id_etablissement="449999998", departement="75")
        )
    assert str(caught.value) == (
        "L’établissement « 449999998 » ne peut pas être rattaché : rien n’a été écrit. "
        "Il est dit du département 75 et de la région 52 ; le département 75 est de la région "
        "11. Corrigez sa région ou son département."
    )
    assert one(copie_deux, "SELECT count(*) FROM depots") == 4


def test_the_command_says_that_it_waits(copie_deux, tmp_path):
    from cpomlib.entree.tables import write_folder

    write_folder(decoy(copie_deux), tmp_path / "envoi")
    words = ["importer", "tables", tmp_path / "envoi"]
    for first in (True, False):
        code, said = run(*words, base=copie_deux.address("dd_44"))
        assert code == 0, said
        assert "déjà dans la base" in said or first
        assert (
            "Il rattache un établissement ou un gestionnaire ; il prendra effet quand le service "
            "qui tient la base l’aura accepté : « cpom base rattachements accepter 4 ».\n"
        ) in plain(said)
    code, said = run(*words, "--forcer", base=copie_deux.address())
    assert plain(said).splitlines()[0] == "Dépôt n° 5 enregistré."


def test_a_file_has_nothing_to_accept(tmp_path):
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    run("base", "creer", base=address)
    code, said = run("base", "rattachements", "lister", base=address)
    assert code == 1
    assert plain(said).startswith("Une base dans un fichier n’a pas de rattachements à accepter")


def test_a_draft_of_ones_own_is_read_by_nobody_else(copie_deux):
    frames = build("52", 6, 1)["gestionnaires"].head(1).assign(id_gestionnaire="000529999")
    number = deposit(copie_deux, "dd_44", {"gestionnaires": frames}, "brouillon")
    query = "SELECT count(*) FROM lignes_gestionnaires WHERE id_gestionnaire = '000529999'"
    seen = {r: rows(copie_deux, r, query)[0][0] for r in ("dd_44", "dreets_52", "analyste_11")}
    assert seen == {"dd_44": 1, "dreets_52": 0, "analyste_11": 0}
    assert rows(copie_deux, "dreets_52", f"SELECT id FROM depots WHERE id = {number}") == []


def test_ones_own_validation_does_not_carry_a_proposal_along(copie_deux):
    """By hand: the event first, while the deposit is still empty; then the draft, put in force."""
    from postgresql.test_ecrire import DEPOT, OWN_EVENT

    waiting = (
        "INSERT INTO lots (id, source, depot, nom_table, entite, annee, document) SELECT "
        f"cpom_suivant('lots'), cpom_suivant('lots'), 4, 'etablissements', '{DECOY}', 0, ''"
    )
    in_force = waiting.replace("document)", "document, etat)") + ", 4"
    state, _ = refused(copie_deux, "dd_44", DEPOT, OWN_EVENT, in_force)
    assert state == "42501"
    with copie_deux.connect("dd_44") as connection:
        for statement in (DEPOT, OWN_EVENT, waiting):
            connection.exec_driver_sql(statement)
        changed = connection.exec_driver_sql("UPDATE lots SET etat = 4 WHERE etat IS NULL")
        assert changed.rowcount == 0


def test_the_owner_does_not_attach_by_validating_somebody_elses_deposit(copie_deux):
    number = deposit(copie_deux, "dd_44", decoy(copie_deux), "transmis")
    with pytest.raises(CommandeError) as caught:
        store.valider(engine(copie_deux, ADMIN), number, "x")
    assert plain(caught.value).endswith(
        "Des rôles verraient autre chose qu’aujourd’hui. Relisez-le, puis : "
        f"« cpom base rattachements accepter {number} »."
    )
    own = deposit(copie_deux, ADMIN, decoy(copie_deux), "brouillon")
    store.valider(engine(copie_deux, ADMIN), own, "x")
    assert (
        one(copie_deux, f"SELECT depot FROM rattachements WHERE id_etablissement = '{DECOY}'")
        == own
    )
