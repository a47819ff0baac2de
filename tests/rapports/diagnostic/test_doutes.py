"""A figure that rests on a doubtful balance says so where it is read."""

from dataclasses import replace

import pytest
from conftest import plain

from cpomlib import base as store
from cpomlib.calcul import par_gestionnaire
from cpomlib.calcul.anomalies import Examen, evaluer
from cpomlib.calcul.regional.enjeux import Signal
from cpomlib.calcul.regional.regles_enjeux import regles as regles_enjeux
from cpomlib.dossier import valeurs
from cpomlib.rapports import diagnostic
from cpomlib.rapports.elements import precautions
from cpomlib.rapports.synthese_regionale import enjeux
from cpomlib.rapports.synthese_regionale.couts import distributions
from cpomlib.rapports.voisinage import des_gestionnaires, voisinage
from cpomlib.rapports.volet_financier import rapport as volet_rapport
from cpomlib.rendu.blocs.html import html

pytestmark = pytest.mark.xdist_group("region")
ETAPE, INCOHERENT = "000520015", "000520064"
GAP = 1_234_56


@pytest.fixture(scope="module")
def dossier(dossier_de):
    return dossier_de(ETAPE)


@pytest.fixture(scope="module")
def doubtful(dossier, example_base):
    """Return the dossier where the bank holds 1 234,56 € more than the books explain."""
    frames = store.read(store.open_base(example_base), gestionnaires=[ETAPE])
    rows = frames["balances"]
    bank = (rows["compte"] == "512") & (rows["annee"] == 2025)
    assert bank.sum() == 1
    frames["balances"] = rows.assign(debit=rows["debit"] + GAP * bank)
    codes = ["tresorerie_et_classe_5", "balance_desequilibree"]
    return replace(dossier, examen=Examen(evaluer(frames, 2025, seulement=codes), ()))


def page(part):
    return str(html(part)).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_example_reconciles_its_cash_with_class_5(dossier):
    assert not dossier.doutes(("tresorerie",))
    assert "Douteux" not in page(diagnostic.finances(dossier))


def test_the_table_of_the_balance_says_what_is_doubtful_and_why(doubtful):
    said = page(diagnostic.finances(doubtful))
    assert "Douteux en 2025 (Fonds de roulement net global, Besoin en fonds de roulement" in said
    assert "écart de −1 234,56 €" in said


def test_figures_that_do_not_rest_on_it_are_not_doubted(doubtful):
    assert precautions(doubtful, ("charges_brutes", "cout_place")) == ""


def test_a_finding_and_the_volet_financier_say_it_too(doubtful):
    # two strong anomalies: the cash leaves class 5 aside, and the balance is not balanced
    assert doubtful.verdict("jours_tresorerie").doute.replace("\u00a0", " ") == "2 anomalies fortes"
    assert doubtful.verdict("cpom_1_taux").doute == ""
    (warning,) = volet_rapport.doutes(doubtful)
    assert warning.role == "avertissement"
    assert "(écart de 1 234,56 €)" in warning.texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_volet_financier_says_that_the_budgets_are_doubted(dossier_de):
    (warning,) = volet_rapport.doutes(dossier_de(INCOHERENT))
    assert plain(warning.titre) == (
        "Le résultat, la base budgétaire et le coût à la place 2025 sont douteux."
    )
    assert "lignes identiques, au centime, à celles de l’année précédente" in plain(warning.texte)


def test_the_establishment_whose_figures_are_doubtful_is_named(dossier):
    house = dossier.structures["id_etablissement"].iloc[0]
    known = dossier.examen.anomalies or ()
    one = replace(known[0], code="cout_place_hors_plage", entite=house, message="Coût de 9 €.")
    said = precautions(replace(dossier, examen=Examen((one,), ())), ("cout_place",))
    assert said.replace("\u00a0", " ") == (
        f"Douteux en 2025 (Coût à la place). {dossier.nom(house)} : Coût de 9 €."
    )


def test_a_reason_of_the_regional_sheet_says_that_its_figure_is_doubtful(doubtful, region_de):
    region = region_de()
    rule = next(rule for rule in regles_enjeux() if rule.indicateur == "frng")
    signal = Signal(rule, ETAPE, -1.0, 0.0)
    held = doubtful.examen.anomalies
    assert enjeux.raison(region, signal, held).endswith(enjeux.DOUTEUX)
    plain_reason = enjeux.raison(region, signal, ())
    assert plain_reason.startswith("Fonds de roulement")
    assert plain_reason.endswith(" (règle E09).")


def test_an_answered_anomaly_is_no_doubt_any_more(doubtful):
    answered = tuple(
        replace(one, justification=one.reponse("Virement du 31 décembre.", "Claire"))
        for one in doubtful.examen.anomalies
    )
    assert not replace(doubtful, examen=Examen(answered, ())).doutes(("tresorerie",))


def test_a_doubted_figure_enters_no_median_no_rank_of_the_others(dossier, region_de):
    values = valeurs(dossier.autour, par_gestionnaire, ("52", 2025, "tous"), dossier.conventions)
    for name in ("cout_place", "taux_occupation"):
        rows = values[values["id"] == name]
        sure = rows.loc[rows["unite"] != INCOHERENT, "valeur"]
        assert (len(rows), len(sure)) == (6, 5)
        known = dossier.regional[name]
        assert (known.n, known.mediane) == (5, pytest.approx(sure.median()))
        assert distributions(region_de())[name].mediane == known.mediane
    # the doubted 98.2 % would be before it
    own = rows.loc[rows["unite"] == ETAPE, "valeur"].item()
    better = (sure > own).sum()
    assert 0 < better < 4
    assert dossier.regional["taux_occupation"].rang == f"{better + 1}e sur 5"


def test_a_doubted_figure_enters_no_quartile_of_its_comparable_ones(dossier):
    around, _ = des_gestionnaires(dossier)
    rows = around.matrices.lignes("cout_place")
    assert len(rows) == 5
    assert INCOHERENT not in rows["unite"].tolist()
    assert voisinage(around, INCOHERENT).rang("cout_place") == ""
