"""The first page of a regional sheet: what gets worse, and the totals without what is doubted."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from conftest import plain

from cpomlib.calcul.indicateurs import Conventions
from cpomlib.calcul.regional import REGION, gestionnaire
from cpomlib.calcul.verdicts import Verdict
from cpomlib.dossier import sans_douteux
from cpomlib.rapports.synthese_regionale import couts
from cpomlib.rapports.territoire.essentiel import OBLIGATOIRES, essentiel, obligatoires_d_abord
from cpomlib.rendu.blocs import Colonne, Figure
from cpomlib.socle import Secret

CHIFFRES = ("taux_occupation", "places_financees", "cout_place")


@pytest.fixture(scope="module")
def interne(region_de):
    return region_de()


@pytest.fixture(scope="module")
def publiable(region_de):
    return region_de(publiable=True)


def test_what_is_doubted_is_left_out_of_the_totals(interne):
    who = interne.douteux["taux_occupation"]
    assert who
    found = sans_douteux(interne, ["taux_occupation", "places_financees"])
    rows = interne.resultats[2025].set_index(["unite", "id"])
    kept = [gestionnaire(one) for one in interne.gestionnaires if one not in who]
    terms = [rows.loc[[(unit, "taux_occupation") for unit in kept], side].sum()
             for side in ("numerateur", "denominateur")]  # fmt: skip
    assert found["taux_occupation"].ecartes == who
    assert found["taux_occupation"].valeur == pytest.approx(terms[0] / terms[1])
    assert found["taux_occupation"].valeur != interne.valeur(REGION, "taux_occupation")
    assert ("places_financees" in found) == bool(interne.douteux.get("places_financees"))


def test_both_totals_are_on_the_first_page_with_who_is_left_out(interne):
    table = essentiel(interne, CHIFFRES)[-1]
    assert plain(table.titre) == "Les totaux, avec et sans les chiffres douteux"
    line = next(row for row in table.lignes if row[0] == "Taux d’occupation")
    assert line[1].valeur == interne.valeur(REGION, "taux_occupation")
    names = [interne.gestionnaires[one] for one in interne.douteux["taux_occupation"]]
    assert plain(line[3]) == f"{len(names)} : {', '.join(names)}"


def test_published_the_difference_is_not_given(publiable):
    said = essentiel(publiable, CHIFFRES)[-1]
    assert said.role == "avertissement"
    assert not any(name in said.texte for name in publiable.gestionnaires.values())


def judged(cours, masques=()):
    """A région whose verdicts are those given, by indicator."""
    found = {name: Verdict(name, cours=cours.get(name, "stable")) for name in OBLIGATOIRES}
    hidden = Secret("s.")
    return SimpleNamespace(
        annees=(2024, 2025),
        periode=SimpleNamespace(ouverte=False),
        jugements=SimpleNamespace(verdicts=found),
        colonnes=lambda: (Colonne("2024"), Colonne("2025")),
        libelle=str,
        cellule=lambda unit, name, year: hidden if name in masques else 0.5,
    )


def test_the_mandatory_indicator_that_gets_worse_comes_first():
    table = obligatoires_d_abord(judged({"cpom_3_taux_dls_active": "degrade"}))
    assert table.lignes[0][0] == "cpom_3_taux_dls_active"
    assert table.lignes[0][-1] == "Se dégrade, au-delà du hasard"
    assert plain(table.titre) == "1 indicateur obligatoire se dégrade au-delà du hasard"
    calm = obligatoires_d_abord(judged({}))
    assert plain(calm.titre) == "Les quatre indicateurs obligatoires : aucune dégradation établie"
    assert len(calm.lignes) == 4


def test_nothing_is_concluded_of_what_is_masked():
    table = obligatoires_d_abord(judged({"cpom_1_taux": "degrade"}, ("cpom_1_taux",)))
    assert table.lignes[0][-1] == Secret("s.")


def test_the_region_is_judged_on_its_own_years(interne):
    verdicts = interne.jugements.verdicts
    assert {verdicts[name].compare_a for name in OBLIGATOIRES} <= {"", "norme"}
    falling = _fallen(interne)
    assert falling.jugements.verdicts["cpom_1_taux"].cours == "degrade"


def _fallen(known):
    """The same région whose exits to ordinary housing are fewer and fewer."""
    years = {}
    for year, part in zip(known.annees, (0.5, 0.35, 0.2), strict=True):
        rows = known.resultats[year].copy()
        mine = (rows["unite"] == REGION) & (rows["id"] == "cpom_1_taux")
        rows.loc[mine, "numerateur"] = (rows.loc[mine, "denominateur"] * part).round()
        rows.loc[mine, "valeur"] = rows["numerateur"] / rows["denominateur"]
        years[year] = rows
    return replace(known, resultats=years)


def test_a_year_that_goes_on_is_not_judged(interne):
    from datetime import date

    open_year = replace(interne, conventions=Conventions(18, jour=date(2025, 9, 1)))
    assert {one.cours for one in open_year.jugements.verdicts.values()} == {"inconnu"}
    table = obligatoires_d_abord(open_year)
    assert "l’année n’est pas finie" in table.lignes[0][-1]


def test_a_chart_that_shows_a_doubted_figure_says_that_its_span_leaves_it_out(interne):
    """Toit & Moi has the lowest cost of the twelve, in doubt: it is drawn, out of the span said."""
    (chart,) = [one for one in couts(interne).blocs if isinstance(one, Figure)]
    assert chart.titre.endswith(", sauf 1\u00a0chiffre à vérifier")
    drawn = [row for row in chart.tableau.lignes if "(à vérifier)" in row[0]]
    assert len(drawn) == 1
