"""The publics: who is housed, over three years."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rapports.elements import (
    Chart,
    Rows,
    derniere_annee,
    famille,
    figure_annees,
    longues,
    manque,
    tableau_annees,
)
from cpomlib.rapports.propres import propres
from cpomlib.rendu.blocs import Bloc, Groupe, Titre
from cpomlib.rendu.graphiques import Graphique, barres_par_annee, barres_triees

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
_PREMIERS = {
    "composition": "Composition la plus fréquente",
    "tranche_age": "Âge le plus fréquent",
    "ressources": "Ressource la plus fréquente",
    "motif": "Premier motif de la demande",
    "nationalite": "Nationalité la plus fréquente",
}
"""List → what its first modality is."""


def publics(dossier: Dossier) -> Groupe:
    """Show who is housed: numbers, composition, ages, resources, reasons of the request."""
    titre, own = Titre(2, "Les publics accueillis", ANCRE), propres(dossier, "publics")
    if all(dossier.valeur("menages_accueillis", year) is None for year in dossier.annees):
        return Groupe((titre, manque(dossier, "menages_accueillis", "Publics"), *own))
    return Groupe(
        (
            titre,
            tableau_annees(dossier, "Ménages et personnes accueillis", _TABLE),
            *(_figure(dossier, *figure) for figure in _FIGURES),
            *own,
        )
    )


def _figure(dossier: Dossier, titre: str, prefixe: str, liste: str, chart: Chart) -> Bloc:
    """Draw a family of indicators; a chart of one year names it, the last that has a value."""
    labels = famille(prefixe, liste)
    known = derniere_annee(longues(dossier, labels)) if chart is _last_year else ()
    note = f"Année montrée\u00a0: {known[0]['annee']}." if known else ""
    return figure_annees(dossier, titre, labels, chart, note=note, premier=_PREMIERS[liste])


def _years(rows: Rows) -> Graphique:
    return barres_par_annee(rows, "modalite", "annee", "valeur")


def _last_year(rows: Rows) -> Graphique:
    return barres_triees(derniere_annee(rows), "modalite", "valeur")


_FIGURES = (
    (
        "Composition des ménages accueillis",
        "part_composition_",
        "composition",
        _years,
    ),
    ("Âge de la personne de référence", "part_age_", "tranche_age", _years),
    ("Ressources des ménages accueillis", "part_ressources_", "ressources", _years),
    ("Motif de la demande d’hébergement", "part_motif_", "motif", _last_year),
    ("Nationalité de la personne de référence", "part_nationalite_", "nationalite", _years),
)
"""Title, prefix of the indicators, their list, and how they are drawn."""
