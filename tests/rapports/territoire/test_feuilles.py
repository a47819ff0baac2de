"""The three regional sheets, on the invented region."""

import ast
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import nbformat
import pytest
from conftest import cpom, plain

from cpomlib import base as store
from cpomlib.base import Declaree
from cpomlib.calcul.regional.unites import REGION, departement
from cpomlib.campagne.modeles import modele
from cpomlib.rapports import territoire
from cpomlib.rapports.photographie_publics import methode as methode_photo
from cpomlib.rapports.photographie_publics import photographie
from cpomlib.rapports.photographie_publics.methode import SEUILS
from cpomlib.rapports.sortie import Indicateurs
from cpomlib.rapports.synthese_regionale import synthese
from cpomlib.rapports.territoire.methode import methode
from cpomlib.rendu.blocs.blocks import Figure, Groupe, Paragraphe, Tableau
from cpomlib.rendu.blocs.html import html
from cpomlib.socle.valeurs import Lien, Secret

pytestmark = pytest.mark.xdist_group("region")


NOMS = ("synthese_regionale", "tableau_de_bord", "photographie_publics")


def shown(nom, **parametres):
    """Run the cells of a notebook in this process; return what each of them shows."""
    space, values = {}, []
    for cell in nbformat.read(modele(nom), as_version=4).cells:
        if cell.cell_type != "code":
            continue
        *before, last = ast.parse(cell.source).body
        if isinstance(last, ast.Expr):
            values.append(eval(compile(ast.Expression(last.value), nom, "eval"), space))
            continue
        exec(compile(ast.Module([*before, last], []), nom, "exec"), space)
        if "parameters" in cell.metadata.get("tags", []):
            assert set(parametres) <= set(space)
            space.update(parametres)
    return values


def sheets(base, region_de, publiable):
    """Return every group of the three sheets, as their notebooks show them of what is loaded."""
    groups = []

    def load(*asked):
        assert asked == (base, "52", 2025, "tous", 0, publiable, "")
        return region_de(publiable=publiable)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(territoire, "load", load)
        for nom in NOMS:
            indicators, *parts = shown(nom, base=base, region="52", annee=2025, publiable=publiable)
            assert isinstance(indicators, Indicateurs)
            groups += parts
    return groups


def blocks(groups, kind):
    for bloc in groups:
        if isinstance(bloc, Groupe):
            yield from blocks(bloc.blocs, kind)
        elif isinstance(bloc, kind):
            yield bloc


def table(groups, start):
    return next(t for t in blocks(groups, Tableau) if plain(t.titre).startswith(start))


@pytest.fixture(scope="module")
def interne(region_de):
    return region_de()


@pytest.fixture(scope="module")
def publiable(region_de):
    return region_de(publiable=True)


@pytest.fixture(scope="module")
def pages(example_base, region_de):
    return sheets(example_base, region_de, False)


@pytest.fixture(scope="module")
def publiees(example_base, region_de):
    return sheets(example_base, region_de, True)


def test_every_part_says_something(pages):
    for group in pages:
        assert len(str(html(group))) > 500
    for figure in blocks(pages, Figure):
        assert figure.alternative
        # a chart states its finding, or names what it shows: it asks nothing
        assert "?" not in figure.titre
        assert figure.source
        assert figure.tableau.lignes


def test_the_region_is_the_whole_of_its_departements(interne):
    codes = [departement(code) for code in interne.departements]
    for name in ("places_financees", "charges_brutes", "resultat"):
        parts = [value for code in codes if (value := interne.valeur(code, name)) is not None]
        assert sum(parts) == pytest.approx(interne.valeur(REGION, name), abs=0.01)


def test_internal_it_says_so_and_names_the_operators(interne, pages):
    said = next(b for b in blocks(pages, Paragraphe) if b.role == "avertissement")
    assert plain(said.titre) == "Document de travail, données non diffusables."
    assert said.texte.startswith("Document interne au service de l’État, seul à pouvoir le détenir")
    listed = table(pages, "Les opérateurs de la région")
    names = [line[0] for line in listed.lignes[:-1]]
    assert names == list(interne.gestionnaires.values())
    assert all(isinstance(name, Lien) for name in names)
    first = next(iter(interne.gestionnaires))
    page = str(html(listed))
    assert f'<a href="../../{first}/diagnostic.html">' in page


def test_each_operator_at_stake_has_its_reasons_and_its_link(interne, pages):
    listed = next(t for t in blocks(pages, Tableau) if "à enjeux sur" in t.titre)
    # « Déficit de l’exercice (E02) » declares what « … (règle E02). » comes from, words first
    codes = {line[0].split("(")[-1].rstrip(")") for line in table(pages, "Les règles des").lignes}
    for name, contract, reasons in listed.lignes:
        assert isinstance(name, Lien) and contract
        assert not reasons.startswith("E0")
        assert set(re.findall(r"\(règle (E\d+)\)\.", reasons)) <= codes
        assert "(règle E" in reasons


def test_a_publishable_version_names_nobody_and_shows_no_extreme(publiable, publiees):
    page = plain("".join(str(html(group)) for group in publiees))
    carried = json.dumps([group._repr_mimebundle_() for group in publiees], ensure_ascii=False)
    for text in (page, plain(carried)):
        assert [name for name in publiable.gestionnaires.values() if plain(name) in text] == []
        assert [one for one in publiable.gestionnaires if one in text] == []
    spread = table(publiees, "Comment les gestionnaires se répartissent")
    heads = [column.titre for column in spread.colonnes]
    for line in spread.lignes:
        assert isinstance(line[heads.index("Minimum")], Secret)
        assert isinstance(line[heads.index("Maximum")], Secret)


