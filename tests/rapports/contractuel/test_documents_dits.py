"""What the documents of a contract tell so that a judgement is understood: counts, tolerance."""

import re
from dataclasses import replace

import pytest
from calcul.contrat.fabrique import cibles, lignes
from rapports.contractuel.contrats import DEBUT, complet, petit
from rapports.contractuel.test_documents import avec_mesures, blocs, des, tableau

from cpomlib.calcul.contrat import Mesuree, Mesures
from cpomlib.rendu.blocs import Paragraphe
from cpomlib.socle import write


@pytest.fixture(scope="module")
def grand():
    return avec_mesures(complet())


def test_a_start_of_few_households_is_read_with_its_counts():
    held = petit({"cibles": cibles({2029: 0.69}, valeur_reference=None)})
    key = ("C-1", "cpom_1_taux", "", "chrs", 2024)
    for top, below, said in ((2, 3, "66,7\u00a0% (2\u00a0sur\u00a03, 2024)"),
                             (200, 300, "66,7\u00a0% (2024)")):  # fmt: skip
        measured = Mesures({key: Mesuree(2 / 3, top, below, effectif=True)})
        shown = blocs("contrat", replace(held, mesures=measured))
        assert tableau(shown, "Objectifs et cibles").lignes[0][3] == said


def test_the_starts_say_why_the_annexed_diagnostic_gives_others():
    agreed = {"conventions_contrat": lignes("conventions_contrat", {
        "cle": "seuil_presence_longue_mois", "date_effet": DEBUT, "valeur": 24})}  # fmt: skip
    note = tableau(blocs("contrat", petit(agreed)), "Objectifs et cibles").note
    assert "24\u00a0mois au lieu de 18\u00a0mois dans le diagnostic partagé" in note
    assert tableau(blocs("contrat", petit()), "Objectifs et cibles").note == ""


def test_the_tolerance_that_a_judgement_allows_is_printed(grand):
    assert (
        tableau(blocs("objectifs_et_suivi", grand), "Cibles année").colonnes[3].titre == "Tolérance"
    )
    # a tenth of the way from 4 to 20 places
    (row,) = tableau(blocs("objectifs_et_suivi", grand), "Cibles année").lignes
    assert write(row[3]) == "1,6\u00a0places"


def test_a_day_stays_on_the_line_of_its_month():
    said = " ".join(one.texte for one in des(Paragraphe, blocs("contrat", petit())))
    assert "31\u00a0octobre" in said
    assert not re.search(r"\b(\d|1er) (janvier|octobre|avril|décembre)", said)


def test_an_objective_without_target_nor_axis_is_not_said_unmeasurable(grand):
    table = tableau(blocs("bilan", grand), "Où en est chaque objectif")
    stands = {row[0]: row[3] for row in table.lignes}
    # the only target is that of the first
    assert stands == {"1.1": "non atteint", "2.1": "sans cible"}
    other = tuple({**row, "axe": "autre"} for row in grand.contrat.tables["objectifs"])
    tables = grand.contrat.tables | {"objectifs": other}
    free = replace(grand, contrat=replace(grand.contrat, tables=tables))
    table = tableau(blocs("bilan", free), "Où en est chaque objectif")
    assert "Axe" not in [one.titre for one in table.colonnes]
