"""Establishment by establishment: what the totals hide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cpomlib.calcul import fermetures, trop_peu
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, en_cellule, form
from cpomlib.droit import libelle_categorie, nom_departement
from cpomlib.rapports.elements import mesure
from cpomlib.rendu.blocs import Colonne, Groupe, Tableau, Titre
from cpomlib.socle import Secret, Valeur, date_courte

ANCRE = "etablissements"
_TABLES = {
    "Offre et activité": (
        "places_financees", "taux_occupation", "menages_accueillis", "sorties_menages",
        "duree_moyenne_sejours_termines",
    ),
    "Indicateurs obligatoires": (
        "cpom_1_taux", "cpom_2_taux", "cpom_3_taux_dls_active", "cpom_4_taux_presence_longue",
    ),
    "Finances": ("charges_brutes", "resultat", "taux_resultat", "cout_place", "cout_journee"),
    "Ressources humaines": (
        "effectif", "etp_total", "etp_pour_100_places", "taux_absenteisme", "taux_rotation",
    ),
}  # fmt: skip


def etablissements(dossier: Dossier) -> Groupe:
    """Show who the establishments are, then one table per part of the diagnostic."""
    cells = _cells(dossier)
    return Groupe(
        (
            Titre(2, "Établissement par établissement", ANCRE),
            _list(dossier),
            *(_values(dossier, titre, ids, cells) for titre, ids in _TABLES.items()),
        )
    )


def _list(dossier: Dossier) -> Tableau:
    columns = ("Établissement", "Identifiant", "Catégorie", "Département")
    days = fermetures(dossier.structures)
    rows = tuple(
        (
            _named(row.nom, days.get(row.id_etablissement), dossier.annee),
            row.id_etablissement,
            libelle_categorie(row.categorie),
            nom_departement(row.departement),
        )
        for row in dossier.structures.itertuples()
    )
    return Tableau(
        "Le périmètre",
        tuple(map(Colonne, columns)),
        rows,
        source="table partagée «\u00a0Établissements et services\u00a0»",
    )


def _named(nom: str, fermeture: date | None, annee: int) -> str:
    """Name an establishment, with its day of closing where it is closed or closes in the year."""
    if fermeture is None or fermeture.year > annee:
        return nom
    return f"{nom} (fermé le {date_courte(fermeture)})"


def _cells(dossier: Dossier) -> Mapping[tuple[str, str], Valeur]:
    """Return the value of each establishment and indicator, masked where it must be."""
    rows = dossier.par_etablissement
    names = ("unite", "id", "valeur", "statut", "raison", "numerateur", "denominateur")
    return {
        (unit, name): Secret(reason) if status == "secret" else _cell(name, value, terms)
        for unit, name, value, status, reason, *terms in zip(
            *(rows[each].tolist() for each in names), strict=True
        )
    }


def _cell(indicateur: str, valeur: float, termes: Sequence[float]) -> Valeur:
    """Return a value; a rate on too few is its two counts."""
    known = (termes[0], termes[1])
    return en_cellule(indicateur, known) if trop_peu(indicateur, known) else valeur


def _values(
    dossier: Dossier,
    titre: str,
    indicateurs: tuple[str, ...],
    cells: Mapping[tuple[str, str], Valeur],
) -> Tableau:
    columns = [Colonne("Établissement")]
    for indicateur in indicateurs:
        shape, unit = form(indicateur)
        columns.append(Colonne(fiches()[indicateur].libelle, shape, unite=unit))
    lines: list[tuple[Valeur, ...]] = [
        (dossier.nom(unite), *(cells[unite, i] for i in indicateurs))
        for unite in dossier.structures["id_etablissement"]
    ]
    own = (mesure(dossier, i, dossier.annee) for i in indicateurs)
    total: tuple[Valeur, ...] = ("Ensemble", *own)
    return Tableau(
        f"{titre}, {dossier.exercice}", tuple(columns), (*lines, total), lignes_total=1,
        note="L’ensemble n’est pas toujours la somme\u00a0: un ménage ou un salarié présent "
            "dans deux "
        "établissements n’y compte qu’une fois.",
    )  # fmt: skip
