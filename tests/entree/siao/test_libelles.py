"""Words and cells of an export that nothing translates: told with their place, or left out."""

import pytest
from conftest import plain
from entree.siao.exports import PARTI, PRESENT, faults, read

from cpomlib.entree.siao.ages import tranche
from cpomlib.socle import DonneesError
from cpomlib.tables.affichage import fault_lines


def test_unknown_words_are_counted_with_the_nearest(tmp_path):
    other = PRESENT.replace("1;101", "3;103").replace("Homme isolé", "Couple avec enf.")
    again = other.replace("3;103", "4;104").replace("RSA", "Mendicité")
    assert faults(tmp_path, PRESENT, other, again) == [
        "export.csv, ligne 3, colonne « Composition familiale », valeur « Couple avec enf. » : "
        "Ce libellé n’a pas de correspondance (2 lignes). Écrivez-le sous « composition: valeurs: "
        "» ; le plus proche : « couple_enfants ».",
        "export.csv, ligne 4, colonne « Ressources », valeur « Mendicité » : Ce libellé n’a pas de "
        "correspondance (1 ligne). Écrivez-le sous « ressources: valeurs: ».",
    ]


def test_unknown_words_of_optional_columns_may_count_as_not_given(tmp_path):
    begging = PRESENT.replace("RSA", "Mendicité")
    gone = PARTI.replace("HLM", "Parti en Italie")
    lecture = read(tmp_path, begging, gone, non_renseigne=True)
    frame = lecture.frames["sejours"]
    assert frame["ressources"].isna().tolist() == [True, False]
    assert frame["destination"].tolist()[1] == "inconnu"  # a stay that ended must have one
    told = [plain(line) for line in lecture.messages]
    assert (
        "« ressources » non renseigné sur 1 ligne, faute de correspondance : « Mendicité » (1)."
        in told
    )
    # kept with the deposit, the words left out
    assert sorted(doubt.colonne for doubt in lecture.doutes) == ["destination", "ressources"]
    assert not any("Mendicité" in str(doubt) for doubt in lecture.doutes)
    refused = faults(tmp_path, PRESENT.replace("Homme isolé", "Autre"), non_renseigne=True)
    assert len(refused) == 1
    assert "colonne « Composition familiale », valeur « Autre »" in refused[0]


def test_a_word_that_names_somebody_is_not_shown(tmp_path):
    (told,) = faults(tmp_path, PRESENT.replace(";RSA;", ";voir Mme Durand 06 12 34 56 78;"))
    assert "Durand" not in told
    assert "06 12" not in told
    assert "valeur « (masqué : semble désigner une personne) »" in told


def test_free_text_in_place_of_words_is_not_listed(tmp_path):
    lines = [PRESENT.replace("1;101", f"{n};{n}").replace("RSA", f"texte {n}") for n in range(201)]
    assert faults(tmp_path, *lines) == [
        "export.csv, colonne « Ressources » : 201 libellés sans correspondance (201 lignes) : "
        "c’est du texte libre ou une autre colonne. Vérifiez la colonne choisie pour "
        "« ressources »."
    ]


def test_an_unknown_establishment_names_the_nearest(tmp_path):
    assert faults(tmp_path, PRESENT.replace("CHRS du Port", "CHRS Quai")) == [
        "export.csv, ligne 2, colonne « Structure », valeur « CHRS Quai » : Ce libellé n’a pas de "
        "correspondance (1 ligne). Écrivez-le sous « id_etablissement: valeurs: » ; le plus "
        "proche : « 440001242 »."
    ]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            ";12/05/2024;;",
            ";12 mai 2024;;",
            "colonne « Date d’entrée », valeur « 12 mai 2024 » : Une date est attendue. Écrivez-la "
            "AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2025-03-31 ou 31/03/2025.",
        ),
        (
            ";12/05/2024;;",
            ";12/05/2024;11/05/2024;",
            "colonne « Date de sortie », valeur « 2024-05-11 » : La date de sortie est avant la "
            "date d’entrée. Corrigez l’une des deux dates.",
        ),
        (
            ";1;0;",
            ";un;0;",
            "colonne « Adultes », valeur « un » : Un nombre entier est attendu. "
            "Écrivez-le en chiffres, par exemple 12.",
        ),
        (
            "12/05/1980",
            "mai 1980",
            "colonne « Date de naissance » : L’âge ne peut pas être calculé (1 ligne). Corrigez la "
            "date de naissance ou l’âge, qui ne sont pas montrés ici.",
        ),
        (
            "12/05/1980",
            "12/05/2030",
            "colonne « Date de naissance » : L’âge ne peut pas être calculé (1 ligne). Corrigez la "
            "date de naissance ou l’âge, qui ne sont pas montrés ici.",
        ),
        (
            "12/05/1980",
            "",
            "colonne « Date de naissance » : La valeur est obligatoire, la cellule est vide. "
            "Remplissez-la.",
        ),
        (
            "Suivi par sa sœur",
            "a;b",
            ": La ligne a 20 cellules, l’en-tête en a 19. Mettez entre guillemets un texte qui "
            "contient le séparateur, et gardez les cellules vides.",
        ),
    ],
)
def test_a_cell_that_cannot_be_read(tmp_path, before, after, fault):
    told = faults(tmp_path, PRESENT.replace(before, after))
    assert f"export.csv, ligne 2, {fault}".replace(", :", " :") in told


def test_two_stays_of_one_number(tmp_path):
    told = faults(tmp_path, PRESENT, PRESENT)
    assert len(told) == 1
    assert "Cette clé est déjà à la ligne 2." in told[0]


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("34 ans", "25_34"), ("8 mois", "moins_18"), ("de 25 à 34 ans", "25_34"),
        ("25 - 34", "25_34"), ("moins de 18 ans", "moins_18"), ("<18", "moins_18"),
        ("65 ans et plus", "65_plus"), ("65+", "65_plus"),
        ("26-34 ans", None), ("20-30", None), ("plus de 65 ans", None), ("34 years", None),
    ],
)  # fmt: skip
def test_an_age_or_a_band_in_other_words(text, band):
    assert tranche(text) == band


def test_every_word_without_a_mapping_is_told(tmp_path):
    """Each is to be mapped by itself: « et 44 autres » would not say which."""
    rows = [PRESENT.replace("RSA", f"Aide n° {n}").replace("1;101", f"{n};{n}") for n in range(94)]
    with pytest.raises(DonneesError) as refusal:
        read(tmp_path, *rows)
    lines = fault_lines(refusal.value.fautes)
    assert len(lines) == 1 + 94 + 1 and not any("autre" in line for line in lines)
    lecture = read(tmp_path, *rows, non_renseigne=True)
    told = next(plain(line) for line in lecture.messages if "« ressources »" in plain(line))
    assert all(f"« Aide n° {n} » (1)" in told for n in range(94)), told
