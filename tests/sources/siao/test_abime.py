"""Exports damaged at random: a refusal or a reading, never anything else, nothing personal told."""

import io

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cpomlib.errors import CpomError
from cpomlib.sources.lecture import Lecture
from cpomlib.sources.siao import lire_correspondance, proposer, read_siao

CLE = bytes(range(32))
KNOWN = {
    "etablissements": pd.DataFrame(
        {
            "id_etablissement": ["440001234"],
            "id_gestionnaire": ["732829320"],
            "nom": ["CHRS du Port"],
            "categorie": ["214"],
        }
    )
}
ENTETE = (
    "N° séjour;N° ménage;Nom;Structure;Date d’entrée;Composition;Adultes;Enfants;Naissance;"
    "Droits;Ressources"
)
LIGNES = [
    "1;101;XKCDNOM;440001234;01/02/2024;homme seul;1;0;01/01/1990;non;RSA",
    "2;102;XKCDNOM;440001234;2024-02-03;couple sans enfant;2;0;31/12/1985;oui;AAH",
]
CORRESPONDANCE = """
table: sejours
colonnes:
  id_sejour: {colonne: N° séjour}
  id_menage: {colonne: N° ménage}
  id_etablissement: {colonne: Structure}
  date_entree: {colonne: Date d’entrée}
  composition: {colonne: Composition}
  nb_adultes: {colonne: Adultes}
  nb_enfants: {colonne: Enfants}
  tranche_age: {colonne: Naissance, naissance_au: 2025-12-31}
  droits_incomplets: {colonne: Droits}
  ressources: {colonne: Ressources}
  via_siao: {constante: oui}
  dls_active: {constante: non}
"""


def workbook():
    book, buffer = Workbook(), io.BytesIO()
    for line in (ENTETE, *LIGNES):
        book.active.append(line.split(";"))
    book.save(buffer)
    return buffer.getvalue()


SEEDS = ("\n".join([ENTETE, *LIGNES, ""]).encode(), workbook())


@settings(max_examples=150, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.integers(0, 1 << 16), st.binary(max_size=4)), max_size=12),
    cut=st.none() | st.integers(0, 8000),
)
def test_mutated_bytes_give_a_refusal_or_a_reading(tmp_path_factory, seed, changes, cut):
    content = bytearray(seed)
    for place, piece in changes:
        at = place % len(content)
        content[at : at + max(1, len(piece))] = piece
    folder = tmp_path_factory.mktemp("m")
    path = folder / "export.xlsx"  # the contents tell what it is
    path.write_bytes(bytes(content[:cut]))
    (folder / "c.yaml").write_text(CORRESPONDANCE, encoding="utf-8")
    mapping = lire_correspondance(folder / "c.yaml")
    for reading in (
        lambda: read_siao(path, mapping, CLE, KNOWN, non_renseigne=True),
        lambda: proposer(path),
    ):
        try:
            assert isinstance(reading(), Lecture | str)
        except CpomError as refusal:
            assert str(refusal)


MAPPINGS = st.text(alphabet="abcdeilmnos_:{}[]'\"- \n0123456789é’", max_size=200)


@settings(max_examples=100, deadline=None)
@given(piece=MAPPINGS, place=st.integers(0, len(CORRESPONDANCE)), length=st.integers(0, 60))
def test_a_mutated_mapping_is_refused_in_words_or_works(tmp_path_factory, piece, place, length):
    folder = tmp_path_factory.mktemp("m")
    text = CORRESPONDANCE[:place] + piece + CORRESPONDANCE[place + length :]
    (folder / "c.yaml").write_text(text, encoding="utf-8")
    (folder / "export.csv").write_bytes(SEEDS[0])
    try:
        read_siao(folder / "export.csv", lire_correspondance(folder / "c.yaml"), CLE, KNOWN)
    except CpomError as refusal:
        assert str(refusal)
