"""A rate of fewer than twenty households is told in counts by every sheet, table and chart."""

from dataclasses import replace

import pandas as pd
import pytest
from conftest import plain

from cpomlib.calcul import en_comptes, trop_peu
from cpomlib.calcul.regional import REGION, departement, gestionnaire
from cpomlib.dossier import partie, territoire
from cpomlib.rapports.synthese_regionale.couts import _tableau, distributions
from cpomlib.rapports.territoire import points_indicateur, publics, tableau_departements
from cpomlib.rapports.territoire.couverture import couverture
from cpomlib.rapports.territoire.elements import carte_indicateur
from cpomlib.rendu.blocs import ChiffresCles, Figure
from cpomlib.rendu.graphiques import carte, points
from cpomlib.socle import Mesure

MAYENNE = departement("53")
SORTIES = "cpom_1_taux"


@pytest.mark.parametrize(
    ("indicateur", "termes", "said"),
    [
        ("cpom_1_taux", (3.0, 7.0), "3 sur 7"),
        ("part_cdi", (2.0, 3.0), "2 sur 3"),
        # half of three arrivals and departures, over a staff of three: no part of it
        ("taux_rotation", (1.5, 3.0), "1,5 pour 3"),
        # thirteen households left twelve places
        ("taux_rotation_places", (13.0, 12.0), "13 pour 12"),
        ("insertion_taux_acces_emploi", (4.0, 9.0), "4 sur 9"),
    ],
)
def test_a_rate_on_too_few_is_told_in_counts(indicateur, termes, said):
    assert trop_peu(indicateur, termes)
    assert plain(en_comptes(indicateur, termes)) == said


@pytest.mark.parametrize(
    ("indicateur", "termes"),
    [
        ("cpom_1_taux", (8.0, 20.0)),  # twenty is enough
        ("taux_etp_vacants", (0.0, 3.0)),  # whole posts are still no persons
        ("etp_part_direction", (1.0, 4.0)),
        ("taux_occupation", (300.0, 365.0)),  # nor are days
        ("taux_resultat", (-2.0, 10.0)),
        ("cpom_1_taux", None),
    ],
)
def test_posts_days_and_euros_are_never_told_in_counts(indicateur, termes):
    assert not trop_peu(indicateur, termes)


def test_a_share_of_requests_follows_the_same_rule():
    assert plain(partie(5, 12)) == "5 sur 12"
    assert partie(5, 20) == Mesure(0.25, "taux")
    assert partie(0, 0) == Mesure(None, "taux")


@pytest.fixture(scope="module")
def petite(example_base):
    """The invented région, where Mayenne has 3 exits of 7 and the région all it had."""
    whole = territoire.load(example_base, "52", 2025)
    return compte(whole, MAYENNE, SORTIES, 3.0, 7.0)


def compte(whole, unit, name, top, below):
    rows = whole.resultats[2025].copy()
    here = (rows["unite"] == unit) & (rows["id"] == name)
    assert here.sum() == 1
    rows.loc[here, ["numerateur", "denominateur", "valeur"]] = [top, below, top / below]
    rows.loc[here, "statut"] = "ok"
    wide = whole.valeurs[2025].copy()
    wide.loc[unit, name] = top / below
    return replace(
        whole,
        resultats={**whole.resultats, 2025: rows},
        valeurs={**whole.valeurs, 2025: wide},
    )


def dessine(graphique):
    """What a chart is made of, as text."""
    return str(graphique).replace("\\xa0", " ")


def test_a_table_of_departements_tells_the_counts_of_the_one_that_has_few(petite):
    table = tableau_departements(petite, "Sorties", {SORTIES: "Sorties"})
    cells = {row[0]: row[1] for row in table.lignes}
    assert plain(cells["Mayenne"]) == "3 sur 7"
    assert isinstance(cells["Sarthe"], Mesure)
    assert isinstance(cells["Région"], Mesure)


def test_a_chart_of_departements_draws_no_mark_for_it_and_writes_its_counts(petite):
    for figure in (
        points_indicateur(petite, "Sorties vers un logement ordinaire", SORTIES),
        carte_indicateur(petite, "Sorties vers un logement ordinaire", SORTIES),
    ):
        drawn = dessine(figure.graphique)
        assert "3 sur 7" in drawn
        assert "42,9" not in drawn
        assert "0.428" not in drawn
        # 3 of 7 would be the highest: neither the title nor the text calls it so
        assert plain(figure.titre).endswith("les départements en 2025")
        assert "Mayenne : 3 sur 7" in plain(figure.alternative)
        assert "(Mayenne)" not in figure.alternative


def test_shares_on_too_few_are_not_stacked(petite):
    names = [name for name in petite.valeurs[2025] if name.startswith("part_composition_")]
    few = petite
    for rank, name in enumerate(names):
        few = compte(few, MAYENNE, name, 9.0 if rank == 0 else 0.0, 9.0)
    figure = next(
        bloc for bloc in publics(few).blocs
        if isinstance(bloc, Figure) and bloc.titre.startswith("Composition")
    )  # fmt: skip
    assert "Mayenne" not in dessine(figure.graphique)
    assert figure.note.endswith("Non dessinés (absents, masqués ou en nombres)\u00a0: Mayenne.")
    column = [plain(head.titre) for head in figure.tableau.colonnes].index("Mayenne")
    assert plain(figure.tableau.lignes[0][column]) == "9 sur 9"
    assert plain(figure.titre).startswith(
        "Composition des ménages accueillis, d’abord : homme seul"
    )


def test_a_key_figure_of_a_small_region_is_its_counts(petite):
    small = compte(petite, REGION, SORTIES, 3.0, 7.0)
    block = next(b for b in couverture(small, "Tableau", (SORTIES,)) if isinstance(b, ChiffresCles))
    assert plain(block.chiffres[0].valeur) == "3 sur 7"


def test_the_ends_of_a_distribution_are_counts_where_one_small_gestionnaire_makes_them(petite):
    one = next(iter(petite.gestionnaires))
    few = compte(petite, gestionnaire(one), SORTIES, 8.0, 8.0)
    table = _tableau(few, distributions(few))
    line = next(
        row for row in table.lignes if row[0] == "Taux de sortie vers un logement ordinaire"
    )
    heads = [column.titre for column in table.colonnes]
    assert plain(line[heads.index("Maximum")]) == "8 sur 8"
    assert isinstance(line[heads.index("Médiane")], Mesure)


def test_a_label_may_be_said_in_place_of_a_value():
    rows = pd.DataFrame(
        {"code": ["53", "72"], "nom": ["Mayenne", "Sarthe"], "valeur": [0.5, 0.25],
         "statut": ["en_nombres", "ok"], "dit": ["3 sur 6", ""]}
    )  # fmt: skip
    for drawn in (points(rows, "nom", "valeur"), carte(rows, "code", "nom", "valeur", {})):
        said = dessine(drawn)
        assert "3 sur 6" in said
        assert "25,0" in said
        assert "50,0" not in said
