"""A notebook about the whole région: one target, one report, one line in the index."""

import json
from pathlib import Path

import nbformat
import pytest
from conftest import plain

from campagne.carnets import ECRIRE, PARAMETRES, carnet
from campagne.region import ETAPE, NOMS, PORT, SOLEIL, base, frames
from cpomlib import base as store
from cpomlib.campagne import campaign, inputs, scope
from cpomlib.campagne.campaign import Campagne
from cpomlib.campagne.modeles import modeles
from cpomlib.exemple import territory
from cpomlib.socle.erreurs import CommandeError, RapportError
from cpomlib.tables import conform

SANS_GESTIONNAIRE = "".join(PARAMETRES.splitlines(keepends=True)[1:])


class Silence:
    def attente(self):
        pass

    def debut(self, total, a_jour):
        self.total, self.a_jour = total, a_jour

    def fini(self, cible, issue):
        self.cible = cible


def regional(path: Path, portee: str = "region") -> Path:
    carnet(path, ECRIRE, parametres=SANS_GESTIONNAIRE)
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["cpom"] = {"portee": portee}
    nbformat.write(notebook, path)
    return path


def campagne(tmp_path: Path, modele: Path, **more) -> Campagne:
    address = base(tmp_path / "base.db")
    return Campagne("52", 2025, base=address, sortie=tmp_path / "sortie", modele=modele, **more)


def test_one_report_for_the_region_and_its_index(tmp_path):
    asked = campagne(tmp_path, regional(tmp_path / "synthese.ipynb"), parallele=1)
    suivi = Silence()
    bilan = campaign.run(asked, suivi)
    assert (bilan.faits, bilan.echecs) == (("region",), {})
    assert (suivi.total, suivi.cible.nom) == (1, "Pays de la Loire")
    assert (bilan.dossier / "region" / "synthese.html").exists()
    page = plain(bilan.index.read_text(encoding="utf-8"))
    assert "<h1>Synthese 2025 – Pays de la Loire</h1>" in page
    assert "Un rapport pour toute la région : établi." in page
    assert 'href="region/synthese.html"' in page
    manifeste = json.loads((bilan.dossier / "campagne.json").read_text(encoding="utf-8"))
    assert [line["id"] for line in manifeste["gestionnaires"]] == ["region"]


def test_a_gestionnaire_is_refused_for_a_report_on_the_region(tmp_path):
    asked = campagne(tmp_path, regional(tmp_path / "synthese.ipynb"), gestionnaires=(ETAPE,))
    with pytest.raises(CommandeError) as caught:
        campaign.prepare(asked)
    assert plain(caught.value) == (
        "Le modèle « synthese » porte sur toute la région. Retirez « --gestionnaire »."
    )


def test_an_unknown_scope_is_refused(tmp_path):
    with pytest.raises(RapportError) as caught:
        inputs.portee(regional(tmp_path / "synthese.ipynb", "regions"))
    assert "La portée « regions » du modèle « synthese.ipynb » n’existe pas." in str(caught.value)
    assert "region" in str(caught.value)


def test_a_notebook_that_says_nothing_is_about_a_gestionnaire(tmp_path):
    assert inputs.portee(carnet(tmp_path / "un.ipynb", ECRIRE)) == "gestionnaire"


def de_chrs(tmp_path, **houses):
    """A campaign about CHRS only, on the tiny région whose establishments are changed."""
    address = f"sqlite:///{tmp_path / 'base.db'}"
    tables = frames()
    changed = tables["etablissements"].assign(**houses)
    tables["etablissements"] = conform("etablissements", changed)
    engine = store.open_base(address, creer=True)
    store.deposit(engine, tables, store.Origine("Essai", "depot", "0" * 64, "tables"))
    path = carnet(tmp_path / "un.ipynb", ECRIRE)
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["cpom"] = {"de_chrs": True}
    nbformat.write(notebook, path)
    return {"base": address, "sortie": tmp_path / "sortie", "modele": path}


def test_a_campaign_about_chrs_leaves_out_who_holds_none(tmp_path):
    asked = de_chrs(tmp_path, categorie=["214", "000", "214"],
                    date_fermeture=[None, None, "2024-12-31"])  # fmt: skip
    champ = campaign.prepare(Campagne("52", 2025, **asked)).champ
    assert [one.id for one in champ.choisis] == [ETAPE]
    why = "ne tient pas de CHRS"
    assert [(one.nom, said) for one, said in champ.ecartes] == [
        (NOMS[SOLEIL], why), (NOMS[PORT], why)
    ]  # fmt: skip
    before = campaign.prepare(Campagne("52", 2025, gestionnaires=(SOLEIL,), **asked)).champ
    assert [one.id for one in before.choisis] == [SOLEIL]  # named, it is made all the same


def test_a_region_without_any_chrs_is_refused_and_told_what_to_ask(tmp_path):
    asked = de_chrs(tmp_path, categorie="000")
    with pytest.raises(CommandeError) as caught:
        campaign.prepare(Campagne("52", 2025, **asked))
    assert plain(caught.value) == (
        "Aucun gestionnaire de la région 52 (Pays de la Loire) ne tient de CHRS en 2025. Ce "
        "rapport ne porte que sur des CHRS. Pour l’insertion, demandez « --modele "
        "offre_insertion » ; pour l’un d’eux quand même, « --gestionnaire ID »."
    )


def test_the_shipped_reports_on_a_gestionnaire_are_about_chrs():
    about = {name for name, path in modeles().items() if inputs.portee(path) == "gestionnaire"}
    assert about == {"diagnostic", "volet_financier", "fiche_operateur", "fiche_etablissement"}
    assert all(inputs.de_chrs(modeles()[name]) for name in about)


def test_a_year_that_only_the_territories_tell_of_has_data(tmp_path):
    """A Conseil départemental that rates a territory has deposited nothing else of that year."""
    engine = store.open_base(f"sqlite:///{tmp_path / 'base.db'}", creer=True)
    held = ("gestionnaires", "etablissements", "gouvernance")
    frames = {name: rows for name, rows in territory(2025).items() if name in held}
    store.deposit(engine, frames, store.Origine("x", "45", "0" * 64, "tables"))
    assert scope.find(engine, "24", 2024).annee == 2024
    with pytest.raises(CommandeError) as refused:
        scope.find(engine, "24", 2022)
    assert plain(str(refused.value)) == (
        "Aucune donnée pour 2022 dans la région 24 (Centre-Val de Loire). "
        "Années connues : 2024, 2025."
    )
