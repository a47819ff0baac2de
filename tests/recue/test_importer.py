"""``cpom importer DOSSIER``: the region as it is received, understood, asked about, deposited."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import plain
from openpyxl import load_workbook
from recue import region

from cpomlib.base import latest_deposit, open_base, read
from cpomlib.cli.main import cpom

A, B = "Trame CPOM A V2 définitif.xlsx", "Trame CPOM B V2 définitif.xlsx"
REPONSES = """
"clé des pseudonymes": {cle}
"SIAO 44 extraction.csv, colonne de droits_incomplets": DI
"SIAO 44 extraction.csv, colonne « Pays »": nationalite
"SIAO 44 extraction.csv, colonne « Pourquoi »": motif
"SIAO 44 extraction.csv, colonne « Vers »": destination
"""


def run(*words):
    done = CliRunner().invoke(cpom, [str(word) for word in words])
    return done.exit_code, plain(done.output + str(done.exception or ""))


@pytest.fixture(scope="session")
def recue(tmp_path_factory):
    """The folder as it came, written once."""
    return region.write(tmp_path_factory.mktemp("région reçue") / "reçu")


@pytest.fixture
def dossier(recue, tmp_path, monkeypatch):
    """A copy of it, and settings of one's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "réglages"))
    monkeypatch.delenv("CPOM_CLE", raising=False)
    (tmp_path / "base").mkdir()
    return Path(shutil.copytree(recue, tmp_path / "reçu"))


def corriger(folder):
    """Mend the two trames that are refused, as their annotated copies say."""
    book = load_workbook(folder / A)
    book["Absences"]["D4"] = 95
    book.save(folder / A)
    book = load_workbook(folder / B)
    sheet = book["Salariés"]
    for row in range(1, sheet.max_row + 1):
        if str(sheet.cell(row, 1).value or "").startswith("NB"):
            sheet.cell(row, 1).value = None
    book.save(folder / B)


def repondre(folder):
    cle = folder.parent / "secret" / "cle"
    (folder / "cpom-reponses.yaml").write_text(REPONSES.format(cle=cle), encoding="utf-8")


def test_nothing_is_written_while_something_is_refused(dossier, tmp_path):
    base = tmp_path / "base" / "cpom.db"
    before = sorted(path.name for path in dossier.iterdir())
    code, said = run("importer", dossier, "--base", f"sqlite:///{base}", "--oui", "--essai")
    assert code == 1 and not base.exists()
    assert sorted(path.name for path in dossier.iterdir()) == before
    assert "3 refus : rien n’a été écrit dans la base." in said
    assert "feuille « Absences », ligne 4, colonne « D (Jours) », valeur « environ 95 »" in said
    assert (
        "Écrivez dans cpom-reponses.yaml la ligne « SIAO 44 extraction.csv, colonne de "
        "droits_incomplets: … ». Réponses possibles : Pays, DI, Pourquoi, Vers." in said
    )
    few = [dossier / "etalab-cs1100507-region.csv", dossier / A]
    code, said = run("importer", *few, "--base", f"sqlite:///{base}")
    assert code == 1 and not base.exists(), said
    assert (dossier / "Trame CPOM A V2 définitif-a-corriger.xlsx").exists()


def test_a_region_in_one_command(dossier, tmp_path):
    corriger(dossier)
    repondre(dossier)
    base = f"sqlite:///{tmp_path / 'base' / 'cpom.db'}"
    code, said = run("importer", dossier, "--base", base, "--oui", "--auteur", "Analyste")
    assert code == 0, said
    assert "Déposé : dépôts n° 1 à 11." in said
    held = read(open_base(base))
    truth = region.region().frames
    # the service without FINESS came by its trame, and the stays by its name
    mine = held["sejours"]["id_etablissement"] == region.SERVICE
    assert mine.sum() == (truth["sejours"]["id_etablissement"] == region.SERVICE).sum() > 0
    assert len(held["sejours"]) == len(truth["sejours"])
    assert held["sejours"]["destination"].notna().sum() == (
        truth["sejours"]["destination"].notna().sum()
    )
    # the compte administratif by FEC of three years, each section to its establishment
    ours = held["budgets"].query("document == 'ca' and annee == 2023")
    wanted = truth["budgets"].query("document == 'ca' and annee == 2023")
    wanted = wanted[wanted["id_etablissement"].isin(ours["id_etablissement"])]
    sums = ours.groupby(["id_etablissement", "sens"])["montant"].sum()
    assert sums.to_dict() == wanted.groupby(["id_etablissement", "sens"])["montant"].sum().to_dict()
    assert "L’Étape & Fils <Loire> 3 2025 2025 40 2023-2025 2023-2025 2025" in " ".join(
        said.split()
    )
    assert "cpom rapports --region 52 --annee 2025" in said
    # asked again: everything is known, nothing is written
    code, said = run("importer", dossier, "--base", base, "--oui", "--essai")
    assert code == 0 and said.count("déjà dans la base") == 10, said
    assert "etalab-cs1100507-region.csv : ne change rien à ce que la base sait" in said
    assert latest_deposit(open_base(base)) == 11
    assert (dossier / "correspondance SIAO 44 extraction.yaml").exists()


