"""What was doubtful at the door follows the figures into the report."""

from dataclasses import replace
from types import SimpleNamespace

from conftest import cpom, plain
from entree.fec.ecritures import EXERCICE, PORT, SIREN, ecrire
from entree.fec.test_commande import ETABLISSEMENTS, GESTIONNAIRES

from cpomlib import base as store
from cpomlib.base import Doute, Douteux
from cpomlib.entree.tables import read_file
from cpomlib.rapports import diagnostic
from cpomlib.rapports.anomalies import anomalies
from cpomlib.rapports.doutes import doutes_du_depot
from cpomlib.rendu.blocs.blocks import Paragraphe, Tableau
from cpomlib.tables.frames import conform

NAMES = ("gestionnaires", "etablissements")


def doubt(depot, ligne, message="Ah."):
    return Doute(depot, "fec.txt", "", ligne, "CompteNum", message, "Vérifiez.")


def shown(siens=(), partages=None):
    return doutes_du_depot(SimpleNamespace(doutes_du_depot=Douteux(tuple(siens), partages or {})))


def test_doubts_alike_are_one_line_with_their_number():
    (table,) = shown([doubt(2, 3), doubt(2, 9), doubt(3, 1), doubt(2, 4, "Oh.")])
    assert isinstance(table, Tableau)
    rows = [tuple(map(plain, row)) for row in table.lignes]
    assert rows == [
        ("n° 2", "CompteNum", "Ah.", "2", "Vérifiez."),
        ("n° 3", "CompteNum", "Ah.", "1", "Vérifiez."),
        ("n° 2", "CompteNum", "Oh.", "1", "Vérifiez."),
    ]


def test_those_of_a_file_of_several_are_counted_only():
    (note,) = shown(partages={4: 12})
    assert isinstance(note, Paragraphe)
    assert "12 doutes au dépôt n° 4." in plain(note.texte)


def test_nothing_is_said_where_nothing_was_doubtful():
    assert shown() == ()


def test_beyond_thirty_kinds_the_others_are_counted():
    (table,) = shown([doubt(2, 1, f"Doute {number}.") for number in range(33)])
    assert len(table.lignes) == 30
    assert plain(table.note).endswith("Et 3 autres sortes de doute.")


def test_from_the_door_to_the_report(tmp_path):
    """A ledger of one establishment out of two: its balance would be that of the whole."""
    for name, content in (("gestionnaires", GESTIONNAIRES), ("etablissements", ETABLISSEMENTS)):
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    base = f"sqlite:///{tmp_path / 'cpom.db'}"
    frames = {name: read_file(name, tmp_path / f"{name}.csv").frame for name in NAMES}
    origin = store.Origine("Claire", "tables", "0" * 64, "tables")
    typed = {name: conform(name, frame) for name, frame in frames.items()}
    store.deposit(store.open_base(base, creer=True), typed, origin)
    fec = ecrire(tmp_path / f"{SIREN}FEC20251231.txt", EXERCICE)
    cpom("importer", "fec", fec, "--etablissement", PORT, "--base", base)
    dossier = diagnostic.load(base, SIREN, 2025, "52")
    (table,) = [block for block in anomalies(dossier) if "douteux" in getattr(block, "titre", "")]
    assert "La balance de ce fichier sera celle de tout le gestionnaire." in str(table.lignes)
    assert {plain(row[0]) for row in table.lignes} == {"n° 2"}
    public = replace(dossier, publiable=True)
    assert not any("douteux" in getattr(block, "titre", "") for block in anomalies(public))
