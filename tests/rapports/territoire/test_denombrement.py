"""Whom a regional sheet counts and leaves out is said once, and the counts add up."""

from types import SimpleNamespace

import pytest
from conftest import plain
from rapports.territoire.test_feuilles import blocks

from cpomlib.calcul.regional import Denombrement
from cpomlib.rapports.denombrement import TITRE, qui_est_compte
from cpomlib.rapports.photographie_publics.photographie import premiere_page as photographie
from cpomlib.rapports.synthese_regionale import premiere_page as synthese
from cpomlib.rapports.tableau_de_bord import premiere_page as tableau
from cpomlib.rendu.blocs import Identite, Paragraphe

NOMS = {"A": "Gîte & Toit", "B": "L’Abri", "C": "Mission, locale", "D": "{Zéro}", "E": "Le Nid"}


def told(comptes, noms=NOMS, sans=None, douteux=(), publiable=False, **hors):
    figures = SimpleNamespace(annee=2025, publiable=publiable, sans_chiffres=sans or {},
                              douteux={"cout_place": tuple(douteux)})  # fmt: skip
    return plain(qui_est_compte(Denombrement(tuple(comptes), hors), noms, 2025, figures).texte)


def test_nobody_left_out_is_one_short_sentence():
    assert told("AB") == "Les 2 gestionnaires qui ont un établissement dans la région."
    assert told("A") == "Le seul gestionnaire qui a un établissement dans la région."


def test_who_is_left_out_is_named_with_the_reason():
    # 2 counted + 2 + 1 left out = 5
    assert told("AB", hebergement=("C", "D"), chrs=("E",)) == (
        "2 gestionnaires sur les 5 qui ont un établissement dans la région. "
        "2 laissés de côté, qui n’hébergent personne : Mission, locale ; {Zéro}. "
        "1 laissé de côté, qui ne tient pas de CHRS : Le Nid."
    )
    assert told("", service=("A",)) == (
        "Aucun gestionnaire sur 1 qui a un établissement dans la région. "
        "1 laissé de côté, qui n’a aucun établissement ouvert en 2025 : Gîte & Toit."
    )


def test_of_a_region_without_establishments_nobody_is_counted():
    assert told("") == "Aucun gestionnaire n’a d’établissement dans la région."


def test_whose_figures_are_missing_or_doubted_is_among_those_counted():
    assert told("ABCDE", sans={"": ("D",), "rh": ("A", "B")}, douteux="E") == (
        "Les 5 gestionnaires qui ont un établissement dans la région. "
        "Parmi les 5, 1 n’a aucun chiffre de 2025 : {Zéro}. "
        "2 n’ont pas de chiffres de 2025 sur les équipes : Gîte & Toit ; L’Abri. "
        "1 a des chiffres douteux, comptés dans les totaux mais dans aucune médiane : Le Nid."
    )


def test_what_is_published_counts_and_names_nobody():
    said = told("ABCD", noms={}, sans={"rh": ("A",)}, douteux="B", publiable=True,
                hebergement=("E",))  # fmt: skip
    assert said == (
        "4 gestionnaires sur les 5 qui ont un établissement dans la région. "
        "1 laissé de côté, qui n’héberge personne. "
        "Parmi les 4, 1 n’a pas de chiffres de 2025 sur les équipes."
    )


@pytest.mark.parametrize("page", [synthese, tableau, photographie])
def test_every_sheet_says_it_once_and_its_cover_counts_the_same(region_de, page):
    region = region_de()
    shown = [page(region)]
    (said,) = [one for one in blocks(shown, Paragraphe) if one.titre == TITRE]
    (cover,) = blocks(shown, Identite)
    counted = next(fait.valeur for fait in cover.faits if fait.libelle == "Gestionnaires")
    assert plain(said.texte).startswith(f"Les {counted} gestionnaires qui ont un établissement")
    (missing,) = region.sans_chiffres["rh"]
    assert region.noms[missing] in said.texte
