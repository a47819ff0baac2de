"""``cpom importer finess`` as it is typed."""

import pytest
from click.testing import CliRunner
from entree.finess.exemples import EXTRAIT, FLUX, SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.base import open_base, read
from cpomlib.cli.main import cpom
from cpomlib.entree.finess import codes, read_finess
from cpomlib.entree.lecture import LectureFichier
from cpomlib.socle.erreurs import CpomError


def run(base, *words):
    line = ["importer", "finess", *map(str, words), "--base", f"sqlite:///{base}"]
    return CliRunner().invoke(cpom, line)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_it_says_what_it_read_kept_and_left_aside(tmp_path):
    done = run(tmp_path / "b.db", EXTRAIT, "--toutes-categories", "--auteur", "DREETS")
    assert done.exit_code == 0, done.output
    assert plain(done.output) == (
        "5 lignes lues, 4 gardées.\n"
        "  Extraction du 12 mai 2026.\n"
        "  Régime et programme supposés d’après la catégorie, car FINESS ne les dit pas "
        "(4 nouveaux établissements) : voyez parameters/sources/finess.yaml.\n"
        "  Autorité lue dans le mode de fixation des tarifs : 3 établissements.\n"
        "  Autorité supposée d’après la catégorie, car ce fichier ne la dit pas : "
        "1 établissement.\n"
        "  Nom à compléter, car ce fichier ne donne pas le nom des entités juridiques : "
        "4 gestionnaires.\n"
        "  Statut « autre » à vérifier, car ce fichier ne dit pas le statut juridique : "
        "2 gestionnaires.\n"
        "  1 ligne à part : dans une collectivité d’outre-mer qui n’est pas une région.\n"
        "À vérifier :\n"
        "  etalab-cs1100502_20260512_extrait.csv, ligne 4, colonne « autorite », valeur "
        "« 970210126 » : Le mode de fixation des tarifs (« 57 DGS ARS & hébergement PCD - sous "
        "CPOM ») ne nomme pas une autorité et une seule : l’autorité est supposée d’après la "
        "catégorie. Vérifiez l’autorité.\n"
        "Dépôt n° 1 enregistré.\n  gestionnaires : 4 lignes\n  etablissements : 4 lignes\n"
        "Pour la suite : cpom trame --region CODE --annee AAAA -o DOSSIER "
        f"--base sqlite:///{tmp_path / 'b.db'}\n"
    )


def test_a_refused_file_makes_no_base(tmp_path):
    refused = run(tmp_path / "b.db", EXTRAIT)  # none of its categories is of the sector
    assert isinstance(refused.exception, CpomError)
    assert not (tmp_path / "b.db").exists()


def test_a_second_import_keeps_what_was_mended_since(tmp_path):
    flow = tmp_path / "structures.json"
    flow.write_text(FLUX, encoding="utf-8")
    assert run(tmp_path / "b.db", flow).exit_code == 0
    folder = tmp_path / "corrections"
    folder.mkdir()
    (folder / "etablissements.csv").write_text(
        "id_etablissement,id_gestionnaire,nom,categorie,regime,autorite,programme,departement,"
        "region\n440001234,732829320,CHRS du Port,214,subventionne,prefet,304,44,52\n",
        encoding="utf-8",
    )
    line = ["importer", "tables", str(folder), "--base", f"sqlite:///{tmp_path / 'b.db'}"]
    assert CliRunner().invoke(cpom, line).exit_code == 0
    flow.write_text(FLUX.replace("2026-09-11", "2026-09-12"), encoding="utf-8")
    again = run(tmp_path / "b.db", flow)
    assert again.exit_code == 0, again.output
    (row,) = read(open_base(f"sqlite:///{tmp_path / 'b.db'}"), ["etablissements"])[
        "etablissements"
    ].to_dict("records")
    assert (row["nom"], row["regime"], row["programme"]) == ("CHRS du Port", "subventionne", "304")
    assert row["commune"] == "44109"  # which the correction had left out


@settings(max_examples=60, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.integers(0, 1 << 16), st.binary(max_size=4)), max_size=12),
    cut=st.none() | st.integers(0, 3000),
)
def test_mutated_bytes_give_a_refusal_or_a_reading(tmp_path_factory, seed, changes, cut):
    content = bytearray(seed)
    for place, piece in changes:
        at = place % len(content)
        content[at : at + max(1, len(piece))] = piece
    path = tmp_path_factory.mktemp("m") / "finess"
    path.write_bytes(bytes(content[:cut]))
    try:
        lecture = read_finess(path, toutes_categories=True)
    except CpomError as refusal:
        assert str(refusal)
        return
    assert isinstance(lecture, LectureFichier)
    assert lecture.lues == lecture.gardees + lecture.nombre_refus + sum(
        count for reason, count in lecture.ecartees.items() if not _not_an_establishment(reason)
    )


def _not_an_establishment(reason):
    return reason.startswith(("coordonnées", "d’une autre sorte"))


@given(st.integers(0, 99_999_999))
def test_a_lost_zero_comes_back_the_same_or_not_at_all(number):
    whole = f"0{number:08d}"
    read_back = codes.finess(whole[1:])
    assert read_back.texte == (whole if codes.luhn(whole) else "")


@given(st.sampled_from(["01", "44", "2A", "9B", "9J", "974"]), st.integers(0, 999))
def test_a_commune_survives_a_spreadsheet(departement, number):
    """What the spreadsheet writes back, zeros lost, reads as the original does."""
    overseas = {"9B": "972", "9J": "986"}
    original = codes.departement(departement, overseas)
    spoiled = codes.departement(departement.removeprefix("0"), overseas)
    assert spoiled.texte == original.texte
    assert codes.commune(spoiled.texte, str(number)).texte == (
        codes.commune(original.texte, f"{number:03d}").texte
    )


@pytest.mark.parametrize(
    ("number", "valid"),
    [("732829320", True), ("732829321", False), ("010000024", True), ("980501506", True)],
)
def test_the_key_of_luhn(number, valid):
    # 732829320: 0 + 2·2=4 + 3 + 9·2-9=9 + 2 + 8·2-9=7 + 2 + 3·2=6 + 7 = 40, a multiple of 10
    assert codes.luhn(number) is valid
