"""The activity: places, occupation month by month, stays and exits."""

from __future__ import annotations

import math
from functools import partial

from cpomlib.calcul import occupation_par_mois
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, written
from cpomlib.droit import seuil
from cpomlib.rapports.elements import (
    figure_annees,
    figure_etablissements,
    manque,
    phrases,
    sources,
    tableau_annees,
)
from cpomlib.rapports.propres import propres
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_par_annee, barres_triees, carte_chaleur
from cpomlib.socle import minuscule, write

ANCRE = "activite"
_TABLE = (
    "places_autorisees",
    "places_financees",
    "taux_indisponibilite",
    "taux_occupation",
    "sorties_menages",
    "duree_moyenne_sejours_termines",
    "duree_mediane_sejours_termines",
    "anciennete_mediane_presents",
    "taux_rotation_places",
    "taux_refus_logement",
)
_DUREES = (
    "duree_moyenne_sejours_termines",
    "duree_mediane_sejours_termines",
    "anciennete_mediane_presents",
)
_MOIS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


def activite(dossier: Dossier) -> Groupe:
    """Show places, occupation and the length of stays."""
    titre, own = Titre(2, "L’activité", ANCRE), propres(dossier, "activite")
    if all(dossier.valeur(i) is None for i in ("places_financees", "taux_occupation", _DUREES[0])):
        return Groupe((titre, manque(dossier, "taux_occupation", "Activité"), *own))
    return Groupe(
        (
            titre,
            tableau_annees(dossier, "Places, occupation et séjours", _TABLE),
            _occupation(dossier),
            *_months(dossier),
            *figure_etablissements(
                dossier,
                f"Occupation en {dossier.exercice}",
                "taux_occupation",
                lambda frame: barres_triees(frame, "modalite", "valeur"),
            ),
            figure_annees(
                dossier,
                "La durée des séjours",
                {i: fiches()[i].libelle for i in _DUREES},
                partial(
                    barres_par_annee,
                    modalite="modalite",
                    annee="annee",
                    valeur="valeur",
                    format="decimal",
                    unite="mois",
                ),
                dire=_DUREES[0],
            ),
            *own,
        )
    )


def _occupation(dossier: Dossier) -> Bloc:
    national = seuil("reference_occupation")
    return figure_annees(
        dossier,
        "L’occupation des places",
        {"taux_occupation": "Taux d’occupation"},
        partial(barres_par_annee, modalite="modalite", annee="annee", valeur="valeur"),
        note=f"Repère\u00a0: {written('taux_occupation', national.valeur)}, "
        f"{minuscule(national.libelle)} ({national.reference}).",
    )


def _months(dossier: Dossier) -> tuple[Bloc, ...]:
    ids = dossier.structures["id_etablissement"].tolist()
    rates = occupation_par_mois(dossier.frames["activite"], ids)
    rates = rates[rates["annee"].isin(dossier.annees)]
    if rates.empty:
        return ()
    low = rates.loc[rates["valeur"].idxmin()]
    when = f"{_MOIS[int(low['mois']) - 1]} {int(low['annee'])}"
    titre = f"Mois le plus creux\u00a0: {when}, {write(float(low['valeur']), 'taux')}"
    listed = (rates[name].tolist() for name in ("annee", "mois", "valeur"))
    known = {(year, month): rate for year, month, rate in zip(*listed, strict=True)}
    rows = tuple(
        (dossier.titre(year), *(known.get((year, month), math.nan) for month in range(1, 13)))
        for year in dossier.annees
    )
    columns = (Colonne("Année"), *(Colonne(month, "taux") for month in _MOIS))
    cells = [
        {"annee": year, "mois": month, "valeur": rate}
        for year, *line in rows
        for month, rate in zip(_MOIS, line, strict=True)
    ]
    return (
        Figure(
            titre=titre,
            graphique=carte_chaleur(cells, "annee", "mois", "valeur"),
            unite="Taux d’occupation, en %",
            source=sources(["taux_occupation"]),
            alternative=phrases("Occupation mois par mois", titre),
            tableau=Tableau(titre, columns, rows),
        ),
    )
