"""The same entries in every dialect of the field give the same frames."""

import pandas as pd
import pytest
from entree.fec.ecritures import (
    CHAMPS,
    EXERCICE,
    Dialecte,
    compact,
    ecrire,
    ecrire_classeur,
    lire,
    texte,
    virgule,
)


def groupe(espace):
    """Write thousands apart: 1 234 567,89."""

    def write(centimes):
        whole = f"{centimes // 100:,}".replace(",", espace)
        return f"{whole},{centimes % 100:02d}"

    return write


def point(centimes):
    return virgule(centimes).replace(",", ".")


def scientifique(centimes):
    return f"{centimes / 100:.12E}".replace(".", ",")


MINUSCULES = tuple(name.lower() for name in CHAMPS)
ESPACES = tuple(f" {name} " for name in CHAMPS)
ACCENTS = tuple({"Debit": "Débit", "Credit": "Crédit"}.get(name, name) for name in CHAMPS)
SOULIGNES = (
    "JOURNAL_CODE", "JOURNAL_LIB", "ECRITURE_NUM", "ECRITURE_DATE", "COMPTE_NUM", "COMPTE_LIB",
    "COMP_AUX_NUM", "COMP_AUX_LIB", "PIECE_REF", "PIECE_DATE", "ECRITURE_LIB", "DEBIT", "CREDIT",
    "ECRITURE_LET", "DATE_LET", "VALID_DATE", "MONTANT_DEVISE", "I_DEVISE",
)  # fmt: skip
SYNONYMES = (
    "Code journal", "Libellé journal", "N° écriture", "Date écriture", "N° compte",
    "Libellé du compte", "Compte auxiliaire", "CompAuxLib", "Réf. pièce", "Date pièce", "Libellé",
    "Débit", "Crédit", "Lettrage", "Date lettrage", "Date validation", "Montant en devise",
    "Devise",
)  # fmt: skip

DIALECTES = {
    "tabulation (légal)": Dialecte(),
    "barre verticale (légal)": Dialecte("|"),
    "point-virgule": Dialecte(";"),
    "virgule, guillemets": Dialecte(",", guillemets=True),
    "point-virgule, guillemets": Dialecte(";", guillemets=True),
    "tabulation, guillemets": Dialecte(guillemets=True),
    "UTF-8 avec marque": Dialecte(encodage="utf-8-sig"),
    "ISO 8859-15 (légal)": Dialecte(encodage="iso8859-15"),
    "Windows-1252": Dialecte(encodage="cp1252"),
    "UTF-16": Dialecte(encodage="utf-16"),
    "UTF-16 sans marque": Dialecte(encodage="utf-16-le"),
    "UTF-16 gros-boutiste": Dialecte(encodage="utf-16-be"),
    "fins de ligne LF": Dialecte(fin="\n"),
    "fins de ligne CR": Dialecte(fin="\r"),
    "NUL égarés": Dialecte(fin="\0\r\n"),
    "lignes vides": Dialecte(fin="\n\n"),
    "séparateur final": Dialecte(finale="\t"),
    "minuscules": Dialecte(entete=MINUSCULES),
    "espaces dans l’en-tête": Dialecte("|", entete=ESPACES),
    "accents dans l’en-tête": Dialecte(entete=ACCENTS),
    "soulignés dans l’en-tête": Dialecte(entete=SOULIGNES),
    "synonymes dans l’en-tête": Dialecte(";", entete=SYNONYMES),
    "colonnes après la dix-huitième": Dialecte(supplement=("Section", "Projet")),
    "Montant et Sens D/C": Dialecte(sens=("D", "C")),
    "Montant et Sens +1/-1": Dialecte("|", sens=("+1", "-1")),
    "Montant et Sens entourés d’espaces": Dialecte(sens=(" D ", " C ")),
    "point décimal": Dialecte(montant=point),
    "milliers séparés": Dialecte(montant=groupe(" ")),
    "milliers séparés, insécable": Dialecte(montant=groupe("\u00a0")),
    "milliers séparés, fine insécable": Dialecte(montant=groupe("\u202f")),
    "signe en tête": Dialecte(montant=lambda c: "+" + virgule(c)),
    "signe en queue": Dialecte(montant=lambda c: virgule(c) + "+"),
    "notation scientifique": Dialecte(montant=scientifique),
    "euro écrit": Dialecte(montant=lambda c: virgule(c) + " €"),
    "zéros de tête": Dialecte(montant=lambda c: virgule(c).zfill(15)),
    "débit ou crédit vide": Dialecte(montant=lambda c: virgule(c) if c else ""),
    "colonnes de largeur fixe": Dialecte("|", marge=24),
    "dates ISO": Dialecte(jour=lambda j: j.isoformat()),
    "dates françaises": Dialecte(jour=lambda j: j.strftime("%d/%m/%Y")),
    "dates à points": Dialecte(jour=lambda j: j.strftime("%d.%m.%Y")),
    "dates avec heure": Dialecte(jour=lambda j: j.strftime("%Y-%m-%dT00:00:00")),
    "dates françaises avec heure": Dialecte(jour=lambda j: j.strftime("%d/%m/%Y 00:00:00")),
    "une cellule finale manque": Dialecte(manquantes=1),
    "deux cellules finales manquent": Dialecte("|", manquantes=2),
}


