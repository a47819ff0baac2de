"""Small shared tables for the tests of the base."""

import pandas as pd

from cpomlib import base as store
from cpomlib.tables.frames import conform

ORIGIN = store.Origine("Claire Analyste", "depot", "0" * 64, "tables")
ALPHA, BETA = "000000018", "000000026"


def gestionnaires(*ids):
    return conform(
        "gestionnaires",
        pd.DataFrame(
            {
                "id_gestionnaire": ids,
                "raison_sociale": [f"Association {i}" for i in ids],
                "statut": "association",
            }
        ),
    )


def etablissements(owners):
    return conform(
        "etablissements",
        pd.DataFrame(
            {
                "id_etablissement": list(owners),
                "id_gestionnaire": list(owners.values()),
                "nom": "L’Étape & Fils <Loire>",
                "categorie": "214",
                "regime": "autorise",
                "autorite": "prefet",
                "programme": "177",
                "departement": "44",
                "region": "52",
            }
        ),
    )


def activite(id_etablissement, annee, journees):
    return conform(
        "activite",
        pd.DataFrame(
            {
                "id_etablissement": [id_etablissement],
                "annee": [annee],
                "mois": [1],
                "journees_theoriques": [1000],
                "journees_realisees": [journees],
            }
        ),
    )


def mois(id_etablissement, journees, annee=2025):
    """Activity of an establishment: month → days realised."""
    parts = [activite(id_etablissement, annee, days).assign(mois=month)
             for month, days in journees.items()]  # fmt: skip
    return conform("activite", pd.concat(parts))


def budget(document, montant):
    return conform(
        "budgets",
        pd.DataFrame(
            {
                "id_etablissement": ["440000001"],
                "annee": [2025],
                "document": [document],
                "sens": ["charge"],
                "groupe": [1],
                "compte": ["606"],
                "montant": [montant],
                "non_reconductible": [False],
            }
        ),
    )


STRUCTURE = {
    "gestionnaires": gestionnaires(ALPHA, BETA),
    "etablissements": etablissements(
        {"440000001": ALPHA, "440000002": ALPHA, "440000003": BETA},
    ),
}


def realised(engine, **options):
    frame = store.read(engine, ["activite"], **options)["activite"]
    return dict(zip(frame["id_etablissement"], frame["journees_realisees"], strict=True))
