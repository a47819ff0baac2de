"""The six documents on the contracts of a région, on the invented one."""

import ast
from html import unescape

import nbformat
import pytest
from conftest import plain

from cpomlib.campagne.modeles import modele
from cpomlib.rapports import region
from cpomlib.rapports.sortie import Indicateurs
from cpomlib.rendu.blocs.blocks import Bloc, Figure, Groupe, Tableau
from cpomlib.rendu.blocs.html import html
from cpomlib.socle import Secret

pytestmark = pytest.mark.xdist_group("region")
JOUR = "2026-11-29"


def shown(nom, **parametres):
    """Run the cells of a notebook in this process; return the blocks that it shows."""
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
    assert isinstance(values[0], Indicateurs)
    assert all(isinstance(one, Bloc) for one in values[1:])
    return values[1:]


def of_example(nom, base, annee=2025, **others):
    groups = shown(nom, base=base, region="52", annee=annee, jour=JOUR, **others)
    asked = [one.titre for one in blocks(groups, Figure) if "?" in one.titre]
    assert not asked, "a chart states its finding, or names what it shows"
    return groups


def blocks(groups, kind):
    for bloc in groups:
        if isinstance(bloc, Groupe):
            yield from blocks(bloc.blocs, kind)
        elif isinstance(bloc, kind):
            yield bloc


def tables(groups):
    return blocks(groups, Tableau)


def named(groups, start):
    return next(one for one in tables(groups) if plain(one.titre).startswith(start))


def text(groups):
    return plain(unescape("".join(str(html(bloc)) for bloc in groups)))


@pytest.fixture(scope="module")
def dossier(example_base):
    return region.load(example_base, "52", 2025, jour=JOUR)


def test_the_programming_says_who_when_and_why(example_base, dossier):
    groups = of_example("programmation", example_base, capacites="44:1,49:1", derniere=2032)
    assert named(groups, "Les gestionnaires de CHRS").lignes[0][0] == dossier.recenses[0].nom
    signed = [row for one in tables(groups) if one.titre[:2] == "20" for row in one.lignes]
    assert sorted(row[0] for row in signed) == sorted(one.nom for one in dossier.recenses)
    assert all(row[-1] for row in signed)
    limits = named(groups, "Signatures et capacités").lignes
    assert {cell for row in limits for cell in row[1:] if "sur" in cell} <= {"0 sur 1", "1 sur 1"}


def test_both_forms_of_the_arrete_and_what_the_second_changes(example_base):
    first = of_example("arrete_programmation", example_base, version=1)
    assert len(named(first, "Contrats à conclure les années suivantes").lignes) == 2
    second = of_example("arrete_programmation", example_base)
    assert [one.titre for one in tables(second)][:3] == [
        f"Contrats à conclure en {year}" for year in (2025, 2026, 2027)]  # fmt: skip
    said = text(second)
    assert "Article 4. Remplacement" in said and "nominative pour toute la période" in said
    assert "[à compléter]" in said and "Le préfet de région" in said
    # the mark of each, and why this year, are for the service alone
    assert "Priorité" not in said and "Contrat prorogé" not in said


def test_the_deadlines_are_those_of_the_calendar(example_base):
    year = region.load(example_base, "52", 2026, jour=JOUR)
    due = region.echeancier_regional.de_l_annee(year)
    groups = of_example("echeancier_regional", example_base, 2026)
    months = [one for one in tables(groups) if one.titre.lower() in region.echeancier_regional.MOIS]
    days = {row[0] for one in months for row in one.lignes}
    assert days == {one.le for one in due}


def test_the_published_bilan_names_nobody_and_tells_of_no_few(example_base, dossier):
    inside = of_example("bilan_regional", example_base)
    outside = of_example("bilan_regional", example_base, publiable=True)
    names = [plain(one.nom) for one in dossier.recenses]
    assert [name for name in names if name in text(inside)]
    assert [name for name in names if name in text(outside)] == []
    for row in named(outside, "Combien de gestionnaires").lignes:
        counts = row[1:]
        assert all(isinstance(one, Secret) for one in counts) or (
            counts[0] >= 5 and counts[1] - counts[0] >= 5
        )
    assert sum(named(inside, "Combien de gestionnaires").lignes[0][1:]) == 4
    # of four contracts, all that is done or late would tell of each: neither counts nor sums
    due = named(outside, "Les échéances de 2025").lignes
    assert due and all(isinstance(cell, Secret) for row in due for cell in row[1:])
    assert "en retard, chez" in text(inside) and "en retard, chez" not in text(outside)
    money = named(outside, "La région, année par année").lignes
    assert all(isinstance(row[4], Secret) or row[4] is None for row in money)


def test_the_money_of_the_bilan_adds_up(example_base, dossier):
    groups = of_example("bilan_regional", example_base)
    parts = [row for row in named(groups, "Les départements en 2026").lignes]
    whole = next(row for row in named(groups, "La région").lignes if row[0] == 2026)
    known = [row[4] for row in parts if row[4] is not None]
    assert sum(known) == whole[4]
    assert whole[8] is None or whole[8] == whole[7] - whole[4]


def test_the_dialogue_says_what_is_done_for_each_and_ties_stakes_to_contracts(
    example_base, dossier
):
    groups = of_example("dialogue_de_gestion", example_base, 2026)
    rows = named(groups, "Ce qui est fait pour chacun").lignes
    assert len(rows) == len(dossier.recenses)
    steps = named(groups, "Les étapes").lignes
    assert all(sum(row[3:]) == len(dossier.recenses) for row in steps)
    stakes = named(groups, "Les opérateurs à enjeux et leur contrat").lignes
    assert all(row[1] and row[2] for row in stakes)
    assert [row[0].endswith("(à enjeux)") for row in rows].index(False) == len(stakes)
    # what is open is among what is told: no nature of a point is left out of the columns
    told = named(groups, "Ce que les rencontres ont relevé").lignes
    assert all(row[-1] <= sum(row[1:-1]) for row in told)
    assert any(row[-1] for row in told)


def test_the_analysis_has_every_point_of_the_guide(example_base):
    said = text(of_example("analyse_des_contrats", example_base))
    for point in (
        "état de la contractualisation",
        "ceux à enjeux",
        "orientations des contrats",
        "publics accueillis",
        "Évolutions de l’offre",
        "Évolutions qualitatives",
        "partenariats",
        "Mutualisations",
        "Coût à la place",
        "effectifs",
        "trajectoire",
    ):
        assert point in said, point
    assert "nan" not in said.split() and "None" not in said
    # its households are not those of the synthèse: it says so first, and whom it counts
    assert said.index("des seuls CHRS") < said.index("état de la contractualisation")
    assert said.count("Qui est compté.") == 1