def trames(lecture):
    return {name: frame.drop(columns="libelle") for name, frame in lecture.frames.items()}


@pytest.fixture(scope="module")
def attendu(tmp_path_factory):
    return lire(ecrire(tmp_path_factory.mktemp("legal") / "legal.txt", EXERCICE))


@pytest.mark.parametrize("nom", DIALECTES)
def test_same_frames(tmp_path, attendu, nom):
    lecture = lire(ecrire(tmp_path / "export.txt", EXERCICE, DIALECTES[nom]))
    for name, frame in attendu.frames.items():
        pd.testing.assert_frame_equal(lecture.frames[name], frame)
    assert lecture.lues == lecture.gardees == len(EXERCICE)


def test_labels_keep_their_accents(attendu):
    labels = attendu.frames["balances"].set_index("compte")["libelle"]
    assert labels["641100"] == "Rémunérations"
    assert labels["732000"] == "Dotation État (œuvre, €)"


def test_the_dialects_are_told_apart(tmp_path):
    told = {}
    for encoding in ("utf-8", "iso8859-15", "cp1252", "utf-16"):
        lecture = lire(ecrire(tmp_path / "e.txt", EXERCICE, Dialecte("|", encodage=encoding)))
        told[encoding] = lecture.messages[0].replace("\u00a0", " ")
    assert told == {
        "utf-8": "e.txt : séparateur « | », UTF-8.",
        "iso8859-15": "e.txt : séparateur « | », ISO 8859-15.",
        "cp1252": "e.txt : séparateur « | », Windows-1252.",
        "utf-16": "e.txt : séparateur « | », UTF-16.",
    }


def test_the_end_mark_of_dos(tmp_path, attendu):
    path = tmp_path / "e.txt"
    path.write_bytes(texte(EXERCICE, Dialecte()).encode() + b"\x1a")
    pd.testing.assert_frame_equal(lire(path).frames["balances"], attendu.frames["balances"])


def test_a_workbook_with_a_title(tmp_path, attendu):
    path = ecrire_classeur(tmp_path / "fec.xlsx", EXERCICE, ("Association X", "Exercice 2025"))
    lecture = lire(path)
    for name, frame in attendu.frames.items():
        pd.testing.assert_frame_equal(lecture.frames[name], frame)


def test_several_files_count_as_one(tmp_path, attendu):
    first = ecrire(tmp_path / "1.txt", EXERCICE[:5])
    second = ecrire(tmp_path / "2.csv", EXERCICE[5:], Dialecte(";", encodage="cp1252"))
    for name, frame in trames(lire(first, second)).items():
        pd.testing.assert_frame_equal(frame, trames(attendu)[name])


def test_files_put_end_to_end(tmp_path, attendu):
    path = tmp_path / "colles.txt"
    parts = [texte(EXERCICE[:5], Dialecte()), texte(EXERCICE[5:], Dialecte(prefixe="\ufeff"))]
    path.write_bytes("".join(parts).encode("utf-8-sig"))
    lecture = lire(path)
    assert lecture.lues == len(EXERCICE)
    pd.testing.assert_frame_equal(lecture.frames["budgets"], attendu.frames["budgets"])


@pytest.mark.parametrize("libelle", ["Facture|solde", "12|34,00", "a|b|c|d", "|", "fin|"])
@pytest.mark.parametrize("manquantes", [0, 1, 2])
def test_the_separator_inside_a_label(tmp_path, attendu, libelle, manquantes):
    lines = list(EXERCICE)
    lines[8] = type(lines[8])(**{**vars(lines[8]), "texte": libelle})
    dialecte = Dialecte("|", manquantes=manquantes)
    lecture = lire(ecrire(tmp_path / "e.txt", lines, dialecte))
    pd.testing.assert_frame_equal(lecture.frames["balances"], attendu.frames["balances"])
    assert any("recollée" in message for message in lecture.messages)


def test_parentheses_and_trailing_minus_are_negative(tmp_path):
    """A reversed entry: 641100 (234 567,89) − written two ways, 512000 likewise."""
    ways = [lambda c: f"({virgule(c)})", lambda c: virgule(c) + "-", lambda c: "-" + virgule(c)]
    results = []
    for rank, way in enumerate(ways):
        path = ecrire(tmp_path / f"{rank}.txt", EXERCICE, Dialecte(montant=way))
        results.append(trames(lire(path))["balances"])
    # every amount is negated: each account changes side
    assert results[0].set_index("compte").loc["641100", "credit"] == 123456789
    pd.testing.assert_frame_equal(results[0], results[1])
    pd.testing.assert_frame_equal(results[0], results[2])


@pytest.mark.parametrize("vide", ["", "00000000", "0", "00/00/0000"])
def test_empty_optional_dates(tmp_path, attendu, vide):
    text = texte(EXERCICE, Dialecte())
    rows = [line.split("\t") for line in text.split("\r\n")]
    for row in rows[1:-1]:
        row[14] = vide
    path = tmp_path / "e.txt"
    path.write_text("\r\n".join("\t".join(row) for row in rows), encoding="utf-8")
    lecture = lire(path)
    pd.testing.assert_frame_equal(lecture.frames["balances"], attendu.frames["balances"])
    assert lecture.alertes == ()


def test_compact_is_the_legal_form():
    assert compact(EXERCICE[0].jour) == "20250101"
