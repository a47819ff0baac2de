"""What the signed diagnostic says is true of its own figures, agreed, and asks what follows."""

from types import SimpleNamespace

import pytest
from conftest import plain
from rapports.diagnostic.blocs import of, table

from cpomlib.calcul import petits
from cpomlib.calcul.verdicts import Message
from cpomlib.rapports import diagnostic
from cpomlib.rapports.diagnostic.signe import ecriture, jugements, questions
from cpomlib.rapports.diagnostic.signe.declaration import question
from cpomlib.rapports.diagnostic.signe.objectifs import _prolongee, _repere
from cpomlib.rendu.blocs import Figure, Paragraphe, Tableau
from cpomlib.socle import write

pytestmark = pytest.mark.xdist_group("region")
DEFICIT, INCOHERENT, ORDINAIRE = "000520023", "000520064", "000520015"
PRESENCES = "cpom_4_taux_presence_longue"
PARTS = ("essentiel", "besoins", "resultats", "moyens", "equipes", "objectifs")


@pytest.fixture(scope="module")
def signes(dossier_de):
    return {name: dossier_de(name) for name in (DEFICIT, INCOHERENT, ORDINAIRE)}


def said(dossier, *parts):
    blocks = [getattr(diagnostic.signe, name)(dossier) for name in parts or PARTS]
    texts = [f"{p.titre} {p.texte}" for block in blocks for p in of(block, Paragraphe)]
    texts += [t.note for block in blocks for t in of(block, Tableau)]
    return plain(" ".join(texts))


def message(famille, indicateur="", donnee=""):
    return Message(indicateur, famille, "vigilance", "Un titre", "", "", 1.0, donnee=donnee)


def test_a_message_asks_what_its_subject_asks_else_its_family():
    assert plain(question(message("economie", "taux_resultat"))) == (
        "Comment et en quelle année revenir à l’équilibre ?"
    )
    assert "trésorerie" in question(message("economie", "jours_tresorerie"))
    assert "charges" in question(message("economie", "evolution_charges"))
    assert "petits effectifs" in question(message("donnees", donnee="petits"))
    assert "corrige" in question(message("donnees", donnee="anomalies"))
    # « qualite » is a family and a subject: each asks its own
    assert question(message("qualite", donnee="qualite")) != question(message("qualite"))


def test_what_is_to_decide_is_one_sentence_on_its_message(signes):
    assert plain(questions.a_decider(signes[DEFICIT])[0]) == (
        "1. Un exercice déficitaire : comment et en quelle année revenir à l’équilibre ?"
    )


@pytest.mark.parametrize(
    ("label", "inside"),
    [("D’où vient l’écart", "d’où vient l’écart"), ("RSA", "RSA"), ("L’équipe", "l’équipe")],
)
def test_a_label_inside_a_sentence_keeps_only_an_acronym(label, inside):
    assert ecriture.minuscule(label) == inside


def test_the_findings_without_room_are_named_on_the_first_page():
    follow = [message("economie", "jours_tresorerie"), message("equipe", "part_cdi")]
    (told,) = jugements._autres(follow)
    assert plain(f"{told.titre} {told.texte}") == (
        "Autres constats : un titre ; un titre, en annexe."
    )
    assert jugements._autres(()) == ()


def test_it_is_said_where_nothing_is_enough_to_conclude():
    quiet = SimpleNamespace(messages=(), periode=SimpleNamespace(ouverte=False))
    (told,) = jugements.messages(quiet)
    assert "ne suffit à conclure" in plain(told.texte)


def test_without_cash_no_reserve_is_free(signes):
    assert "La trésorerie est négative" in said(signes[DEFICIT], "moyens")
    assert "La trésorerie est négative" not in said(signes[ORDINAIRE], "moyens")


def test_doubted_figures_are_said_doubted_where_they_are_written(signes):
    assert "plus de journées que la capacité" in said(signes[INCOHERENT], "essentiel")
    assert "À vérifier pour 2025 : taux d’occupation" in said(signes[INCOHERENT], "resultats")
    assert "À vérifier pour 2025 : résultat" in said(signes[INCOHERENT], "moyens")
    assert "À vérifier" not in said(signes[DEFICIT])


def test_few_households_are_told_in_counts_and_draw_nothing(signes, monkeypatch):
    one = signes[ORDINAIRE]
    assert of(diagnostic.signe.besoins(one), Figure)
    # every rate of the gestionnaire is on too few when the least is a thousand, none of the région
    monkeypatch.setattr(petits, "seuil", lambda _: SimpleNamespace(nombre=lambda: 1_000))
    few = diagnostic.signe.besoins(one)
    assert not of(few, Figure)
    rows = table(few, "Qui est accueilli").lignes
    assert {plain(row[1]).split(" sur ")[1] for row in rows} == {
        plain(write(one.valeur("menages_accueillis"), "nombre"))
    }
    whole = said(one)
    for wrong in ("1 ménages", "ont répondu.", " des ménages sont venus"):
        assert wrong not in whole


@pytest.mark.parametrize(
    ("indicateur", "niveau", "actuel", "termes", "attendu"),
    [
        # 42 % of 125 is 52.5: 53 of them, 8 more than 45
        ("cpom_1_taux", 0.42, 0.36, (45, 125), "milieu : 42,0 % (8 ménages de plus)"),
        ("cpom_1_taux", 0.30, 0.36, (45, 125), "milieu (30,0 %), déjà atteint"),
        # long presences: less is better; 20 % of 100 is 20, 5 fewer than 25
        (PRESENCES, 0.2, 0.25, (25, 100), "milieu : 20,0 % (5 ménages de moins)"),
        (PRESENCES, 0.3, 0.25, (25, 100), "milieu (30,0 %), déjà atteint"),
    ],
)  # fmt: skip
def test_no_target_asks_for_less_than_there_is(indicateur, niveau, actuel, termes, attendu):
    assert plain(_repere(indicateur, "milieu", niveau, actuel, termes)) == attendu


@pytest.mark.parametrize(("cours", "attendu"), [("stable", ""), ("degrade", "tendance")])
def test_a_trend_is_prolonged_only_beyond_chance(cours, attendu):
    # 44, 40 and 36 % lead to 32 %: 32 of 100, 4 fewer than 36
    rates = {2023: 0.44, 2024: 0.40, 2025: 0.36}
    dossier = SimpleNamespace(
        annee=2025, annees=tuple(rates), verdict=lambda _: SimpleNamespace(cours=cours),
        valeur=lambda _, year: rates[year],
    )  # fmt: skip
    told = plain(_prolongee(dossier, "cpom_1_taux", (36.0, 100.0)))
    assert attendu in told
    assert bool(attendu) == ("32,0 % (4 ménages de moins)" in told)
