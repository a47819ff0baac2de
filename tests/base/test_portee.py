"""The guard of a deposit: nothing is taken out of the current state unasked."""

import pandas as pd
import pytest
from base.donnees import ALPHA, ORIGIN, activite, budget, gestionnaires, mois, realised

from cpomlib import base as store
from cpomlib.base import Choix
from cpomlib.socle.erreurs import CommandeError, Faute
from cpomlib.tables.frames import conform

E1, E2, E3 = "440000001", "440000002", "440000003"
SANS_CHOIX, COMPLETER, REMPLACER = Choix(), Choix("completer"), Choix("remplacer")


def sejours(*keys, etablissement=E1, **values):
    return conform(
        "sejours",
        pd.DataFrame(
            {
                "id_sejour": keys,
                "id_etablissement": etablissement,
                "id_menage": [f"M{key}" for key in keys],
                "date_entree": pd.Timestamp("2025-01-01"),
                "composition": "homme_seul",
                "nb_adultes": 1,
                "nb_enfants": 0,
                "tranche_age": "25_34",
                "droits_incomplets": False,
                "via_siao": True,
                "dls_active": False,
                **values,
            }
        ),
    )


def give(engine, choix=SANS_CHOIX, statut="valide", origine=ORIGIN, **frames):
    return store.deposit(engine, frames, origine, statut, choix)


def refusal(call, *arguments, **named):
    with pytest.raises(CommandeError) as caught:
        call(*arguments, **named)
    return str(caught.value).replace("\u00a0", " ").replace("\u202f", " ")


def stays(engine):
    return store.read(engine, ["sejours"])["sejours"]["id_sejour"].tolist()


def test_rows_that_would_go_are_told_and_nothing_is_written(base):
    give(base, sejours=sejours("S1", "S2", "S3"))
    told = refusal(give, base, sejours=sejours("S3", "S4"))
    assert told == (
        "Ce dépôt retirerait 2 lignes de l’état courant : rien n’a été écrit.\n"
        "  sejours : 2 lignes de l’établissement 440000001 (« Association 000000018 »)\n"
        "Choisissez : « --completer » ajoute et met à jour ligne par ligne, sans rien retirer ; "
        "« --remplacer » prend le fichier pour tout ce dont il parle (ce qui est retiré reste "
        "dans l’historique)."
    )
    assert stays(base) == ["S1", "S2", "S3"]
    assert store.latest_deposit(base) == 2


def test_completing_adds_and_updates_and_removes_nothing(base):
    give(base, sejours=sejours("S1", "S2"))
    give(base, COMPLETER, sejours=sejours("S2", "S3", nb_adultes=2))
    held = store.read(base, ["sejours"])["sejours"]
    assert dict(zip(held["id_sejour"], held["nb_adultes"], strict=True)) == {
        "S1": 1, "S2": 2, "S3": 2,
    }  # fmt: skip


def test_replacing_takes_out_and_the_past_keeps_them(base):
    give(base, sejours=sejours("S1", "S2"))
    give(base, REMPLACER, sejours=sejours("S2"))
    assert stays(base) == ["S2"]
    past = store.read(base, ["sejours"], etat=2)["sejours"]
    assert past["id_sejour"].tolist() == ["S1", "S2"]


def test_another_establishment_another_year_another_document_ask_nothing(base):
    give(base, sejours=sejours("S1"), activite=activite(E1, 2024, 5), budgets=budget("be", 1))
    give(base, sejours=sejours("S2", etablissement=E2), activite=activite(E1, 2025, 6),
         budgets=budget("ca", 2))  # fmt: skip
    assert stays(base) == ["S1", "S2"]
    assert len(store.read(base, ["activite"])["activite"]) == 2
    assert len(store.read(base, ["budgets"])["budgets"]) == 2


def test_a_budget_recoded_shows_the_sums_before_and_after(base):
    """606 for 100 € becomes 6061 for 120 €: completed, 220 € would stand for 120 €."""
    give(base, budgets=budget("ca", 100_00))
    told = refusal(give, base, budgets=budget("ca", 120_00).assign(compte="6061"))
    assert (
        "  budgets : 1 ligne de l’établissement 440000001 (« Association 000000018 »), 2025, ca\n"
        "  Le fichier code peut-être autrement ce qui est déjà en base ; à comparer avant de "
        "compléter :\n"
        "  budgets, 440000001, 2025, ca, charge, montant : 100,00 € en base, 120,00 € dans le "
        "fichier, 220,00 € si l’on complète\n"
    ) in told


def test_completing_the_same_file_twice_writes_once(base):
    give(base, sejours=sejours("S1"))
    again = [store.deposit_once(base, {"sejours": sejours("S2")}, ORIGIN, choix=COMPLETER)
             for _ in range(2)]  # fmt: skip
    assert [recu.deja for recu in again] == [False, True]


