"""The page of a contract that is no CPOM: how it is called, what it says of a past target."""

from datetime import date
from types import SimpleNamespace

import pytest

from cpomlib.calcul.contrat import contrats_de, mesurer, toutes_les_cibles
from cpomlib.calcul.indicateurs import conventions_des_seuils
from cpomlib.exemple import territory
from cpomlib.pages.contrat.cible_dite import rythme
from cpomlib.pages.contrat.dit import libelle_de
from cpomlib.pages.contrat.page import nom_du_contrat

JOUR = date(2026, 11, 29)


@pytest.fixture(scope="module")
def frames():
    return territory(2025)


def seen(frames, code):
    contrat = contrats_de(frames)[code]
    years = range(2006, 2010)
    measured = mesurer(frames, {code: contrat}, years, conventions_des_seuils(JOUR))
    return SimpleNamespace(base=contrat, jour=JOUR, mesures=lambda _: measured)


@pytest.mark.parametrize(
    ("code", "name"), [("C-SDI-2007", "Schéma 2007-2009"), ("C-CS-1", "Convention 2023-2026")]
)
def test_a_contract_is_called_by_its_kind(frames, code, name):
    assert nom_du_contrat(seen(frames, code)) == name


def test_a_target_that_was_missed_is_not_said_to_be_reached(frames):
    """3 520 beneficiaries in 2009 where 3 200 were aimed at; 56 received where 55 were."""
    view = seen(frames, "C-SDI-2007")
    said = {libelle_de(one): rythme(view, view.base, one) for one in toutes_les_cibles(view.base)}
    assert said["Allocataires du RSA du territoire"].startswith("Au rythme actuel")
    assert said["Capacité moyenne d’accueil"] == "Elle est déjà atteinte."
