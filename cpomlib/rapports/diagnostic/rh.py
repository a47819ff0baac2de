"""People at work: how many, doing what, their age, presence and stability."""

from __future__ import annotations

from functools import partial

from cpomlib.dossier import Dossier
from cpomlib.rapports.elements import famille, figure_annees, manque, tableau_annees
from cpomlib.rendu.blocs import Groupe, Titre
from cpomlib.rendu.graphiques import barres_empilees, barres_par_annee

ANCRE = "rh"
_TABLE = (
    "effectif",
    "etp_total",
    "etp_pour_100_places",
    "part_cdi",
    "part_temps_plein",
    "part_femmes",
    "anciennete_moyenne",
    "cout_moyen_etp",
    "taux_absenteisme",
    "taux_rotation",
    "taux_etp_vacants",
)
_years = partial(barres_par_annee, modalite="modalite", annee="annee", valeur="valeur")


def rh(dossier: Dossier) -> Groupe:
    """Show staff: numbers, functions, ages, absences."""
    titre = Titre(2, "Les ressources humaines", ANCRE)
    if all(
        dossier.valeur(indicateur, year) is None
        for indicateur in ("effectif", "taux_etp_vacants")
        for year in dossier.annees
    ):
        return Groupe((titre, manque(dossier, "effectif", "Ressources humaines")))
    absences = famille("taux_absenteisme_", "motif_absence")
    return Groupe(
        (
            titre,
            tableau_annees(dossier, "Effectifs, emploi et présence", _TABLE),
            figure_annees(
                dossier,
                "Que font les équipes\u00a0?",
                famille("etp_part_", "fonction"),
                _years,
                question="Part des ETP par fonction",
            ),
            figure_annees(
                dossier,
                "Quel âge ont les salariés\u00a0?",
                famille("effectif_part_age_", "tranche_age_salarie"),
                lambda frame: barres_empilees(frame, "annee", "modalite", "valeur"),
            ),
            figure_annees(
                dossier, "Pourquoi les salariés sont-ils absents\u00a0?", absences, _years
            ),
        )
    )
