"""A small trame, written once, and what tests do to it."""

from datetime import date
from functools import cache
from io import BytesIO

import pandas as pd
from openpyxl import load_workbook

from cpomlib.entree.trame.ecriture import ecrire_trame
from cpomlib.entree.trame.lecture import lire_trame
from cpomlib.entree.trame.plan import IdentiteTrame
from cpomlib.socle.erreurs import DonneesError
from cpomlib.tables.frames import conform

QUI = IdentiteTrame("732829320", 2025)
PORT, FOYER = "440001234", "010000123"


def frame(name, *rows):
    return conform(name, pd.DataFrame(list(rows)))


@cache
def petite():
    """Return the frames of a gestionnaire with two establishments; one FINESS starts with 0."""
    shared = {
        "id_gestionnaire": "732829320",
        "regime": "autorise",
        "autorite": "prefet",
        "programme": "177",
        "region": "52",
    }
    return {
        "gestionnaires": frame(
            "gestionnaires",
            {
                "id_gestionnaire": "732829320",
                "raison_sociale": "L’Étape",
                "finess_ej": "440000123",
                "statut": "association",
                "departement_siege": "44",
            },
        ),
        "etablissements": frame(
            "etablissements",
            shared
            | {
                "id_etablissement": PORT,
                "nom": "CHRS du Port",
                "categorie": "214",
                "departement": "44",
                "commune": "44109",
                "date_ouverture": pd.Timestamp(1998, 9, 1),
            },
            shared
            | {
                "id_etablissement": FOYER,
                "nom": "Foyer de l’Ain",
                "categorie": "219",
                "departement": "01",
                "commune": "01004",
                "date_ouverture": None,
            },
        ),
        "places": frame("places", place(PORT, 40, 38, gham="3R"), place(FOYER, 12, 12)),
        "sejours": frame("sejours", sejour(1), sejour(2, sortie=date(2025, 3, 31))),
        "budgets": frame(
            "budgets",
            budget("charge", 2, "641", 123456789),
            budget("charge", 1, "606", 4000050, etablissement=FOYER),
            budget("produit", 1, "731", 130000000),
        ),
        "salaries": frame("salaries", salarie("P0001", 0.8), salarie("P0002", 1.0)),
    }


def place(etablissement, autorisees, financees, gham=None):
    return {
        "id_etablissement": etablissement,
        "annee": 2025,
        "gham": gham,
        "mode": "regroupe",
        "places_autorisees": autorisees,
        "places_financees": financees,
    }


def sejour(rank, sortie=None):
    return {
        "id_sejour": f"S{rank:04d}",
        "id_etablissement": PORT,
        "id_menage": f"M{rank:04d}",
        "date_entree": pd.Timestamp(2024, 5, rank),
        "date_sortie": pd.Timestamp(sortie) if sortie else None,
        "composition": "femme_enfants",
        "nb_adultes": 1,
        "nb_enfants": 2,
        "tranche_age": "25_34",
        "sexe": "F",
        "droits_incomplets": False,
        "via_siao": True,
        "dls_active": True,
        "destination": "logement_social" if sortie else None,
        "refus_logement": None,
    }


def budget(sens, groupe, compte, montant, etablissement=PORT):
    return {
        "id_etablissement": etablissement,
        "annee": 2025,
        "document": "ca",
        "sens": sens,
        "groupe": groupe,
        "compte": compte,
        "libelle": f"Compte {compte}",
        "montant": montant,
        "non_reconductible": False,
    }


def salarie(code, etp):
    return {
        "id_etablissement": PORT,
        "annee": 2025,
        "id_salarie": code,
        "fonction": "socio_educatif",
        "contrat": "cdi",
        "etp": etp,
        "tranche_age": "35_44",
        "sexe": "F",
        "anciennete": 4.5,
        "cout_employeur": 4200000,
        "convention": "chrs",
    }


@cache
def _octets(tmp):
    path = tmp / "modele.xlsx"
    ecrire_trame(petite(), QUI, path, le=date(2026, 11, 21))
    return path.read_bytes()


def ouvrir_modele(dossier):
    """Return the small trame as an openpyxl workbook, written once for all the tests."""
    return load_workbook(BytesIO(_octets(dossier)))


def known():
    return {name: petite()[name] for name in ("gestionnaires", "etablissements")}


def lire(book, path, **options):
    book.save(path)
    return lire_trame(path, known(), **options)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def dits(trame):
    return [plain(message) for message in trame.lecture.messages]


def fautes(book, path, **options):
    try:
        lire(book, path, **options)
    except DonneesError as error:
        return [plain(str(fault)) for fault in error.fautes]
    raise AssertionError("no fault")


def assert_same(frames, expected):
    for name, wanted in expected.items():
        pd.testing.assert_frame_equal(frames[name], wanted, obj=name)


def same(book, tmp_path, *told):
    """Read a spoiled trame: the same rows, and these sentences."""
    trame = lire(book, tmp_path / "t.xlsx")
    assert_same(trame.lecture.frames, petite())
    assert [text for text in dits(trame) if "Feuilles vides" not in text] == list(told)
    return trame
