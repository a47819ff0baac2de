"""What is written is read back alike, whatever the rows."""

import tempfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.entree.tables import read_folder, write_folder
from cpomlib.tables.frames import conform
from cpomlib.tables.schema import table, table_names

ETABLISSEMENT = "440001234"
KNOWN = {
    "gestionnaires": conform(
        "gestionnaires",
        pd.DataFrame(
            {"id_gestionnaire": ["732829320"], "raison_sociale": ["A"], "statut": ["association"]}
        ),
    ),
    "etablissements": conform(
        "etablissements",
        pd.DataFrame(
            {
                "id_etablissement": [ETABLISSEMENT],
                "id_gestionnaire": ["732829320"],
                "nom": ["CHRS"],
                "categorie": ["219"],
                "regime": ["autorise"],
                "autorite": ["prefet"],
                "programme": ["177"],
                "departement": ["44"],
                "region": ["52"],
            }
        ),
    ),
}
CODES = {
    "id_gestionnaire": st.just("732829320"),
    "finess_ej": st.just("2A0000123"),
    "categorie": st.sampled_from(["214", "000"]),
    "commune": st.sampled_from(["01001", "2A004"]),
    "departement": st.sampled_from(["01", "2A", "974"]),
    "departement_siege": st.just("01"),
    "region": st.sampled_from(["01", "52"]),
    "gham": st.sampled_from(["3R", "5D"]),
    "compte": st.from_regex(r"[0-9]{2,6}", fullmatch=True),
}
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0@", exclude_categories=["Cs", "Nd"]),
    min_size=1,
    max_size=20,
).filter(lambda text: text == text.strip() and text.strip("\ufeff\u2007") == text)


def value(name, champ):
    if champ.pseudonyme:
        return st.from_regex(r"[A-Z][0-9]{4}", fullmatch=True)
    if champ.nom == "id_etablissement":
        return (
            st.from_regex(r"S-[A-Z0-9]{1,8}", fullmatch=True)
            if name == "etablissements"
            else st.just(ETABLISSEMENT)
        )
    if champ.categories:
        return st.sampled_from(champ.categories)
    low = 0 if champ.minimum is None else champ.minimum
    high = 10**6 if champ.maximum is None else champ.maximum
    return {
        "string": CODES.get(champ.nom, TEXTS),
        "integer": st.integers(low, high),
        "number": st.integers(-(10**9) if champ.minimum is None else 0, 10**9)
        if champ.monnaie
        else st.floats(low, high),
        "boolean": st.booleans(),
        "date": st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    }[champ.type]


def coherent(name, row):
    """Bring a row within the cross checks."""
    if name == "sejours":
        if row["date_sortie"] is None or row["destination"] is None:
            row["date_sortie"] = row["destination"] = None
        elif row["date_sortie"] < row["date_entree"]:
            row["date_entree"], row["date_sortie"] = row["date_sortie"], row["date_entree"]
    if name == "places":
        row["places_financees"] = min(row["places_financees"], row["places_autorisees"])
    if name == "balances" and row["debit"]:
        row["credit"] = 0
    return row


@st.composite
def rows(draw, name):
    schema = table(name)
    row = {
        champ.nom: value(name, champ) if champ.requis else st.none() | value(name, champ)
        for champ in schema.champs
    }
    drawn = draw(st.lists(st.fixed_dictionaries(row), max_size=6))
    unique = {tuple(row[part] for part in schema.cle): row for row in drawn}
    data = [coherent(name, row) for row in unique.values()]
    return conform(name, pd.DataFrame(data, columns=list(schema.colonnes), dtype="object"))


@pytest.mark.parametrize("name", table_names())
@given(data=st.data())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_written_then_read_is_the_same(name, data):
    frame = data.draw(rows(name))
    with tempfile.TemporaryDirectory() as folder:
        write_folder({name: frame}, Path(folder))
        back = read_folder(Path(folder), KNOWN)[name]
    pd.testing.assert_frame_equal(back, frame)


def test_the_file_is_what_the_contract_says(tmp_path):
    frame = conform(
        "financements",
        pd.DataFrame(
            {
                "id_etablissement": [ETABLISSEMENT],
                "annee": [2025],
                "financeur": ["caf"],
                "dispositif": ["Aide, « AGLS »"],
                "montant_accorde": [1234505],
            }
        ),
    )
    write_folder({"financements": frame}, tmp_path / "sortie")
    assert (tmp_path / "sortie" / "financements.csv").read_text(encoding="utf-8") == (
        "id_etablissement,annee,financeur,dispositif,montant_demande,montant_accorde,"
        "montant_verse\n"
        '440001234,2025,caf,"Aide, « AGLS »",,12345.05,\n'
    )
    assert [path.name for path in (tmp_path / "sortie").iterdir()] == ["financements.csv"]
