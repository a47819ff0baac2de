"""Each indicator is declared once, in full, in good French."""

import re

import pytest
from calcul.indicateurs.builders import ANNEE, frames

from cpomlib.calcul.indicateurs import Conventions, fiche, fiches, fiches_connues
from cpomlib.calcul.indicateurs import assemble as engine
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.rows import units_of
from cpomlib.calcul.perimetre import par_gestionnaire
from cpomlib.socle.erreurs import ParametreError
from cpomlib.tables.schema import folder_names

TEXTS = (
    "id", "libelle", "unite", "numerateur", "definition", "source", "objectif", "interet",
    "limites", "frequence",
)  # fmt: skip
UNITES = {"nombre", "taux", "euros", "jours", "mois", "annees", "etp"}


def measured():
    data = frames()
    units = units_of(par_gestionnaire(data["etablissements"]))
    return engine.measure(Contexte(data, units, ANNEE, Conventions(18)))


def test_what_is_computed_is_what_is_declared():
    assert sorted(measured()) == sorted(fiches())


def test_a_quotient_says_its_denominator_and_a_count_has_none():
    for name, measure in measured().items():
        assert (measure.denominateur is None) == (fiches()[name].denominateur == ""), name


@pytest.mark.parametrize("name", list(fiches_connues()))
def test_a_fiche_is_whole(name):
    found = fiche(name)
    assert all(getattr(found, text) for text in TEXTS)
    assert found.unite in UNITES
    assert set(found.tables) <= set(folder_names())
    assert found.lies
    assert set(found.lies) <= set(fiches_connues())
    assert found.definition.endswith(".")
    assert found.limites.endswith(".")
    assert "{" not in "".join(getattr(found, text) for text in TEXTS)


@pytest.mark.parametrize("name", list(fiches_connues()))
def test_a_fiche_is_well_typed(name):
    text = " ".join(getattr(fiche(name), part) for part in TEXTS if part not in ("id", "unite"))
    assert not re.search(r"['\"]", text)
    assert not re.search(r"«[^\u00a0]|[^\u00a0]»|[^\u00a0][:;?!%]", text)


def test_an_unknown_indicator_is_refused_with_the_nearest():
    with pytest.raises(ParametreError, match="cpom_1_tau\u00a0» n’existe pas") as caught:
        fiche("cpom_1_tau")
    assert "cpom_1_taux" in caught.value.que_faire


def test_the_mandatory_indicators_quote_the_arrete():
    mandatory = [found for found in fiches().values() if found.volet == "cpom"]
    assert len(mandatory) == 10
    assert all("arrêté du 25 octobre 2019" in found.source for found in mandatory)
