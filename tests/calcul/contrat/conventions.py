"""A multi-funder agreement made by hand, and each thing that may be wrong with it."""

from datetime import date

import pandas as pd
from calcul.contrat.fabrique import JOUR, PORT, connus, lignes, sain

from cpomlib.calcul.contrat import Vue, financements_du_contrat
from cpomlib.tables import conform

AGREMENT = {"agrement_debut": date(2025, 1, 1), "agrement_fin": date(2028, 12, 31)}
DOCUMENTS = {"nature": "budget_previsionnel", "exercice": 2026, "recu_le": date(2025, 12, 10)}


def convention(tables=None, *, actes=(DOCUMENTS,), **cells):
    """Return an agreement of four years from 2025 over an approval, renewed tacitly."""
    said = {"cadre": "pluripartite", "duree_mois": 48, "reconduction_tacite": True} | AGREMENT
    return sain({"actes": lignes("actes", *actes)} | (tables or {}), **said | cells)


def financements(*rows):
    """Return (funder, year, asked, granted, paid) as the table, in cents."""
    return {"financements": conform("financements", pd.DataFrame([
        {"id_etablissement": PORT, "annee": year, "financeur": who, "dispositif": "x",
         "montant_demande": asked, "montant_accorde": granted, "montant_verse": paid}
        for who, year, asked, granted, paid in rows
    ]))}  # fmt: skip


PLEIN = financements(("caf", 2025, 100, 100, 100), ("commune", 2025, 50, 50, 50),
                     ("caf", 2026, 100, 100, None), ("commune", 2026, 50, 50, None))  # fmt: skip
TROU = financements(("caf", 2026, 120_00, 100_00, None))
RETRAIT = financements(("caf", 2025, 100, 100, 100), ("caf", 2026, 100, 100, None),
                       ("region", 2025, 80, 80, 80), ("region", 2026, 0, 0, None))  # fmt: skip


def vue(frames=PLEIN):
    held = financements_du_contrat(convention(), frames, (2025, 2026))
    return Vue(JOUR, connus(), financements=held)


CAS = {
    "agrement_inconnu": (convention(agrement_fin=None), vue()),
    "agrement_echu": (
        convention(agrement_fin=date(2026, 6, 30)), vue(),
    ),
    "agrement_court": (convention(agrement_debut=date(2025, 2, 1)), vue()),
    "trou_de_financement": (convention(), vue(TROU)),
    "financeur_retire": (convention(), vue(RETRAIT)),
    "reconduction_en_attente": (convention(actes=()), vue()),
    "evaluation_absente": (
        convention({"actions": (), "rencontres": lignes("rencontres", {
            "date": date(2026, 3, 1), "nature": "mi_parcours"})}, duree_mois=30,
            agrement_fin=date(2027, 6, 30)), vue(),
    ),
}  # fmt: skip
