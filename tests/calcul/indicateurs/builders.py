"""Small tables written by hand: only what a case speaks of, sensible values elsewhere."""

from datetime import date

import pandas as pd

from cpomlib.calcul.indicateurs import Conventions, compute
from cpomlib.calcul.perimetre import selection
from cpomlib.tables.frames import conform, empty

ANNEE = 2024
"""A leap year, so that 29 February exists."""

_DEFAULTS = {
    "gestionnaires": {"raison_sociale": "L’Étape", "statut": "association"},
    "etablissements": {
        "id_gestionnaire": "G1",
        "nom": "CHRS",
        "categorie": "214",
        "regime": "autorise",
        "autorite": "prefet",
        "programme": "177",
        "departement": "44",
        "region": "52",
    },
    "places": {"annee": ANNEE, "mode": "regroupe", "places_autorisees": 10, "places_financees": 10},
    "sejours": {
        "id_etablissement": "E1",
        "composition": "homme_seul",
        "nb_adultes": 1,
        "nb_enfants": 0,
        "tranche_age": "25_34",
        "droits_incomplets": False,
        "via_siao": True,
        "dls_active": False,
    },
    "activite": {"annee": ANNEE},
    "budgets": {
        "id_etablissement": "E1",
        "annee": ANNEE,
        "document": "ca",
        "groupe": 1,
        "compte": "606",
        "non_reconductible": False,
    },
    "balances": {"id_gestionnaire": "G1", "annee": ANNEE, "debit": 0, "credit": 0},
    "financements": {"id_etablissement": "E1", "annee": ANNEE},
    "salaries": {
        "id_etablissement": "E1",
        "annee": ANNEE,
        "fonction": "socio_educatif",
        "contrat": "cdi",
        "etp": 1.0,
        "tranche_age": "35_44",
        "cout_employeur": 4_000_000,
    },
    "absences": {"id_etablissement": "E1", "annee": ANNEE},
    "mouvements": {"id_etablissement": "E1", "annee": ANNEE},
}


def frame(name, rows):
    """Build a shared table from dicts; missing keys take a default, money is in centimes."""
    if not rows:
        return empty(name)
    full = pd.DataFrame([{**_DEFAULTS.get(name, {}), **row} for row in rows])
    for column in full.columns.intersection(
        ["date_entree", "date_sortie", "date_ouverture", "date_fermeture"]
    ):
        full[column] = pd.to_datetime(full[column])
    return conform(name, full)


def frames(**tables):
    """Build the shared tables that are named; E1 and E2 exist by default."""
    tables.setdefault("etablissements", [{"id_etablissement": "E1"}, {"id_etablissement": "E2"}])
    return {name: frame(name, rows) for name, rows in tables.items()}


def sejour(menage, entree, sortie=None, **rest):
    """Describe a stay; its id is made of its household and dates unless given."""
    row = {
        "id_sejour": f"{menage}-{entree}-{sortie}-{rest.get('id_etablissement', 'E1')}",
        "id_menage": menage,
        "date_entree": date.fromisoformat(entree),
        "date_sortie": date.fromisoformat(sortie) if sortie else None,
    }
    if sortie:
        row["destination"] = "autre"
    return {**row, **rest}


def indicators(data, annee=ANNEE, conventions=None, **narrow):
    """Compute the indicators of the single unit « U », by id."""
    unit = selection(data["etablissements"], "U", **narrow)
    computed = compute(data, unit, annee, conventions or Conventions(18))
    return computed.set_index("id")


def value(computed, name):
    """Return a value, None when it is not available."""
    row = computed.loc[name]
    assert (row["statut"] == "ok") == (row["raison"] == "")
    return row["valeur"] if row["statut"] == "ok" else None
