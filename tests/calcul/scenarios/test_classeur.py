"""The workbook of formulas: recalculated by LibreOffice, it gives the engine's figures."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from calcul.scenarios.etats import A, B, base
from conftest import PATIENCE, needs
from openpyxl import load_workbook

from cpomlib.calcul.scenarios import Scenario, projeter
from cpomlib.calcul.scenarios.types import (
    Actualisation,
    ChangementConvention,
    Cofinancement,
    Convergence,
    Emprunt,
    Etp,
    FermerPlaces,
    HypotheseFraisSiege,
    Inflation,
    Investissement,
    MasseSalariale,
    Mutualisation,
    NonReconductible,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
)
from cpomlib.classeurs import styles
from cpomlib.rendu.scenario import RESUME, SYNTHESE, write_xlsx

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
EMPLOIS = (("direction", 0.025), ("socio_educatif", 0.25))
EVERY = (
    Actualisation(taux=((2026, 0.012), (2028, 0.02))),
    Inflation(groupe=1, taux=0.021),
    Inflation(groupe=2, taux=0.013, etablissement=A),
    Inflation(groupe=3, taux=0.017, de=2027),
    MasseSalariale(gvt=0.008, point=0.0045, segur_etp=320.55, de=2026, a=2028),
    TransformerPlaces(etablissement=A, de="3R", vers="hors_les_murs", places=4, annee=2027,
                      cout_place=11_000, financement_place=10_500),
    TransformerPlaces(etablissement=B, de="5D", vers="logement_adapte", places=1, annee=2026),
    OuvrirPlaces(etablissement=A, gham="5D", places=3, annee=2028, financement_place=14_000.5),
    FermerPlaces(etablissement=B, gham="5D", places=2, annee=2027, financement_place=21_000),
    OuvrirPlaces(etablissement=A, gham="3R", places=4, annee=2027, emplois=EMPLOIS,
                 financement_place="etablissement", charges_place=3_333.3),
    FermerPlaces(etablissement=A, gham="3R", places=2, annee=2026, emplois=EMPLOIS,
                 financement_place=20_000),
    TransformerPlaces(etablissement=A, de="3R", vers="5D", places=2, annee=2027,
                      emplois=(("direction", -0.0125), ("socio_educatif", 0.05)),
                      charges_place=-150.0),
    ChangementConvention(date_effet=date(2026, 8, 6), depuis="chrs", vers="ccn66",
                         effets=(("socio_educatif", 1_234.5),), finance=0.4),
    ChangementConvention(date_effet=date(2027, 3, 1), depuis="chrs", vers="ccn66", part=0.031,
                         finance=0.25, etablissement=B),
    Etp(etablissement=A, fonction="socio_educatif", variation=-0.75, annee=2027),
    Etp(etablissement=B, fonction="direction", variation=0.3, annee=2028, cout_etp=82_000),
    Occupation(etablissement=A, taux=0.93, de=2027, a=2029),
    HypotheseFraisSiege(cible=0.68, pas=0.05, annee=2027),
    Mutualisation(groupe=1, economie=0.035, annee=2027, cout_de_transition=4_321.09),
    Mutualisation(groupe=2, economie=5_000, annee=2026),
    Investissement(montant=120_000, annee=2027, duree=12, subvention=20_000,
                   emprunt=Emprunt(taux=0.031, duree=3)),
    Investissement(montant=9_000, annee=2026, duree=2, etablissement=B),
    Cofinancement(financeur="departement", montant=7_777.77, de=2026, a=2028),
    Cofinancement(financeur="commune", montant=-1_000, etablissement=A),
    Convergence(mode="avec", reste_a_converger=12_000, de=2026, a=2028),
    Convergence(mode="sans", reste_a_converger=1),
    NonReconductible(sens="charge", montant=2_500, annee=2028, groupe=1),
    NonReconductible(sens="produit", montant=3_000, annee=2028, etablissement=B),
)  # fmt: skip


def scenario(listed=EVERY, horizon=5, **changes):
    made = Scenario("Tout à la fois", "100000009", 2025, horizon, tuple(listed), "Contrôle")
    return replace(made, **changes)


def recalculated(path, folder):
    """Return the values LibreOffice computes."""
    needs("LibreOffice Calc", SOFFICE is not None)
    profile = f"-env:UserInstallation=file://{folder / 'profil'}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
               "--outdir", str(folder / "calcul"), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return load_workbook(folder / "calcul" / path.name, data_only=True)


def summary(book, horizon):
    """Return poste → values of the sheet « Synthèse »."""
    sheet = book[SYNTHESE]
    labels = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    return {
        poste: [sheet.cell(labels[label], 2 + t).value for t in range(horizon + 1)]
        for poste, label in RESUME.items()
    }


def agree(found, projection):
    for poste, values in found.items():
        expected = projection.total(poste)
        if np.isnan(expected).any():
            assert values == ["n. d."] * len(expected), poste
        else:
            assert np.allclose(values, expected, rtol=0, atol=0.5), (poste, values, expected)


@pytest.mark.lent
def test_recalculated_it_gives_the_engine_s_figures(tmp_path):
    path = tmp_path / "scenario.xlsx"
    write_xlsx(path, base(), scenario())
    found = summary(recalculated(path, tmp_path), 5)
    agree(found, projeter(base(), EVERY, 5))


@pytest.mark.lent
def test_a_hypothesis_changed_by_hand_moves_the_figures(tmp_path):
    """A controller changes a rate and the year of an opening in the coloured cells."""
    before = (
        Actualisation(taux=0.01),
        OuvrirPlaces(etablissement=A, gham="3R", places=3, annee=2028, financement_place=14_000),
    )
    after = (replace(before[0], taux=0.025), replace(before[1], annee=2026, places=5))
    path = tmp_path / "scenario.xlsx"
    write_xlsx(path, base(), scenario(before, 4))
    book = load_workbook(path)
    sheet = book["Hypothèses"]
    rows = {sheet.cell(r, 4).value: r for r in range(8, sheet.max_row + 1)}
    for column in range(7, 11):
        sheet.cell(rows["Taux d’actualisation"], column).value = 0.025
    sheet.cell(rows["Année"], 5).value = 2026
    sheet.cell(rows["Nombre de places"], 5).value = 5
    book.save(path)
    agree(summary(recalculated(path, tmp_path), 4), projeter(base(), after, 4))


@pytest.mark.lent
def test_what_is_missing_is_not_zero_in_the_workbook(tmp_path):
    etat = base(reserves=np.full(3, np.nan), tresorerie=np.full(3, np.nan))
    path = tmp_path / "scenario.xlsx"
    write_xlsx(path, etat, scenario((), 2))
    agree(summary(recalculated(path, tmp_path), 2), projeter(etat, (), 2))


def test_its_figures_are_formulas(tmp_path):
    path = tmp_path / "scenario.xlsx"
    write_xlsx(path, base(), scenario())
    book = load_workbook(path)
    assert book.sheetnames[:3] == ["Synthèse", "Hypothèses", "Base"]
    assert len(book.sheetnames) == 6
    for sheet in (book[SYNTHESE], *book.worksheets[3:]):
        first = 6 if sheet.title == SYNTHESE else 5
        figures = [
            c for row in sheet.iter_rows(first, min_col=3) for c in row if c.value is not None
        ]
        assert len(figures) > 50
        assert all(c.data_type == "f" for c in figures), sheet.title
    given = styles().couleur("accent_pale")
    coloured = [
        c for row in book["Hypothèses"].iter_rows() for c in row if c.fill.fgColor.rgb == given
    ]
    assert len(coloured) > 60
    assert all(c.data_type in "nd" for c in coloured)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_never_becomes_a_formula(tmp_path, start):
    text = start + "SUM(A1:A9)"
    etat = base(noms=(text, "B", "C"))
    listed = (Actualisation(taux=0.01, justification=text),
              Occupation(etablissement=A, taux=0.9, justification=text))  # fmt: skip
    path = tmp_path / "scenario.xlsx"
    write_xlsx(path, etat, scenario(listed, titre=text, auteur=text))
    book = load_workbook(path)
    found = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(text)
    ]
    assert len(found) >= 5
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.quotePrefix for cell in found)