def test_the_copy_corrected_takes_the_place_of_the_trame(dossier):
    from cpomlib.entree import ranger

    copy = dossier / "Trame CPOM A V2 définitif-a-corriger.xlsx"
    shutil.copyfile(dossier / A, copy)
    later = (dossier / A).stat().st_mtime + timedelta(hours=1).total_seconds()
    os.utime(copy, (later, later))
    (dossier / "~$Trame.xlsx").write_bytes(b"")
    (dossier / "note.pdf").write_bytes(b"%PDF-1.4")
    found = ranger([dossier], laisses=[B])
    assert [path.name for path, _ in found.a_part] == [A, B, "note.pdf"]
    assert plain(found.a_part[0][1]) == f"« {copy.name} », plus récent, prend sa place."
    assert copy in [piece.path for piece in found.pieces]


def test_an_empty_folder_is_said(tmp_path):
    code, said = run("importer", tmp_path, "--base", f"sqlite:///{tmp_path}/x.db")
    assert code == 1 and "Il n’y a aucun fichier à lire." in said


def test_a_sample_of_each_kind_is_explained_and_taken_in(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "réglages"))
    folder = tmp_path / "échantillons"
    code, said = run("exemple", "fichiers", "-o", folder)
    assert code == 0, said
    told = (folder / "LISEZMOI.txt").read_text(encoding="utf-8")
    for path in folder.iterdir():
        assert path.name == "LISEZMOI.txt" or path.name in told
    base = f"sqlite:///{tmp_path}/base/cpom.db"
    (tmp_path / "base").mkdir()
    code, said = run("importer", folder, "--oui", "--essai", "--base", base)
    assert code == 0 and "2 réponses relues." in said, said
    assert "Laissés de côté" not in said
    kinds = ("FINESS", "table partagée", "trame du", "(FEC)", "balance générale", "d’un SIAO")
    assert all(kind in said for kind in kinds)
    assert "existe déjà : rien n’a été écrit." in run("exemple", "fichiers", "-o", folder)[1]
    assert "Il manque « --region »." in run("exemple")[1]


def test_the_rehearsal_is_on_a_copy_of_any_base(adresse, tmp_path):
    from cpomlib.base import Origine, deposit
    from cpomlib.cli.envoi_repetition import copie

    frames = region.region().de(region.QUAI)
    held = {name: frames[name] for name in ("gestionnaires", "etablissements", "places")}
    engine = open_base(adresse, creer=True)
    deposit(engine, held, Origine("a", "b", "0" * 64, "tables"))
    (tmp_path / "travail").mkdir()
    made = copie(adresse, tmp_path / "travail")
    assert made == f"sqlite:///{tmp_path / 'travail' / 'repetition.db'}"
    for name, frame in read(open_base(made), list(held)).items():
        assert frame.equals(read(engine, [name])[name]), name


FERMETURE = Path(__file__).parents[1] / "entree" / "finess" / "cas" / "fermeture.json"


def test_what_is_not_taken_is_said_and_what_is_no_deposit_is_no_success(tmp_path):
    """A file that is not read must not pass for « tout était déjà dans la base »."""
    base = f"sqlite:///{tmp_path / 'cpom.db'}"
    folder = tmp_path / "reçu"
    folder.mkdir()
    plan = "titre: Plan\ngestionnaire: '000520015'\nhorizon: 5\nhypotheses: []\n"
    (folder / "plan-retenu.yaml").write_text(plan, encoding="utf-8")
    code, said = run("importer", folder, "--oui", "--base", base)
    assert code == 1 and "déjà dans la base" not in said
    assert "C’est un scénario : déposez-le par « cpom scenario deposer »." in said
    assert "Rien de ce qui a été reçu ne peut être déposé : la base n’a pas changé." in said
    shutil.copyfile(FERMETURE, folder / "structures.json")
    code, said = run("importer", folder, "--oui", "--essai", "--base", base)
    assert code == 0, said
    assert "    1 ligne à part : établissement fermé, sans date de fermeture." in said


def test_an_answer_is_a_value_or_its_name_and_both_are_listed(tmp_path):
    from cpomlib.cli.envoi_questions import Questions, SansReponseError

    houses = {"447800111": "CHRS du Quai", "447800129": "CHRS Annexe"}
    with pytest.raises(SansReponseError) as asked:
        Questions(tmp_path / "r.yaml", oui=True).demander("« Quai »", "C’est ?", houses)
    assert plain(asked.value.que_faire).endswith(
        "Réponses possibles : 447800111 (CHRS du Quai), 447800129 (CHRS Annexe)."
    )
    (tmp_path / "r.yaml").write_text('"« Quai »": chrs du quai\n', encoding="utf-8")
    answered = Questions(tmp_path / "r.yaml").lire()
    assert answered.demander("« Quai »", "C’est ?", houses) == "447800111"
    columns = {"DI": "DI", "Pays": "Pays"}
    with pytest.raises(SansReponseError, match=r"Réponses possibles.: DI, Pays[.]"):
        Questions(tmp_path / "s.yaml", oui=True).demander("c", "Laquelle ?", columns)
