"""What the parties declare: kept as written, never overwritten, read again in a past state."""

import threading

import pytest
from base.donnees import ALPHA, BETA
from sqlalchemy import text

from cpomlib import base as store
from cpomlib.socle import CommandeError

PLAN = "# à relire\r\ntaux_drl: 0.01   \r\n\tl’« été »\n"
"""A text that no writer would write back alike: ends of line, trailing blanks, a tabulation."""
SCENARIO = "scenario/tendanciel"


def origine(auteur="Claire", fichier="plan.yaml"):
    return store.Origine(auteur, fichier, "0" * 64, "plan")


def poser(base, texte, connue="", document="plan", qui=ALPHA, **options):
    key = (qui, document)
    return store.declarer(base, {key: texte}, origine(), {key: connue}, **options)


def textes(base, **options):
    return {(d.gestionnaire, d.document): d.texte for d in store.declarations(base, **options)}


def told(caught):
    return str(caught.value).replace("\u00a0", " ")


def test_a_text_is_kept_to_the_letter(base):
    poser(base, PLAN)
    (kept,) = store.declarations(base)
    assert kept.texte == PLAN
    assert (kept.nature, kept.nom, kept.auteur, kept.fichier) == ("plan", "", "Claire", "plan.yaml")
    assert kept.empreinte == store.empreinte(PLAN)


def test_each_saving_is_a_state_and_a_past_one_reads_as_it_did(base):
    poser(base, "a")  # state 2: the structure made the first
    poser(base, "b", store.empreinte("a"))
    poser(base, None, store.empreinte("b"))
    poser(base, "c")
    read = [textes(base, etat=state) for state in range(1, 6)]
    key = (ALPHA, "plan")
    assert read == [{}, {key: "a"}, {key: "b"}, {}, {key: "c"}]
    assert [(v.etat, v.texte) for v in store.historique(base, ALPHA, "plan")] == [
        (2, "a"), (3, "b"), (4, None), (5, "c"),
    ]  # fmt: skip


def test_the_same_text_again_writes_nothing(base):
    poser(base, "a")
    again = poser(base, "a")
    assert (again.depot, again.ecrites) == (0, ())
    assert store.latest_state(base) == 2


def test_the_later_of_two_sees_the_difference_and_nothing_is_lost(base):
    poser(base, "taux: 1\nduree: 5\n")
    seen = store.empreinte("taux: 1\nduree: 5\n")
    poser(base, "taux: 2\nduree: 5\n", seen)
    with pytest.raises(store.DeclarationChangeeError) as caught:
        poser(base, "taux: 3\nduree: 5\n", seen)
    said = told(caught)
    assert "le plan financier (000000018) a été déposé par Claire, le " in said
    assert "Rien n’a été écrit." in said
    assert "− taux: 2\n" in said
    assert "+ taux: 3\n" in said
    assert "duree" not in said
    assert [one.texte for one in caught.value.actuelles] == ["taux: 2\nduree: 5\n"]
    assert textes(base) == {(ALPHA, "plan"): "taux: 2\nduree: 5\n"}


def test_one_chooses_to_replace_and_the_other_stays_in_the_history(base):
    poser(base, "a")
    key = (ALPHA, "plan")
    store.declarer(base, {key: "b"}, origine("Paul"))
    assert textes(base) == {key: "b"}
    assert [v.texte for v in store.historique(base, *key)] == ["a", "b"]


def test_of_two_who_save_at_once_one_alone_does(base):
    poser(base, "a")
    seen, came, start = store.empreinte("a"), [], threading.Barrier(2)

    def save(texte):
        start.wait()
        try:
            poser(base, texte, seen)
            came.append("écrit")
        except store.DeclarationChangeeError:
            came.append("refusé")

    savers = [threading.Thread(target=save, args=(texte,)) for texte in "bc"]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert sorted(came) == ["refusé", "écrit"]
    assert len(store.historique(base, ALPHA, "plan")) == 2


def test_all_or_none_of_several(base):
    poser(base, "a", document=SCENARIO)
    both = {(ALPHA, "plan"): "p", (ALPHA, SCENARIO): "autre"}
    with pytest.raises(store.DeclarationChangeeError):
        store.declarer(base, both, origine(), {})
    assert textes(base) == {(ALPHA, SCENARIO): "a"}


def test_a_trial_writes_nothing(base):
    done = poser(base, "a", essai=True)
    assert done.ecrites == ((ALPHA, "plan"),)
    assert (textes(base), store.latest_state(base)) == ({}, 1)


def test_an_unknown_gestionnaire_is_refused_with_the_nearest(base):
    with pytest.raises(CommandeError) as caught:
        poser(base, "a", qui="000000019")
    assert "« 000000019 » n’est pas dans la base" in told(caught)
    assert ALPHA in told(caught)


def test_undoing_puts_back_what_was_there_and_takes_out_what_was_not(base):
    poser(base, "avant")
    both = {(ALPHA, "plan"): "après", (BETA, "plan"): "neuf"}
    made = store.declarer(base, both, origine())
    store.annuler(base, made.depot, "Claire")
    assert textes(base) == {(ALPHA, "plan"): "avant"}
    with pytest.raises(CommandeError, match="n’est en vigueur"):
        store.annuler(base, made.depot, "Claire")


def test_undoing_leaves_what_somebody_declared_since(base):
    both = {(ALPHA, "plan"): "un", (BETA, "plan"): "deux"}
    made = store.declarer(base, both, origine())
    store.declarer(base, {(BETA, "plan"): "depuis"}, origine())
    store.annuler(base, made.depot, "Claire")
    assert textes(base) == {(BETA, "plan"): "depuis"}


def test_a_declaration_makes_no_figure_and_no_year(base):
    before = store.lots_digest(base, [ALPHA], 1)
    poser(base, "a", document="commentaire/diagnostic/2031/publics/etat")
    assert store.lots_digest(base, [ALPHA], 2) == before
    assert [depot.id for depot in store.deposits_used(base)] == [1]
    assert store.years(base) == []
    assert "declarations" not in store.read(base)
    digests = [store.declarations_digest(store.declarations(base, etat=n)) for n in (1, 2)]
    assert digests[0] != digests[1]


def test_the_register_shows_it_and_brings_it_back(base):
    first = poser(base, "a").depot
    poser(base, "b", store.empreinte("a"))
    fiche = store.fiche_depot(base, first)
    assert (fiche.statut, fiche.gestionnaires) == ("remplace", (ALPHA,))
    store.retablir(base, first, "Claire")
    assert textes(base) == {(ALPHA, "plan"): "a"}


def test_what_took_a_declaration_out_is_in_the_register_of_its_gestionnaire(base):
    poser(base, "a")
    gone = poser(base, None, store.empreinte("a")).depot
    fiche = store.fiche_depot(base, gone)
    assert (fiche.statut, fiche.gestionnaires) == ("valide", (ALPHA,))


def test_the_base_itself_refuses_a_long_comment(base):
    document = "commentaire/diagnostic/2025/publics/etat"
    poser(base, "é" * 1500, document=document)
    with pytest.raises(Exception, match="commentaire_court"):
        poser(base, "é" * 1501, store.empreinte("é" * 1500), document=document)
    with base.connect() as connection:
        shown = connection.execute(text("SELECT length(texte) FROM declarations")).scalars()
        assert list(shown) == [1500]
