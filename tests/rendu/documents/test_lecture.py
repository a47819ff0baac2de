"""The blocks of an executed notebook come back as they were."""

import json
from datetime import date
from decimal import Decimal

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from cpomlib.rendu.blocs import (
    ChiffreCle,
    ChiffresCles,
    Colonne,
    Constat,
    Constats,
    Entree,
    Fait,
    Groupe,
    Identite,
    Paragraphe,
    Sommaire,
    Tableau,
    Titre,
)
from cpomlib.rendu.blocs.content import content
from cpomlib.rendu.documents.lecture import MIME_INDICATEURS, bloc, indicateurs, lire
from cpomlib.socle.erreurs import RapportError
from cpomlib.socle.valeurs import Mesure, Secret

TABLEAU = Tableau(
    titre="Charges",
    colonnes=(Colonne("Poste"), Colonne("Montant", "euros", "€"), Colonne("Au", "date")),
    lignes=(
        ("=SOMME(A1)", Decimal("1040000.00"), date(2025, 12, 31)),
        ("Groupe 2", Secret("moins de 11 personnes"), None),
        ("Part", Mesure(0.5, "taux"), None),
    ),
    lignes_total=1,
)
BLOCS = [
    Titre(2, "Finances", "finances"),
    Paragraphe("Rien", "manque", "Il manque", "Déposez"),
    TABLEAU,
    ChiffresCles("Chiffres clés", (ChiffreCle("x", "X", 0.923, "taux"),)),
    Constats((Constat("force", "Bien"),), (Constat("vigilance", "Moins bien", "car", "x"),)),
    Identite("L’Étape", "tous", 2025, faits=(Fait("Places", 128, "nombre"),), depots=("n° 1",)),
    Groupe((Titre(3, "Un"), TABLEAU), cote_a_cote=True),
    Sommaire((Entree("Un", "un"),)),
]


@pytest.mark.parametrize("before", BLOCS, ids=lambda each: type(each).__name__)
def test_a_block_comes_back_as_it_was(before):
    assert bloc(json.loads(json.dumps(content(before)))) == before


def test_the_blocks_of_a_notebook_in_order_without_its_hidden_cells():
    def cell(each, *tags):
        data = each._repr_mimebundle_()
        return new_code_cell(outputs=[new_output("display_data", data)], metadata={"tags": tags})

    hidden = cell(Titre(2, "Caché"), "hors-rapport")
    carnet = new_notebook(cells=[cell(BLOCS[0]), hidden, cell(BLOCS[2])])
    assert lire(carnet) == (BLOCS[0], BLOCS[2])


def test_the_content_of_another_version_is_refused():
    with pytest.raises(RapportError, match="autre version de cpomlib"):
        bloc({"version": 99, "type": "Titre", "niveau": 2, "texte": "x", "ancre": ""})


def test_the_indicators_a_notebook_carries():
    figures = [{"id": "taux_occupation", "valeur": 0.923}]
    cell = new_code_cell(outputs=[new_output("display_data", {MIME_INDICATEURS: figures})])
    assert indicateurs(new_notebook(cells=[cell])) == tuple(figures)
    assert indicateurs(new_notebook(cells=[new_code_cell()])) == ()
