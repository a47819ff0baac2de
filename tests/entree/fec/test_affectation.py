"""An analytical key: which establishment each entry goes to."""

from dataclasses import replace

from entree.fec.dits import rows, told
from entree.fec.ecritures import EXERCICE, PORT, SOLEIL, Dialecte, ecrire, ligne, lire

from cpomlib.entree.fec import AffectationAnalytique, RegleAffectation
from cpomlib.entree.fec.affectation import Destination

SECTIONS = (
    ligne("PA", "1", (3, 31), "641100", "Rémunérations", debit=60000, section="PORT"),
    ligne("PA", "1", (3, 31), "641100", "Rémunérations", debit=30000, section="SOL-1"),
    ligne("PA", "1", (3, 31), "641100", "Rémunérations", debit=10000, section="SOL-9"),
    ligne("PA", "1", (3, 31), "641100", "Rémunérations", debit=5000, section="EHPAD"),
    ligne("PA", "1", (3, 31), "512000", "Banque", credit=105000),
)
CLE = AffectationAnalytique(
    (
        RegleAffectation((("Section", "port"),), Destination(PORT)),
        RegleAffectation((("Section", "SOL"),), Destination(SOLEIL)),
        RegleAffectation((("Section", "SOL-9"), ("JournalCode", "PA")), Destination(SOLEIL, True)),
        RegleAffectation((("Section", "EHPAD"),), Destination("exclu")),
    )
)


def test_an_analytical_key(tmp_path):
    path = ecrire(tmp_path / "e.txt", SECTIONS, Dialecte(supplement=("SECTION",)))
    lecture = lire(path, affectation=CLE)
    budgets = lecture.frames["budgets"]
    # « SOL-9 » est plus long que « SOL » : 100,00 non reconductibles ; l’EHPAD (50,00) est à part
    assert rows(budgets, "id_etablissement", "montant", "non_reconductible") == [
        (PORT, 60000, False),
        (SOLEIL, 30000, False),
        (SOLEIL, 10000, True),
    ]
    # la balance, elle, est celle de tout le gestionnaire : 600 + 300 + 100 + 50
    assert lecture.frames["balances"].set_index("compte").loc["641100", "debit"] == 105000
    messages = told(lecture)
    assert (
        "Hors du CPOM selon la clé : charges 50,00 €, produits 0,00 € ; ils restent dans la "
        "balance du gestionnaire." in messages
    )
    assert "Non reconductible selon la clé : charges 100,00 €, produits 0,00 €." in messages
    assert f"{SOLEIL} : charges 400,00 €, produits 0,00 €, résultat −400,00 €." in messages


def test_a_key_on_the_name_of_the_file(tmp_path):
    """One accounting file per establishment, given together."""
    key = AffectationAnalytique(
        (
            RegleAffectation((("fichier", "PORT"),), Destination(PORT)),
            RegleAffectation((("fichier", "soleil"),), Destination(SOLEIL)),
        )
    )
    first = ecrire(tmp_path / "port.txt", EXERCICE)
    second = ecrire(tmp_path / "Soleil.txt", SECTIONS)
    budgets = lire(first, second, affectation=key).frames["budgets"]
    assert budgets.groupby("id_etablissement")["montant"].count().to_dict() == {PORT: 4, SOLEIL: 1}


def test_a_closing_entry_is_undone_for_each_establishment(tmp_path):
    closing = [
        replace(ligne("OD", "9", (12, 31), "641100", "R", credit=60000), section="PORT"),
        replace(ligne("OD", "9", (12, 31), "641100", "R", credit=30000), section="SOL-1"),
        replace(ligne("OD", "9", (12, 31), "641100", "R", credit=10000), section="SOL-9"),
        replace(ligne("OD", "9", (12, 31), "641100", "R", credit=5000), section="AUTRE"),
        ligne("OD", "9", (12, 31), "129000", "Résultat", debit=105000),
    ]
    extra = replace(SECTIONS[3], section="AUTRE")
    lines = [*SECTIONS[:3], extra, SECTIONS[4], *closing]
    key = replace(CLE, defaut=Destination(PORT))
    dialecte = Dialecte(supplement=("Section",))
    budgets = lire(ecrire(tmp_path / "e.txt", lines, dialecte), affectation=key).frames["budgets"]
    # 600,00 + 50,00 par défaut
    assert rows(budgets, "id_etablissement", "montant") == [
        (PORT, 65000), (SOLEIL, 30000), (SOLEIL, 10000),
    ]  # fmt: skip
