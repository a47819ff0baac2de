"""The analysts' door, tried as its documentation shows it."""

import doctest
import json
import subprocess
import sys

import pytest
from conftest import cpom, plain

import cpomlib
from cpomlib.analyse import contrats, dossiers, ouverture, parties
from cpomlib.calcul.indicateurs import fiches
from cpomlib.cli.indicateurs import resultats
from cpomlib.rapports import diagnostic
from cpomlib.socle import CommandeError, CpomError, parameters_dir

GESTIONNAIRE = "000520015"


@pytest.fixture(scope="module")
def base(example_base):
    return cpomlib.ouvrir(example_base)


@pytest.fixture(scope="module")
def figures(base):
    return base.indicateurs(GESTIONNAIRE, 2025).set_index("indicateur")


def examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    modules = {"ouverture": ouverture, "parties": parties, "contrats": contrats,
               "dossiers": dossiers}  # fmt: skip
    found = [each for name, module in modules.items() for each in finder.find(module, name)]
    return [each for each in found if each.examples]


@pytest.mark.parametrize("example", examples(), ids=lambda each: each.name)
def test_the_example_of_a_docstring_is_true(example, base, example_base, monkeypatch):
    monkeypatch.setenv("CPOM_BASE", example_base)
    example.globs["base"] = base
    assert doctest.DocTestRunner().run(example).failed == 0


def test_every_public_verb_has_an_example():
    verbs = {name for name in vars(cpomlib.Base) if not name.startswith("_")}
    shown = {each.name.rpartition(".")[2] for each in examples()}
    assert verbs - shown == {"adresse"}  # the path of the base is not the same everywhere


