"""``cpom parametres verifier`` sees all that a run would refuse, in every declared file."""

import copy
import random
import shutil

import pytest
import yaml
from click.testing import CliRunner
from conftest import plain

from cpomlib.cli.declarations import registre
from cpomlib.cli.main import cpom
from cpomlib.droit.dossiers import shipped_dir
from cpomlib.socle.erreurs import ParametreError

LIVRES = shipped_dir()
DECLAREES = registre().declarations
JUNK = [None, 1, "x", [], {}, [1], {"a": 1}, True, 2.5, [[1]], {1: 2}, ""]


@pytest.fixture
def service(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def livres(tmp_path, monkeypatch):
    """A copy of the project's parameters that a test may spoil."""
    folder = tmp_path / "parameters"
    shutil.copytree(LIVRES, folder, ignore=shutil.ignore_patterns("*.csv", "*.geojson"))
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)
    monkeypatch.setattr("cpomlib.droit.dossiers.parameters_dir", lambda: folder)
    return folder


def verified():
    """Return the exit code and what the command says."""
    done = CliRunner().invoke(cpom, ["parametres", "verifier"])
    return done.exit_code, plain(done.output)


def test_the_registry_holds_every_file_of_the_project():
    found = {path.relative_to(LIVRES).as_posix() for path in LIVRES.rglob("*.yaml")}
    elsewhere = ("legislation/", "nomenclatures/", "scenarios/", "sources/siao_exemple")
    assert {one.fichier for one in DECLAREES} == {
        name for name in found if not name.startswith(elsewhere)
    }


def test_an_unknown_key_of_a_rule_is_said_with_its_line(service):
    text = (LIVRES / "verdicts.yaml").read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row == "    poids: 3")
    own = service("verdicts.yaml", text.replace("    poids: 3\n", "    poidz: 3\n", 1))
    code, said = verified()
    assert code == 1
    assert f"{own}, ligne {line}, « regles › cpom_1_taux › poidz »" in said
    assert "La clé « poidz » n’est pas connue. Le plus proche : « poids »." in said


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("anomalies.yaml", "regles: {chrs_sans_plase: {severite: faible}}\n",
         "La clé « chrs_sans_plase » n’est pas connue. Le plus proche : « chrs_sans_place »"),
        ("anomalies.yaml", "regles: {chrs_sans_place: {chiffres: {a: entier}}}\n",
         "La ligne « chiffres » tient au calcul : un service ne la change pas."),
        ("anomalies.yaml", "regles: {chrs_sans_place: {message: 'Il y en a {finances}.'}}\n",
         "« {finances} » n’est pas connu ici. Le plus proche : « financees »."),
        ("anomalies.yaml", "regles: {ferme_mais_actif: {message: 'Le {tables:jour}.'}}\n",
         "« {tables} » ne s’accorde pas. Écrivez le nom seul entre les accolades."),
        ("indicateurs/cpom.yaml", "indicateurs: []\n", "la copie d’un service n’est pas lue."),
        ("indicateurs/public.yaml", "indicateurs: []\n", "Ce fichier n’est lu par personne. "
         "Renommez-le ou retirez-le. Le plus proche : « indicateurs/publics.yaml »"),
        ("indicateurs/rh.yaml", "indicateurs: [{id: mien}]\n", "La clé « calcul » manque."),
        ("indicateurs/rh.yaml", "communs: {ton: haut}\nindicateurs: []\n",
         "La clé « ton » n’est pas connue."),
        ("exemple.yaml", "description: x\n", "la copie d’un service n’est pas lue."),
        ("diagnostique.yaml", "regles: []\n",
         "Ce fichier n’est lu par personne. Renommez-le ou retirez-le. "
         "Le plus proche : « diagnostic.yaml »"),
        ("seuils.yaml.txt", "seuils: {}\n", "Ce fichier n’est lu par personne."),
        ("source/fec.yaml", "champs: {}\n", "Ce dossier n’est lu par personne. "
         "Renommez-le ou retirez-le. Le plus proche : « sources »"),
        ("seuils.yaml", "seuils: {alerte_frng: {valeur: null}}\n",
         "Le seuil « alerte_frng » n’a pas de valeur."),
        ("plans/000520015.yaml", "taux_drll: 0.01\n", "La clé « taux_drll » n’est pas connue."),
    ],
)  # fmt: skip
def test_what_was_ignored_or_came_too_late_is_said(service, name, text, said):
    service(name, text)
    code, told = verified()
    assert code == 1
    assert said in told


