"""The départements beside each other: a table, points on a line, maps."""

from __future__ import annotations

from cpomlib.calcul.regional import contributeurs, departement
from cpomlib.calcul.regional.unites import unites
from cpomlib.dossier import Territoire
from cpomlib.rapports.territoire.elements import (
    carte_indicateur,
    points_indicateur,
    tableau_departements,
)
from cpomlib.rendu.blocs import Colonne, Groupe, Tableau, Titre
from cpomlib.socle import Valeur

_ACTIVITE = {
    "places_financees": "Places financées", "taux_occupation": "Occupation",
    "duree_moyenne_sejours_termines": "Durée moyenne des séjours",
    "cpom_1_taux": "Sorties, logement ordinaire", "cpom_2_taux": "Sorties, logement adapté",
    "cpom_3_taux_dls_active": "Demande de logement social",
    "cpom_4_taux_presence_longue": "Présences longues",
}  # fmt: skip
_MOYENS = {
    "cout_place": "Coût à la place", "cout_journee": "Coût à la journée",
    "taux_resultat": "Résultat rapporté aux produits", "taux_cofinancement": "Cofinancement",
    "etp_pour_100_places": "ETP pour 100 places", "taux_absenteisme": "Absentéisme",
}  # fmt: skip


def departements(territoire: Territoire) -> Groupe:
    """Compare the départements of the région."""
    return Groupe(
        (
            Titre(2, "Les départements côte à côte", "departements"),
            _offre(territoire),
            tableau_departements(territoire, "Activité et sorties", _ACTIVITE),
            tableau_departements(territoire, "Coûts, financement et équipes", _MOYENS),
            carte_indicateur(territoire, "Coût à la place", "cout_place"),
            points_indicateur(territoire, "Sorties vers un logement ordinaire", "cpom_1_taux"),
            points_indicateur(
                territoire,
                "Présences au-delà de la durée convenue",
                "cpom_4_taux_presence_longue",
            ),
            carte_indicateur(territoire, "Occupation", "taux_occupation"),
        )
    )


def _offre(territoire: Territoire) -> Tableau:
    """Count the gestionnaires and the establishments of each département (public facts)."""
    known = territoire.frames["etablissements"]
    counted = contributeurs(unites(known, territoire.region, territoire.perimetre))
    served = territoire.services
    by_code = served.groupby("departement", observed=True).size()
    rows: list[tuple[Valeur, ...]] = [
        (name, counted.get(departement(code), 0), int(by_code.get(code, 0)))
        for code, name in territoire.departements.items()
    ]
    rows.append(("Région", len(territoire.gestionnaires), len(served)))
    return Tableau(
        "Combien de gestionnaires derrière chaque chiffre\u00a0?",
        (
            Colonne("Département"), Colonne("Gestionnaires", "nombre"),
            Colonne("Établissements et services", "nombre"),
        ),
        tuple(rows),
        note="Un gestionnaire présent dans plusieurs départements est compté dans chacun. Moins "
        f"de {territoire.regles.seuil_etablissements} gestionnaires\u00a0: un écart peut tenir "
        "à un seul.",
        lignes_total=1,
    )  # fmt: skip
