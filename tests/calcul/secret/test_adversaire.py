"""An adversary holds everything published of a region, and tries to recover one masked count."""

import json
import math
import re

import nbformat
import pandas as pd
import pytest
from calcul.secret.attaque import Attaque, told
from calcul.secret.denombrement import denombrer, denombrer_region
from conftest import cpom, plain

from cpomlib import base as store
from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.perimetre import Perimetre, par_etablissement
from cpomlib.calcul.secret import masquer, porte_sur_des_personnes, reference, regles_des_seuils
from cpomlib.rapports import diagnostic, publiable
from cpomlib.rendu.blocs.blocks import Tableau
from cpomlib.rendu.blocs.html import html
from cpomlib.socle.valeurs import Secret

pytestmark = pytest.mark.xdist_group("region")
ANNEES = (2024, 2025)


@pytest.fixture(scope="module")
def region(example_base):
    """The tables of the region, and the results of all its gestionnaires over two years."""
    from cpomlib.calcul.indicateurs import compute, conventions_des_seuils

    frames = store.read(store.open_base(example_base))
    known = frames["etablissements"]
    units = par_etablissement(known)
    members = units.etablissements
    totals = members.assign(unite="G" + members["id_gestionnaire"])
    every = Perimetre(pd.concat([members, totals], ignore_index=True), units.gestionnaires)
    sommes = totals.groupby("unite")["id_etablissement"].agg(list).to_dict()
    small = {name: parts for name, parts in sommes.items() if len(parts) <= 2}
    agreed = conventions_des_seuils()
    results = {year: compute(frames, every, year, agreed) for year in ANNEES}
    return small, {year: _kept(rows, small) for year, rows in results.items()}


def _kept(rows, sommes):
    wanted = {*sommes, *(part for parts in sommes.values() for part in parts)}
    return rows[rows["unite"].isin(wanted)].reset_index(drop=True)


@pytest.fixture(scope="module")
def publie(region):
    """What is published of them: each gestionnaire is masked apart, as its report is."""
    sommes, results = region
    return {year: _masked(sommes, rows) for year, rows in results.items()}


def _masked(sommes, rows, **options):
    parts = [
        masquer(rows[rows["unite"].isin([name, *ids])], {name: ids}, **options)
        for name, ids in sommes.items()
    ]
    return pd.concat(parts, ignore_index=True)


def lines(rows, unite):
    kept = rows.loc[rows["unite"] == unite, ["id", "numerateur", "denominateur", "statut"]]
    return kept.itertuples(index=False, name=None)


def truth(rows, year):
    """Return every true count of a year."""
    found = {}
    for unite in rows["unite"].unique():
        for name, num, den, statut in lines(rows, unite):
            for cell, value in zip(told(name), (num, den), strict=True):
                if cell and statut == "ok" and not math.isnan(value):
                    found[f"{unite} {year}", cell] = value
    return found


def attack(region, published):
    """Read two years of reports of all gestionnaires, and write all that ties them."""
    sommes, results = region
    one, true = Attaque(), {}
    for year, rows in published.items():
        true |= truth(results[year], year)
        for unite in rows["unite"].unique():
            one.lire(f"{unite} {year}", lines(rows, unite))
            one.definitions(f"{unite} {year}")
        for total, parts in sommes.items():
            for cell in {cell for unite, cell in true if unite == f"{total} {year}"}:
                here = [(f"{part} {year}", cell) for part in parts]
                here = [part for part in here if part in true]
                twice = sum(true[part] for part in here) - true[f"{total} {year}", cell]
                ties = (*((part, 1) for part in here), ((f"{total} {year}", cell), -1))
                one.relation(ties, twice)
    for unite in results[ANNEES[0]]["unite"].unique():
        before, after = (f"{unite} {year}" for year in ANNEES)
        one.au_plus((before, "menages_presents_31_12"), (after, "menages_accueillis"))
    return one, true


def test_nothing_masked_is_recovered(region, publie):
    one, true = attack(region, publie)
    hidden = [cell for cell in true if cell not in one.known]
    assert len(hidden) > 100
    assert one.trouves(true) == []


