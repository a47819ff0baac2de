"""The sheet of a scenario: one page that carries every hypothesis, whatever their number."""

import re
import shutil
import subprocess
from datetime import date

import pytest
from calcul.scenarios.etats import A, base
from conftest import needs, plain

from cpomlib.calcul.scenarios import TYPES, Scenario
from cpomlib.calcul.scenarios.phrases import dire
from cpomlib.pages.scenarios.donnees import OrigineChiffres
from cpomlib.pages.scenarios.impression import pdf

ORIGINE = OrigineChiffres("Association du port", 12, False)
JOUR = date(2026, 11, 21)


def made(count=0, **head):
    listed = [TYPES["actualisation"](taux=0.012, justification="Taux de la campagne.")]
    listed += [
        TYPES["cofinancement"](
            financeur="region", montant=1000.0 + rank, justification=f"Raison {rank}."
        )
        for rank in range(count)
    ]
    return Scenario("Ouvrir dix places", "100000009", 2025, 5, tuple(listed), **head)


@pytest.mark.parametrize(("count", "several"), [(0, False), (9, False), (40, True)])
def test_nothing_is_cut_whatever_the_number_of_hypotheses(tmp_path, count, several):
    path = tmp_path / "fiche.pdf"
    path.write_bytes(pdf(made(count, auteur="Léa", statut="propose"), base(), ORIGINE, JOUR))
    text = text_of(path)
    for said in ("Ouvrir dix places", "Association du port", "proposé", "Léa", "1,2 % par an",
                 "Taux de la campagne.", "état n° 12 de la base", "21/11/2026", "Résultat cumulé",
                 "Méthode et limites", "Charges de personnel"):  # fmt: skip
        assert said in text
    for rank in range(count):
        assert f"Raison {rank}." in text
    assert (text.count("\f") > 1) == several


def test_invented_data_is_said_on_the_sheet(tmp_path):
    path = tmp_path / "fiche.pdf"
    path.write_bytes(pdf(made(), base(), OrigineChiffres("X", 1, True), JOUR))
    assert "Région inventée" in text_of(path)


def test_a_hypothesis_is_said_with_its_unit_its_place_and_its_years():
    names = {A: "CHRS du port"}
    said = dire(
        TYPES["transformer_places"](
            etablissement=A, de="3R", vers="hors_les_murs", places=2, annee=2027, cout_place=12_500
        ),
        names,
    )
    assert plain(said.valeurs) == (
        "GHAM de départ : 3R ; GHAM ou forme d’arrivée : hors les murs ; Nombre de places : "
        "2 places ; Coût d’une place transformée : 12 500 €"
    )
    assert (said.ou, said.quand, said.justification) == (
        "CHRS du port", "2027", "sans justification",
    )  # fmt: skip
    per_year = dire(TYPES["inflation"](groupe=1, taux=((2026, 0.02), (2027, 0.0125)), de=2026), {})
    assert plain(per_year.valeurs) == "Taux d’inflation : 2 % en 2026, 1,25 % en 2027"
    assert (per_year.intitule, per_year.ou, per_year.quand) == (
        "Inflation, groupe I", "Tous les établissements", "à partir de 2026",
    )  # fmt: skip
    nothing = dire(TYPES["masse_salariale"](), {})
    assert plain(nothing.valeurs).startswith("GVT : 0 % par an ; Évolution du point : 0 % par an")
    shared = dire(TYPES["mutualisation"](groupe=1, economie=0.03, annee=2028), {})
    assert plain(shared.valeurs) == "Économie annuelle : 3 %"


def text_of(path):
    needs("pdftotext", shutil.which("pdftotext"))
    made = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True)
    return re.sub(r"[^\S\f]+", " ", made.stdout)
