"""Trial balances as accounting software prints them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cpomlib.errors import CpomError, DonneesError, ParametreError
from cpomlib.sources.balance import lire_balance
from cpomlib.sources.balance.lecture import sous_totaux
from cpomlib.sources.lecture import Lecture
from cpomlib.sources.noms import synonymes

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


def csv(path, rows, separator=";", encoding="utf-8"):
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n", encoding=encoding)
    return path


def lire(*paths, **options):
    return lire_balance(list(paths), SIREN, 2025, **options)


def rows(lecture):
    frame = lecture.frames["balances"]
    return list(frame[["compte", "debit", "credit"]].itertuples(index=False, name=None))


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def refusal(*paths):
    with pytest.raises(CpomError) as caught:
        lire(*paths)
    error = caught.value
    said = "\n".join(map(str, error.fautes)) if isinstance(error, DonneesError) else str(error)
    return plain(said)


ENTETES = [
    ("compte", "libelle", "solde_debiteur", "solde_crediteur"),
    ("N° compte", "Intitulé", "Solde débiteur", "Solde créditeur"),
    ("Numéro de compte", "Libellé du compte", "Soldes débiteurs", "Soldes créditeurs"),
    ("NUMERO COMPTE", "INTITULE", "SOLDE DEBIT", "SOLDE CREDIT"),
    ("CompteNum", "CompteLib", "Débit", "Crédit"),
    ("Compte général", "Désignation", "Total débit", "Total crédit"),
]


@pytest.mark.parametrize("entete", ENTETES)
@pytest.mark.parametrize("separateur", [";", "\t", "|"])
def test_names_of_columns(tmp_path, entete, separateur):
    lecture = lire(csv(tmp_path / "b.csv", [entete, *SOLDES], separateur, "cp1252"))
    assert rows(lecture) == ATTENDU
    assert lecture.frames["balances"]["libelle"].tolist()[1] == "Constructions"
    assert (lecture.lues, lecture.gardees) == (5, 5)


def test_a_signed_balance(tmp_path):
    header = ("Compte", "Libellé", "Solde")
    ways = [
        [(c, t, d if d.strip("0,") else f"-{k}") for c, t, d, k in SOLDES],
        [(c, t, f"{d} D" if d.strip("0,") else f"{k} C") for c, t, d, k in SOLDES],
        [(c, t, d if d.strip("0,") else f"({k})") for c, t, d, k in SOLDES],
    ]
    for rank, way in enumerate(ways):
        assert rows(lire(csv(tmp_path / f"{rank}.csv", [header, *way]))) == ATTENDU
    sides = [(c, t, d or k, "Débit" if d.strip("0,") else "C") for c, t, d, k in SOLDES[1:]]
    sides.insert(0, ("102000", "Fonds", "1 500,00", "C"))
    assert rows(lire(csv(tmp_path / "s.csv", [(*header, "Sens"), *sides]))) == ATTENDU


def test_opening_and_movements(tmp_path):
    lines = [
        ("Compte", "Libellé", "À-nouveau débit", "À-nouveau crédit", "Débit", "Crédit"),
        ("102000", "Fonds propres", "", "1500", "", ""),
        ("213000", "Constructions", "1000", "", "", ""),
        ("512000", "Banque", "500", "", "130.20", "250.10"),
        ("613200", "Loyers", "", "", "250.10", ""),
        ("732000", "Dotation", "", "", "", "130.20"),
    ]
    # 512 : 500,00 + 130,20 − 250,10 = 380,10
    lecture = lire(csv(tmp_path / "b.csv", lines))
    assert rows(lecture) == ATTENDU
    assert lecture.alertes == ()


def test_a_printed_balance(tmp_path):
    """A title, a header on two rows, totals of classes and of the whole, repeated headers."""
    lines = [
        ("Association de l’Étape", "", "", "", "", ""),
        ("Balance générale au 31/12/2025", "", "", "", "", ""),
        ("", "", "Mouvements", "", "Soldes", ""),
        ("Compte", "Intitulé", "Débit", "Crédit", "Débit", "Crédit"),
        ("102000", "Fonds propres", "0,00", "1 500,00", "", "1 500,00"),
        ("Total classe 1", "", "0,00", "1 500,00", "", "1 500,00"),
        ("213000", "Constructions", "1 000,00", "0,00", "1 000,00", ""),
        ("512000", "Banque", "630,20", "250,10", "380,10", ""),
        ("Compte", "Intitulé", "Débit", "Crédit", "Débit", "Crédit"),
        ("61", "Services extérieurs", "250,10", "", "250,10", ""),
        ("613200", "Loyers", "250,10", "", "250,10", ""),
        ("732000", "Dotation", "", "130,20", "", "130,20"),
        ("", "Total général", "1 880,30", "1 880,30", "1 630,20", "1 630,20"),
    ]
    lecture = lire(csv(tmp_path / "b.csv", lines))
    assert rows(lecture) == ATTENDU
    assert plain(lecture.messages[0]) == (
        "b.csv : colonnes lues : « Compte », « Intitulé », « Soldes Débit », « Soldes Crédit »."
    )
    assert lecture.ecartees == {"titres et totaux": 3, "sous-totaux de comptes": 1}
    assert (lecture.lues, lecture.gardees) == (9, 5)


def test_a_workbook(tmp_path):
    book = Workbook()
    book.active.append(["Balance"])
    book.active.append([])
    book.active.append(["Compte", "Libellé", "Solde débiteur", "Solde créditeur"])
    for compte, label, debit, credit in SOLDES:
        amounts = [
            float((text or "0").replace(" ", "").replace(",", ".")) for text in (debit, credit)
        ]
        book.active.append([int(compte), label, *amounts])
    book.save(tmp_path / "b.xlsx")
    lecture = lire(tmp_path / "b.xlsx")
    assert rows(lecture) == ATTENDU
    assert plain(lecture.messages[0]).startswith("b.xlsx : feuille « Sheet », colonnes lues")


def test_several_files(tmp_path):
    first = csv(tmp_path / "bilan.csv", [ENTETES[0], *SOLDES[:3]])
    second = csv(tmp_path / "gestion.csv", [ENTETES[1], *SOLDES[3:]], ",".replace(",", "\t"))
    assert rows(lire(first, second)) == ATTENDU


def test_subtotals():
    # 60 = 6061 + 6063 ; 6 = 60 + 64 ; 512 a son propre solde, distinct de 5121
    soldes = {"6": 35, "60": 30, "6061": 10, "6063": 20, "64": 5, "512": 7, "5121": 3}
    assert sous_totaux(soldes) == {"6", "60"}
    assert sous_totaux({"606": 4, "606100": 4}) == {"606"}
    assert sous_totaux({"60": 0, "6061": 5, "6062": -5}) == set()


@given(st.dictionaries(st.from_regex(r"[1-7][0-9]{3}", fullmatch=True), st.integers(1, 99)))
def test_subtotals_are_all_found_and_nothing_else(leaves):
    """Every class written above its accounts is found, and the accounts stay."""
    classes = {
        digit: sum(net for account, net in leaves.items() if account[0] == digit)
        for digit in {account[0] for account in leaves}
    }
    assert sous_totaux({**leaves, **classes}) == set(classes)


def test_doubts(tmp_path):
    header = ("Compte", "Libellé", "Mouvement débit", "Mouvement crédit", "Soldes nets")
    lines = [("102", "Fonds", "", "5", "-5"), ("512", "Banque", "2", "", "2")]
    lines += [("512", "Banque bis", "3", "", "3")]
    lecture = lire(csv(tmp_path / "b.csv", [(*header[:4], "Solde de la période"), *lines]))
    assert [plain(str(fault)) for fault in lecture.alertes] == [
        "b.csv : La balance n’a aucun compte 6 ou 7 : elle a été éditée après la clôture ; le "
        "résultat et la capacité d’autofinancement ne pourront pas être calculés. Demandez la "
        "balance avant clôture.",
        "b.csv, ligne 1, colonne « Solde de la période » : Cette colonne n’a pas été reconnue : "
        "les soldes sont débit moins crédit. Nommez-la « Solde ».",
        "b.csv, ligne 1, colonne « Mouvement débit, Mouvement crédit » : Ces colonnes ne disent "
        "que des mouvements. Vérifiez que les à-nouveaux y sont compris.",
        "b.csv, ligne 4, colonne « compte », valeur « 512 » : Ce compte est écrit plusieurs fois : "
        "ses soldes sont additionnés.",
    ]
    assert rows(lecture) == [("102", 0, 500), ("512", 500, 0)]


def test_names_of_persons_do_not_pass(tmp_path):
    lines = [("411DUPONT", "DUPONT Jean", "5", ""), ("512", "Banque", "", "5")]
    frame = lire(csv(tmp_path / "b.csv", [ENTETES[0], *lines])).frames["balances"]
    assert frame["compte"].tolist() == ["411", "512"]
    assert frame["libelle"].tolist() == ["Personnes accueillies, usagers", "Banque"]


def test_unbalanced(tmp_path):
    path = csv(tmp_path / "b.csv", [ENTETES[0], *SOLDES[1:]])
    assert refusal(path) == (
        "b.csv : La balance n’est pas équilibrée : soldes débiteurs 1 630,20 €, soldes créditeurs "
        "130,20 €, écart 1 500,00 €. Redemandez un export complet ; pour la lire telle quelle, "
        "ajoutez « --accepter-desequilibre »."
    )
    lecture = lire(path, accepter_desequilibre=True)
    assert "écart 1 500,00 €" in plain(lecture.alertes[0].message)
    assert rows(lecture) == ATTENDU[1:]


def test_a_balance_without_sign(tmp_path):
    lines = [(c, t, d if d.strip("0,") else k) for c, t, d, k in SOLDES]
    said = refusal(csv(tmp_path / "b.csv", [("Compte", "Libellé", "Solde"), *lines]))
    assert said.endswith(
        "La colonne du solde n’a aucune valeur négative : ajoutez son sens (D ou C)."
    )


@pytest.mark.parametrize(
    ("ligne", "dit"),
    [
        (
            ("512", "Banque", "x", ""),
            "colonne « solde_debiteur », valeur « x » : Un montant en euros est attendu. "
            "Écrivez-le en chiffres, avec au plus deux décimales, par exemple 12345,67.",
        ),
        (
            ("Banque", "", "12,00", ""),
            "colonne « compte », valeur « Banque » : Ce n’est pas un numéro de compte. Donnez le "
            "numéro du plan comptable, par exemple 641100.",
        ),
        (
            ("", "Banque", "12,00", ""),
            "colonne « compte » : Le numéro de compte manque. Complétez-le.",
        ),
    ],
)
def test_a_cell(tmp_path, ligne, dit):
    assert (
        refusal(csv(tmp_path / "b.csv", [ENTETES[0], *SOLDES, ligne])) == f"b.csv, ligne 7, {dit}"
    )


def test_a_side_that_is_none(tmp_path):
    lines = [("Compte", "Solde", "Sens"), ("512", "5", "X")]
    assert refusal(csv(tmp_path / "b.csv", lines)) == (
        "b.csv, ligne 2, colonne « Sens », valeur « X » : Le sens n’est ni un débit ni un crédit. "
        "Écrivez D ou C."
    )


def test_headers_that_do_not_do(tmp_path):
    def said(*header):
        return refusal(csv(tmp_path / "b.csv", [header, *SOLDES]))

    assert said("a", "b", "c", "d") == (
        "b.csv : Aucune ligne d’en-tête n’a été reconnue : il faut au moins le compte et son "
        "solde, ou le débit et le crédit. Nommez les colonnes : compte, libellé, solde débiteur, "
        "solde créditeur."
    )
    assert said("Compte", "Libellé", "Débit", "Débit") == (
        "b.csv, ligne 1 : La colonne qui dit le solde créditeur manque. Ajoutez-la, ou nommez-la "
        "ainsi.\n"
        "b.csv, ligne 1 : La colonne qui dit le solde débiteur manque. Ajoutez-la, ou nommez-la "
        "ainsi."
    )
    assert said("Numéro de cpt", "Libellé", "Débit", "Crédit") == (
        "b.csv, ligne 1 : La colonne qui dit le numéro de compte manque. Le plus proche : "
        "« Numéro de cpt »."
    )
    four = [("Compte", "Débit", "Crédit", "Débit", "Crédit"), ("512", "1", "", "1", "")]
    assert refusal(csv(tmp_path / "b.csv", four)).split("\n")[0] == (
        "b.csv, ligne 1, colonne « Crédit » : Plusieurs colonnes disent le crédit. Distinguez-les, "
        "par exemple « Mouvement débit » et « Solde débiteur »."
    )


def test_a_journal_is_not_a_balance(tmp_path, monkeypatch):
    monkeypatch.setattr("cpomlib.sources.balance.lecture.COMPTES_MAX", 3)
    assert refusal(csv(tmp_path / "b.csv", [ENTETES[0], *SOLDES])) == (
        "b.csv : Il y a plus de 3 lignes : ce n’est pas une balance."
    )


def test_a_formula_without_result(tmp_path):
    book = Workbook()
    book.active.append(list(ENTETES[0]))
    book.active.append(["512", "Banque", "=1+1", 0])
    book.save(tmp_path / "b.xlsx")
    assert refusal(tmp_path / "b.xlsx").startswith(
        "b.xlsx, feuille « Sheet », ligne 2, colonne « C » : La cellule contient une formule sans "
        "résultat enregistré."
    )


def test_a_name_for_two_columns_is_refused():
    with pytest.raises(ParametreError) as caught:
        synonymes({"debit": ["Montant"], "credit": ["montants"]}, "balance.yaml")
    assert plain(str(caught.value)) == (
        "balance.yaml : Le nom « montants » désigne à la fois « debit » et « credit ». Retirez-le "
        "de l’une des deux listes."
    )


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 190), st.binary(max_size=4), st.integers(0, 8)),
        min_size=1,
        max_size=6,
    )
)
def test_mutated_bytes_are_read_or_refused_in_words(tmp_path_factory, changes):
    path = tmp_path_factory.mktemp("m") / "b.csv"
    content = bytearray(csv(path, [ENTETES[1], *SOLDES]).read_bytes())
    for place, inserted, removed in changes:
        content[place : place + removed] = inserted
    path.write_bytes(bytes(content))
    try:
        read = lire(path)
    except CpomError as error:
        assert str(error)
    else:
        assert isinstance(read, Lecture)
        frame = read.frames["balances"]
        pd.testing.assert_series_equal(
            (frame["debit"] > 0) ^ (frame["credit"] > 0), pd.Series([True] * len(frame))
        )