def test_the_help_of_the_command_line_loads_none_of_it():
    code = (
        "import sys, cpomlib\n"
        "from cpomlib.cli.main import main\n"
        "sys.argv = ['cpom', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'sqlalchemy', 'pyarrow'} & set(sys.modules)\n"
        "ours = [m for m in sys.modules if m.startswith('cpomlib.')]\n"
        "print('\\n', sorted(heavy), [m for m in ours if 'analyse' in m], len(ours))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy, count = done.stdout.splitlines()[-1].strip().rsplit(" ", 1)
    assert heavy == "[] []"
    assert int(count) < 20


def test_figures_are_those_of_the_command_line(base):
    told = resultats(base._engine, GESTIONNAIRE, 2025, etat=base.etat, jour=base.jour)
    ours = base.indicateurs(GESTIONNAIRE, 2025).set_index("indicateur")
    assert list(ours.index) == [each["id"] for each in told]
    for each in told:
        row = ours.loc[each["id"]]
        for key in ("valeur", "numerateur", "denominateur"):
            assert row[key] == each[key] if each[key] is not None else row.isna()[key], each["id"]
        for key in ("libelle", "unite", "statut", "raison", "note"):
            assert row[key] == each.get(key, "")


def test_without_a_name_everybody_and_every_year_is_given(base):
    frame = base.indicateurs(annee=2024)
    assert frame["gestionnaire"].nunique() == 6
    assert len(frame) == 6 * len(fiches())
    one = base.indicateurs(GESTIONNAIRE)
    assert {2023, 2024, 2025} <= set(one["annee"])
    houses = base.indicateurs(GESTIONNAIRE, 2025, etablissement=True)
    known = base.table("etablissements", GESTIONNAIRE)["id_etablissement"]
    assert set(houses["etablissement"]) == set(known)
    assert set(houses["gestionnaire"]) == {GESTIONNAIRE}


def one_of_each():
    """Return the indicators, one only of each family of modalities."""
    firsts = {each.famille or name: name for name, each in reversed(fiches().items())}
    return [name for name in fiches() if name in firsts.values()]


@pytest.mark.parametrize("indicateur", one_of_each())
def test_lines_add_up_to_the_figure(base, figures, indicateur):
    """All the modalities and all the units are tried in ``test_lignes``, below this door."""
    row = figures.loc[indicateur]
    for part in ("numerateur", "denominateur"):
        if row.isna()[part]:
            with pytest.raises(CommandeError):
                base.lignes(indicateur, GESTIONNAIRE, 2025, part=part)
            continue
        lines = base.lignes(indicateur, GESTIONNAIRE, 2025, part=part)
        tolerance = 0.006 if row["unite"] == "euros" else 1e-6
        assert lines["apport"].sum() == pytest.approx(row[part], abs=tolerance, rel=1e-9)
        assert lines["depot"].eq(1).all()


def test_lines_follow_the_perimeter_and_the_establishment(base):
    chrs = base.indicateurs(GESTIONNAIRE, 2025, perimetre="chrs").set_index("indicateur")
    lines = base.lignes("places_financees", GESTIONNAIRE, 2025, perimetre="chrs")
    assert lines["apport"].sum() == chrs.loc["places_financees", "valeur"]
    house = base.table("etablissements", GESTIONNAIRE)["nom"].iloc[0]
    mine = base.lignes("places_financees", GESTIONNAIRE, 2025, house)
    assert mine["id_etablissement"].nunique() == 1
    assert mine["apport"].sum() == mine["places_financees"].sum() < lines["apport"].sum()


def test_the_dossier_is_the_one_of_the_reports(base, example_base):
    ours = base.dossier(GESTIONNAIRE, 2025, region="pays de la loire")
    theirs = diagnostic.load(example_base, GESTIONNAIRE, 2025, "52", jour=base.jour.isoformat())
    assert (ours.etat, ours.region, ours.periode) == (1, "52", theirs.periode)
    for year in theirs.annees:
        assert ours.resultats[year].equals(theirs.resultats[year])


def test_a_scenario_is_projected_as_by_the_command_line(base, example_base):
    path = parameters_dir() / "scenarios" / GESTIONNAIRE / "tendanciel.yaml"
    told = cpom("scenario", "projeter", path, "--base", example_base, "--format", "json").stdout
    theirs = json.loads(told)
    ours = base.scenario(GESTIONNAIRE, "Tendanciel").set_index(["poste", "annee"])["valeur"]
    rows = base.scenario(GESTIONNAIRE, "tendanciel", etablissement=True)
    assert ours["resultat", 2030] == pytest.approx(
        rows.loc[rows["poste"].eq("resultat") & rows["annee"].eq(2030), "valeur"].sum()
    )
    assert f"{ours['resultat', 2030]:.2f}".rstrip("0").rstrip(".") in json.dumps(theirs)


def test_money_is_in_euros_and_missing_stays_missing(base):
    budgets = base.table("budgets", GESTIONNAIRE, 2025)
    raw = base._read(GESTIONNAIRE, ("budgets",))["budgets"]
    cents = raw.loc[raw["annee"] == 2025, "montant"]
    assert round(budgets["montant"].sum() * 100) == int(cents.sum())
    asked = base.table("financements")["montant_demande"]
    raw = base._read(None, ("financements",))["financements"]["montant_demande"]
    assert asked.isna().tolist() == raw.isna().tolist()


def test_stays_of_a_year_are_those_present_in_it(base):
    stays = base.table("sejours", GESTIONNAIRE, 2024)
    assert stays["date_entree"].max().year <= 2024
    assert stays["date_sortie"].dropna().min().year >= 2024


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda b: b.indicateurs("000520016", 2025),
         "Le gestionnaire « 000520016 » n’est pas dans cette base. Le plus proche : « 000520015 »"),
        (lambda b: b.indicateurs("utopie", 2025),
         "Donnez le nom entier ou l’identifiant : « 000520031 » (Fondation d’Utopie pour l’Abri), "
         "« 000520064 » (Toit & Moi d’Utopie)."),
        (lambda b: b.indicateurs(GESTIONNAIRE, 1999), "de l’année 1999 n’est déposée"),
        (lambda b: b.indicateurs(GESTIONNAIRE, "2025"), "« 2025 » n’est pas une année."),
        (lambda b: b.table("place"), "La table « place » n’existe pas."),
        (lambda b: b.table("gestionnaires", annee=2025), "n’a pas d’année."),
        (lambda b: b.lignes("taux_ocupation", GESTIONNAIRE, 2025), "« taux_occupation »"),
        (lambda b: b.lignes("taux_occupation", GESTIONNAIRE, 2025, part="haut"),
         "La part « haut » n’existe pas."),
        (lambda b: b.lignes("anciennete_mediane_presents", GESTIONNAIRE, 2025),
         "est une médiane : elle n’a pas de numérateur."),
        (lambda b: b.lignes("effectif", GESTIONNAIRE, 2025, part="denominateur"),
         "n’a pas de dénominateur."),
        (lambda b: b.lignes("effectif", "000520056", 2025), "n’est pas disponible en 2025."),
        (lambda b: b.scenario(GESTIONNAIRE, "tendanciele"), "Le scénario « tendanciele »"),
        (lambda b: cpomlib.ouvrir(b.adresse, au="31/02/2026"), "n’est pas une date."),
        (lambda b: cpomlib.ouvrir(b.adresse, etat=9), "L’état n° 9 n’existe pas."),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_said(base, ask, said):
    with pytest.raises(CpomError) as refused:
        ask(base)
    assert said in plain(refused.value)
    assert "\n" not in str(refused.value)
    # what a notebook shows is that sentence, alone
    assert refused.value._render_traceback_() == [str(refused.value)]