def test_a_scope_that_no_row_names_is_emptied_by_name(base):
    give(base, activite=pd.concat([mois(E1, {1: 5}), mois(E1, {1: 4}, 2024), mois(E2, {1: 3})]))
    by_name = Choix("remplacer", (f"{E1}:2024",))
    give(base, by_name, activite=activite(E2, 2025, 7))
    assert realised(base) == {E1: 5, E2: 7}
    assert "Il n’y a rien à vider pour « 440000003 » : rien n’a été écrit." in refusal(
        give, base, Choix("remplacer", (E3,)), activite=activite(E2, 2025, 7)
    )


def test_a_column_the_file_does_not_have_keeps_what_is_known(base):
    known = gestionnaires(ALPHA).assign(finess_ej="440000018", departement_siege="44")
    give(base, gestionnaires=conform("gestionnaires", known))
    without = ORIGIN.__class__("A", "f", "1" * 64, "tables",
                               {"gestionnaires": frozenset({"finess_ej"})})  # fmt: skip
    give(base, origine=without, gestionnaires=gestionnaires(ALPHA).assign(raison_sociale="Alpha"))
    (row,) = [r for r in store.read(base, ["gestionnaires"])["gestionnaires"].itertuples()
              if r.id_gestionnaire == ALPHA]  # fmt: skip
    # finess_ej was absent: kept; departement_siege was there and empty: emptied.
    assert (row.raison_sociale, row.finess_ej) == ("Alpha", "440000018")
    assert pd.isna(row.departement_siege)


def test_an_absent_column_of_a_replaced_table_is_a_loss_too(base):
    give(base, sejours=sejours("S1", "S2", sexe=["F", None]))
    without = store.Origine("A", "f", "1" * 64, "tables", {"sejours": frozenset({"sexe"})})
    told = refusal(give, base, origine=without, sejours=sejours("S1", "S2"))
    assert told.startswith("Ce dépôt retirerait 1 valeur de l’état courant : rien n’a été écrit.")
    assert "sejours : 1 valeur de « sexe », colonne absente du fichier, de l’établissement" in told
    give(base, COMPLETER, origine=without, sejours=sejours("S1", "S2"))
    assert store.read(base, ["sejours"])["sejours"]["sexe"].tolist()[0] == "F"


def test_a_draft_is_judged_when_it_is_validated(base):
    """S2 comes in between: the draft of S1 alone would take it out."""
    give(base, sejours=sejours("S1"))
    draft = give(base, statut="brouillon", sejours=sejours("S1", nb_adultes=2))
    give(base, COMPLETER, sejours=sejours("S2"))
    told = refusal(store.valider, base, draft, "DDETS")
    assert told.startswith("Ce dépôt retirerait 1 ligne de l’état courant")
    assert stays(base) == ["S1", "S2"]
    effect = store.validation(base, draft, "DDETS", COMPLETER)
    held = store.read(base, ["sejours"])["sejours"]
    assert held["nb_adultes"].tolist() == [2, 1]
    assert effect.etat == store.latest_state(base)
    assert effect.complement == draft + 2  # the rows of the draft itself are as they were given
    assert store.read_deposit(base, draft)["sejours"]["id_sejour"].tolist() == ["S1"]


def test_what_the_file_lacked_is_kept_as_it_is_when_the_draft_is_validated(base):
    without = store.Origine("A", "f", "1" * 64, "tables",
                            {"gestionnaires": frozenset({"finess_ej"})})  # fmt: skip
    draft = give(base, statut="transmis", origine=without, gestionnaires=gestionnaires(ALPHA))
    known = gestionnaires(ALPHA).assign(finess_ej="440000018")
    give(base, gestionnaires=conform("gestionnaires", known))
    store.valider(base, draft, "DDETS")
    held = store.read(base, ["gestionnaires"])["gestionnaires"].set_index("id_gestionnaire")
    assert held.loc[ALPHA, "finess_ej"] == "440000018"


def test_a_draft_has_nothing_to_choose_yet(base):
    told = refusal(give, base, REMPLACER, "brouillon", sejours=sejours("S1"))
    assert "il n’y a rien à choisir encore. Déposez-le sans ce choix" in told


def test_a_restoration_takes_nothing_out_unasked(base):
    first = give(base, sejours=sejours("S1"))
    give(base, COMPLETER, sejours=sejours("S2"))
    assert "retirerait 1 ligne" in refusal(store.retablir, base, first, "DREETS")
    store.retablir(base, first, "DREETS", REMPLACER)
    assert stays(base) == ["S1"]


