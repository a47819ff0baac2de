"""Part 3: occupancy, stays, exits over three years, and why."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rapports.diagnostic.signe.ecriture import (
    absent,
    compte,
    dit,
    menages,
    paragraphe,
    renvoi,
    tableau,
    termes,
)
from cpomlib.rapports.diagnostic.signe.paroles import PARTIES_SIGNEES, commentaires
from cpomlib.rapports.elements import longues, mesure, phrases
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_par_annee
from cpomlib.socle import write

ANCRE = "resultats"
DUREE = "duree_moyenne_sejours_termines"
_RESUME = ("places_financees", "taux_occupation", DUREE)
_TABLE = (
    "places_financees",
    "taux_indisponibilite",
    "taux_occupation",
    "duree_moyenne_sejours_termines",
    "anciennete_mediane_presents",
    "taux_rotation_places",
    "taux_refus_logement",
)
_SORTIES = {
    "cpom_1_taux_social": "Logement social",
    "cpom_1_taux_prive": "Logement privé",
    "cpom_2_taux": "Logement adapté",
}

_HORS = "Hors décès et ménages à droits incomplets."
_RENVOI = renvoi("Les quatre indicateurs obligatoires", "Les ménages comptés")


def resultats(dossier: Dossier) -> Groupe:
    """Show the activity and the exits."""
    titre = Titre(2, PARTIES_SIGNEES[ANCRE], ANCRE)
    return Groupe((titre, *_activite(dossier), *_sorties(dossier), *commentaires(dossier, ANCRE)))


def _activite(dossier: Dossier) -> tuple[Bloc, ...]:
    if all(dossier.valeur(name) is None for name in ("places_financees", "taux_occupation")):
        return (absent(dossier, "Activité"),)
    return (
        paragraphe(dossier, _resume(dossier), _RESUME),
        tableau(
            dossier,
            "Occupation et séjours",
            _TABLE,
            renvoi("L’activité", "Mois par mois et établissement par établissement"),
        ),
    )


def _resume(dossier: Dossier) -> str:
    places, occupied, lasted = (dit(dossier, name) for name in _RESUME)
    known = dossier.secret(DUREE, dossier.annee) or dossier.valeur(DUREE) is not None
    stays = f"un séjour terminé a duré {lasted} en moyenne"
    return (
        f"{places} places financées, occupées à {occupied} en {dossier.exercice}\u00a0; "
        f"{stays if known else 'la durée des séjours terminés n’est pas connue'}."
    )


def _sorties(dossier: Dossier) -> tuple[Bloc, ...]:
    """Draw where households went, three years side by side."""
    rows = [row for row in longues(dossier, _SORTIES) if row["valeur"] is not None]
    if not rows:
        return ()
    titre = _constat(dossier)
    data = tuple(
        (label, *(mesure(dossier, name, year) for year in dossier.annees))
        for name, label in _SORTIES.items()
    )
    if any(dossier.en_nombres(name, year) for name in _SORTIES for year in dossier.annees):
        # bars would show as rates what is told in counts
        columns = (Colonne("Sortie vers"), *dossier.colonnes())
        return (Tableau(titre, columns, data, note=f"{_HORS} {_RENVOI}"),)
    return (
        Figure(
            titre=titre,
            graphique=barres_par_annee(rows, "modalite", "annee", "valeur"),
            unite="Part des ménages sortis dans l’année, en %",
            source="séjours du gestionnaire",
            alternative=phrases(titre),
            tableau=Tableau(titre, (Colonne("Sortie vers"), *dossier.colonnes("taux")), data),
            note=f"{_HORS} {_RENVOI}",
        ),
    )


def _constat(dossier: Dossier) -> str:
    """State the exits to ordinary housing with their counts."""
    known = termes(dossier, "cpom_1_taux")
    if known is None:
        return "Vers quels logements les ménages sortent-ils\u00a0?"
    return (
        f"Sorties de {dossier.exercice}\u00a0: {menages(known[0])} sur "
        f"{write(known[1], 'nombre')} vers un logement ordinaire, "
        f"{compte(dossier, 'cpom_2_taux') or dit(dossier, 'cpom_2_taux')} vers un logement adapté"
    )
