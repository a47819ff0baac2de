"""A small département of insertion: five structures, two territories, figures by hand."""

import pandas as pd

from cpomlib.calcul.insertion import compute_insertion, grille, lieux, structures
from cpomlib.tables import conform, empty

DEPARTEMENT, ANNEE = "45", 2006
GESTIONNAIRE = "EJ-450000001"
STRUCTURES = {
    "S-A1": ("Nord", "aci"), "S-A2": ("Nord", "aci"), "S-B1": ("Nord", "remobilisation"),
    "S-A3": ("Sud", "aci"),
}  # fmt: skip
ACTIVITE = {
    # accueillis, RSA, places, sortants, durable, transition, positives, retraits, ETP, faits, coût
    "S-A1": (40, 30, 20, 25, 4, 3, 2, 5, 10.0, 9.0, 100_000_00),
    "S-A2": (60, 40, 30, 30, 6, 4, 5, 0, 10.0, 9.5, 120_000_00),
    "S-B1": (50, 50, 50, 20, 1, 1, 3, 2, None, None, 30_000_00),
    "S-A3": (30, 20, 15, None, None, None, None, None, 5.0, 5.0, None),
}
COLONNES = ("accueillis", "dont_rsa", "capacite", "sortants", "emploi_durable",
            "emploi_transition", "sorties_positives", "retraits", "etp_conventionnes",
            "etp_realises", "cout_total")  # fmt: skip
SUBVENTIONS = {"S-A1": 40_000_00, "S-A2": 60_000_00, "S-B1": 25_000_00}
POPULATION = {"Nord": 300, "Sud": 200, "Est": 100}


def maison(code):
    return {"id_etablissement": code, "id_gestionnaire": GESTIONNAIRE, "nom": f"Structure {code}",
            "categorie": "000", "regime": "subventionne", "autorite": "departement",
            "programme": "autre", "departement": DEPARTEMENT, "region": "24"}  # fmt: skip


def frames(activite=None, population=None, genres=None, **autres):
    """Return the tables, from what is given or from what is above."""
    done = ACTIVITE if activite is None else activite
    kinds = STRUCTURES if genres is None else genres
    held = POPULATION if population is None else population
    rows = {
        "etablissements": [maison(code) for code in kinds],
        "structures_insertion": [
            {"id_etablissement": code, "territoire": where, "type": kind}
            for code, (where, kind) in kinds.items()
        ],
        "activite_insertion": [
            {"id_etablissement": code, "annee": ANNEE, **dict(zip(COLONNES, told, strict=True))}
            for code, told in done.items()
        ],
        "population_insertion": [
            {"departement": DEPARTEMENT, "territoire": name, "annee": ANNEE, "public": "rsa",
             "effectif": count}
            for name, count in held.items()
        ],
        "financements": [
            {"id_etablissement": code, "annee": ANNEE, "financeur": "departement",
             "dispositif": "insertion", "montant_accorde": cents}
            for code, cents in SUBVENTIONS.items() if code in kinds
        ],
    } | autres  # fmt: skip
    return {
        name: conform(name, pd.DataFrame(given)) if given else empty(name)
        for name, given in rows.items()
    }


def calcules(tables, annee=ANNEE):
    """Return (territory, type) → indicator → row."""
    known = structures(tables)
    units = grille(known, lieux(tables, known))
    named = {f"{where}|{kind}": one for (where, kind), one in units.items()}
    found = compute_insertion(tables, named, annee)
    return {
        tuple(unit.split("|")): rows.set_index("id").to_dict("index")
        for unit, rows in found.groupby("unite", sort=False)
    }