@pytest.mark.parametrize("choix", [COMPLETER, REMPLACER])
def test_a_trial_does_everything_and_writes_nothing(base, choix):
    give(base, sejours=sejours("S1"))
    before = (store.latest_state(base), store.latest_deposit(base))
    tried = store.deposit_once(base, {"sejours": sejours("S2")}, ORIGIN, choix=choix, essai=True)
    assert tried.depot == 3
    assert stays(base) == ["S1"]
    assert (store.latest_state(base), store.latest_deposit(base)) == before


def test_an_empty_cell_of_a_key_is_a_value_of_it(base):
    """A place without GHAM is the same row from one deposit to the next."""
    rows = pd.DataFrame({"id_etablissement": [E1], "annee": 2025, "gham": None, "mode": "diffus",
                         "places_autorisees": 10, "places_financees": 10})  # fmt: skip
    give(base, places=conform("places", rows))
    give(base, places=conform("places", rows.assign(places_financees=9)))
    assert store.read(base, ["places"])["places"]["places_financees"].tolist() == [9]


def test_a_stay_known_in_another_establishment_of_the_gestionnaire_is_a_doubt(base):
    """Given to E2, S1 is still in E1: it would count twice. E3 is somebody else's."""
    give(base, sejours=sejours("S1", "S9"))
    origin = store.Origine("A", "f", "1" * 64, "tables")
    moved = {"sejours": sejours("S1", "S2", etablissement=E2)}
    recu = store.deposit_once(base, moved, origin)
    (kept,) = store.doutes(base, [recu.depot])
    assert "autre établissement\u00a0: S1 (440000001). S’ils y ont été déplacés" in kept.message
    other = store.Origine("A", "f", "2" * 64, "tables")
    recu = store.deposit_once(base, {"sejours": sejours("S9", etablissement=E3)}, other)
    assert store.doutes(base, [recu.depot]) == []


def test_the_doubts_of_a_gestionnaire_are_those_of_its_own_deposits(base):
    """What a file of several says may name the others: only their number is given."""

    def told(name):
        return store.Origine("A", name, "1" * 64, "fec", doutes=(Faute(name, 2, "c", "v", "Ah."),))

    own = give(base, origine=told("a"), activite=activite(E1, 2025, 1))
    both = give(base, origine=told("b"),
                activite=pd.concat([activite(E2, 2025, 1), activite(E3, 2025, 1)]))  # fmt: skip
    found = store.doutes_du_gestionnaire(base, ALPHA, [own, both], store.latest_state(base))
    assert [(doubt.depot, doubt.ligne, doubt.message) for doubt in found.siens] == [(own, 2, "Ah.")]
    assert dict(found.partages) == {both: 1}


def test_doubts_by_the_thousand_are_counted(base):
    many = tuple(Faute("f", line, "", "", "Ah.") for line in range(1200))
    origin = store.Origine("A", "f", "1" * 64, "tables", doutes=many)
    kept = store.doutes(base, [give(base, origine=origin, activite=activite(E1, 2025, 1))])
    assert len(kept) == 501
    assert kept[-1].message == "Et 700 autres doutes, non gardés un par un."


def test_stays_that_count_before_aggregates_are_a_doubt(base):
    sent = pd.DataFrame({"id_etablissement": [E1], "annee": 2025, "indicateur": "sejours",
                         "statut": "ok", "valeur": 118.0})  # fmt: skip
    give(base, agregats_etablissements=conform("agregats_etablissements", sent))
    for key, expected in (("S1", 1), ("S2", 0)):  # the second deposit finds stays there already
        origin = store.Origine("A", "f", key * 32, "tables")
        recu = store.deposit_once(base, {"sejours": sejours(key)}, origin, choix=COMPLETER)
        told = [each.message for each in store.doutes(base, [recu.depot])]
        assert len(told) == expected
    recu = store.doutes(base, [3])
    assert recu[0].message.startswith("Des agrégats tenaient lieu de séjours pour 440000001")


@pytest.mark.parametrize("portees", [(E2,), (E2, f"{E2}:2024")])
def test_what_is_emptied_by_name_is_told_too(base, portees):
    """E2 holds two months of 2024 that no row names: they go as asked, and are counted."""
    give(base, activite=pd.concat([activite(E1, 2025, 1), mois(E2, {1: 5, 2: 6}, 2024)]))
    emptying = Choix("remplacer", portees)
    new = {"activite": activite(E1, 2025, 1)}
    recu = store.deposit_once(base, new, ORIGIN, choix=emptying, forcer=True)
    (told,) = [line.replace("\u00a0", " ") for line in recu.retire]
    assert told.strip().startswith("activite : 2 lignes de l’établissement 440000002")
    assert told.endswith(", 2024")
