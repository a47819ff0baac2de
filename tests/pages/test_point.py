"""Making the point of actions and decisions, and boxes that stay under the hand; no browser."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from calcul.contrat.fabrique import ACTION, contrat, ligne
from conftest import plain

from cpomlib.calcul.contrat import CibleSuivie, Contrat
from cpomlib.pages.contrat import noter
from cpomlib.pages.contrat.brouillon import Brouillon, de_donnees, en_donnees
from cpomlib.pages.contrat.cible_reglages import ReglagesCible
from cpomlib.pages.contrat.point import Point, sujets
from cpomlib.pages.contrat.seance import Seance
from cpomlib.pages.contrat.seance_saisie import jour_de
from cpomlib.pages.tenue import deplier, plier
from cpomlib.socle import CommandeError

JOUR = date(2026, 11, 30)
VIDE = Brouillon("C-1", 7)


def tenu(**cells):
    note = {"date": date(2026, 6, 12), "numero": 1, "nature": "decision",
            "texte": "Réunir les bailleurs."}  # fmt: skip
    made = contrat({"actions": (ligne("actions", **ACTION | {"avancement": 0.4} | cells),),
                    "releves": (ligne("releves", **note),)})  # fmt: skip
    return Contrat(made.ligne, {**made.tables, "contrats": (made.ligne,)})


class Page:
    """What the screen asks of its page."""

    def __init__(self, base):
        self.vu, self.brouillon = SimpleNamespace(base=base, jour=JOUR), VIDE
        self.dits = []

    def gardien(self, action):
        return action

    @property
    def contrat(self):
        return self.brouillon.applique(self.vu.base)

    def changer(self, draft, geste=()):
        self.brouillon = draft
        self.dits.append(geste)
        self.figurer()

    def figurer(self):
        self.point.montrer(self.contrat)


def ecran(base):
    page = Page(base)
    page.point = Point(page, ("actions", "releves"), "une action ou une décision")
    page.figurer()
    return page, page.point


def test_a_point_is_dated_and_what_is_done_is_wholly_done():
    base = tenu()
    draft = noter.faire_le_point(base, VIDE, "A", {"etat": "faite"}, JOUR)
    [row] = draft.applique(base).de("actions")
    assert (row["etat"], row["avancement"], row["date_point"]) == ("faite", 1.0, JOUR)
    back = noter.faire_le_point(base, draft, "A", {"etat": "abandonnee"}, JOUR)
    assert back.applique(base).de("actions")[0]["avancement"] == 0.4
    # said done in the base, nobody knows how far it was before
    done = tenu(etat="faite", avancement=1.0)
    draft = noter.faire_le_point(done, VIDE, "A", {"etat": "en_cours"}, JOUR)
    assert draft.applique(done).de("actions")[0]["avancement"] is None
    # a progress says a state, as on the command line
    for share, state in ((0.5, "en_cours"), (1.0, "faite"), (None, "faite")):
        draft = noter.faire_le_point(done, VIDE, "A", {"avancement": share}, JOUR)
        [row] = draft.applique(done).de("actions")
        assert (row["avancement"], row["etat"]) == (share, state)
    assert de_donnees(deplier(plier(en_donnees(draft)))) == draft
    with pytest.raises(CommandeError, match="L’action B n’existe plus"):
        noter.faire_le_point(base, VIDE, "B", {"etat": "faite"}, JOUR)


def test_one_chooses_an_action_says_its_state_and_why_and_the_fields_stay_under_the_hand():
    page, point = ecran(tenu())
    labels = [label for label, _ in point.liste.options]
    assert labels[1:] == ["Action A · x", "Décision du 12/06/2026 · Réunir les bailleurs."]
    point.liste.value = 1
    held, shown = point._champs, point.champs.children
    assert (held.etat.value, held.part.texte.value) == ("en_cours", "40")
    held.part.texte.value = "130 %"
    assert "hors des bornes" in plain(held.part.refus.value) and page.brouillon.vide
    held.part.texte.value = "60 %"
    # one may be typing there again: what says the same is left as it was typed
    assert held.part.texte.value == "60 %"
    held.mot.value = " Un bailleur s’est retiré. "
    assert held.mot.value == " Un bailleur s’est retiré. "
    held.etat.value = "abandonnee"
    [row] = page.contrat.de("actions")
    assert (row["avancement"], row["commentaire"], row["etat"]) == (
        0.6, "Un bailleur s’est retiré.", "abandonnee",
    )  # fmt: skip
    assert point.champs.children is shown and "Dernier point le 30/11/2026" in held.dit.value
    assert [geste[3] for geste in page.dits] == ["avancement", "commentaire", "etat"]


def test_what_is_told_late_goes_to_the_action_it_was_typed_for():
    page, point = ecran(tenu())
    point.liste.value = 1
    before = point._champs
    point.liste.value = 2
    before.mot.value = "En attente."
    assert page.contrat.de("actions")[0]["commentaire"] == "En attente."
    assert page.contrat.de("releves")[0]["close_le"] is None


def test_no_field_of_a_contract_is_left_to_the_next_one():
    """Its actions have the same codes: what is told late would be theirs."""
    _, point = ecran(tenu())
    point.liste.value = 1
    before = point._champs
    point.oublier()
    assert point.champs.children == () and before.mot.comm is None


def test_a_decision_is_done_on_a_day_that_is_not_to_come_and_opened_again():
    page, point = ecran(tenu())
    point.liste.value = 2
    held = point._champs
    held.etat.value = 1
    assert page.contrat.de("releves")[0]["close_le"] == JOUR
    assert held.jour.texte.value == "30/11/2026"
    for wrong, why in (("32/01/2026", "pas une date"), ("31/02/2026", "pas une date"),
                       ("01/12/2026", "est à venir")):  # fmt: skip
        held.jour.texte.value = wrong
        assert why in plain(held.jour.refus.value)
        assert "La valeur d’avant, 30/11/2026, reste comptée." in plain(held.jour.refus.value)
    held.jour.texte.value = "15/9/26"
    held.jour.texte.value = "32/01"
    assert "La valeur d’avant, 15/09/2026, reste comptée." in plain(held.jour.refus.value)
    held.jour.texte.value = "15/9/26"
    assert page.contrat.de("releves")[0]["close_le"] == date(2026, 9, 15)
    held.etat.value = 0
    assert page.brouillon.vide and held.jour.texte.value == ""
    assert list(sujets(page.contrat, ("actions", "releves"))) == [
        ("actions", "A"),
        ("releves", "2026-06-12", "1"),
    ]


def cible(**cells):
    made = CibleSuivie("1.1", "cpom_1_taux", None, "chrs", "hausse", 2025, 0.36, None,
                       ((2028, 0.46),))  # fmt: skip
    return replace(made, **cells)


def test_the_fields_of_a_target_stay_when_one_of_them_changes():
    """The box one had gone to by Tab went away with what was being typed in it."""
    told = []
    held = ReglagesCible(told.append, lambda: None)
    held.montrer(cible(), True)
    before = held.widget.children
    held.boites["valeur_reference"][1].texte.value = "40"
    assert told == [{"valeur_reference": 0.4}]
    held.montrer(cible(reference=0.4, sens="maintien"), True)
    assert held.widget.children is before and held.sens.value == "maintien"
    assert told == [{"valeur_reference": 0.4}]


def test_a_refused_box_says_which_value_counts_now():
    """After an undo it said one that did not count any more."""
    held = ReglagesCible(lambda _: None, lambda: None)
    held.montrer(cible(reference=0.4), True)
    box = held.boites["valeur_reference"][1]
    box.texte.value = "beaucoup"
    held.montrer(cible(reference=0.36), True)
    assert box.texte.value == "beaucoup"
    assert "La valeur d’avant, 36, reste comptée." in plain(box.refus.value)
    held.sens.value = "baisse"
    assert box.texte.value == "beaucoup"


def test_a_meeting_to_come_is_not_noted_and_another_contract_starts_afresh():
    page = Page(tenu())
    page.point = page
    page.montrer = lambda _: None
    screen = Seance(page)
    screen.choisie, screen.modifie = (date(2030, 11, 30), "comite_suivi"), 3
    screen.saisie.texte.value = "Trop tôt."
    with pytest.raises(CommandeError, match="La réunion du 30/11/2030 est à venir"):
        screen._noter()
    assert screen.saisie.texte.value == "Trop tôt."
    with pytest.raises(CommandeError, match="Il manque une date"):
        jour_de(" ")
    # the number of a point that was being changed is not one of the next contract
    screen.oublier()
    assert (screen.choisie, screen.modifie, screen.saisie.texte.value) == (None, 0, "")
