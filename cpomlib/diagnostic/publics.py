"""The publics: who is housed, over three years."""

from __future__ import annotations

from cpomlib.charts import Graphique, barres_empilees, barres_par_annee, barres_triees
from cpomlib.diagnostic.dossier import Dossier
from cpomlib.diagnostic.elements import (
    Rows,
    derniere_annee,
    famille,
    figure_annees,
    manque,
    tableau_annees,
)
from cpomlib.display.blocks import Groupe, Titre

ANCRE = "publics"
_TABLE = (
    "menages_accueillis",
    "menages_presents_31_12",
    "personnes_accueillies",
    "enfants_accueillis",
    "part_via_siao",
    "part_droits_incomplets",
    "part_emploi",
)


def publics(dossier: Dossier) -> Groupe:
    """Show who is housed: numbers, composition, ages, resources, reasons of the request."""
    titre = Titre(2, "Les publics accueillis", ANCRE)
    if all(dossier.valeur("menages_accueillis", year) is None for year in dossier.annees):
        return Groupe((titre, manque(dossier, "menages_accueillis", "Publics")))
    figures = [
        (
            "Avec qui vivent les ménages accueillis\u00a0?",
            "part_composition_",
            "composition",
            _shares,
        ),
        ("Quel âge a la personne de référence\u00a0?", "part_age_", "tranche_age", _shares),
        ("De quelles ressources disposent-ils\u00a0?", "part_ressources_", "ressources", _years),
        ("Pourquoi ont-ils demandé un hébergement\u00a0?", "part_motif_", "motif", _last_year),
        ("Quelle est leur nationalité\u00a0?", "part_nationalite_", "nationalite", _shares),
    ]
    return Groupe(
        (
            titre,
            tableau_annees(dossier, "Ménages et personnes accueillis", _TABLE),
            *(
                figure_annees(dossier, question, famille(prefixe, liste), chart)
                for question, prefixe, liste, chart in figures
            ),
        )
    )


def _shares(rows: Rows) -> Graphique:
    return barres_empilees(rows, "annee", "modalite", "valeur")


def _years(rows: Rows) -> Graphique:
    return barres_par_annee(rows, "modalite", "annee", "valeur")


def _last_year(rows: Rows) -> Graphique:
    return barres_triees(derniere_annee(rows), "modalite", "valeur")
