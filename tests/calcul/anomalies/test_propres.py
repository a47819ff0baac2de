"""The rules that a service adds beside ours: found, told as its own, refused in French."""

import pytest
from calcul.indicateurs.builders import ANNEE, frames
from click.testing import CliRunner
from conftest import plain

from cpomlib.calcul.anomalies import douteux, examiner, regle, regles
from cpomlib.cli.main import cpom
from cpomlib.socle import ParametreError

REGLE = {
    "mesure": "taux_occupation",
    "signale": "{moins_de: 0.5}",
    "severite": "forte",
    "libelle": '"Occupation très basse"',
    "message": '"Taux d’occupation de {valeur} sur l’année."',
    "pourquoi": '"Une place sur deux reste vide."',
    "limites": '"Une ouverture en cours d’année."',
    "que_faire": '"Vérifier les journées."',
}


@pytest.fixture
def declarer(tmp_path, monkeypatch):
    def declare(code="occupation_tres_basse", **changes):
        lines = [f"    {key}: {value}\n" for key, value in {**REGLE, **changes}.items()]
        path = tmp_path / "anomalies.yaml"
        path.write_text(f"propres:\n  {code}:\n{''.join(lines)}", encoding="utf-8")
        monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
        return path

    return declare


def mois(house, realisees, theoriques=300):
    return {
        "id_etablissement": house, "mois": 6,
        "journees_realisees": realisees, "journees_theoriques": theoriques,
    }  # fmt: skip


def found(code, **tables):
    examen = examiner(frames(**tables), ANNEE)
    fired = [one for one in examen.anomalies if one.code == code]
    return fired, [one for one in examen.non_evaluees if one.code == code]


def test_it_fires_where_the_indicator_is_out_of_its_bounds(declarer):
    before = [(one.code, one.entite) for one in examiner(frames(), ANNEE).anomalies]
    declarer()
    ((one,), lacking) = found("occupation_tres_basse", activite=[mois("E1", 120), mois("E2", 150)])
    # 120 / 300 = 40 %; 150 / 300 is exactly 50 %, which is not less
    assert (one.entite, one.severite, one.volet) == ("E1", "forte", "activite")
    assert one.libelle == "Occupation très basse (règle du service)"
    assert one.message == "Taux d’occupation de 40,0\u00a0% sur l’année."
    assert not lacking
    assert [(one.code, one.entite) for one in examiner(frames(), ANNEE).anomalies] == before
    assert list(regles())[-1] == "occupation_tres_basse"


def test_where_the_indicator_is_not_known_it_is_not_evaluated(declarer):
    declarer()
    fired, lacking = found("occupation_tres_basse", activite=[mois("E1", 290)])
    assert not fired
    assert [(one.entite, one.manque) for one in lacking] == [
        ("E2", f"aucune ligne de la table «\u00a0Activité\u00a0» pour {ANNEE}")
    ]


def test_an_amount_is_bounded_in_euros_and_a_gestionnaire_may_be_looked_at(declarer):
    declarer(
        mesure="charges_brutes", niveau="gestionnaire", message='"Charges de {valeur}."',
        signale="{plus_de: 1000, au_plus: 1500.50}",
    )  # fmt: skip
    rows = [{"sens": "charge", "montant": 1_500_50}]
    ((one,), _) = found("occupation_tres_basse", budgets=rows)
    assert (one.entite, one.message) == ("G1", "Charges de 1\u202f500,50\u00a0€.")
    assert not found("occupation_tres_basse", budgets=[{"sens": "charge", "montant": 1_000_00}])[0]


def test_its_figure_is_doubted_and_an_unfinished_year_is_not_examined(declarer):
    declarer()
    held = frames(activite=[mois("E1", 120)])
    assert regle("occupation_tres_basse").indicateurs == ("taux_occupation",)
    assert "occupation_tres_basse" in [
        one.code for one, _ in douteux(examiner(held, ANNEE).anomalies, ["taux_occupation"])
    ]
    assert "occupation_tres_basse" not in [
        one.code for one in examiner(held, ANNEE, ouverte=True).anomalies
    ]


@pytest.mark.parametrize(
    ("code", "change", "dit"),
    [
        ("basse", {"mesure": "taux_ocupation"}, "Le plus proche : « taux_occupation »"),
        ("basse", {"signale": "{}"}, "Il faut au moins une borne."),
        ("basse", {"signale": "{moins: 0.5}"}, "La clé « moins » n’est pas connue."),
        ("basse", {"message": '"{taux}"'}, "« {taux} » n’est pas connu ici."),
        ("basse", {"severite": "grave"}, "La valeur « grave » n’est pas connue."),
        ("basse", {"fonction": "x.py"}, "La clé « fonction » n’est pas connue."),
        ("Basse", {}, "« Basse » n’est pas un nom de règle."),
        ("chrs_sans_place", {}, "La règle « chrs_sans_place » est déjà celle du projet."),
    ],
)
def test_a_bad_rule_is_refused_with_its_place(declarer, code, change, dit):
    path = declarer(code, **change)
    with pytest.raises(ParametreError) as refused:
        regles()
    said = str(refused.value).replace("\u00a0", " ")
    assert dit in said
    assert f"{path}, ligne " in said


def test_an_indicator_taken_away_is_seen_before_a_run(declarer, tmp_path):
    """The rule was sound when it was read: the file it leans on changes after."""
    (tmp_path / "indicateurs").mkdir()
    own = tmp_path / "indicateurs" / "activite.yaml"
    own.write_text(
        "indicateurs: [{id: mois_declares, libelle: Mois, unite: nombre, numerateur: mois, "
        "definition: Mois., interet: Suivi., limites: Aucune., "
        "calcul: {numerateur: {lignes: activite}}}]\n",
        encoding="utf-8",
    )
    declarer(mesure="mois_declares", signale="{moins_de: 12}", message='"{valeur:mois/mois}."')
    ((one,), _) = found("occupation_tres_basse", activite=[mois("E1", 120)])
    assert one.message == "1 mois.".replace(" ", "\u00a0")
    own.unlink()
    with pytest.raises(ParametreError, match="mois_declares"):
        regles()


def test_the_command_explains_it(declarer):
    declarer()
    told = plain(CliRunner().invoke(cpom, ["anomalies", "regles", "occupation_tres_basse"]).output)
    assert "Occupation très basse (règle du service)" in told
    assert "Une place sur deux reste vide." in told
