"""What is read is what was deposited, value by value and type by type, on each kind of base."""

import numpy as np
import pandas as pd
import pytest
from base.donnees import ALPHA, BETA, ORIGIN, STRUCTURE, etablissements, gestionnaires

from cpomlib import base as store
from cpomlib.tables.frames import conform, empty

TRICKY = [
    "L’été, « là »",
    "l'apostrophe droite et ''deux''",
    'un "guillemet"',
    "NULL",
    "",
    None,
    "deux\nlignes, une virgule;\r\n\tune tabulation",
    "100 %d de %Q \\ 'fin",
    " blancs ",
]
DIGITS = [0.1 + 0.2, 1 / 3, 1e-300, 123456789.123456789, 5e-324, 0.0, 2.5, 1e22, 7.000000000000001]


@pytest.fixture
def base(adresse):
    engine = store.open_base(adresse, creer=True)
    store.deposit(engine, STRUCTURE, ORIGIN)
    return engine


def qualite():
    count = len(TRICKY)
    return conform("qualite", pd.DataFrame({
        "id_etablissement": "440000001", "annee": 2025, "theme": "droits",
        "question": [f"q{n}" for n in range(count)], "cotation": range(count),
        "commentaire": TRICKY,
    }))  # fmt: skip


def salaries():
    count = len(DIGITS)
    return conform("salaries", pd.DataFrame({
        "id_etablissement": "440000001", "annee": 2025,
        "id_salarie": [f"s{n}" for n in range(count)], "fonction": "direction", "contrat": "cdi",
        "etp": DIGITS, "tranche_age": "35_44", "sexe": ["F", None, "M"] * 3,
        "anciennete": [None, *DIGITS[1:]], "cout_employeur": range(count),
    }))  # fmt: skip


def financements():
    return conform("financements", pd.DataFrame({
        "id_etablissement": "440000001", "annee": 2025,
        "financeur": ["ars", "ars", "region"], "dispositif": [None, "a", "b"],
        "montant_demande": pd.array([None, 2**53 + 1, -1], "Int64"),
        "montant_accorde": [2**53 + 1, 0, -5],
    }))  # fmt: skip


def sejours():
    days = pd.to_datetime(["1900-01-01", "2024-02-29", "2025-12-31"]).astype("datetime64[s]")
    return conform("sejours", pd.DataFrame({
        "id_sejour": ["S1", "a", "É"], "id_etablissement": "440000001", "id_menage": "M",
        "date_entree": days, "date_sortie": [None, days[1], None], "composition": "couple",
        "nb_adultes": 2, "nb_enfants": 0, "tranche_age": "18_24",
        "droits_incomplets": [True, False, True], "via_siao": False, "dls_active": True,
        "refus_logement": pd.array([None, True, False], "boolean"),
    }))  # fmt: skip


@pytest.mark.parametrize("make", [qualite, salaries, financements, sejours])
def test_each_value_comes_back_with_its_type(base, make):
    given, name = make(), make.__name__
    store.deposit(base, {name: given}, ORIGIN)
    for mine in (None, [ALPHA]):
        found = store.read(base, [name], gestionnaires=mine)[name]
        pd.testing.assert_frame_equal(found, given, check_exact=True)
    pd.testing.assert_frame_equal(store.read_deposit(base, 2)[name], given, check_exact=True)
    pd.testing.assert_frame_equal(
        store.read(base, [name], gestionnaires=[BETA])[name], empty(name), check_exact=True
    )


def test_the_frames_read_may_be_changed(base):
    store.deposit(base, {"salaries": salaries()}, ORIGIN)
    frame = store.read(base, ["salaries"])["salaries"]
    frame.loc[0, ["etp", "id_salarie", "sexe"]] = [1.5, "autre", "M"]
    assert frame.loc[0, ["etp", "id_salarie", "sexe"]].tolist() == [1.5, "autre", "M"]
    assert all(np.asarray(frame[name]).size == len(DIGITS) for name in frame)


def test_rows_come_by_key_whoever_gave_them_and_in_whatever_order(base):
    given = qualite()
    again = given.assign(id_etablissement="440000003")
    store.deposit(base, {"qualite": pd.concat([again, given[::-1]])}, ORIGIN)
    found = store.read(base, ["qualite"])["qualite"]
    pd.testing.assert_frame_equal(found, pd.concat([given, again], ignore_index=True))


def test_an_establishment_with_the_number_of_a_gestionnaire_stays_somebody_elses(base):
    """A SIREN and a FINESS both have nine figures."""
    store.deposit(
        base,
        {
            "gestionnaires": gestionnaires("440000003"),
            "etablissements": etablissements({"440000009": "440000003"}),
            "qualite": qualite().assign(id_etablissement="440000003"),
        },
        ORIGIN,
    )
    frames = store.read(base, gestionnaires=["440000003"])
    assert frames["etablissements"]["id_etablissement"].tolist() == ["440000009"]
    assert frames["gestionnaires"]["id_gestionnaire"].tolist() == ["440000003"]
    assert frames["qualite"].empty
    assert len(store.read(base, ["qualite"], gestionnaires=[BETA])["qualite"]) == len(TRICKY)
