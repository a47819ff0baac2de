"""A campaign on contracts: one report for each, a folder of its own, an index that says so."""

import json
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import plain

from campagne.carnets import ECRIRE, PARAMETRES, carnet
from campagne.region import ETAPE, PORT, frames
from campagne.test_portee import Silence
from cpomlib import base as store
from cpomlib.campagne import campaign, liasse, preparation
from cpomlib.campagne.campaign import Bilan, Campagne
from cpomlib.campagne.liasse import CONTRACTUELS, DemandeLiasse, reunir
from cpomlib.socle import CommandeError
from cpomlib.tables import conform

DE_CONTRAT = PARAMETRES.replace("gestionnaire: str", "contrat: str").replace(
    'perimetre: str = "tous"  # tous ou chrs', 'jour: str = ""  # le jour'
)
CONTRATS = (
    ("C-FINI", ETAPE, "signe", date(2019, 1, 1)), ("C-VIF", ETAPE, "signe", date(2023, 1, 1)),
    ("C-PRET", PORT, "preparation", None),
)  # fmt: skip


@pytest.fixture(scope="module")
def adresse(tmp_path_factory):
    """A base of three contracts: one that is over, one in force, one in preparation."""
    address = f"sqlite:///{tmp_path_factory.mktemp('contrats') / 'base.db'}"
    rows = {
        "id_contrat": [one[0] for one in CONTRATS],
        "id_gestionnaire": [one[1] for one in CONTRATS],
        "cadre": "l313_11_2", "statut": [one[2] for one in CONTRATS],
        "date_effet": [one[3] for one in CONTRATS], "duree_mois": 60,
    }  # fmt: skip
    tables = frames() | {"contrats": conform("contrats", pd.DataFrame(rows))}
    origin = store.Origine("essai", "region", "0" * 64, "exemple")
    store.deposit(store.open_base(address, creer=True), tables, origin)
    return address


@pytest.fixture
def modele(tmp_path: Path):
    path = carnet(tmp_path / "note.ipynb", "print(contrat)", ECRIRE, parametres=DE_CONTRAT)
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["cpom"] = {"portee": "contrat"}
    nbformat.write(notebook, path)
    return path


def demande(adresse, tmp_path, modele, **more):
    return Campagne(
        "52", 2025, base=adresse, sortie=tmp_path / "sortie", modele=modele, parallele=1, **more
    )


def codes(campagne):
    return [one.id for one in preparation.prepare(campagne).champ.choisis]


def test_each_contract_prepared_or_in_force_has_its_report_and_the_index_says_so(
    adresse, tmp_path, modele
):
    bilan = campaign.run(demande(adresse, tmp_path, modele), Silence())
    assert (sorted(bilan.faits), bilan.echecs) == (["C-PRET", "C-VIF"], {})
    page = plain(bilan.index.read_text(encoding="utf-8"))
    assert "2 documents établis sur 2 contrats." in page
    assert "Un contrat par ligne." in page
    assert "Taux d’occupation" not in page
    assert 'href="C-VIF/note.html"' in page
    said = json.loads((bilan.dossier / "campagne.json").read_text(encoding="utf-8"))
    assert "Le Port, contrat C-PRET" in [line["nom"] for line in said["gestionnaires"]]
    again = campaign.run(demande(adresse, tmp_path, modele), Silence())
    assert again.faits == (), "nothing changed that day"


def test_one_chooses_by_contract_or_by_gestionnaire(adresse, tmp_path, modele):
    assert codes(demande(adresse, tmp_path, modele, contrats=("C-FINI",))) == ["C-FINI"]
    assert codes(demande(adresse, tmp_path, modele, gestionnaires=(PORT,))) == ["C-PRET"]


