"""What no door takes: a pipe, a device, a file far too wide, an invisible character in a code."""

import os
import time

import pytest
from conftest import plain

from cpomlib.entree.agregats.lecture import lire as lire_agregats
from cpomlib.entree.auto import reconnaitre
from cpomlib.entree.balance import lire_balance
from cpomlib.entree.fec import lire_fec
from cpomlib.entree.fec.affectation import AffectationAnalytique
from cpomlib.entree.fec.cle import lire_cle as lire_cle_analytique
from cpomlib.entree.finess import read_finess
from cpomlib.entree.siao import lire_cle, proposer
from cpomlib.entree.tables import read_folder
from cpomlib.entree.trame.lecture import lire_trame
from cpomlib.socle.erreurs import CpomError, DonneesError
from cpomlib.tables.entete import header_faults
from cpomlib.tables.schema import table

SIREN = "732829320"


def folder(path):
    """Read a folder whose one file is this one."""
    inside = path.parent / "dossier"
    inside.mkdir()
    path.rename(inside / "sejours.csv")
    return read_folder(inside)


def balance(path):
    return lire_balance([path], SIREN, 2025)


def fec(path):
    return lire_fec([path], SIREN, 2025, AffectationAnalytique((), None))


def agregats(path):
    return lire_agregats(path, {})


DOORS = [read_finess, balance, fec, lire_trame, reconnaitre, agregats, proposer, folder]


@pytest.mark.parametrize("read", [*DOORS, lire_cle_analytique, lire_cle], ids=lambda r: r.__name__)
def test_a_pipe_is_refused_by_name(tmp_path, read):
    path = tmp_path / "tube.csv"
    os.mkfifo(path)
    with pytest.raises(CpomError) as refusal:
        read(path)
    told = plain(str(refusal.value))
    assert "Ce n’est pas un fichier ordinaire (un tube, une prise, un périphérique)." in told
    assert "tube.csv" in told or "sejours.csv" in told


@pytest.mark.parametrize("read", [read_finess, balance, fec, proposer, folder],
                         ids=lambda r: r.__name__)  # fmt: skip
def test_a_file_far_too_wide_is_refused_at_once(tmp_path, read):
    row = ";".join(f"c{rank}" for rank in range(250_000))
    path = tmp_path / "large.csv"
    path.write_text(f"{row}\n{row}\n", encoding="utf-8")
    start = time.process_time()
    with pytest.raises(CpomError) as refusal:
        read(path)
    assert time.process_time() - start < 10
    assert len(str(refusal.value)) < 2_000


def test_unknown_columns_are_told_one_by_one_then_counted():
    header = [*(f"c{rank}" for rank in range(900)), "Prénom"]
    told = [plain(str(fault)) for fault in header_faults(table("sejours"), "s.csv", header)]
    unknown = [text for text in told if "n’a pas" in text]
    assert len(unknown) == 51
    assert unknown[-1] == (
        "s.csv, ligne 1 : 850 autres colonnes que la table « sejours » n’a pas. "
        "Vérifiez que c’est bien le fichier attendu."
    )
    assert any("« Prénom » : Cette colonne désigne directement des personnes." in t for t in told)


@pytest.mark.parametrize(("sign", "code"), [("\u2028", "U+2028"), ("\u202e", "U+202E"),
                                            ("\x1b", "U+001B"), ("\u200b", "U+200B")])  # fmt: skip
def test_an_invisible_character_in_a_code_is_named(tmp_path, sign, code):
    (tmp_path / "sejours.csv").write_text(
        f"id_sejour,id_etablissement,id_menage\nS{sign}1,S-A,M1\n", encoding="utf-8"
    )
    with pytest.raises(DonneesError) as refusal:
        read_folder(tmp_path)
    told = [plain(str(fault)) for fault in refusal.value.fautes]
    assert any(
        f"Un caractère invisible ({code}) est caché dans cette valeur. Retapez-la" in text
        for text in told
    )
    assert not any(sign in text for text in told)
