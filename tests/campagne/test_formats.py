"""One execution, several formats: each whole, recorded, linked, or the report fails."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import plain

from campagne.carnets import ECRIRE, carnet
from campagne.region import ETAPE, base
from campagne.temoin import Temoin, lines, visible
from cpomlib.campagne import campaign
from cpomlib.campagne.campaign import Campagne
from cpomlib.rendu.documents import formats
from cpomlib.rendu.documents.formats import FORMATS, Format, choisis, ecrire_tous
from cpomlib.socle.erreurs import CommandeError, RapportError

BLOCS = """\
from cpomlib.rendu.blocs import Colonne, Paragraphe, Tableau, Titre
from IPython.display import display
display(Titre(2, "Activité"), Paragraphe(f"Rapport de {gestionnaire}"))
display(Tableau("Places", (Colonne("Type"), Colonne("Places", "nombre")), (("=1+1", 4242),)))
"""
AILLEURS = """\
from cpomlib.rendu.blocs.blocks import MIME_BLOC
display({MIME_BLOC: {"version": 99, "type": "Titre"}}, raw=True)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A campaign that made a PDF and a workbook, and all that is needed to ask for another."""
    here = tmp_path_factory.mktemp("formats")
    modele = carnet(here / "diagnostic.ipynb", BLOCS, ECRIRE)
    wanted = {"base": base(here / "b.db"), "sortie": here / "s", "modele": modele,
              "gestionnaires": (ETAPE,)}  # fmt: skip
    campaign.run(Campagne("52", 2025, formats=("xlsx", "pdf"), **wanted), Temoin())
    return SimpleNamespace(folder=here / "s/52/2025", wanted=wanted, here=here)


def test_each_format_is_there_recorded_and_linked(made):
    if "diagnostic.pdf" not in visible(made.folder / ETAPE):
        pytest.fail(lines(made.folder)[ETAPE]["raison"])
    written = ["diagnostic.html", "diagnostic.ipynb", "diagnostic.pdf", "diagnostic.xlsx",
               "indicateurs.json"]  # fmt: skip
    assert visible(made.folder / ETAPE) == written
    assert sorted(lines(made.folder)[ETAPE]["rapport"]["fichiers"]) == written
    record = json.loads((made.folder / "campagne.json").read_text(encoding="utf-8"))
    assert record["parametres"]["formats"] == ["html", "pdf", "xlsx"]
    index = (made.folder / "index.html").read_text(encoding="utf-8")
    assert f'href="{ETAPE}/diagnostic.pdf"' in index and ">PDF</a>" in index
    assert f'href="{ETAPE}/diagnostic.xlsx"' in index and ">Excel</a>" in index
    assert ">Word</a>" not in index


def test_resuming_makes_again_what_lacks_a_format_and_withdraws_the_one_not_asked(made):
    here = made.folder / ETAPE
    resumed = {**made.wanted, "reprendre": True}
    campaign.run(Campagne("52", 2025, formats=("pdf", "xlsx"), **resumed), again := Temoin())
    assert again.debuts == [(0, 1)]
    (here / "diagnostic.xlsx").write_bytes(b"une version que quelqu'un a reprise")
    campaign.run(Campagne("52", 2025, **resumed), other := Temoin())
    assert other.debuts == [(1, 0)]
    # the PDF would contradict the new page; the workbook is somebody's own
    assert visible(here) == ["diagnostic.html", "diagnostic.ipynb", "diagnostic.xlsx",
                             "indicateurs.json"]  # fmt: skip
    index = (made.folder / "index.html").read_text(encoding="utf-8")
    assert ">PDF</a>" not in index and ">Excel</a>" not in index


def test_a_format_that_fails_fails_the_report_and_leaves_no_half_of_it(made):
    modele = carnet(made.here / "autre" / "diagnostic.ipynb", BLOCS, ECRIRE, AILLEURS)
    wanted = {**made.wanted, "modele": modele, "sortie": made.here / "t"}
    bilan = campaign.run(Campagne("52", 2025, formats=("pdf",), **wanted), Temoin())
    assert bilan.echecs == {ETAPE: "Le carnet exécuté vient d’une autre version de cpomlib. "
                                   "Refaites le rapport par « cpom rapports »."}  # fmt: skip
    assert visible(made.here / "t/52/2025" / ETAPE) == ["diagnostic.ipynb"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("html", ()), ("", ()), ("xlsx, PDF ,html,pdf", ("pdf", "xlsx")),
     (".docx,odt", ("docx", "odt")), (("odt",), ("odt",))],
)  # fmt: skip
def test_formats_are_read_as_people_write_them(asked, found):
    assert choisis(asked) == found


def test_an_unknown_format_is_refused_before_anything_runs(made):
    with pytest.raises(CommandeError) as caught:
        choisis("html,pfd")
    assert plain(caught.value) == "Le format « pfd » n’existe pas. Le plus proche : « pdf »."
    with pytest.raises(CommandeError) as caught:
        campaign.prepare(Campagne("52", 2025, formats=("csv",), **made.wanted))
    assert "Valeurs connues : « html », « pdf », « docx », « odt », « xlsx »." in plain(
        caught.value
    )


def test_every_format_has_its_writer():
    for each in FORMATS.values():
        module = __import__(each.module, fromlist=["ecrire"])
        assert callable(module.ecrire), each.module


def writer(monkeypatch, name, ecrire):
    monkeypatch.setitem(sys.modules, f"essai_{name}", SimpleNamespace(ecrire=ecrire))
    monkeypatch.setitem(formats.FORMATS, name, Format(name, name.upper(), f"essai_{name}"))


def test_a_writer_that_breaks_says_which_format_and_why(monkeypatch, tmp_path: Path):
    def broken(blocs, enveloppe, chemin):
        raise ValueError("la page est vide")

    def refused(blocs, enveloppe, chemin):
        raise RapportError("Le disque est plein.")

    writer(monkeypatch, "odt", broken)
    writer(monkeypatch, "pdf", refused)
    carnet_vide = SimpleNamespace(cells=[])
    for name, why in (("odt", "Erreur interne : ValueError (cpomlib.rendu."),
                      ("pdf", "Le disque est plein.")):  # fmt: skip
        with pytest.raises(RapportError) as caught:
            ecrire_tous([name], carnet_vide, None, tmp_path / "r")
        said = f"Le rapport n’a pas pu être écrit au format {name.upper()}. {why}"
        assert plain(caught.value).startswith(said)
        assert "la page est vide" not in plain(caught.value)
