"""Small tables written by hand for the rules: sensible values, except where a case says so."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Any

import pandas as pd

from cpomlib.tables.frames import conform, empty

ANNEE = 2025
"""365 days."""

_DEFAULTS: dict[str, dict[str, Any]] = {
    "gestionnaires": {"raison_sociale": "L’Étape", "statut": "association"},
    "etablissements": {
        "id_gestionnaire": "G1", "nom": "CHRS", "categorie": "214", "regime": "autorise",
        "autorite": "prefet", "programme": "177", "departement": "44", "region": "52",
    },
    "places": {
        "id_etablissement": "E1", "annee": ANNEE, "mode": "regroupe", "gham": "1R",
        "places_autorisees": 10, "places_financees": 10,
    },
    "sejours": {
        "id_etablissement": "E1", "composition": "homme_seul", "nb_adultes": 1, "nb_enfants": 0,
        "tranche_age": "25_34", "sexe": "M", "nationalite": "francaise", "ressources": "rsa",
        "emploi": "sans_emploi", "motif": "rue", "refus_logement": False,
        "droits_incomplets": False, "via_siao": True, "dls_active": False,
    },
    "activite": {"id_etablissement": "E1", "annee": ANNEE},
    "budgets": {
        "id_etablissement": "E1", "annee": ANNEE, "document": "ca", "sens": "charge",
        "groupe": 1, "compte": "6063", "non_reconductible": False,
    },
    "balances": {"id_gestionnaire": "G1", "annee": ANNEE, "debit": 0, "credit": 0},
    "financements": {"id_etablissement": "E1", "annee": ANNEE, "financeur": "etat_177"},
    "salaries": {
        "id_etablissement": "E1", "annee": ANNEE, "fonction": "socio_educatif",
        "contrat": "cdi", "etp": 1.0, "tranche_age": "35_44", "anciennete": 5.0,
        "cout_employeur": 4_500_000,
    },
    "absences": {"id_etablissement": "E1", "annee": ANNEE, "motif": "maladie_courte"},
    "mouvements": {
        "id_etablissement": "E1", "annee": ANNEE, "entrees": 0, "sorties": 0,
        "etp_budgetes": 10.0, "etp_vacants": 0.0,
    },
    "qualite": {"id_etablissement": "E1", "annee": ANNEE, "theme": "droits"},
}  # fmt: skip

Rows = list[dict[str, Any]]


def frame(name: str, rows: Rows) -> pd.DataFrame:
    """Build a shared table; money is in centimes."""
    if not rows:
        return empty(name)
    full = pd.DataFrame([{**_DEFAULTS[name], **row} for row in rows])
    for column in full.columns:
        if column.startswith("date_"):
            full[column] = pd.to_datetime(full[column])
    return conform(name, full)


def frames(**tables: Rows) -> dict[str, pd.DataFrame]:
    """Build the tables that are named; E1 and E2 belong to G1 by default."""
    tables.setdefault("etablissements", [{"id_etablissement": "E1"}, {"id_etablissement": "E2"}])
    return {name: frame(name, rows) for name, rows in tables.items()}


def mois(realisees: int | list[int], places: int = 10, **rest: Any) -> Rows:
    """Describe months of activity of 10 places; one number stands for twelve months."""
    values = realisees if isinstance(realisees, list) else [realisees] * 12
    return [
        {
            "mois": month,
            "journees_theoriques": places * monthrange(ANNEE, month)[1],
            "journees_realisees": value,
            **rest,
        }
        for month, value in enumerate(values, 1)
    ]


def sejour(numero: int, entree: str, sortie: str | None = None, **rest: Any) -> dict[str, Any]:
    """Describe a stay; its household has its number unless said otherwise."""
    row = {
        "id_sejour": f"S{numero:03}",
        "id_menage": f"M{numero:03}",
        "date_entree": entree,
        "date_sortie": sortie,
        "destination": "logement_social" if sortie else None,
    }
    return {**row, **rest}


def sejours(nombre: int, entree: str = "2025-03-12", **rest: Any) -> Rows:
    """Describe stays that look alike, numbered from 1."""
    return [sejour(numero, entree, **rest) for numero in range(1, nombre + 1)]


def salaries(nombre: int, **rest: Any) -> Rows:
    """Describe employees that look alike, numbered from 1."""
    return [{"id_salarie": f"SAL{numero:02}", **rest} for numero in range(1, nombre + 1)]


def ligne(compte: str, euros: float, sens: str = "charge", **rest: Any) -> dict[str, Any]:
    """Describe a budget line, in euros."""
    return {"compte": compte, "sens": sens, "montant": round(euros * 100), **rest}


def solde(compte: str, debit: float = 0, credit: float = 0, **rest: Any) -> dict[str, Any]:
    """Describe a closing balance, in euros."""
    return {
        "compte": compte,
        "debit": round(debit * 100),
        "credit": round(credit * 100),
        **rest,
    }


FAUTES = re.compile(r" [:;?!%€»]|« |'|\d (?=\d{3})|  ")
"""What French typography forbids in a sentence."""


def plain(text: str) -> str:
    """Write with ordinary spaces, so that a case can be typed."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")