def test_a_year_without_data_may_be_prepared(adresse, tmp_path, modele):
    later = Campagne("52", 2030, base=adresse, sortie=tmp_path / "s", modele=modele)
    assert codes(later) == ["C-PRET"], "the other ends on 31 December 2027"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"contrats": ("C-VIFF",)}, "Le contrat « C-VIFF » n’est pas dans la région 52"),
        ({"gestionnaires": ("100000017",)}, "Aucun contrat n’est en préparation ou en vigueur"),
        ({"parametres": {"publiable": True}}, "« publiable » : il n’a pas de version à diffuser"),
    ],
)
def test_what_makes_no_sense_is_refused(adresse, tmp_path, modele, more, message):
    with pytest.raises(CommandeError) as caught:
        preparation.prepare(demande(adresse, tmp_path, modele, **more))
    assert message in plain(str(caught.value))


def test_a_contract_is_refused_for_a_report_on_a_gestionnaire(adresse, tmp_path):
    other = carnet(tmp_path / "autre.ipynb", ECRIRE)
    with pytest.raises(CommandeError, match="ne porte pas sur un contrat"):
        preparation.prepare(demande(adresse, tmp_path, other, contrats=("C-VIF",)))


def faits(monkeypatch, manque=""):
    """Let each model « make » its files at once."""

    def run(campagne, suivi):
        name = campagne.notebook.stem
        if name == manque:
            raise CommandeError("Aucune donnée pour 2024.")
        own = campagne.gestionnaires[0] if campagne.gestionnaires else campagne.contrats[0]
        folder = campagne.sortie / own
        folder.mkdir(parents=True, exist_ok=True)
        stems = [name]
        if name == "diagnostic":
            stems = [f"diagnostic-{own}-2024", f"annexe-{own}-2024"]
        for stem in stems:
            (folder / f"{stem}.pdf").write_bytes(b"%PDF")
        (folder / f"{name}.html").write_text("", encoding="utf-8")
        return Bilan(campagne.sortie, campagne.sortie, (own,), (), {})

    monkeypatch.setattr(liasse.campaign, "run", run)
    return DemandeLiasse(
        "C-VIF", ETAPE, "L’Étape", "52", 2025, 2024, date(2026, 3, 1), ("pdf", "html")
    )


def test_the_file_of_a_contract_is_numbered_and_listed(tmp_path, monkeypatch):
    made = reunir(faits(monkeypatch), tmp_path / "d", Silence())
    names = sorted(path.name for path in (tmp_path / "d").glob("*.pdf"))
    assert names == [
        "00-sommaire.pdf", "01-contrat.pdf", "02-diagnostic.pdf", "03-annexe-du-diagnostic.pdf",
        "04-objectifs-et-suivi.pdf", "05-fiches-actions.pdf", "06-note-de-cadrage.pdf",
        "07-preparation-comite.pdf", "08-compte-rendu.pdf", "09-bilan.pdf",
    ]  # fmt: skip
    assert [one.annexe for one in made][:5] == ["", "annexe 1", "annexe 1", "annexe 2", "annexe 3"]
    assert made[0].fichiers == ("01-contrat.pdf", "01-contrat.html")


def test_a_document_that_cannot_be_made_is_listed_with_why(tmp_path, monkeypatch):
    made = reunir(faits(monkeypatch, "diagnostic"), tmp_path / "d", Silence())
    missing = [one for one in made if not one.fichiers]
    assert [(one.nom, one.raison) for one in missing] == [
        ("diagnostic", "Aucune donnée pour 2024."), ("annexe", "Aucune donnée pour 2024."),
    ]  # fmt: skip
    assert len(made) == len(CONTRACTUELS) + 1


def test_a_folder_that_holds_something_is_left_alone(tmp_path, monkeypatch):
    (tmp_path / "01-contrat.docx").write_text("modifié à la main", encoding="utf-8")
    with pytest.raises(CommandeError, match="n’est pas vide"):
        reunir(faits(monkeypatch), tmp_path, Silence())
    assert [path.name for path in tmp_path.iterdir()] == ["01-contrat.docx"]
