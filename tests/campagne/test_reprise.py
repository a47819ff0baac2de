"""Why a report is made again: each thing it depends on is named when it changes, alone."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from conftest import plain

from campagne.carnets import ECRIRE, PARAMETRES, carnet
from campagne.region import ETAPE, SOLEIL, again, base
from cpomlib import base as store
from cpomlib.campagne import fingerprint, manifest, reprise, scope
from cpomlib.campagne.fingerprint import file_hash
from cpomlib.campagne.manifest import LigneManifeste, Rapport
from cpomlib.campagne.preparation import Campagne, prepare
from cpomlib.dossier.references import publier
from cpomlib.socle.erreurs import CommandeError
from cpomlib.tables.frames import conform

PLAN = PARAMETRES + 'plan: str = ""  # fichier d’un scénario\n'


@pytest.fixture
def ask(tmp_path: Path):
    """A campaign whose one report was made, as its manifest says."""
    address = base(tmp_path / "base.db")
    modele = carnet(tmp_path / "diagnostic.ipynb", ECRIRE, parametres=PLAN)

    def build(**changes) -> Campagne:
        known = {"base": address, "sortie": tmp_path / "sortie", "modele": modele}
        return Campagne("52", 2025, gestionnaires=[ETAPE], **{**known, **changes})

    return build


def made(campagne: Campagne) -> LigneManifeste:
    """Write a report down as a campaign does."""
    ready = prepare(campagne)
    page = ready.dossier / ETAPE / "diagnostic.html"
    page.parent.mkdir(exist_ok=True)
    page.write_text("la page", encoding="utf-8")
    (cible,) = ready.champ.choisis
    rapport = Rapport("2026-01-01", 1, ready.empreinte(cible), {page.name: file_hash(page)})
    return LigneManifeste(ETAPE, cible.nom, "fait", rapport=rapport)


def why(campagne: Campagne, line: LigneManifeste | None) -> tuple[str, ...]:
    ready = prepare(campagne)
    (cible,) = ready.champ.choisis
    return reprise.raisons(ready, cible, line)


def test_nothing_changed(ask):
    assert why(ask(), made(ask())) == ()
    assert why(ask(), None) == ("jamais établi",)
    assert why(ask(), LigneManifeste(ETAPE, "L’Étape")) == ("jamais établi",)
    assert why(ask(reprendre=False), made(ask())) == ("tout est refait (« --forcer »)",)
    assert why(ask(), replace(made(ask()), statut="echec")) == ("le dernier essai a échoué",)


def test_a_deposit(ask):
    line = made(ask())
    again(ask().base, 310)
    assert why(ask(), line) == ("les dépôts de la région",)


def contract(address: str, owner: str, months: int) -> None:
    """Deposit the contract of a gestionnaire."""
    held = {"id_contrat": [f"C-{owner}"], "id_gestionnaire": owner, "cadre": "l313_11_2",
            "intitule": "Contrat", "statut": "preparation", "duree_mois": months}  # fmt: skip
    engine = store.open_base(address)
    origin = store.Origine("Claire Analyste", "contrat", f"{months:064d}", "tables")
    store.deposit(engine, {"contrats": conform("contrats", pd.DataFrame(held))}, origin)
    engine.dispose()


def test_the_contract_of_the_gestionnaire_alone(ask):
    line = made(ask())
    contract(ask().base, SOLEIL, 60)
    assert why(ask(), line) == ()
    contract(ask().base, ETAPE, 60)
    assert why(ask(), line) == ("le contrat",)
    line = made(ask())
    assert why(ask(), line) == ()
    contract(ask().base, ETAPE, 48)
    assert why(ask(), line) == ("le contrat",)
    # a past state has the contract of that state
    state = prepare(ask()).champ.etat
    assert why(ask(etat=state - 1), line) == ()


def test_the_deadline_that_a_report_announces_is_behind(ask):
    line = made(ask())
    day = date.today()
    for due, said in ((day, ()), (day - timedelta(1), (reprise.ECHUE,))):
        told = {"contrat": {"le": due.isoformat()}}
        assert why(ask(), replace(line, rapport=replace(line.rapport, resume=told))) == said


def test_the_day_a_contract_is_looked_at_where_it_is_not_today(ask):
    contract(ask().base, ETAPE, 60)
    line = made(ask())
    assert why(ask(jour=date.today()), line) == ()
    assert why(ask(jour=date(2026, 2, 1)), line) == ("le contrat",)


def test_a_parameter_and_the_file_it_names(ask, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text("hausse: 1", encoding="utf-8")
    line = made(ask(parametres={"plan": str(plan)}))
    assert why(ask(parametres={"plan": str(plan)}), line) == ()
    assert why(ask(), line) == ("les paramètres du rapport",)
    assert why(ask(perimetre="chrs", parametres={"plan": str(plan)}), line) == (
        "les paramètres du rapport",
    )
    plan.write_text("hausse: 2", encoding="utf-8")
    assert why(ask(parametres={"plan": str(plan)}), line) == ("les paramètres du rapport",)


def test_the_base_may_move(ask, tmp_path):
    line = made(ask())
    moved = tmp_path / "ailleurs.db"
    moved.write_bytes((tmp_path / "base.db").read_bytes())
    assert why(ask(base=f"sqlite:///{moved}"), line) == ()


def test_the_notebook_by_what_it_does(ask, tmp_path):
    line = made(ask())
    data = json.loads((tmp_path / "diagnostic.ipynb").read_text(encoding="utf-8"))
    data["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    data["cells"][2]["outputs"] = []
    (tmp_path / "diagnostic.ipynb").write_text(json.dumps(data), encoding="utf-8")
    assert why(ask(), line) == ()
    carnet(tmp_path / "diagnostic.ipynb", ECRIRE, "1 + 1", parametres=PLAN)
    assert why(ask(), line) == ("le carnet",)


def test_the_code_the_libraries_and_the_settings(ask, monkeypatch, tmp_path):
    line = made(ask())
    monkeypatch.setattr(fingerprint, "code_hash", lambda: "un autre")
    assert why(ask(), line) == ("le code de cpom",)
    monkeypatch.undo()
    monkeypatch.setattr(fingerprint, "versions", lambda: {"altair": "99"})
    assert why(ask(), line) == ("les versions des bibliothèques",)
    monkeypatch.undo()
    (tmp_path / "reglages").mkdir()
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path / "reglages"))
    line = made(ask())
    (tmp_path / "reglages" / "autre.yaml").write_text("# rien", encoding="utf-8")
    assert why(ask(), line) == ("les réglages",)


def test_what_was_declared_of_the_gestionnaire_and_of_no_other(ask):
    line, engine = made(ask()), store.open_base(ask().base)
    other = next(one for one in store.raisons_sociales(engine, 1) if one != ETAPE)
    origine = store.Origine("Léa", "plan.yaml", "0" * 64, "plan")
    store.declarer(engine, {(other, "plan"): "taux_drl: 0.01\n"}, origine)
    assert why(ask(), line) == ()
    store.declarer(engine, {(ETAPE, "plan"): "taux_drl: 0.01\n"}, origine)
    told = "ce que les parties ont déclaré (scénarios, plan, fiche, commentaires)"
    assert why(ask(), line) == (told,)
    assert why(ask(etat=1), line) == ()


def test_the_formats_and_the_files(ask, tmp_path):
    line = made(ask())
    assert why(ask(formats=("xlsx",)), line) == ("les formats demandés",)
    page = tmp_path / "sortie/52/2025" / ETAPE / "diagnostic.html"
    page.write_text("retouchée", encoding="utf-8")
    assert why(ask(), line) == ("un fichier manque ou a été modifié",)
    again(ask().base, 310)
    assert why(ask(), line) == ("les dépôts de la région", "un fichier manque ou a été modifié")


def test_every_part_has_a_name_that_people_read(ask):
    assert made(ask()).rapport is not None
    assert list(made(ask()).rapport.empreinte) == list(reprise.PARTIES)


def test_what_the_region_published_counts_for_who_does_not_see_it(ask, monkeypatch):
    engine = store.open_base(ask().base)
    monkeypatch.setattr(scope, "sees_region", lambda *_: False)
    line = made(ask())
    assert why(ask(), line) == ()
    publier(engine, "52", 2025, "Claire Analyste")
    assert why(ask(), line) == ("les dépôts de la région",)
    engine.dispose()


def test_a_manifest_of_an_older_cpom_is_read_and_its_reports_made_again(ask):
    line = made(ask())
    folder = prepare(ask()).dossier
    old = {"id": ETAPE, "nom": "L’Étape", "statut": "fait", "raison": "", "date": "",
           "duree_s": 1.0, "carnet": "", "rapport": {"date": "", "etat": 1, "empreinte": "a1b2",
           "fichiers": dict(line.rapport.fichiers)}}  # fmt: skip
    record = {"version": 2, "gestionnaires": [old]}
    (folder / manifest.NAME).write_text(json.dumps(record), encoding="utf-8")
    (fate,) = reprise.expliquer(ask())
    assert fate.raisons == (reprise.ANCIEN,)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"gestionnaires": [{"id": 3}]}'])
def test_a_record_that_cannot_be_read_is_not_taken_for_absent(tmp_path, content):
    (tmp_path / "campagne.json").write_text(content, encoding="utf-8")
    with pytest.raises(CommandeError) as caught:
        manifest.previous_lines(tmp_path)
    assert str(tmp_path / "campagne.json") in str(caught.value)
    assert "Rétablissez-le, ou renommez-le" in str(caught.value)
    assert (tmp_path / "campagne.json").read_text(encoding="utf-8") == content
    assert manifest.previous_lines(tmp_path / "ailleurs") == {}


def test_which_deposit_and_which_setting_is_named(ask, tmp_path, monkeypatch):
    service = tmp_path / "service"
    service.mkdir()
    monkeypatch.setenv("CPOM_PARAMETRES", str(service))
    ready = prepare(ask())
    assert reprise.causes(ready) == {}  # no campaign before
    told = {
        "depots": scope.deposits_as_data(ready.champ),
        "reglages": fingerprint.settings_files(),
        "gestionnaires": [],
    }
    (ready.dossier / manifest.NAME).write_text(json.dumps(told), encoding="utf-8")
    assert reprise.causes(prepare(ask())) == {}
    again(ask().base, 310)
    (service / "theme.yaml").write_text("couleurs: {}\n", encoding="utf-8")
    ready = prepare(ask())
    (new,) = [one for one in ready.champ.depots if one.id not in {d["id"] for d in told["depots"]}]
    assert {name: plain(said) for name, said in reprise.causes(ready).items()} == {
        "depots": f" : n° {new.id} ({new.fichier}, {new.auteur})",
        "reglages": " : service/theme.yaml",
    }
    (cible,) = ready.champ.choisis
    line = replace(made(ask()), rapport=Rapport("2026-01-01", 1, {"depots": "autre"}, {}))
    first, *_ = reprise.raisons(ready, cible, line, reprise.causes(ready))
    assert plain(first) == f"les dépôts de la région : n° {new.id} ({new.fichier}, {new.auteur})"