def test_a_name_that_two_have_is_refused_with_both(base):
    known = {"1": "Le Relais", "2": "le relais", "3": "Autre"}
    with pytest.raises(CommandeError) as refused:
        ouverture.designated("LE RELAIS", known, ("Le gestionnaire", "plusieurs gestionnaires"))
    assert plain(refused.value) == (
        "Le nom « LE RELAIS » désigne plusieurs gestionnaires. "
        "Donnez l’identifiant : « 1 » (Le Relais), « 2 » (le relais)."
    )


def test_a_base_is_shown_shortly(base):
    assert repr(base) == f"Base({base.adresse}, état n° 1)"
    assert base._repr_html_().startswith("<p><b>sqlite:///")


def test_parts_of_a_year_are_asked_by_their_codes(base):
    parts = ["2025-T1", "2025-T2", "2025-T3", "2025-T4"]
    found = base.indicateurs(GESTIONNAIRE, periode=parts)
    days = found[found["indicateur"] == "taux_occupation"]
    assert days["periode"].tolist() == parts
    assert set(days["annee"]) == {2025}
    year = base.indicateurs(GESTIONNAIRE, 2025).set_index("indicateur").loc["taux_occupation"]
    assert days["numerateur"].sum() == year["numerateur"]
    assert year["periode"] == "2025"
    rows = base.lignes("taux_occupation", GESTIONNAIRE, periode="2025-T3")
    assert rows["apport"].sum() == days["numerateur"].iloc[2]
    assert set(rows["mois"]) == {7, 8, 9}


def test_a_year_and_a_period_are_not_asked_together(base):
    with pytest.raises(CommandeError, match="N’en gardez qu’un"):
        base.indicateurs(GESTIONNAIRE, 2025, periode="2025-S1")


def test_a_contract_opens_by_its_gestionnaire_and_an_error_names_the_nearest(base):
    mine = base.contrat(GESTIONNAIRE)
    assert repr(mine) == "Contrat(C-000520015-1, signé, du 01/01/2024 au 31/12/2028)"
    assert set(mine.suivi()["jugement"]) >= {"atteinte", "proche", "non_atteinte"}
    assert mine.echeances(12)["date"].is_monotonic_increasing
    with pytest.raises(CpomError, match="C-000520015-1"):
        base.contrat("C-000520015-2")
    with pytest.raises(CpomError, match="releves"):
        mine.table("releve")
