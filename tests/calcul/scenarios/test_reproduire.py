"""What a sentence prints gives back, typed again, what it says of it."""

import re
from decimal import Decimal

import pytest
from calcul.scenarios.etats import AN, A, base, euros, scenarios
from conftest import plain
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cpomlib.calcul.scenarios.phrases import dire
from cpomlib.calcul.scenarios.projection import calcul
from cpomlib.calcul.scenarios.recherche import avec, equilibre, phrase, reglables
from cpomlib.calcul.scenarios.sensibilite import tornade
from cpomlib.calcul.scenarios.types import (
    Emprunt,
    Etp,
    HypotheseFraisSiege,
    Investissement,
    Mutualisation,
)
from cpomlib.socle.typographie import euros as ecrits

SAID = re.compile(
    r"(?:avec|La plus proche est) (−?[\d ]+(?:,\d+)?) (%|€|place|ETP|point)"
    r".*?(?:est de|résultat de) (−?[\d ]+,\d\d €)"
)


def typed(text, unit):
    number = float(Decimal(text.replace(" ", "").replace(",", ".").replace("−", "-")))
    return float(Decimal(repr(number)) / 100) if unit in ("%", "point") else number


@settings(max_examples=60, deadline=None)
@given(scenarios(), euros(-200_000, 200_000), st.data())
def test_a_goal_seek_prints_what_gives_its_result(scenario, target, data):
    listed, horizon = scenario
    movable = [r for r, item in enumerate(listed) if reglables(item)]
    assume(movable)
    rank = data.draw(st.sampled_from(movable))
    field = data.draw(st.sampled_from(reglables(listed[rank])))
    sentence = plain(
        phrase(equilibre(base(), listed, horizon, rank, champ=field.nom, cible=target))
    )
    value, unit, result = SAID.search(sentence).groups()
    again = calcul(base(), avec(listed, rank, field.nom, typed(value, unit)), horizon)
    assert plain(ecrits(again.total("resultat")[-1])) == result, sentence


def test_a_variation_of_posts_is_printed_whole():
    """−1 000 000 + x × 50 000 … the second decimal of an ETP is worth 500 €, not nothing."""
    found = equilibre(
        base(), [Etp(etablissement=A, fonction="socio_educatif", variation=0.5, annee=AN + 1)], 1, 0
    )
    # 2026: 816 000 − 810 000 − x × 50 000 = 0 ⇒ x = 0.12
    assert plain(phrase(found)) == (
        f"« Variation » : avec 0,12 ETP, le résultat de {AN + 1} est de 0,00 €."
    )
    short = equilibre(
        base(), [Etp(etablissement=A, fonction="socio_educatif", variation=0.5, annee=AN + 1)], 1,
        0, cible=123.0,
    )  # fmt: skip
    # x = (6 000 − 123) ÷ 50 000 = 0.11754: 0.12 would give 0 €
    assert "avec 0,1175 ETP" in plain(phrase(short)) or "avec 0,11754 ETP" in plain(phrase(short))


def test_a_share_is_said_as_a_share():
    found = equilibre(
        base(), [Mutualisation(groupe=1, economie=0.1, annee=AN + 1)], 1, 0, cible=10_000
    )
    # 6 000 + 160 000 × x = 10 000 ⇒ x = 2.5 %
    assert plain(phrase(found)) == (
        f"« Économie annuelle » : avec 2,5 %, le résultat de {AN + 1} est de 10 000,00 €."
    )
    steps = equilibre(
        base(), [HypotheseFraisSiege(cible=0.9, pas=0.05)], 2, 0, champ="pas", cible=8_000
    )
    assert "point" in plain(phrase(steps))


@pytest.mark.parametrize(
    ("hypothese", "said"),
    [
        (Etp(etablissement=A, fonction="direction", variation=0.123456, annee=AN + 1),
         "Variation : 0,123456 ETP"),
        (Mutualisation(groupe=1, economie=0.012345678, annee=AN + 1),
         "Économie annuelle : 1,2345678 %"),
        (HypotheseFraisSiege(cible=0.7, pas=0.01), "Pas annuel : 1 point par an"),
    ],
)  # fmt: skip
def test_a_hypothesis_is_said_with_all_its_decimals(hypothese, said):
    assert said in plain(dire(hypothese, {}).valeurs)


@pytest.mark.parametrize("cents", range(100))
def test_the_tornado_of_a_loan_that_pays_the_rest_has_every_ending(cents):
    for amount, aid in ((100_000 + cents / 100, 10_000.05), (100_000.0, 10_000 + cents / 100)):
        item = Investissement(montant=amount, subvention=aid, annee=AN + 1, duree=10,
                              emprunt=Emprunt(taux=0.03, duree=10))  # fmt: skip
        bars = {bar.champ.nom: bar for bar in tornade(base(), [item], 3)}
        assert set(bars) == {"montant", "subvention"}
        assert bars["montant"].haut < bars["montant"].bas  # dearer, so a worse result


def test_the_tornado_stops_where_a_value_is_no_longer_admitted():
    loan = Emprunt(taux=0.0, duree=10, montant=80_000)
    item = Investissement(montant=100_000, subvention=20_000, annee=AN + 1, duree=10, emprunt=loan)
    bars = {bar.champ.nom: bar for bar in tornade(base(), [item], 1)}
    assert bars["montant"].bas == bars["montant"].reference  # nothing less would be financed
    # 110 000 ÷ 10 − 100 000 ÷ 10 = 1 000 a year more
    assert bars["montant"].haut == bars["montant"].reference - 1_000
    (share,) = tornade(base(), [Mutualisation(groupe=1, economie=0.95, annee=AN + 1)], 1)
    assert share.haut > share.bas  # 104,5 % would be read as 1,05 €


@settings(max_examples=40, deadline=None)
@given(scenarios())
def test_the_tornado_never_refuses_a_scenario_that_holds(scenario):
    listed, horizon = scenario
    for bar in tornade(base(), listed, horizon):
        assert bar.amplitude == abs(bar.haut - bar.bas)
