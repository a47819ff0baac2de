"""The document that is signed: six pages at most, and nothing in it speaks to the machine."""

import re
import subprocess
from dataclasses import replace
from types import SimpleNamespace

import pytest
from conftest import plain
from rapports.diagnostic.blocs import of, table

from cpomlib import base as store
from cpomlib.calcul.verdicts import Message, Verdict
from cpomlib.dossier import PARTIES
from cpomlib.rapports import diagnostic
from cpomlib.rapports.diagnostic.signe.paroles import PARTIES_SIGNEES, abreger
from cpomlib.rendu.blocs import Encarts, Identite, Paragraphe
from cpomlib.rendu.documents import Enveloppe
from cpomlib.rendu.documents.formats import FORMATS
from cpomlib.tables.frames import conform

pytestmark = pytest.mark.xdist_group("region")
ETAPE, INCOHERENT = "000520015", "000520064"
PARTS = ("essentiel", "besoins", "resultats", "moyens", "equipes", "objectifs")
MACHINE = re.compile(
    r"\b(?:ya?ml|csv|json|sql|python|papermill|jupyter|commande|param[èe]tre|fichier|dossier|"
    r"script|cpomlib|base de données|colonne|table partagée)s?\b|\w+_\w+|\bcpom [a-z]|CPOM_|"
    r"\.(?:py|ipynb|xlsx|html)\b|--\w",
    re.IGNORECASE,
)
LONGUE = "Association départementale imaginaire pour l’accueil et l’hébergement " * 4


@pytest.fixture(scope="module")
def etape(dossier_de):
    return dossier_de(ETAPE)


def signed(dossier):
    return tuple(getattr(diagnostic.signe, name)(dossier) for name in PARTS)


def paper(dossier, tmp_path):
    """Return the pages of the real PDF, and its text."""
    path = tmp_path / "diagnostic.pdf"
    around = Enveloppe(
        "Diagnostic 2025 – " + LONGUE, LONGUE[:120], "État des données n° 1", "Exemple"
    )
    FORMATS["pdf"].ecrire(signed(dossier), around, path)
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True,
                          check=True).stdout  # fmt: skip
    return int(re.search(r"Pages:\s+(\d+)", told)[1]), text


def crowded(dossier, monkeypatch):
    """Give a dossier all that could take room: a long name, long findings, sixty establishments."""
    houses = dossier.structures.iloc[[0] * 60].assign(
        id_etablissement=[f"5200{rank:05d}" for rank in range(60)]
    )
    full = replace(dossier, raison_sociale=LONGUE, structures=houses)
    sentence = "Une phrase longue, avec ses chiffres et ce qu’ils laissent voir de la situation. "
    told = [
        Message(name, "economie", "vigilance", sentence, sentence * 4, "finances", 1.0, sentence)
        for name in ("resultat", "tresorerie", "taux_etp_vacants", "cout_place", "effectif")
    ]
    judged = {name: Verdict(name, motif=sentence * 2, doute=sentence) for name in full.verdicts}
    full.__dict__["jugements"] = replace(full.jugements, verdicts=judged)
    full.__dict__["messages"] = tuple(told)
    said = {
        section: [SimpleNamespace(partie=party, texte=("Notre observation " * 84)[:1500])
                  for party in PARTIES]
        for section in PARTIES_SIGNEES
    }  # fmt: skip
    monkeypatch.setattr(type(full), "commentaires", lambda self, modele: said, raising=False)
    return full


def test_an_ordinary_gestionnaire_signs_five_pages(etape, tmp_path):
    pages, text = paper(etape, tmp_path)
    assert pages == 5
    for title in PARTIES_SIGNEES.values():
        assert title in text


def test_sixty_establishments_and_comments_of_1500_characters_hold_in_six_pages(
    etape, tmp_path, monkeypatch
):
    full = crowded(etape, monkeypatch)
    pages, text = paper(full, tmp_path)
    assert pages <= 6
    assert "suite en annexe technique" in " ".join(text.split())
    # what is cut is whole behind: six parts, two parties
    whole = of(diagnostic.signe.commentaires(full), Paragraphe)
    assert [one.texte for one in whole] == [("Notre observation " * 84)[:1500]] * 12


def test_a_gestionnaire_that_deposited_nothing_signs_what_is_to_be_completed(tmp_path):
    houses = {
        "id_etablissement": [f"4400{rank:05d}" for rank in range(60)],
        "id_gestionnaire": "100000009", "nom": "CHRS", "categorie": "214",
        "regime": "autorise", "autorite": "prefet", "programme": "177",
        "departement": "44", "region": "52",
    }  # fmt: skip
    import pandas as pd

    held = {
        "gestionnaires": conform("gestionnaires", pd.DataFrame(
            {"id_gestionnaire": ["100000009"], "raison_sociale": LONGUE[:150],
             "statut": "association"})),
        "etablissements": conform("etablissements", pd.DataFrame(houses)),
    }  # fmt: skip
    address = f"sqlite:///{tmp_path / 'vide.db'}"
    engine = store.open_base(address, creer=True)
    store.deposit(engine, held, store.Origine("Claire", "depot", "0" * 64, "tables"))
    engine.dispose()
    pages, text = paper(diagnostic.load(address, "100000009", 2025, "52"), tmp_path)
    assert pages <= 6
    assert text.count("à compléter") >= 5
    assert not MACHINE.findall(text)


