"""Invented entries, and their writing in every dialect of the field."""

from dataclasses import dataclass
from datetime import date, datetime

from cpomlib.entree.fec import lire_fec, tout_a

SIREN = "775680309"
PORT, SOLEIL = "440001234", "440005678"
CHAMPS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib",
    "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip


@dataclass(frozen=True)
class Ligne:
    """One line of an entry, amounts in centimes."""

    journal: str
    numero: str
    jour: date
    compte: str
    libelle: str
    debit: int
    credit: int
    texte: str = "Pièce"
    auxiliaire: str = ""
    section: str = ""


def ligne(journal, numero, jour, compte, libelle, debit=0, credit=0, **more):
    return Ligne(journal, numero, date(2025, *jour), compte, libelle, debit, credit, **more)


EXERCICE = (
    # À-nouveaux : immobilisations 1 000,00 ; banque 500,00 ; fonds propres 1 500,00
    ligne("AN", "1", (1, 1), "213000", "Constructions", debit=100000, texte="À nouveau"),
    ligne("AN", "1", (1, 1), "512000", "Banque", debit=50000, texte="À nouveau"),
    ligne("AN", "1", (1, 1), "102000", "Fonds propres", credit=150000, texte="À nouveau"),
    # Salaires 1 234 567,89 payés ; remboursement de 67,89 sur salaires
    ligne("PA", "2", (3, 31), "641100", "Rémunérations", debit=123456789, texte="Paie de mars"),
    ligne("PA", "2", (3, 31), "512000", "Banque", credit=123456789, texte="Paie de mars"),
    ligne("BQ", "3", (5, 2), "512000", "Banque", debit=6789, texte="IJSS"),
    ligne("BQ", "3", (5, 2), "641900", "Remboursements", credit=6789, texte="IJSS"),
    # Loyer 250,10 à un fournisseur, encore dû
    ligne("AC", "4", (6, 30), "613200", "Loyers", debit=25010, texte="Loyer été"),
    ligne(
        "AC", "4", (6, 30), "401000", "Fournisseurs", credit=25010, texte="Loyer été",
        auxiliaire="0FDUPONT",
    ),
    # Dotation globale 1 300 000,00 encaissée
    ligne("BQ", "5", (7, 20), "512000", "Banque", debit=130000000, texte="DGF œuvre 1 €"),
    ligne("BQ", "5", (7, 20), "732000", "Dotation État (œuvre, €)", credit=130000000, texte="DGF"),
)  # fmt: skip


@dataclass(frozen=True)
class Dialecte:
    """How a software writes its export."""

    separateur: str = "\t"
    encodage: str = "utf-8"
    fin: str = "\r\n"
    entete: tuple = CHAMPS
    montant: object = None
    jour: object = None
    sens: tuple = ()
    finale: str = ""
    manquantes: int = 0
    marge: int = 0
    supplement: tuple = ()
    guillemets: bool = False
    prefixe: str = ""


def virgule(centimes):
    signe, valeur = ("-" if centimes < 0 else ""), abs(centimes)
    return f"{signe}{valeur // 100},{valeur % 100:02d}"


def compact(jour):
    return jour.strftime("%Y%m%d")


def cellules(une, dialecte):
    """Return the cells of a line, the 18 fields then the supplementary ones."""
    montant = dialecte.montant or virgule
    jour = (dialecte.jour or compact)(une.jour)
    if dialecte.sens:
        plus, moins = dialecte.sens
        amounts = [montant(une.debit or une.credit), plus if une.debit else moins]
    else:
        amounts = [montant(une.debit), montant(une.credit)]
    row = [
        une.journal, f"Journal {une.journal}", une.numero, jour, une.compte, une.libelle,
        une.auxiliaire, "Dupont" if une.auxiliaire else "", f"P{une.numero}", jour, une.texte,
        *amounts, "", "", jour, "", "",
    ]  # fmt: skip
    return [*row, *(une.section for _ in dialecte.supplement)]


def texte(lignes, dialecte):
    """Write lines as a text, header included."""
    header = list(dialecte.entete)
    if dialecte.sens:
        header[11:13] = ["Montant", "Sens"]
    rows = [[*header, *dialecte.supplement], *(cellules(une, dialecte) for une in lignes)]
    written = [ecrite(row, rank, dialecte) for rank, row in enumerate(rows)]
    return dialecte.prefixe + dialecte.fin.join(written) + dialecte.fin


def ecrite(row, rank, dialecte):
    """Write one row; a header keeps all its cells."""
    kept = row[: -dialecte.manquantes] if rank and dialecte.manquantes else row
    padded = [cell.ljust(dialecte.marge) for cell in kept]
    if dialecte.guillemets:
        padded = ['"' + cell.replace('"', '""') + '"' for cell in padded]
    return dialecte.separateur.join(padded) + dialecte.finale


def ecrire(path, lignes, dialecte=Dialecte()):
    """Write lines as a file and return its path."""
    path.write_bytes(texte(lignes, dialecte).encode(dialecte.encodage, "replace"))
    return path


def ecrire_classeur(path, lignes, titres=(), feuille="FEC"):
    """Write lines as a workbook: true dates and numbers, an optional title above."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = feuille
    for titre in titres:
        sheet.append([titre])
    sheet.append(list(CHAMPS))
    for une in lignes:
        row = cellules(une, Dialecte())
        row[3] = row[9] = row[15] = datetime(une.jour.year, une.jour.month, une.jour.day)
        row[11], row[12] = une.debit / 100, une.credit / 100
        sheet.append(row)
    book.save(path)
    return path


def lire(*paths, affectation=None, **options):
    """Read files as those of the invented gestionnaire for 2025."""
    return lire_fec(list(paths), SIREN, 2025, affectation or tout_a(PORT), **options)