def test_a_departement_of_few_gestionnaires_is_masked_when_published(interne, publiable):
    few = [
        code for code in interne.departements
        if interne.valeur(departement(code), "cout_place") is not None
        and interne.structures[interne.structures["departement"] == code]["id_gestionnaire"]
        .nunique() < 5
    ]  # fmt: skip
    assert few
    for code in few:
        assert isinstance(publiable.cellule(departement(code), "cout_place"), Secret)
        assert not isinstance(interne.cellule(departement(code), "cout_place"), Secret)


def test_what_is_published_as_data_is_masked_too(publiable):
    (bundle,) = [territoire.indicateurs(publiable).liste]
    hidden = [i for (year, unit, i) in publiable.masques if (year, unit) == (2025, REGION)]
    by_id = {each["id"]: each for each in bundle}
    for name in hidden:
        assert by_id[name]["statut"] == "secret"
        assert (by_id[name]["valeur"], by_id[name]["numerateur"]) == (None, None)
    assert by_id["places_financees"]["statut"] == "ok"


def test_an_unpublished_national_value_is_to_be_completed(pages):
    shown = table(pages, "La région à côté des valeurs nationales")
    heads = [column.titre for column in shown.colonnes]
    by_name = {plain(line[0]): line for line in shown.lignes}
    national = heads.index("National 2025")
    assert by_name["Taux de réponse positive du SIAO aux demandes d’hébergement"][national] == (
        "à compléter"
    )
    assert (
        by_name["Taux de réponse positive du SIAO aux demandes de logement adapté"][national]
        == "abandonné"
    )
    known = table(pages, "Les valeurs nationales publiées")
    # rapport annuel de performances 2022: 66 %
    assert (2022, 0.66) in [line[1:3] for line in known.lignes]


def test_the_regional_rate_is_computed_on_the_requests(interne, pages):
    asked = interne.frames["demandes_siao"]
    asked = asked[(asked["annee"] == 2025) & asked["departement"].isin(interne.departements)]
    asked = asked[asked["preconisation"].isin(["hebergement_urgence", "hebergement_insertion"])]
    expected = asked["reponses_positives"].sum() / asked["demandes"].sum()
    shown = table(pages, "La région à côté des valeurs nationales").lignes[0]
    assert shown[5].valeur == pytest.approx(float(expected))


def test_the_snapshot_counts_every_menage_once(interne):
    photo = photographie.photographier(interne)
    whole = photo.accueillis[photo.accueillis["departement"] == "ensemble"]
    total = whole.loc[whole["modalite"] == "ensemble", "valeur"].iloc[0]
    assert total == photo.menages["id_menage"].nunique()


def test_a_region_of_one_departement_has_its_sheets(tmp_path):
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    cpom("exemple", "--base", address, "--region", "04", "--gestionnaires", 4, "--graine", 3)
    found = territoire.load(address, "04", 2025)
    assert found.departements == {"974": "La Réunion"}
    groups = [synthese.departements(found), synthese.offre(found), synthese.couts(found)]
    maps = [f for f in blocks(groups, Figure) if "carré" in f.note]
    assert len(maps) == 3
    for figure in maps:
        (feature,) = figure.graphique["layer"][0]["data"]["values"]
        assert feature["nom"] == "La Réunion"
    # four gestionnaires: no distribution, even inside the service
    spread = table(groups, "Comment les gestionnaires se répartissent")
    assert all(isinstance(value, Secret) for line in spread.lignes for value in line[2:8])


def test_a_plan_of_the_parties_gives_its_trajectory(interne):
    first, when = next(iter(interne.gestionnaires)), datetime(2026, 3, 5, 11, tzinfo=UTC)
    plan = Declaree(first, "plan", "taux_drl: [0.01]\n", 8, 9, when, "dreets", "plan.yaml")
    shown = table(
        [synthese.budget(replace(interne, declarations=(plan,)))], "Où mènent les contrats"
    )
    amounts = [line[1] for line in shown.lignes]
    assert [line[0] for line in shown.lignes] == [2026, 2027, 2028, 2029, 2030]
    assert [line[2] for line in shown.lignes] == [1] * 5
    # each year is the one before, plus one per cent, to the cent
    for before, after in pairwise(amounts):
        assert float(after) == pytest.approx(float(before) * 1.01, abs=0.01)


def test_the_method_says_the_convention_of_the_quartiles(interne, publiable):
    assert "type 7" in plain(html(methode(interne)))
    assert "diffusable" in plain(html(methode(publiable)))
    assert "Empreinte" not in str(html(methode(publiable)))


def test_the_photographie_lists_the_thresholds_it_applies_and_no_other(interne):
    shown = list(blocks([methode_photo(photographie.photographier(interne))], Tableau))
    (listed,) = [one for one in shown if one.titre == "Seuils et conventions"]
    assert len(listed.lignes) == len(SEUILS) == 6
    assert not any("absentéisme" in row[0] for row in listed.lignes)


@pytest.mark.parametrize("nom", NOMS)
def test_its_notebook_is_about_the_region(nom):
    notebook = json.loads(modele(nom).read_text(encoding="utf-8"))
    assert notebook["metadata"]["cpom"]["portee"] == "region"


def test_the_base_is_read_at_the_state_asked(example_base, interne):
    assert interne.etat == store.latest_state(store.open_base(example_base))
