"""One figure, one value: every output of a campaign prints the same, or gives it another name."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from conftest import cpom, plain

from cpomlib.calcul.indicateurs import fiches

pytestmark = pytest.mark.xdist_group("region")
ANNEE = 2025
CHOISIS = ("000520015", "000520031", "000520049", "000520064")
PAR_GESTIONNAIRE = ("diagnostic", "fiche_operateur", "volet_financier", "fiche_etablissement")
REGIONAUX = ("synthese_regionale", "tableau_de_bord", "photographie_publics")
NOMS = {plain(one.libelle): name for name, one in fiches().items()}
DE_L_ANNEE = {str(ANNEE), f"Taux {ANNEE}"}
OPERATEURS = {
    "Places financées": "places_financees",
    "Charges brutes": "charges_brutes",
    "Coût à la place": "cout_place",
    "Occupation": "taux_occupation",
    "Résultat rapporté aux produits": "taux_resultat",
}
Valeurs = dict[tuple[str, str], dict]
"""Whose and which → what the data says."""


@pytest.fixture(scope="module")
def sorties(example_base, tmp_path_factory) -> Path:
    """The folder of a campaign of all models, in pages and workbooks."""
    folder = tmp_path_factory.mktemp("campagne")
    common = ("rapports", "--base", example_base, "--region", "52", "--annee", ANNEE,
              "--sortie", folder, "--formats", "xlsx")  # fmt: skip
    chosen = [word for who in CHOISIS for word in ("--gestionnaire", who)]
    for model in PAR_GESTIONNAIRE:
        cpom(*common, *chosen, "--modele", model)
    for model in REGIONAUX:
        cpom(*common, "--modele", model)
    return folder / "52" / str(ANNEE)


@pytest.fixture(scope="module")
def valeurs(sorties) -> Valeurs:
    """What the data of every report says; two that differ are a fault."""
    said: dict[tuple[str, str], list[tuple]] = defaultdict(list)
    found: Valeurs = {}
    for path in sorted(sorties.rglob("indicateurs.json")):
        for one in json.loads(path.read_text(encoding="utf-8")):
            assert one["annee"] == ANNEE and one["etat"] == 1
            whose = one.get("gestionnaire", "region")
            told = (one["perimetre"], one["valeur"], one["numerateur"], one["denominateur"],
                    one["statut"], one.get("verdict"))  # fmt: skip
            said[whose, one["id"]].append(told)
            found[whose, one["id"]] = one
    assert {len(each) for each in said.values()} == {len(PAR_GESTIONNAIRE), len(REGIONAUX)}
    assert [key for key, each in said.items() if len(set(each)) > 1] == []
    return found


class Page(HTMLParser):
    """Reads the tables of a page, each under its heading."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[list[str]]]] = []
        self._words: list[str] | None = None
        self._head = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append((self._head, []))
        if tag == "tr" and self.tables:
            self.tables[-1][1].append([])
        if tag in {"td", "th", "h2"}:
            self._words = []

    def handle_endtag(self, tag):
        if self._words is not None and tag in {"td", "th", "h2"}:
            text = plain(" ".join("".join(self._words).split()))
            if tag == "h2":
                self._head = text
            else:
                self.tables[-1][1][-1].append(text)
            self._words = None

    def handle_data(self, data):
        if self._words is not None:
            self._words.append(data)


def tables(path: Path) -> list[tuple[str, list[list[str]]]]:
    return Page(path.read_text(encoding="utf-8")).tables


