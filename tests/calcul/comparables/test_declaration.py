"""The weights are data: a service changes some of them, and a mistake is named."""

import pytest
from conftest import plain

from cpomlib.calcul.comparables import bareme
from cpomlib.socle.erreurs import ParametreError


@pytest.fixture
def service(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    return lambda text: (tmp_path / "comparables.yaml").write_text(text, encoding="utf-8")


def test_every_criterion_says_why():
    known = bareme()
    assert list(known.criteres) == [
        "gham", "categorie", "taille", "public", "mode", "territoire", "commune",
    ]  # fmt: skip
    for one in (*known.criteres.values(), *known.reglages.values()):
        assert len(one.phrase) > 30
        assert one.phrase.endswith(".")


def test_a_service_writes_only_what_it_changes(service):
    service("criteres:\n  taille: {poids: 5}\nreglages:\n  au_plus: {valeur: 7}\n")
    known = bareme()
    assert known.criteres["taille"].poids == 5
    assert known.criteres["taille"].echelle == 4
    assert known.criteres["gham"].poids == 3
    assert known.reglage("au_plus") == 7
    assert known.surcharge.name == "comparables.yaml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("criteres:\n  gam: {poids: 1}\n", "La clé « gam » n’est pas connue."),
        ("criteres:\n  gham: {poids: -1}\n", "« -1 » n’est pas un nombre positif."),
        ("criteres:\n  taille: {echelle: 1}\n", "Ce poids ou cette échelle ne convient pas."),
        ("criteres:\n  territoire: {echelle: 2}\n", "L’échelle du territoire va de 0 à 1."),
        ("indicateurs: [cout_plase]\n", "L’indicateur « cout_plase » n’existe pas."),
    ],
)
def test_a_mistake_is_named(service, text, said):
    service(text)
    with pytest.raises(ParametreError) as caught:
        bareme()
    assert said in plain(caught.value)


def test_weights_all_null_are_refused(service):
    names = ("gham", "categorie", "taille", "public", "mode", "territoire", "commune")
    service("criteres:\n" + "".join(f"  {name}: {{poids: 0}}\n" for name in names))
    with pytest.raises(ParametreError, match="Tous les poids sont nuls"):
        bareme()
