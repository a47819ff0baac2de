"""A service adds its own rule to a file without copying it whole: its origin is told."""

import pytest

from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.regional.regles_enjeux import ENJEUX
from cpomlib.calcul.regional.regles_enjeux import regles as enjeux
from cpomlib.calcul.verdicts import regles as verdicts
from cpomlib.socle import ParametreError

ENJEU = """propres:
  - code: {code}
    libelle: Occupation très basse
    methode: seuil
    indicateur: {indicateur}
    quand: dessous
    seuil: 0.5
    poids: 2
    motif: "Taux d’occupation de {{valeur}}."
    pourquoi: Une place sur deux reste vide.
    source: Convention du service
"""
VERDICT = """propres:
  {nom}:
    section: activite
    poids: 1
    region: true
    phrase: "la part indisponible est de {{valeur}}"
    titres: {{defavorable: "Des places souvent indisponibles"}}
"""


def test_a_rule_at_stake_is_added_after_ours(write):
    before = enjeux()
    write("enjeux.yaml", ENJEU.format(code="S01", indicateur="taux_occupation"))
    assert enjeux()[:-1] == before
    assert (enjeux()[-1].code, enjeux()[-1].seuil) == ("S01", 0.5)
    assert enjeux()[-1].libelle == "Occupation très basse (règle du service)"


def test_a_verdict_is_added_after_ours(write):
    before = dict(verdicts())
    name = next(one for one in fiches() if one not in before)
    write("verdicts.yaml", VERDICT.format(nom=name))
    assert verdicts()[name].origine == "règle du service"
    assert {key: one for key, one in verdicts().items() if key != name} == before


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("enjeux.yaml", ENJEU.format(code="E01", indicateur="taux_occupation"),
         "«\u00a0E01\u00a0» est déclaré deux fois."),
        ("enjeux.yaml", ENJEU.format(code="S01", indicateur="taux_ocupation"),
         "Le plus proche\u00a0: «\u00a0taux_occupation\u00a0»"),
        ("verdicts.yaml", VERDICT.format(nom="cpom_1_taux"), "a déjà une règle du projet."),
    ],
)  # fmt: skip
def test_a_bad_one_is_refused_at_its_line(write, name, text, said):
    path = write(name, text)
    with pytest.raises(ParametreError) as refused:
        (enjeux if name == "enjeux.yaml" else verdicts)()
    assert said in str(refused.value)
    assert f"{path}, ligne " in str(refused.value)


def test_a_file_that_says_more_still_replaces_ours(write):
    rule = ENJEU.format(code="S01", indicateur="taux_occupation").replace("propres:", "regles:")
    write("enjeux.yaml", rule)
    assert [one.code for one in enjeux()] == ["S01"]
    assert ENJEUX.lire().propres == ()