def feuilles(path: Path) -> Iterator[list[list]]:
    """Yield what stands between two empty rows of a workbook."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        block: list[list] = []
        for row in [*sheet.iter_rows(values_only=True), ()]:
            cells = [plain(c) if isinstance(c, str) else c for c in row]
            if any(cell is not None for cell in cells):
                block.append(cells)
            elif block:
                yield block
                block = []


def lus(table: list[list]) -> Iterator[tuple[str, object]]:
    """Yield the indicators of the rows of a table, with what the column of the year says."""
    columns: list[int] = []
    for row in table:
        heads = [rank for rank, cell in enumerate(row) if cell in DE_L_ANNEE]
        if heads:
            columns = heads
        elif row and row[0] in NOMS and columns and len(row) > columns[0]:
            yield NOMS[row[0]], row[columns[0]]


def faux(cellule: object, one: dict) -> bool:
    """Tell whether a cell says something else than the data."""
    value = one["valeur"]
    if isinstance(cellule, str) and (
        counts := re.fullmatch(r"([\d ,]+) (?:sur|pour) ([\d ]+)", cellule)
    ):
        terms = [float(part.replace(" ", "").replace(",", ".")) for part in counts.groups()]
        return terms != [one["numerateur"], one["denominateur"]]
    if cellule in {"s.", "n. d.", "", None} or value is None:
        return not (cellule in {"s.", "n. d.", "", None} and value is None)
    if not isinstance(cellule, str):
        # the data gives money to the cent
        digits = 2 if "euros" in one["unite"] else 9
        return round(float(cellule), digits) != round(float(value), digits)
    return cellule not in ecrits(cellule, value)


def ecrits(cellule: str, value: float) -> set[str]:
    """Write a value as a cell may: with as many decimals, the same unit."""
    decimals = len(match[1]) if (match := re.search(r",(\d+)", cellule)) else 0
    number = Decimal(repr(value)) * (100 if "%" in cellule else 1)
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,}".replace(",", " ").replace(".", ",")
    unit = cellule[len(cellule.rstrip("%€moisjuran ")) :]
    return {f"{'−' if rounded < 0 else ''}{text}{unit}"}


def test_every_page_and_workbook_prints_the_value_of_the_data(sorties, valeurs):
    wrong, seen = [], 0
    for model in ("diagnostic", "fiche_operateur", "volet_financier", *REGIONAUX):
        for path in sorted(sorties.rglob(f"{model}.html")):
            whose = path.parent.name
            read = [one for _, table in tables(path) for one in lus(table)]
            read += [one for table in feuilles(path.with_suffix(".xlsx")) for one in lus(table)]
            seen += len(read)
            wrong += [(model, whose, name, cell, valeurs[whose, name]["valeur"])
                      for name, cell in read if faux(cell, valeurs[whose, name])]  # fmt: skip
    assert wrong == []
    assert seen > 800


def test_the_list_of_operators_prints_what_each_diagnostic_does(sorties, valeurs, dossier_de):
    names = {plain(dossier_de(who).raison_sociale): who
             for who in CHOISIS}  # fmt: skip
    [page] = sorties.rglob("synthese_regionale.html")
    listed = [rows for _, rows in tables(page) if rows and rows[0][:1] == ["Opérateur"]]
    wrong, seen = [], set()
    for table in listed:
        for row in table[1:]:
            for head, cell in zip(table[0], row, strict=True):
                if row[0] in names and head in OPERATEURS:
                    one = valeurs[names[row[0]], OPERATEURS[head]]
                    seen.add((row[0], head))
                    wrong += [(row[0], head, cell, one["valeur"])] if faux(cell, one) else []
    assert wrong == [] and len(seen) == len(CHOISIS) * len(OPERATEURS)


def test_an_establishment_has_the_same_figures_in_its_sheet_and_in_the_diagnostic(sorties):
    wrong, seen = [], 0
    for who in CHOISIS:
        [path] = (sorties / "fiche_etablissement" / who).glob("*.html")
        sheet = {(house, name): cell for house, table in tables(path) for name, cell in lus(table)}
        for _, table in tables(sorties / who / "diagnostic.html"):
            if not table or table[0][:1] != ["Établissement"]:
                continue
            for row in table[1:]:
                for head, cell in zip(table[0], row, strict=False):
                    known = sheet.get((row[0], NOMS.get(head, "")))
                    if known is not None:
                        seen += 1
                        wrong += [(row[0], head, cell, known)] if cell != known else []
    assert wrong == [] and seen > 50


def test_nothing_is_found_under_the_noise(dossier_de):
    for who in CHOISIS:
        dossier = dossier_de(who)
        for one in dossier.messages:
            if one.indicateur not in dossier.verdicts or one.famille == "donnees":
                continue
            verdict = dossier.verdict(one.indicateur)
            assert verdict.verdict in {"favorable", "defavorable"}, (who, one.titre)
            assert verdict.p is None or verdict.p <= 0.05
