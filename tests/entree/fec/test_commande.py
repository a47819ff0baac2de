"""``cpom importer fec`` and ``balance``: from the file to the base, and what is refused."""

import re

import pytest
from click.testing import CliRunner
from entree.fec.ecritures import EXERCICE, PORT, SIREN, SOLEIL, ecrire, ligne

from cpomlib.base import latest_deposit, open_base, read
from cpomlib.cli.main import cpom
from cpomlib.socle.erreurs import CpomError

OTHER = "732829320"
GESTIONNAIRES = (
    "id_gestionnaire,raison_sociale,statut\n"
    f"{SIREN},L’Étape,association\n{OTHER},Foyer du Port,fondation\n"
)
ETABLISSEMENTS = (
    "id_etablissement,id_gestionnaire,nom,categorie,regime,autorite,programme,departement,region\n"
    f"{PORT},{SIREN},CHRS du Port,214,autorise,prefet,177,44,52\n"
    f"{SOLEIL},{SIREN},CHRS du Soleil,214,autorise,prefet,177,44,52\n"
    f"440009999,{OTHER},CHRS du Quai,214,autorise,prefet,177,44,52\n"
)


@pytest.fixture
def base(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "gestionnaires.csv").write_text(GESTIONNAIRES, encoding="utf-8")
    (folder / "etablissements.csv").write_text(ETABLISSEMENTS, encoding="utf-8")
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    run("tables", str(folder), "--base", address)
    return address


