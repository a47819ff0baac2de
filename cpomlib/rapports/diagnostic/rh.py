"""People at work: how many, doing what, their age, presence and stability."""

from __future__ import annotations

from functools import partial

from cpomlib.dossier import Dossier
from cpomlib.droit import seuil
from cpomlib.rapports.elements import famille, figure_annees, manque, sources, tableau_annees
from cpomlib.rapports.propres import propres
from cpomlib.rapports.sommes import somme_de_parts
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_par_annee

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
_AGES = {
    "Moins de 45 ans": tuple(f"effectif_part_age_{age}" for age in ("moins_25", "25_34", "35_44")),
    "45 ans et plus": tuple(f"effectif_part_age_{age}" for age in ("45_54", "55_59", "60_plus")),
}
_years = partial(barres_par_annee, modalite="modalite", annee="annee", valeur="valeur")


def rh(dossier: Dossier) -> Groupe:
    """Show staff: numbers, functions, ages, absences."""
    titre = Titre(2, "Les ressources humaines", ANCRE)
    own = propres(dossier, "rh", personnes=not petite_equipe(dossier))
    if all(
        dossier.valeur(indicateur, year) is None
        for indicateur in ("effectif", "taux_etp_vacants")
        for year in dossier.annees
    ):
        return Groupe((titre, manque(dossier, "effectif", "Ressources humaines"), *own))
    return Groupe(
        (
            titre,
            tableau_annees(dossier, "Effectifs, emploi et présence", _TABLE),
            figure_annees(
                dossier,
                "Part des ETP par fonction",
                famille("etp_part_", "fonction"),
                _years,
                premier="Première fonction",
            ),
            *(_regroupes(dossier) if petite_equipe(dossier) else _detailles(dossier)),
            *own,
        )
    )


def petite_equipe(dossier: Dossier) -> bool:
    """Tell whether an age or an illness could be somebody's: few people in one of the years."""
    least = int(seuil("seuil_personnes").nombre())
    heads = (dossier.valeur("effectif", year) for year in dossier.annees)
    return any(0 < head < least for head in heads if head is not None)


def _detailles(dossier: Dossier) -> tuple[Bloc, ...]:
    return (
        figure_annees(
            dossier,
            "L’âge des salariés",
            famille("effectif_part_age_", "tranche_age_salarie"),
            _years,
            premier="Tranche d’âge la plus nombreuse",
        ),
        figure_annees(
            dossier,
            "Les motifs d’absence",
            famille("taux_absenteisme_", "motif_absence"),
            _years,
            premier="Premier motif d’absence",
        ),
    )


def _regroupes(dossier: Dossier) -> tuple[Bloc, ...]:
    """Group the ages of a small team, and leave the reasons of its absences untold."""
    least = int(seuil("seuil_personnes").nombre())
    rows = tuple(
        (name, *(somme_de_parts(dossier, ids, year) for year in dossier.annees))
        for name, ids in _AGES.items()
    )
    return (
        Tableau(
            "L’âge des salariés",
            (Colonne("Âge"), *dossier.colonnes("taux")),
            rows,
            note=f"Équipe de moins de {least} personnes\u00a0: les âges sont regroupés, et les "
            "motifs d’absence ne sont pas donnés, même dans un document de travail.",
            source=sources(_AGES["45 ans et plus"]),
        ),
    )