def test_without_secondary_suppression_the_same_attack_succeeds(region):
    sommes, results = region
    bare = {year: _masked(sommes, rows, secondaires=False) for year, rows in results.items()}
    one, true = attack(region, bare)
    found = one.trouves(true)
    assert len(found) > 10
    assert any(low == value == high for _, value, low, high in found)


def test_the_means_of_the_region_would_give_counts_back(region, publie):
    """Why no mean over persons is published beside these reports: it is a total."""
    sommes, _ = region
    one, true = attack(region, publie)
    for cell in {cell for _, cell in true}:
        parts = [(f"{unite} {ANNEES[-1]}", cell) for unite in sommes]
        if all(part in true for part in parts):
            one.relation([(part, 1) for part in parts], sum(true[part] for part in parts))
    assert one.trouves(true)


def test_a_package_gives_no_count_back():
    """Each gestionnaire alone: compositions are tied to persons there too."""
    masked, exact, narrow, _ = denombrer(22, "paquet", 2)
    assert masked > 100
    assert (exact, narrow) == (0, 0)


def test_a_regional_sheet_gives_no_count_back():
    """Seventy gestionnaires: the région less its départements, and the shares of a family."""
    masked, exact, narrow, shown = denombrer_region(21)
    assert masked > 20
    assert shown > 1000
    assert (exact, narrow) == (0, 0)


def test_no_mean_over_persons_is_published(region):
    from cpomlib.dossier.references import _rows

    rows = _rows(reference(region[1][2025]))
    about = rows[rows["indicateur"].map(porte_sur_des_personnes)]
    assert len(about) > 50 and about["moyenne"].isna().all()


@pytest.fixture(scope="module")
def petit(region, publie):
    """The gestionnaire with most masked figures."""
    sommes, _ = region
    rows = publie[2025]
    hidden = rows[rows["unite"].isin(sommes) & (rows["statut"] == "secret")]
    return hidden["unite"].value_counts().index[0].removeprefix("G")


@pytest.fixture(scope="module")
def dossiers(example_base, petit):
    plain = diagnostic.load(example_base, petit, 2025, "52")
    return plain, publiable.masquer(plain)


def diffuse(base, gestionnaire, folder, *words):
    """Make a report to publish; return its folder, and what was said of it."""
    done = cpom(
        "rapports", "--base", base, "--region", "52", "--annee", 2025, "--publiable",
        "--gestionnaire", gestionnaire, "--sortie", folder, "--parallele", 1, *words,
    )  # fmt: skip
    return folder / "52" / "2025" / "publiable" / gestionnaire, done.stderr


@pytest.fixture(scope="module")
def fichiers(example_base, petit, tmp_path_factory):
    """The files of a report to publish."""
    return diffuse(example_base, petit, tmp_path_factory.mktemp("publiable"))[0]


def masked_rates(dossiers):
    """Return the raw masked rates that no other figure could equal by chance."""
    plain, shown = dossiers
    told = {repr(float(value)) for rows in shown.resultats.values() for value in rows["valeur"]}
    for year in shown.annees:
        before, after = plain.resultats[year], shown.resultats[year]
        for name in after.index[after["statut"] == "secret"]:
            value = before.loc[name, "valeur"]
            rate = fiches()[name].unite == "taux" and len(repr(float(value))) > 12
            if rate and repr(float(value)) not in told:
                yield repr(float(value))[:12]


GEOMETRIE = {"debut", "fin", "milieu"}
"""Where the bars of a chart begin and end: sums of what is shown, which may equal anything."""


def numbers(node, key=""):
    """Yield every number that a notebook carries, but for the geometry of its charts."""
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from numbers(inner, name)
    elif isinstance(node, list):
        for inner in node:
            yield from numbers(inner, key)
    elif isinstance(node, float) and key not in GEOMETRIE:
        yield repr(node)[:12]


