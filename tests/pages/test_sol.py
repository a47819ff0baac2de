"""What stands under a slider: the years before, the middle half of the région."""

from types import SimpleNamespace

import numpy as np
import pytest
from calcul.scenarios.etats import AN, A, base
from conftest import plain
from playwright.sync_api import expect

from cpomlib.calcul.regional import Moitie
from cpomlib.calcul.scenarios import Appuis, champs
from cpomlib.calcul.scenarios.types import Actualisation, Occupation, OuvrirPlaces
from cpomlib.pages.scenarios import donnees, reserve
from cpomlib.pages.scenarios.donnees import Acces
from cpomlib.pages.scenarios.sol import sol
from cpomlib.pages.tenue import Course


def under(item, name, course, appuis):
    return sol(item, next(one for one in champs(type(item)) if one.nom == name), course, appuis)


def test_a_level_says_its_years_and_the_region():
    """The slider goes from 0 to 120: 85 is at 70.8 % of it, 95 at 79.2 %, 8.3 % further."""
    held = Appuis((base(annee=AN - 1, occupation=np.array([0.75, 0.9, 0.9])), base()),
                  {("taux_occupation", False): Moitie(0.85, 0.95, 12, AN)})  # fmt: skip
    said = under(Occupation(etablissement=A, taux=0.9), "taux", Course(0, 120, 0.5), held)
    assert "75,0 % en 2024, 80,0 % en 2025" in plain(said)
    assert "Région, moitié centrale 2025 : de 85,0 % à 95,0 %" in plain(said)
    assert 'style="left:70.8%;width:8.3%"' in said


def test_a_growth_says_what_grew_and_its_sign():
    held = Appuis((base(annee=AN - 1, dotation=np.array([485_000.0, 260_000.0, 0.0])), base()),
                  {("produits_groupe_1", True): Moitie(-0.01, 0.02, 12, AN)})  # fmt: skip
    said = under(Actualisation(taux=0.0), "taux", Course(-5, 10, 0.1), held)
    # 730 000 / 745 000 − 1 = −2,01 %
    assert "Dotation : −2,0 % en 2025" in plain(said)
    assert "de −1,0 % à +2,0 %" in plain(said)


def test_a_band_beyond_the_slider_is_said_and_not_drawn():
    held = Appuis((), {("produits_groupe_1", True): Moitie(0.2, 0.3, 12, AN)})
    said = under(Actualisation(taux=0.0), "taux", Course(-5, 10, 0.1), held)
    assert "cpom-moitie" not in said
    assert "de +20,0 % à +30,0 %" in plain(said)


def test_nothing_known_says_nothing():
    asked = OuvrirPlaces(etablissement=A, gham="3R", places=5, annee=AN + 1,
                         financement_place="etablissement")  # fmt: skip
    assert under(asked, "places", Course(0, 60, 1), Appuis()) == ""


def test_a_page_kept_for_one_reads_nothing_of_the_others(example_base, monkeypatch):
    monkeypatch.setattr(donnees, "moities_regionales", lambda *_: pytest.fail("others are read"))
    acces = Acces(example_base, "000520015")
    held = acces.etat("000520015")
    found = acces.appuis(held, acces.origine("000520015").numero)
    assert [etat.annee for etat in found.etats][-1] == held.annee
    assert found.moities == {}


def test_what_a_session_read_serves_the_others_until_the_base_moves(
    example_base, tmp_path, monkeypatch
):
    monkeypatch.setenv(reserve.RESERVE, str(tmp_path))
    one, other = Acces(example_base), Acces(example_base)
    first = one.etat("000520015", numero=1)
    monkeypatch.setattr(Acces, "_lire", lambda *_: SimpleNamespace(annee="lu"))
    assert other.etat("000520015", numero=1).total_places.tolist() == first.total_places.tolist()
    assert other.etat("000520015", numero=2).annee == "lu"
    assert other.etat("000520031", numero=1).annee == "lu"


def test_what_was_half_written_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setenv(reserve.RESERVE, str(tmp_path))
    assert reserve.garder(("cle",), lambda: 3) == 3
    for kept in tmp_path.iterdir():
        kept.write_bytes(kept.read_bytes()[:-1])
    assert reserve.garder(("cle",), lambda: 4) == 4


@pytest.mark.navigateur
@pytest.mark.lent
@pytest.mark.xdist_group("page-scenarios")
def test_the_years_before_come_under_the_slider(visiteur):
    """Six gestionnaires are too few for quartiles: the région is not said."""
    one = visiteur("?gestionnaire=000520015")
    ground = one.page.locator(".cpom-type-actualisation .cpom-champ-taux .cpom-sol")
    expect(ground).to_contain_text("Dotation")
    assert "en 2025" in plain(ground.inner_text())
    assert "Région" not in ground.inner_text()
    one.add("Taux d’occupation")
    ground = one.page.locator(".cpom-type-occupation .cpom-champ-taux .cpom-sol")
    expect(ground).to_contain_text("en 2023")