def test_what_a_service_may_keep_beside_its_rules_is_no_fault(service):
    for name in ("logo.png", "LISEZMOI.txt", ".git/config", "sources/siao_52.yaml"):
        service(name, "x: 1\n")
    assert verified()[0] == 0


def test_a_service_changes_the_words_and_the_severity_of_an_anomaly(service):
    from cpomlib.calcul.anomalies import regle

    service("anomalies.yaml", "regles: {chrs_sans_place: {severite: faible, pourquoi: Parce que.}}")
    found = regle("chrs_sans_place")
    assert (found.severite, found.pourquoi) == ("faible", "Parce que.")
    assert found.message == "Places financées : {financees}.".replace(" :", "\u00a0:")
    assert verified()[0] == 0


def nodes(value, path=()):
    """Yield the path of every node of a document."""
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from nodes(value[key], (*path, key))


def changed(document, path, kind, junk):
    """Return the document with a node renamed, removed or replaced."""
    document = copy.deepcopy(document)
    parent = document
    for key in path[:-1]:
        parent = parent[key]
    if kind == "replace":
        parent[path[-1]] = copy.deepcopy(junk)
    else:
        held = parent.pop(path[-1])
        if kind == "rename" and isinstance(parent, dict):
            parent[f"{path[-1]}x"] = held
    return document


@pytest.mark.parametrize("declared", DECLAREES, ids=lambda one: one.fichier)
def test_a_spoilt_file_is_read_or_refused_in_french(livres, declared):
    """Renamed, dropped or of another type: a value or a sentence, and never anything else."""
    chance = random.Random(declared.fichier)
    path = livres / declared.fichier
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    spots = [spot for spot in nodes(document) if spot]
    refused = 0
    for rank in range(45):
        kind = ("rename", "remove", "replace")[rank % 3]
        spoilt = changed(document, chance.choice(spots), kind, chance.choice(JUNK))
        path.write_text(yaml.safe_dump(spoilt, allow_unicode=True, sort_keys=False), "utf-8")
        try:
            declared.lire()
        except ParametreError as error:
            refused += 1
            assert str(path) in str(error) or "incertitude.yaml" in str(error)
    assert refused > 0


@pytest.mark.parametrize("declared", DECLAREES, ids=lambda one: one.fichier)
def test_a_key_at_the_top_renamed_or_dropped_is_refused(livres, declared):
    path = livres / declared.fichier
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    optional = {"origine", "correlations", "communs", "service", "logo", "contrat"}
    for key in document:
        for kind in ("rename", "remove"):
            if kind == "remove" and key in optional:
                continue
            spoilt = changed(document, (key,), kind, None)
            path.write_text(yaml.safe_dump(spoilt, allow_unicode=True), "utf-8")
            with pytest.raises(ParametreError):
                declared.lire()


AU_DIAGNOSTIC = (
    "diagnostic.yaml", "verdicts.yaml", "fiche_operateur.yaml", "comparables.yaml", "theme.yaml",
)  # fmt: skip
REGLES = [one for one in DECLAREES if one.fichier in AU_DIAGNOSTIC]


@pytest.mark.parametrize("declared", REGLES, ids=lambda one: one.fichier)
def test_no_report_fails_on_what_the_check_lets_pass(service, declared, example_base):
    from cpomlib.rapports import diagnostic, fiche_operateur
    from cpomlib.rendu.theme import chart_config, theme

    chance = random.Random(declared.fichier)
    known = diagnostic.load(example_base, "000520015", 2025, "52")
    document = yaml.safe_load((LIVRES / declared.fichier).read_text(encoding="utf-8"))
    spots = [spot for spot in nodes(document) if spot]
    passed = 0
    for _ in range(25):
        kind = chance.choice(["rename", "remove", "replace"])
        spoilt = changed(document, chance.choice(spots), kind, chance.choice(JUNK))
        service(declared.fichier, yaml.safe_dump(spoilt, allow_unicode=True, sort_keys=False))
        try:
            declared.lire()
        except ParametreError:
            continue
        passed += 1
        for kept in ("jugements", "messages"):
            vars(known).pop(kept, None)
        diagnostic.premiere_page(known)
        found = fiche_operateur.calculer(known)
        fiche_operateur.service_rendu_usager(found)
        fiche_operateur.description(found)
        fiche_operateur.publics(found)
        fiche_operateur.forces(found)
        chart_config(theme())
    assert passed > 0
