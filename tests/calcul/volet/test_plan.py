"""The parties' plan: read as it is written, refused with a sentence."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from cpomlib.calcul.budget.excedent import EMPLOIS
from cpomlib.calcul.volet.plan_financier import Plan, lire_plan, read_plan
from cpomlib.socle.erreurs import ParametreError

COMPLET = """\
cles:
  "440000012": {3R: 0.7, 4D: 0.3}
exclusions: {"440000012": 12000.50}
convergence:
  "440000012": {3R: {residuel: 20000, reclasse: false}}
fraction: "1/2"
taux_drl: 0.01
formule_fixe:
  personnel: {poids: 0.7, taux: [0.02, 0.02, 0.02, 0.02, 0.02]}
  autres: {poids: 0.3, taux: 0.01}
avenant_annuel: [1000, 0, 0, 0, -500]
investissements:
  - {nom: Toiture, montant: 100000, duree: 10, annee: 2027, emprunt: 80000, taux: 0.03}
affectation: {investissement: 20000}
libre_affectation: true
resultats_prevus: {2026: 10000, 2027: 15000}
"""


def plain(error):
    return str(error.value).replace("\u00a0", " ")


def test_everything_that_may_be_written_is_read(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(COMPLET, encoding="utf-8")
    plan = read_plan(path)
    assert plan.cles["440000012"]["3R"] == Decimal("0.7")
    assert plan.fraction == Fraction(1, 2)
    assert plan.taux_drl == (Decimal("0.01"),)
    assert plan.avenant_annuel == (1000, 0, 0, 0, -500)
    assert plan.investissements[0].nom == "Toiture"
    assert plan.investissements[0].subvention == 0
    assert plan.resultats_prevus[2027] == 15000
    assert plan.libre_affectation
    assert plan.fichier == "plan.yaml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("taux: 0.01\n", "La clé « taux » n’est pas connue. Le plus proche : « taux_drl »."),
        ("cles: 0.7\n", "« cles » attend des lignes « clé: valeur »."),
        ('fraction: "un demi"\n', "« un demi » n’est pas une fraction."),
        ("investissements: [{nom: Toiture, montant: 1, duree: 1}]\n", "La clé « annee » manque."),
        ("formule_fixe: {personnel: {poids: 1}}\n", "La clé « taux » manque."),
        ("taux_drl: 1 %\n", "plan.yaml, taux_drl : « 1 % » n’est pas un nombre."),
        ("cles: {A: {3R: beaucoup}}\n", "plan.yaml, cles, A, 3R : « beaucoup » n’est pas un nom"),
        ("avenant_annuel: [1, mille]\n", "plan.yaml, avenant_annuel, n° 2 : « mille » n’est"),
        ("taux_drl: true\n", "« True » n’est pas un nombre."),
        ("exclusions: {A: [1, 2]}\n", "plan.yaml, exclusions, A : « une liste » n’est pas"),
        ("formule_fixe: {a: {poids: un, taux: 1}}\n", "formule_fixe, a, poids : « un » n’est pas"),
        ("convergence: {A: {3R: {residuel: x}}}\n", "convergence, A, 3R, residuel : « x » n’est"),
        ("convergence: {A: {3R: {reclasse: non}}}\n", "reclasse : « non » n’est ni oui ni non."),
        ("libre_affectation: non\n", "libre_affectation : « non » n’est ni oui ni non. Écrivez"),
        ("fraction: true\n", "« True » n’est pas une fraction."),
        (
            "affectation: {report: 1}\n",
            "« report » n’est pas un emploi d’un excédent.",
        ),
        ("affectation: {investissement: x}\n", "affectation, investissement : « x » n’est pas"),
        ("resultats_prevus: {26: 1}\n", "resultats_prevus : « 26 » n’est pas une année."),
        (
            "investissements: [{nom: T, montant: dix, duree: 1, annee: 2027}]\n",
            "plan.yaml, investissement 1, montant : « dix » n’est pas un nombre.",
        ),
        (
            "investissements: [{nom: T, montant: 1, duree: 1.5, annee: 2027}]\n",
            "investissement 1, duree : « 1.5 » n’est pas un nombre entier.",
        ),
    ],
)
def test_a_faulty_plan_is_refused_with_a_sentence(tmp_path, text, message):
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParametreError) as caught:
        read_plan(path)
    assert message in plain(caught)
    assert "plan.yaml" in plain(caught)


def test_all_the_faults_of_a_plan_are_said_at_once():
    with pytest.raises(ParametreError) as caught:
        lire_plan(
            "taux: 0.01\n"
            "cles: 0.7\n"
            'fraction: "un demi"\n'
            "formule_fixe: {personnel: {poid: 1}, autres: 3}\n"
            "convergence: {A: 1, B: {3R: {residu: 2}}}\n"
            "investissements: [{nom: Toiture, montants: 1, duree: 1}, 4]\n",
            "plan.yaml",
        )
    assert plain(caught).splitlines() == [
        "13 fautes :",
        "plan.yaml : La clé « taux » n’est pas connue. Le plus proche : « taux_drl ».",
        "plan.yaml : « cles » attend des lignes « clé: valeur ». Mettez une ligne par élément, en "
        "retrait sous ce nom.",
        "plan.yaml, formule_fixe, « personnel » : La clé « poid » n’est pas connue. Le plus "
        "proche : « poids ».",
        "plan.yaml, formule_fixe, « personnel » : La clé « poids » manque. Ajoutez une ligne "
        "« poids: … ».",
        "plan.yaml, formule_fixe, « personnel » : La clé « taux » manque. Ajoutez une ligne "
        "« taux: … ».",
        "plan.yaml, formule_fixe, « autres » : « 3 » ne suffit pas ici. Écrivez des lignes « clé: "
        "valeur » (poids, taux).",
        "plan.yaml, convergence : « A » attend des lignes « clé: valeur ». Mettez une ligne par "
        "élément, en retrait sous ce nom.",
        "plan.yaml, convergence, « B », 3R : La clé « residu » n’est pas connue. Le plus proche : "
        "« residuel ».",
        "plan.yaml, investissement 1 : La clé « montants » n’est pas connue. Le plus proche : "
        "« montant ».",
        "plan.yaml, investissement 1 : La clé « annee » manque. Ajoutez une ligne « annee: … ».",
        "plan.yaml, investissement 1 : La clé « montant » manque. Ajoutez une ligne "
        "« montant: … ».",
        "plan.yaml, investissement 2 : « 4 » ne suffit pas ici. Écrivez des lignes « clé: valeur » "
        "(annee, duree, duree_emprunt, emprunt, montant, nom, subvention, taux).",
        'plan.yaml : « un demi » n’est pas une fraction. Écrivez par exemple "1/2".',
    ]


def test_a_code_without_its_quotes_and_a_year_with_some_are_read_as_meant():
    """They were neither found nor refused: the report left them out without a word."""
    read = lire_plan(
        'cles: {440000012: {3R: 1}}\nexclusions: {440000012: 5}\nresultats_prevus: {"2027": 1}\n'
        'convergence: {440000012: {3R: {residuel: "20000,50"}}}\ntaux_drl: null\n', "plan",
    )  # fmt: skip
    assert read.cles == {"440000012": {"3R": 1}}
    assert read.exclusions == {"440000012": 5}
    assert set(read.convergence) == {"440000012"}
    assert read.resultats_prevus == {2027: 1}


def test_a_text_is_read_as_a_file_is_ends_of_lines_and_first_mark_included():
    read = lire_plan("\ufefftaux_drl: 0.01\r\navenant_annuel: [1, 2]\r\n", "dépôt n° 3")
    assert read.taux_drl == (Decimal("0.01"),)
    assert read.avenant_annuel == (1, 2)
    assert read.fichier == "dépôt n° 3"
    with pytest.raises(ParametreError) as caught:
        lire_plan("taux: 0.01\n", "dépôt n° 3")
    assert plain(caught).startswith("dépôt n° 3 : La clé « taux » n’est pas connue.")


def test_the_example_of_the_documentation_is_a_plan(tmp_path):
    page = (Path(__file__).parents[3] / "docs" / "plan_financier.md").read_text("utf-8")
    path = tmp_path / "plan.yaml"
    path.write_text(page.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    plan = read_plan(path)
    given = {
        name for name in Plan.__dataclass_fields__ if getattr(plan, name) != getattr(Plan(), name)
    }
    assert given == set(Plan.__dataclass_fields__) - {"libre_affectation"}
    assert all(f"`{use}`" in page for use in EMPLOIS)