def test_no_masked_rate_is_in_any_file(dossiers, fichiers):
    rates = set(masked_rates(dossiers))
    assert len(rates) > 10
    notebook = json.loads((fichiers / "diagnostic.ipynb").read_text(encoding="utf-8"))
    assert rates.isdisjoint(numbers(notebook))
    page = (fichiers / "diagnostic.html").read_text(encoding="utf-8")
    assert not [rate for rate in rates if rate in re.sub("<svg.*?</svg>", "", page, flags=re.S)]
    figures = (fichiers / "indicateurs.json").read_text(encoding="utf-8")
    assert not [rate for rate in rates if rate in figures]


def test_the_same_rates_are_in_the_report_of_the_parties(dossiers):
    data = json.dumps([str(one) for one in diagnostic.indicateurs(dossiers[0]).liste])
    rates = set(masked_rates(dossiers))
    assert sum(rate in data for rate in rates) > 5


def test_the_page_says_that_it_is_to_be_published_and_masks_with_a_reason(fichiers):
    page = (fichiers / "diagnostic.html").read_text(encoding="utf-8")
    assert "Version à diffuser." in page
    assert "Secret statistique\u00a0: moins de 11 personnes ou ménages" in page
    figures = json.loads((fichiers / "indicateurs.json").read_text(encoding="utf-8"))
    masked = [one for one in figures if one["statut"] == "secret"]
    assert masked
    assert {one[key] for one in masked for key in ("valeur", "numerateur", "denominateur")} == {
        None
    }


def test_no_small_count_of_persons_is_left_in_the_executed_notebook(fichiers):
    notebook = nbformat.read(fichiers / "diagnostic.ipynb", as_version=4)
    kind = "application/vnd.cpom.indicateurs+json"
    held = [
        o.data[kind]
        for c in notebook.cells
        for o in c.get("outputs", [])
        if kind in o.get("data", {})
    ]
    for one in held[0]:
        if fiches()[one["id"]].personnes and one["numerateur"] is not None:
            assert not 1 <= one["numerateur"] <= 10, one["id"]


def test_every_report_on_a_year_masks_the_same_cells(example_base, petit, dossiers):
    """Last year's report and this one's, whole or narrowed to CHRS, agree on what is hidden."""
    now = dossiers[1]
    before = diagnostic.load(example_base, petit, 2024, "52", "tous", 0, True)
    for year in (2023, 2024):
        one, other = now.resultats[year], before.resultats[year]
        assert (one["statut"] == other["statut"]).all()


def test_the_rows_about_persons_leave_the_dossier(dossiers):
    plain, shown = dossiers
    assert set(shown.frames["sejours"].columns) == {"id_etablissement"}
    assert len(shown.frames["salaries"]) < len(plain.frames["salaries"])
    assert shown.autour == {} and shown.examen.anomalies == ()


def test_every_block_masks_and_says_why(dossiers):
    shown = dossiers[1]
    group = diagnostic.obligatoires(shown)
    table = next(block for block in group.blocs if isinstance(block, Tableau))
    assert any(isinstance(cell, Secret) for row in table.lignes for cell in row)
    said = html(diagnostic.etablissements(shown))
    assert "s.</" in said or ">s." in said
    assert "ne sont pas reprises" in html(diagnostic.qualite(shown))
    assert "ne sont pas repris" in html(diagnostic.comparables(shown))
    assert regles_des_seuils().seuil_personnes == 11


def test_masks_that_differ_from_those_already_made_are_said(example_base, petit, tmp_path):
    folder, said = diffuse(example_base, petit, tmp_path)
    assert "masques ont changé" not in said
    path = folder / "indicateurs.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    shown = next(one for one in figures if one["statut"] == "secret")
    shown["statut"] = "ok"
    path.write_text(json.dumps(figures), encoding="utf-8")
    _, said = diffuse(example_base, petit, tmp_path, "--forcer")
    assert "1 chiffre montré y est masqué" in plain(said)
    index = (folder.parent / "index.html").read_text(encoding="utf-8")
    assert "les masques ont changé" in index
    _, said = diffuse(example_base, petit, tmp_path, "--forcer")
    assert "masques ont changé" not in said
