"""``cpom importer auto``: what a file is, by its content, and why."""

import json
import zipfile

import pytest
from click.testing import CliRunner
from entree.trame.classeurs import petite, plain
from openpyxl import Workbook

from cpomlib.base import deposit, open_base, read
from cpomlib.base.deposits import Origine
from cpomlib.cli.main import cpom
from cpomlib.entree import apercu
from cpomlib.entree.auto import INCONNU, reconnaitre
from cpomlib.entree.ecriture import write_csv
from cpomlib.socle.erreurs import CpomError
from cpomlib.tables.schema import table

FEC = "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|Debit|Credit\n"


@pytest.fixture
def see(tmp_path):
    def run(content, name="fichier.dat"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return reconnaitre(path)

    return run


def test_a_trame(book, tmp_path):
    path = tmp_path / "sans nom.bin"
    book.save(path)
    found = reconnaitre(path)
    assert (found.format, found.nature) == (
        "trame",
        "la trame du gestionnaire 732829320 pour 2025",
    )
    assert plain(found.pourquoi) == "Elle porte l’identifiant « cpom-trame/1/732829320/2025 »."
    assert found.commande == f"cpom importer trame '{path}'"
    assert found.manque == ""


def test_a_trame_without_its_cover(book, tmp_path):
    del book["Mode d’emploi"]
    path = tmp_path / "t.xlsx"
    book.save(path)
    found = reconnaitre(path)
    assert (found.format, found.nature) == ("trame", "une trame dont l’identifiant manque")
    assert found.commande.endswith("--gestionnaire ID --annee AAAA")
    assert found.manque == "Dites de quel gestionnaire et de quel exercice elle est."


@pytest.mark.parametrize(
    "name", ["gestionnaires", "etablissements", "places", "sejours", "budgets"]
)
def test_a_shared_table(tmp_path, name):
    path = tmp_path / "export.txt"
    write_csv(table(name), petite()[name], path)
    found = reconnaitre(path)
    assert (found.format, plain(found.nature)) == ("tables", f"la table partagée « {name} »")
    assert found.pourquoi == "L’en-tête a les noms techniques de ses colonnes."
    assert found.manque == (
        f"Enregistrez-le sous le nom {name}.csv dans un dossier, puis donnez ce dossier."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_fec(see, encoding):
    found = see((FEC + "AC|Achats|1|20250102|606|Énergie|1,00|0,00\n").encode(encoding))
    assert (found.format, found.nature) == ("fec", "un fichier des écritures comptables (FEC)")
    assert plain(found.pourquoi) == (
        "8 colonnes du format légal, dont « JournalCode », « EcritureDate », « CompteNum »."
    )
    assert found.manque == "Le nom du fichier ne dit ni le SIREN ni la date de clôture."


def test_a_fec_whose_name_says_it_all(see):
    found = see(FEC, "732829320FEC20251231.txt")
    assert found.manque == "" and "--gestionnaire" not in found.commande


def test_a_trial_balance(see, tmp_path):
    head = ["Numéro de compte", "Intitulé", "Solde débiteur", "Solde créditeur"]
    found = see("Balance générale\n\n" + ";".join(head) + "\n512;Banque;3,5;\n")
    assert (found.format, found.nature) == ("balance", "une balance générale")
    assert plain(found.pourquoi) == (
        "L’en-tête a les colonnes « Numéro de compte », « Solde débiteur », « Solde créditeur »."
    )
    book = Workbook()
    book.active.append(["Association", "L’Étape"])
    book.active.append(head)
    book.save(tmp_path / "b.xlsx")
    assert reconnaitre(tmp_path / "b.xlsx").format == "balance"


@pytest.mark.parametrize(
    "content,why",
    [
        (
            "finess;etalab;98;2026-05-12\nstructureet;1\n",
            "Une ligne commence par « finess;etalab ».",
        ),
        ("structureet;010000024;x\n", "Une ligne commence par « structureet; »."),
        ('"finess","etalab"\n', None),
        (json.dumps({"pmej": []}), "C’est du JSON, avec les champs du flux « structures »."),
    ],
)
def test_a_finess_extract(see, content, why):
    found = see(content)
    assert (found.format, found.nature) == ("finess", "une extraction FINESS")
    if why:
        assert plain(found.pourquoi) == why


def test_an_export_of_a_siao(see):
    found = see("N° ménage;Structure;Date d’entrée;Date de sortie;Composition familiale\n")
    assert (found.format, found.nature) == ("siao", "un export de séjours d’un SIAO")
    assert plain(found.manque) == (
        "Il faut une correspondance ; « --proposer-correspondance FICHIER.yaml » en fait une."
    )


@pytest.mark.parametrize("content", ["bonjour", "a;b;c\n1;2;3\n", '{"a": 1}', "\n\n\n", "<html>"])
def test_what_is_not_known(see, content):
    found = see(content)
    assert (found.format, found.commande) == (INCONNU, "")
    assert plain(found.pourquoi) == (
        "Aucune de ses premières lignes n’a les colonnes d’un format connu."
    )


def test_a_workbook_that_is_not_known_names_its_sheets(tmp_path):
    book = Workbook()
    book.active.title = "Menus"
    book.save(tmp_path / "m.xlsx")
    assert "(feuilles « Menus »)" in plain(reconnaitre(tmp_path / "m.xlsx").pourquoi)


class Counted:
    """A file that counts what is read of it."""

    def __init__(self, handle, counter):
        self.handle, self.counter = handle, counter

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.handle.close()

    def read(self, size=-1):
        content = self.handle.read(size)
        self.counter.append(len(content))
        return content


def test_a_big_text_is_read_at_its_beginning_only(tmp_path):
    path = tmp_path / "gros.txt"
    path.write_text("x" * (3 << 20) + "\n" + FEC, encoding="utf-8")
    assert len(apercu.debut_texte(path)) <= apercu.OCTETS_MAX
    assert reconnaitre(path).format == INCONNU


def test_a_big_workbook_is_read_at_its_beginning_only(tmp_path, monkeypatch):
    book = Workbook()
    for row in range(30_000):
        book.active.append([f"texte {row}", row])
    path = tmp_path / "gros.xlsx"
    book.save(path)
    read_bytes = []
    opened = zipfile.ZipFile.open
    monkeypatch.setattr(
        zipfile.ZipFile, "open", lambda self, *a, **k: Counted(opened(self, *a, **k), read_bytes)
    )
    apercu.apercu_classeur(path)
    assert 0 < sum(read_bytes) <= apercu.OCTETS_MAX


def run(*words):
    return CliRunner().invoke(cpom, ["importer", "auto", *map(str, words)])


def test_the_command_says_it_for_each_file(tmp_path):
    fec, other = tmp_path / "f.txt", tmp_path / "o.txt"
    fec.write_text(FEC, encoding="utf-8")
    other.write_text("bonjour", encoding="utf-8")
    result = run(fec, other, tmp_path / "absent.csv")
    assert result.exit_code == 1
    assert plain(result.output) == (
        "f.txt : c’est un fichier des écritures comptables (FEC). 8 colonnes du format légal, "
        "dont « JournalCode », « EcritureDate », « CompteNum ».\n"
        "  Le nom du fichier ne dit ni le SIREN ni la date de clôture.\n"
        f"  cpom importer fec {fec} --gestionnaire ID --annee AAAA\n"
        "o.txt : c’est un fichier qui n’est pas reconnu. Aucune de ses premières lignes n’a les "
        "colonnes d’un format connu.\n"
        "  Les formats connus sont ceux de « cpom importer --aide ».\n"
        f"{tmp_path / 'absent.csv'} : Ce fichier n’existe pas. Vérifiez son nom et son dossier.\n"
    )


def test_it_runs_what_lacks_nothing(book, tmp_path):
    path, base = tmp_path / "t.xlsx", f"sqlite:///{tmp_path / 'b.db'}"
    book.save(path)
    deposit(open_base(base, creer=True), petite(), Origine("a", "b", "c", "tables"))
    result = run(path, "--executer", "--base", base)
    assert result.exit_code == 0, result.output
    assert "Dépôt n° 2 enregistré." in plain(result.output)
    assert len(read(open_base(base), ["sejours"])["sejours"]) == 2


def test_it_does_not_run_what_lacks_something(tmp_path):
    path = tmp_path / "f.txt"
    path.write_text(FEC, encoding="utf-8")
    base = tmp_path / "b.db"
    result = run(path, "--executer", "--base", f"sqlite:///{base}")
    assert result.exit_code == 0 and not base.exists()
    assert not isinstance(result.exception, CpomError)
