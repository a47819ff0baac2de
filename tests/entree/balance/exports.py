"""One trial balance, its writing as a file, and what reading it gives or refuses."""

from entree.refus import refused

from cpomlib.entree.balance import lire_balance

SIREN = "775680309"
# 102 : 1 500,00 au crédit ; 213 : 1 000,00 ; 512 : 380,10 ; 613200 : 250,10 ; 732 : 130,20
# 1 000,00 + 380,10 + 250,10 = 1 630,20 = 1 500,00 + 130,20
ATTENDU = [
    ("102000", 0, 150000),
    ("213000", 100000, 0),
    ("512000", 38010, 0),
    ("613200", 25010, 0),
    ("732000", 0, 13020),
]
SOLDES = [
    ("102000", "Fonds propres", "0,00", "1 500,00"),
    ("213000", "Constructions", "1 000,00", ""),
    ("512000", "Banque", "380,10", "0,00"),
    ("613200", "Loyers", "250,10", ""),
    ("732000", "Dotation", "", "130,20"),
]
ENTETES = [
    ("compte", "libelle", "solde_debiteur", "solde_crediteur"),
    ("N° compte", "Intitulé", "Solde débiteur", "Solde créditeur"),
    ("Numéro de compte", "Libellé du compte", "Soldes débiteurs", "Soldes créditeurs"),
    ("NUMERO COMPTE", "INTITULE", "SOLDE DEBIT", "SOLDE CREDIT"),
    ("CompteNum", "CompteLib", "Débit", "Crédit"),
    ("Compte général", "Désignation", "Total débit", "Total crédit"),
]


def csv(path, rows, separator=";", encoding="utf-8"):
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n", encoding=encoding)
    return path


def lire(*paths, **options):
    return lire_balance(list(paths), SIREN, 2025, **options)


def rows(lecture):
    frame = lecture.frames["balances"]
    return list(frame[["compte", "debit", "credit"]].itertuples(index=False, name=None))


def refusal(*paths):
    return refused(lire, *paths)
