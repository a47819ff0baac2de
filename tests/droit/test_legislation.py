"""A value is asked for on a day; outside what is known, the error says what to write."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from cpomlib.calcul.budget.tarifs import DOSSIER, SANS_CODE
from cpomlib.droit import chemins, parametre, valeur
from cpomlib.socle.erreurs import ParametreError


@pytest.mark.parametrize(
    ("chemin", "au", "attendu"),
    [
        ("tarifs_plafonds/3R", date(2018, 1, 1), Decimal(20551)),
        ("tarifs_plafonds/3R", date(2022, 12, 31), Decimal(20551)),
        ("tarifs_plafonds/3R", date(2023, 1, 1), None),
        ("tarifs_plafonds/5D", date(2021, 6, 1), Decimal(8626)),
        ("tarifs_plafonds/majoration_outre_mer", date(2021, 6, 1), Decimal("0.20")),
        ("tarifs_plafonds/convergence", date(2019, 12, 31), Fraction(1, 3)),
        ("tarifs_plafonds/convergence", date(2020, 1, 1), Fraction(0)),
        ("dotations/drl_nationale", date(2017, 7, 1), Decimal(657713157)),
        ("dotations/drl_nationale", date(2022, 12, 14), Decimal(691300000)),
        ("dotations/drl_nationale", date(2022, 12, 15), Decimal(721600000)),
        ("personnel/point_ccn66", date(2022, 6, 30), Decimal("3.80")),
        ("personnel/point_ccn66", date(2025, 12, 31), Decimal("3.93")),
        ("echeances/compte_administratif", date(2026, 1, 1), "04-30"),
        ("echeances/duree_max_prorogee", date(2026, 1, 1), 6),
    ],
)
def test_the_value_in_force_on_a_day(chemin, au, attendu):
    found = valeur(chemin, au)
    assert found == attendu
    assert type(found) is type(attendu)


def test_no_amount_nor_rate_is_ever_a_float():
    def leaves(value):
        if isinstance(value, dict) or hasattr(value, "values"):
            return [leaf for item in value.values() for leaf in leaves(item)]
        if isinstance(value, tuple):
            return [leaf for item in value for leaf in leaves(item)]
        return [value]

    found = [
        leaf
        for chemin in chemins()
        for dated in parametre(chemin).valeurs
        for leaf in leaves(dated.valeur)
    ]
    assert len(found) > 100
    assert not [leaf for leaf in found if isinstance(leaf, float)]


def test_the_regional_dotations_add_up_to_what_the_arretes_print():
    # 2017: the rows sum to the printed total, 657 713 157.
    assert sum(valeur("dotations/drl_regions", date(2017, 1, 1)).values()) == Decimal(657713157)
    # 2023: the rows sum to 784 169 534, two euros above the printed total (rounding).
    assert sum(valeur("dotations/drl_regions", date(2023, 6, 1)).values()) == Decimal(784169534)


def test_before_the_first_date_the_error_names_file_text_and_line():
    with pytest.raises(ParametreError) as refused:
        valeur("tarifs_plafonds/3R", date(2017, 12, 31))
    message = str(refused.value)
    assert "legislation/tarifs_plafonds/3R.yaml" in message.replace("\\", "/")
    assert "n’a pas de valeur connue au 31/12/2017" in message
    assert "la première commence le 01/01/2018" in message
    assert "Texte à consulter\u00a0: Arrêté du 2 mai 2018, NOR TERS1804182A." in message
    assert "«\u00a02017-12-31: {valeur: …, statut: en_vigueur, reference: {texte: …}}" in message


def test_after_the_last_day_there_is_no_silent_latest_value():
    with pytest.raises(ParametreError) as refused:
        valeur("personnel/segur_compensation", date(2025, 1, 1))
    assert "la dernière s’arrête le 31/12/2024" in str(refused.value)


def test_an_unknown_amount_is_never_guessed():
    with pytest.raises(ParametreError) as refused:
        valeur("tarifs_plafonds/1R", date(2021, 6, 1))
    message = str(refused.value)
    assert "elle reste à compléter" in message
    assert "Arrêté du 12 avril 2022 (JO du 22 avril 2022), article 2" in message
    assert "«\u00a02018-01-01: {valeur: …" in message
    assert "CPOM_PARAMETRES" in message


def test_the_2021_convergence_fraction_is_to_be_completed():
    with pytest.raises(ParametreError, match="LOGI2125547A"):
        valeur("tarifs_plafonds/convergence", date(2021, 12, 31))


def test_an_unknown_path_names_the_nearest():
    with pytest.raises(ParametreError, match="tarifs_plafonds/3R"):
        valeur("tarif_plafonds/3R", date(2021, 1, 1))


def test_a_gham_without_known_code_leads_to_the_arrete(write):
    with pytest.raises(ParametreError, match="12 avril 2022"):
        valeur(SANS_CODE, date(2020, 1, 1))
    write(
        "legislation/tarifs_plafonds/6D.yaml",
        "libelle: Tarif plafond du GHAM 6D\nunite: euros_par_place\ndescription: Lu au JO.\n"
        "statut: en_vigueur\nverifie_le: 2026-11-21\nvaleurs:\n"
        "  2018-01-01: {valeur: 9000.50, reference: {texte: Arrêté du 12 avril 2022}}\n",
    )
    assert valeur(f"{DOSSIER}/6D", date(2020, 1, 1)) == Decimal("9000.50")
    assert parametre("tarifs_plafonds/6D").surcharge is not None


def test_a_parameter_cannot_be_changed_by_who_reads_it():
    regions = valeur("dotations/drl_regions", date(2017, 1, 1))
    with pytest.raises(TypeError):
        regions["53"] = 0


def test_the_modalites_say_which_keep_the_contradictory_procedure():
    # R. 314-42 I: only the annual avenants (3°) keep it.
    modalites = valeur("volet_financier/modalites", date(2025, 1, 1))
    kept = [key for key, row in modalites.items() if row["procedure_contradictoire"]]
    assert kept == ["avenant_annuel"]
    assert [row["rang"] for row in modalites.values()] == ["1°", "2°", "3°", "4°"]


def test_before_2017_the_four_modalites_are_not_known():
    with pytest.raises(ParametreError, match="01/01/2017"):
        valeur("volet_financier/modalites", date(2016, 12, 31))


def test_the_uses_of_an_excedent_and_the_order_of_a_deficit():
    uses = valeur("affectation/excedent", date(2025, 1, 1))
    assert list(uses) == [
        "reduction_charges",
        "investissement",
        "mesures_non_perennes",
        "reserve_compensation",
        "reserve_tresorerie",
        "compensation_amortissements",
    ]
    order = valeur("affectation/deficit", date(2025, 1, 1))
    assert order["autorite"] == ("reserve_compensation", "charges_n_ou_n_plus_1")
    assert order["libre"][0] == "report_a_nouveau_excedentaire"
