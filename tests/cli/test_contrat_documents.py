"""``cpom contrat relire`` and ``dossier``, as they are typed."""

import json
from datetime import date
from io import BytesIO

import pytest
from cli.contrats import JOUR, MI_PARCOURS, deposes, run
from docx import Document

from cpomlib.campagne import liasse
from cpomlib.rapports import contractuel
from cpomlib.rapports.contractuel import contrat
from cpomlib.rendu.documents import Enveloppe
from cpomlib.rendu.documents.word.ecriture import document
from cpomlib.socle import CommandeError

PARTIES = ("entete", "parties", "perimetre", "objectifs", "moyens", "execution", "annexes",
           "signatures", "reste")  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return deposes(tmp_path_factory.mktemp("documents"), 1)


@pytest.fixture(scope="module")
def ecrit(base):
    """The contract in Word, as a campaign writes it."""
    read = contractuel.load(base, MI_PARCOURS, 2025, "52", 0, "2026-11-29")
    held = BytesIO()
    blocs = [getattr(contrat, part)(read) for part in PARTIES]
    document(blocs, Enveloppe("Contrat")).save(held)
    return held.getvalue()


def test_a_document_that_nobody_edited_says_what_the_data_say(base, ecrit, tmp_path):
    path = tmp_path / "contrat.docx"
    path.write_bytes(ecrit)
    code, said = run(base, "contrat", "relire", path, "--jour", JOUR)
    assert code == 0
    assert said == f"{MI_PARCOURS} : le document dit ce que disent les données.\n"


def test_what_was_edited_is_told_in_a_table_or_in_json(base, ecrit, tmp_path):
    book, path = Document(BytesIO(ecrit)), tmp_path / "contrat.docx"
    for paragraph in book.paragraphs:
        for run_ in paragraph.runs:
            run_.text = run_.text.replace("1er\u00a0janvier 2024", "1er juin 2024")
    book.save(path)
    code, said = run(base, "contrat", "relire", path, "--jour", JOUR)
    assert (code, said.split()[:3]) == (0, ["Ce", "qui", "diffère"])
    code, said = run(base, "contrat", "relire", path, "--jour", JOUR, "--format", "json")
    (one,) = json.loads(said)
    assert (one["sorte"], one["document"], one["donnees"]) == (
        "date", "1er juin 2024", "1er janvier 2024",
    )  # fmt: skip


def test_a_document_of_another_kind_is_refused(base, tmp_path):
    path = tmp_path / "contrat.docx"
    path.write_text("rien", encoding="utf-8")
    code, said = run(base, "contrat", "relire", path)
    assert code == 1
    assert "n’est pas un document Word" in said


def test_the_file_says_what_could_not_be_made(base, tmp_path, monkeypatch):
    def refuse(campagne, suivi):
        raise CommandeError("Rien pour cette année.")

    monkeypatch.setattr(liasse.campaign, "run", refuse)
    asked = ("contrat", "dossier", "--contrat", MI_PARCOURS, "-o", tmp_path / "d")
    code, said = run(base, *asked, "--formats", "docx")
    assert code == 1
    assert "0 document réuni" in said
    assert "Bilan : pas établi. Rien pour cette année." in said
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["00-sommaire.docx"]


def test_the_contract_of_a_gestionnaire_that_is_not_seen_is_not_written(base, monkeypatch):
    from cpomlib.dossier import contractuel as dossiers

    read = dossiers.lire_contrats

    def half(*args):
        found = read(*args)
        owners = found.frames["gestionnaires"].iloc[:0]
        return dossiers.ContratsLus(
            found.engine, found.etat, found.jour, found.contrats,
            {**found.frames, "gestionnaires": owners},
        )  # fmt: skip

    monkeypatch.setattr(dossiers, "lire_contrats", half)
    with pytest.raises(CommandeError, match="n’est pas visible"):
        contractuel.load(base, MI_PARCOURS, 2025)
    with pytest.raises(CommandeError, match=r"C-0.+n’est pas en base"):
        contractuel.load(base, "C-0", 2025)


def test_a_contract_in_preparation_has_neither_balance_nor_minutes(base, tmp_path, monkeypatch):
    asked = []

    def note(demande, dossier, suivi):
        asked.extend(demande.modeles)
        return ()

    monkeypatch.setattr("cpomlib.campagne.reunir", note)
    assert run(base, "contrat", "dossier", "--contrat", MI_PARCOURS, "-o", tmp_path / "d")[0] == 0
    assert asked == list(liasse.CONTRACTUELS), "signed, followed, with actions: all of them"
    from calcul.contrat.fabrique import contrat as fait

    from cpomlib.cli.contrat_documents import _models

    bare = ["contrat", "diagnostic", "objectifs_et_suivi", "note_de_cadrage"]
    day = date(2026, 11, 29)
    assert _models(fait(statut="preparation"), 2025, day) == bare
    ahead = fait(date_effet=date(2027, 1, 1))
    assert _models(ahead, 2026, day) == [*bare, "preparation_comite"], "nothing to balance yet"
    ended = fait(statut="resilie", date_resiliation=date(2026, 6, 30))
    assert _models(ended, 2026, day) == [*bare, "bilan"], "no committee will meet"