@pytest.mark.parametrize("publiable", [False, True])
def test_no_machine_word_is_signed(example_base, dossier_de, tmp_path, publiable):
    known = store.read(store.open_base(example_base), ["gestionnaires"])["gestionnaires"]
    # what is masked is said with the same words, whoever it is about
    for name in known["id_gestionnaire"][: 1 if publiable else None]:
        dossier = dossier_de(name, publiable=publiable)
        pages, text = paper(dossier, tmp_path)
        assert pages <= 6
        assert MACHINE.findall(text) == [], name


def test_the_self_assessment_is_the_mean_of_what_was_deposited(etape):
    shown = table(diagnostic.signe.equipes(etape), "Ce que les établissements disent")
    rows = etape.frames["qualite"]
    own = rows[rows["id_etablissement"].isin(etape.structures["id_etablissement"])]
    rights = own[(own["theme"] == "droits") & (own["annee"] == 2025)]["cotation"].tolist()
    (line,) = [row for row in shown.lignes if row[0] == "Droits des personnes"]
    assert line[3] == pytest.approx(sum(rights) / len(rights))
    assert line[4:] == (len(rights), sum(one <= 2 for one in rights))


def test_the_four_indicators_are_given_with_their_counts(etape):
    shown = table(diagnostic.signe.essentiel(etape), "Trois ans")
    line = etape.resultats[2025].loc["cpom_1_taux"]
    assert shown.lignes[0][0] == "Sorties vers un logement ordinaire"
    assert plain(shown.lignes[0][4]) == f"{line['numerateur']:.0f} sur {line['denominateur']:.0f}"
    assert [row[0] for row in shown.lignes].__len__() == 4


def test_few_households_are_written_in_counts_and_shares_of_jobs_are_not(etape):
    rows = etape.resultats[2025].copy()
    terms = ["numerateur", "denominateur", "valeur"]
    rows.loc["cpom_1_taux", terms] = 2.0, 6.0, 2 / 6
    rows.loc["taux_etp_vacants", terms] = 1.4, 9.2, 1.4 / 9.2
    small = replace(etape, resultats={**etape.resultats, 2025: rows})
    line = table(diagnostic.signe.essentiel(small), "Trois ans").lignes[0]
    assert [plain(cell) for cell in line[3:5]] == ["2 sur 6", "2 sur 6"]
    before = etape.resultats[2023].loc["cpom_1_taux"]
    assert before["denominateur"] >= 20
    assert line[1].valeur == before["valeur"]
    staff = table(diagnostic.signe.equipes(small), "Effectifs")
    (vacant,) = [row for row in staff.lignes if "vacants" in row[0]]
    assert vacant[3].valeur == 1.4 / 9.2
    bridge = table(diagnostic.signe.objectifs(small), "Ce qui est à discuter").lignes[0]
    assert bridge[1].startswith("2 sur 6. ") and "%" not in bridge[4]


def test_a_figure_leads_to_its_rows_and_who_deposited_them(etape):
    names = [row[0] for row in table(diagnostic.signe.resultats(etape), "Occupation").lignes]
    assert {name.adresse for name in names} == {"#lignes"}
    held = table(diagnostic.methode(etape), "De quelles lignes")
    asked = f"--annee 2025 --etat {etape.etat} --indicateur "
    assert f"« cpom lignes --gestionnaire {ETAPE} {asked}" in plain(held.note)
    rows = held.lignes
    activity = etape.frames["activite"]
    own = activity["id_etablissement"].isin(etape.structures["id_etablissement"])
    count = int((own & (activity["annee"] == 2025)).sum())
    (line,) = [row for row in rows if row[0] == "Activité"]
    assert line[1] == count
    (depot,) = etape.depots
    assert plain(line[2]).startswith(f"{depot.auteur}, le ")
    assert "Taux d’occupation" in line[3]
    (own,) = [row for row in rows if row[0] == "Organismes gestionnaires"]
    assert plain(own[2]).endswith(f"(dépôt n° {depot.id}, 1 ligne)")


def test_the_cover_is_short_and_each_party_has_room_to_sign(etape):
    blocs = signed(etape)
    (cover,) = of(blocs[0], Identite)
    assert cover.courte
    boxes = [one for part in blocs for one in of(part, Encarts)]
    assert [box.titre for box in boxes] == ["", "Commentaires des parties", "Dates et signatures"]
    assert boxes[0].encarts[0].titre == "À décider ensemble"


def test_a_text_is_cut_between_two_words_or_not_at_all():
    assert abreger("Trois mots courts", 17) == "Trois mots courts"
    assert abreger("Trois mots courts", 16).startswith("Trois mots […]")
    assert abreger("x" * 40, 10).startswith("x" * 10 + " […]")
