"""A notebook about the whole région: one target, one report, one line in the index."""

import json
from pathlib import Path

import nbformat
import pytest
from conftest import plain

from campagne.carnets import ECRIRE, PARAMETRES, carnet
from campagne.region import ETAPE, base
from cpomlib.campagne import campaign, inputs
from cpomlib.campagne.campaign import Campagne
from cpomlib.socle.erreurs import CommandeError, RapportError

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
