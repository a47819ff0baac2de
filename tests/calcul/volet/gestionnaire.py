"""A gestionnaire small enough to be computed by hand: two CHRS, one subsidised service, a siège.

The first CHRS has the budget of the guide « Élaborer un CPOM », step 3.
"""

import pandas as pd

from cpomlib import base as store
from cpomlib.tables.frames import conform, empty
from cpomlib.tables.schema import table_names

ID = "100000009"
GUIDE, AUTRE, SERVICE, SIEGE = "440000012", "440000020", "S-100000009-AVDL", "S-100000009-SIEGE"
_COLUMNS = ["id_etablissement", "annee", "document", "sens", "groupe", "compte", "montant",
            "non_reconductible"]  # fmt: skip


def _budgets(annee):
    """Euros; the be is the guide's, the ca is ours."""
    return [
        # The guide's budget: 150 000 + 700 000 + 250 000 (of which 25 000 CNR) = 1 100 000
        (GUIDE, annee, "be", "charge", 1, "6061", 150_000, False),
        (GUIDE, annee, "be", "charge", 2, "6411", 700_000, False),
        (GUIDE, annee, "be", "charge", 3, "6132", 225_000, False),
        (GUIDE, annee, "be", "charge", 3, "6152", 25_000, True),
        (GUIDE, annee, "be", "produit", 1, "732", 1_055_000, False),
        (GUIDE, annee, "be", "produit", 2, "706", 30_000, False),
        (GUIDE, annee, "be", "produit", 3, "777", 10_000, False),
        (GUIDE, annee, "be", "produit", 3, "110", 5_000, False),
        # 500 000,10 of charges, a deficit of 1 000 carried forward
        (AUTRE, annee, "be", "charge", 2, "6411", 500_000.10, False),
        (AUTRE, annee, "be", "charge", 3, "119", 1_000, False),
        (AUTRE, annee, "be", "produit", 1, "732", 490_000.10, False),
        (AUTRE, annee, "be", "produit", 2, "706", 11_000, False),
        (SERVICE, annee, "be", "charge", 2, "6411", 80_000, False),
        (SERVICE, annee, "be", "produit", 2, "741", 80_000, False),
        # Comptes administratifs: +20 000, −30 000, 0; frais de siège 40 000 + 20 000
        (GUIDE, annee, "ca", "charge", 2, "6411", 1_000_000, False),
        (GUIDE, annee, "ca", "charge", 3, "6556", 40_000, False),
        (GUIDE, annee, "ca", "produit", 1, "732", 1_060_000, False),
        (AUTRE, annee, "ca", "charge", 2, "6411", 500_000, False),
        (AUTRE, annee, "ca", "charge", 3, "6556", 20_000, False),
        (AUTRE, annee, "ca", "produit", 1, "732", 490_000, False),
        (SERVICE, annee, "ca", "charge", 2, "6411", 80_000, False),
        (SERVICE, annee, "ca", "produit", 2, "741", 80_000, False),
    ]


def _balances(annee, tresorerie=50_000, report=10_000, compensation=15_000):
    """BFR = 441 (60 000) − 401 (20 000) = 40 000."""
    return [
        (annee, "10682", 0, 5_000),
        (annee, "10685", 0, tresorerie),
        (annee, "10686", 0, compensation),
        (annee, "110", 0, report),
        (annee, "401", 0, 20_000),
        (annee, "441", 60_000, 0),
    ]


def frames(annees=(2023, 2024, 2025), **soldes):
    """Return the shared tables; ``soldes`` changes the reserves."""
    made = {name: empty(name) for name in table_names()}
    made["gestionnaires"] = _conform("gestionnaires", [
        {"id_gestionnaire": ID, "raison_sociale": "L’Étape", "statut": "association"},
    ])  # fmt: skip
    made["etablissements"] = _conform("etablissements", [
        _etablissement(GUIDE, "CHRS du guide"),
        _etablissement(AUTRE, "CHRS du port"),
        _etablissement(SERVICE, "Service AVDL", "219", "subventionne"),
        _etablissement(SIEGE, "Siège", "000", "siege"),
    ])  # fmt: skip
    rows = [row for annee in annees for row in _budgets(annee)]
    budgets = pd.DataFrame(rows, columns=_COLUMNS)
    made["budgets"] = _cents("budgets", budgets, "montant")
    lines = [row for annee in annees for row in _balances(annee, **soldes)]
    balances = pd.DataFrame(lines, columns=["annee", "compte", "debit", "credit"])
    made["balances"] = _cents("balances", balances.assign(id_gestionnaire=ID), "debit", "credit")
    made["places"] = _conform("places", [place for annee in annees for place in _places(annee)])
    return made


def base(path, **soldes):
    """Make a base with these tables and return its address."""
    address = f"sqlite:///{path}"
    engine = store.open_base(address, creer=True)
    origine = store.Origine("Claire Analyste", "depot", "0" * 64, "tables")
    store.deposit(engine, frames(**soldes), origine)
    engine.dispose()
    return address


def _places(annee):
    """30 places 3R and 20 places 4D in the guide's CHRS, 25 places 3R in the other."""
    for name, gham, mode, count in (
        (GUIDE, "3R", "regroupe", 30),
        (GUIDE, "4D", "diffus", 20),
        (AUTRE, "3R", "regroupe", 25),
    ):
        yield {"id_etablissement": name, "annee": annee, "gham": gham, "mode": mode,
               "places_autorisees": count, "places_financees": count}  # fmt: skip


def _etablissement(name, nom, categorie="214", regime="autorise"):
    return {"id_etablissement": name, "id_gestionnaire": ID, "nom": nom, "categorie": categorie,
            "regime": regime, "autorite": "prefet", "programme": "177", "departement": "44",
            "region": "52"}  # fmt: skip


def _conform(name, rows):
    return conform(name, pd.DataFrame(list(rows)))


def _cents(name, frame, *columns):
    money = {column: (frame[column] * 100).round().astype("int64") for column in columns}
    return conform(name, frame.assign(**money))