def run(*args):
    result = CliRunner().invoke(cpom, ["importer", *map(str, args)])
    if isinstance(result.exception, CpomError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output.replace("\u00a0", " ").replace("\u202f", " ")


def refusal(*args):
    with pytest.raises(CpomError) as caught:
        run(*args)
    return str(caught.value).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def fec(tmp_path):
    return ecrire(tmp_path / f"{SIREN}FEC20251231.txt", EXERCICE)


def test_the_name_of_the_file_says_who_and_when(base, fec):
    said = run("fec", fec, "--etablissement", PORT, "--base", base)
    assert said.startswith("11 lignes lues, 11 gardées.\n")
    assert "écart 0,00 €" in said
    assert (
        "À vérifier :\n"
        f"  {fec.name} : La balance de ce fichier sera celle de tout le gestionnaire. S’il ne "
        "couvre qu’un établissement, donnez ensemble les fichiers de tous.\n"
        "Dépôt n° 2 enregistré.\n  budgets : 4 lignes\n  balances : 8 lignes\n"
    ) in said
    frames = read(open_base(base), ["budgets", "balances"])
    assert frames["budgets"]["montant"].sum() == 25010 + 123456789 + 6789 + 130000000
    assert set(frames["balances"]["id_gestionnaire"]) == {SIREN}


def test_a_trial_writes_nothing(base, fec):
    said = run("fec", fec, "--etablissement", PORT, "--base", base, "--essai")
    assert said.endswith("Essai : rien n’a été déposé.\n")
    assert latest_deposit(open_base(base)) == 1


def test_a_refused_file_writes_nothing(base, tmp_path):
    path = ecrire(tmp_path / f"{SIREN}FEC20251231.txt", EXERCICE[:-1])
    words = ["importer", "fec", str(path), "--etablissement", PORT, "--base", base]
    result = CliRunner().invoke(cpom, words)
    assert result.exit_code == 1
    assert "n’est pas équilibré" in result.output
    assert latest_deposit(open_base(base)) == 1
    run("fec", path, "--etablissement", PORT, "--base", base, "--accepter-desequilibre")
    assert latest_deposit(open_base(base)) == 2


def test_an_analytical_key(base, tmp_path):
    lines = [
        ligne("P1", "1", (3, 31), "641100", "R", debit=600),
        ligne("S1", "1", (3, 31), "641100", "R", debit=400),
        ligne("BQ", "1", (3, 31), "512000", "B", credit=1000),
    ]
    path = ecrire(tmp_path / f"{SIREN}FEC20251231.txt", lines)
    key = tmp_path / "cle.csv"
    key.write_text(f"JournalCode;etablissement\nP;{PORT}\nS;{SOLEIL}\n", encoding="utf-8")
    run("fec", path, "--cle-analytique", key, "--base", base)
    budgets = read(open_base(base), ["budgets"])["budgets"]
    assert dict(zip(budgets["id_etablissement"], budgets["montant"], strict=True)) == {
        PORT: 600, SOLEIL: 400,
    }  # fmt: skip
    key.write_text("JournalCode;etablissement\nP;440009999\n", encoding="utf-8")
    assert refusal("fec", path, "--cle-analytique", key, "--base", base) == (
        f"cle.csv : « 440009999 » n’est pas un établissement du gestionnaire « {SIREN} ». "
        f"Valeurs connues : « {PORT} », « {SOLEIL} »."
    )
    assert refusal(
        "fec", path, "--cle-analytique", key, "--etablissement", PORT, "--base", base
    ) == ("« --etablissement » et « --cle-analytique » ne vont pas ensemble. Gardez l’un des deux.")


def test_one_ledger_is_not_the_accounts_of_two_establishments(base, fec):
    run("fec", fec, "--etablissement", PORT, "--base", base)
    asked = ("fec", fec, "--etablissement", SOLEIL, "--base", base)
    assert refusal(*asked) == (
        f"Ce fichier est déjà dans la base pour {PORT} (dépôt n° 2) : il compterait deux fois. "
        f"Rien n’a été écrit. S’il y était par erreur, ajoutez « --remplacer --portee {PORT} » "
        "pour l’en retirer ; si c’est voulu, « --forcer »."
    )
    run(*asked, "--remplacer", "--portee", PORT)
    assert set(read(open_base(base), ["budgets"])["budgets"]["id_etablissement"]) == {SOLEIL}


def test_who_when_and_where_must_be_known(base, tmp_path, fec):
    plain = ecrire(tmp_path / "export.txt", EXERCICE)
    assert refusal("fec", plain, "--base", base) == (
        "Le nom du fichier ne dit pas de quel gestionnaire il vient. Ajoutez « --gestionnaire » "
        "suivi de son identifiant."
    )
    assert refusal("fec", plain, "--gestionnaire", SIREN, "--base", base) == (
        "Le nom du fichier ne dit pas de quel exercice il s’agit. Ajoutez « --annee » suivi de "
        "l’année."
    )
    assert refusal("fec", plain, "--gestionnaire", SIREN, "--annee", "25", "--base", base) == (
        "L’année 25 n’est pas vraisemblable. Elle est entre 1990 et 2100."
    )
    assert refusal("fec", fec, "--gestionnaire", "775680308", "--base", base) == (
        f"Le gestionnaire « 775680308 » n’est pas dans la base. Le plus proche : « {SIREN} »."
    )
    assert refusal("fec", fec, "--base", base) == (
        f"Le gestionnaire « {SIREN} » a 2 établissements : lequel ? Ajoutez « --etablissement » ou "
        f"« --cle-analytique ». Valeurs connues : « {PORT} », « {SOLEIL} »."
    )
    assert refusal("fec", fec, "--etablissement", "440001235", "--base", base) == (
        f"« 440001235 » n’est pas un établissement du gestionnaire « {SIREN} ». Le plus proche : "
        f"« {PORT} », « {SOLEIL} »."
    )


def test_an_empty_base(tmp_path, fec):
    address = f"sqlite:///{tmp_path / 'neuve.db'}"
    assert refusal("fec", fec, "--base", address) == (
        f"Le gestionnaire « {SIREN} » n’est pas dans la base. Déposez d’abord les gestionnaires et "
        "les établissements."
    )
    assert not (tmp_path / "neuve.db").exists()


def test_the_only_establishment_takes_all(base, tmp_path):
    path = ecrire(tmp_path / f"{OTHER}FEC20251231.txt", EXERCICE)
    said = run("fec", path, "--base", base)
    assert "440009999 : charges 1 234 817,99 €" in said
    assert "À vérifier" not in said


def test_a_balance(base, tmp_path):
    path = tmp_path / "balance.csv"
    path.write_text(
        "Compte;Intitulé;Solde débiteur;Solde créditeur\n512;Banque;12,50;\n706;P;;12,50\n",
        encoding="cp1252",
    )
    asked = ("balance", path, "--gestionnaire", SIREN, "--annee", "2025", "--base", base)
    assert "Dépôt n° 2 enregistré.\n  balances : 2 lignes\n" in run(*asked)
    balances = read(open_base(base), ["balances"])["balances"]
    assert balances["debit"].tolist() == [1250, 0]


def test_the_help_lists_the_formats():
    said = run("--help")
    assert re.search(r"fec +Dépose un fichier des écritures comptables", said)
    assert re.search(r"tables +Dépose un dossier de fichiers CSV", said)
    result = CliRunner().invoke(cpom, ["importer", "fc"])
    assert "Le format « fc » n’existe pas." in result.output.replace("\u00a0", " ")
    assert "« fec »" in result.output.replace("\u00a0", " ")
