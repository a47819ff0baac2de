"""One small ordinary file for each door, and the base it goes into."""

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import connect

from click.testing import CliRunner
from entree.balance.exports import ENTETES, SOLDES, csv
from entree.fec.ecritures import EXERCICE, PORT, SIREN, ecrire
from entree.finess.exemples import FLUX
from entree.trame.classeurs import petite
from openpyxl import load_workbook

from cpomlib import base as store
from cpomlib.cli.main import cpom
from cpomlib.exemple import build

ORIGINE = store.Origine("essai", "structure", "0" * 64, "tables")
GESTIONNAIRES = f"id_gestionnaire,raison_sociale,statut\n{SIREN},L’Étape,association\n"
ETABLISSEMENTS = (
    "id_etablissement,id_gestionnaire,nom,categorie,regime,autorite,programme,departement,region\n"
    f"{PORT},{SIREN},CHRS du Port,214,autorise,prefet,177,44,52\n"
)
SEJOURS = (
    "id_sejour,id_etablissement,id_menage,date_entree,composition,nb_adultes,nb_enfants,"
    "tranche_age,droits_incomplets,via_siao,dls_active\n"
    f"S1,{PORT},M1,2025-02-01,homme_seul,1,0,35_49,non,oui,oui\n"
)
EXPORT = (
    "N° séjour;N° ménage;Nom;Structure;Date d’entrée;Composition;Adultes;Enfants;Âge;"
    "Droits incomplets;SIAO;DLS\n"
    f"1;101;DUPONT;{PORT};01/02/2025;homme seul;1;0;18-24 ans;non;oui;non\n"
)
CONTRAT = {
    "contrats": f"id_contrat,id_gestionnaire,cadre,statut\nC-1,{SIREN},l313_11_2,preparation\n",
    "contrat_etablissements": f"id_contrat,id_etablissement,date_entree\nC-1,{PORT},2026-01-01\n",
    "releves": "id_contrat,date,numero,nature,texte\n"
    "C-1,2025-06-03,1,decision,Réserver vingt places au SIAO\n",
}
NIR = "180023412345619"  # 97 - 1800234123456 mod 97 = 19
QUI = "000520049"


@dataclass(frozen=True)
class Porte:
    """A door with an ordinary file.

    Attributes:
        nom: the format.
        mots: what is typed after ``cpom importer``, without the base.
        base: the file of a base that the deposit may be made in.
        identifiant: the same with a direct identifier in the file; empty where none can be.
    """

    nom: str
    mots: tuple[str, ...]
    base: Path
    identifiant: tuple[str, ...] = ()

    def ici(self, folder):
        """Copy the base into a folder; return its address."""
        copy = folder / "cpom.db"
        if self.base.exists():
            with closing(connect(self.base)) as source, closing(connect(copy)) as target:
                source.backup(target)
        return f"sqlite:///{copy}"


def run(*words):
    """Run a command in this process: its code, and all it says, refusals included."""
    done = CliRunner().invoke(cpom, [str(word) for word in words])
    said = done.output + (str(done.exception) if done.exception else "")
    return done.exit_code, said.replace("\u00a0", " ").replace("\u202f", " ")


def _text(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def _structure(folder):
    """A base that knows one gestionnaire and one establishment."""
    _text(folder / "structure" / "gestionnaires.csv", GESTIONNAIRES)
    _text(folder / "structure" / "etablissements.csv", ETABLISSEMENTS)
    base = folder / "depart.db"
    code, said = run("importer", "tables", folder / "structure", "--base", f"sqlite:///{base}")
    assert code == 0, said
    return base


def tables(folder):
    _text(folder / "envoi" / "sejours.csv", SEJOURS)
    named = SEJOURS.replace("dls_active", "dls_active,nom_usager").replace("oui\n", "oui,DUPONT\n")
    _text(folder / "nomme" / "sejours.csv", named)
    return Porte("tables", ("tables", folder / "envoi"), _structure(folder),
                 ("tables", folder / "nomme"))  # fmt: skip


def fec(folder):
    path = ecrire(folder / f"{SIREN}FEC20251231.txt", EXERCICE)
    (folder / "nomme").mkdir()
    account = EXERCICE[-1].compte
    named = [replace(line, libelle=f"Avance {NIR}") if line.compte == account else line
             for line in EXERCICE]  # fmt: skip
    other = ecrire(folder / "nomme" / f"{SIREN}FEC20251231.txt", named)
    return Porte("fec", ("fec", path), _structure(folder), ("fec", other))


def balance(folder):
    path = csv(folder / "balance.csv", [ENTETES[0], *SOLDES])
    named = [(*SOLDES[0][:1], f"Avance {NIR}", *SOLDES[0][2:]), *SOLDES[1:]]
    other = csv(folder / "nommee.csv", [ENTETES[0], *named])
    suite = ("--gestionnaire", SIREN, "--annee", "2025")
    return Porte("balance", ("balance", path, *suite), _structure(folder),
                 ("balance", other, *suite))  # fmt: skip


def siao(folder):
    base, key, mapping = _structure(folder), folder / "secret" / "cle", folder / "c.yaml"
    key.parent.mkdir()
    export = _text(folder / "export.csv", EXPORT)
    assert (
        run("importer", "siao", "--creer-cle", "--cle", key, "--base", f"sqlite:///{base}")[0] == 0
    )
    assert run("importer", "siao", export, "--proposer-correspondance", mapping)[0] == 0
    suite = ("--correspondance", mapping, "--cle", key)
    return Porte("siao", ("siao", export, *suite), base, ("siao", export, *suite))


def finess(folder):
    return Porte("finess", ("finess", _text(folder / "flux.json", FLUX)), folder / "aucune.db")


def trame(folder):
    base, path = folder / "depart.db", folder / "trame.xlsx"
    address = f"sqlite:///{base}"
    store.deposit(store.open_base(address, creer=True), petite(), ORIGINE)
    words = ("--gestionnaire", "732829320", "--annee", 2025, "-o", path, "--base", address)
    assert run("trame", *words)[0] == 0
    book, known = load_workbook(path), petite()["sejours"]["id_menage"][0]
    (cell,) = [c for row in book["Séjours"].iter_rows() for c in row if c.value == known]
    cell.value = NIR
    book.save(folder / "nommee.xlsx")
    other = ("trame", folder / "nommee.xlsx", "--sans-copie")
    return Porte("trame", ("trame", path), base, other)


def agregats(folder):
    base, path = folder / "depart.db", folder / "agregats.zip"
    with_stays, without = folder / "chez_lui.db", base
    frames = build("52", 6, 1)
    known = {name: frames[name] for name in ("gestionnaires", "etablissements")}
    for each, given in ((with_stays, frames), (without, known)):
        store.deposit(store.open_base(f"sqlite:///{each}", creer=True), given, ORIGINE)
    words = ("--gestionnaire", QUI, "--annee", 2025, "-o", path)
    code, said = run("agreger", *words, "--base", f"sqlite:///{with_stays}")
    assert code == 0, said
    return Porte("agregats", ("agregats", path), base)


def contrat(folder):
    for name, content in CONTRAT.items():
        _text(folder / "envoi" / f"{name}.csv", content)
        _text(folder / "nomme" / f"{name}.csv", content.replace("au SIAO", "à Mme DUPONT"))
    return Porte("contrat", ("contrat", folder / "envoi"), _structure(folder),
                 ("contrat", folder / "nomme"))  # fmt: skip


PORTES = {
    make.__name__: make for make in (agregats, balance, contrat, fec, finess, siao, tables, trame)
}
