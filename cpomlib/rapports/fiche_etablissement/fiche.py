"""The fiches of the establishments of a gestionnaire: what their notebook calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cpomlib.calcul import par_etablissement
from cpomlib.calcul.indicateurs import compute
from cpomlib.calcul.volet import Couts, Droit
from cpomlib.calcul.volet.couts import couts
from cpomlib.dossier import Dossier
from cpomlib.droit import libelle_categorie
from cpomlib.rapports.comparables import DISCRETION, RANG, tableau_bareme
from cpomlib.rapports.fiche_etablissement import parties
from cpomlib.rapports.fiche_etablissement.parties import FicheEtablissement, mesure_de
from cpomlib.rapports.publiable import avertissement
from cpomlib.rapports.voisinage import Alentours, des_etablissements, empechement, voisinage
from cpomlib.rapports.volet_financier import donnees
from cpomlib.rendu.blocs import Bloc, Colonne, Fait, Groupe, Identite, Paragraphe, Tableau, Titre
from cpomlib.socle import CommandeError, date_courte, suggestion

_NATURE = "Fiches d’établissement"


@dataclass(frozen=True, eq=False)
class Fiches:
    """What the fiches of a gestionnaire are made of, computed once for all of them.

    Attributes:
        dossier: the gestionnaire's.
        structures: the establishments that get a fiche, one row each.
        resultats: year → indicators of each establishment, by unit and id; two years.
        autour: the establishments of the région, None without one.
        couts: cost per place of each GHAM of the CHRS.
    """

    dossier: Dossier
    structures: pd.DataFrame
    resultats: Mapping[int, pd.DataFrame]
    autour: Alentours | None
    couts: Couts


def calculer(dossier: Dossier, etablissement: str = "") -> Fiches:
    """Compute the fiches of a dossier.

    Args:
        dossier: the gestionnaire's.
        etablissement: the only one wanted; empty for all those of the perimeter.

    Raises:
        CommandeError: the establishment is not in the perimeter; names the nearest one.
    """
    known = dossier.structures
    if etablissement and etablissement not in set(known["id_etablissement"]):
        raise CommandeError(
            f"L’établissement «\u00a0{etablissement}\u00a0» n’est pas dans le périmètre de "
            f"{dossier.raison_sociale}.",
            que_faire=suggestion(etablissement, sorted(known["id_etablissement"])),
        )
    kept = known[known["id_etablissement"] == etablissement] if etablissement else known
    return Fiches(
        dossier,
        kept,
        _two_years(dossier),
        des_etablissements(dossier, parties.compares()),
        couts(donnees(dossier), dossier.plan, Droit(dossier.lecteur)),
    )


def couverture(trouve: Fiches) -> Groupe:
    """Show whose establishments they are, the list of the fiches, and how to read them."""
    dossier = trouve.dossier
    cover = Identite(
        raison_sociale=dossier.raison_sociale,
        perimetre="Une fiche par établissement ou service du périmètre",
        annee=dossier.annee,
        nature=f"{_NATURE}, région inventée" if dossier.exemple else _NATURE,
        faits=(
            Fait("Identifiant", dossier.id),
            Fait("Fiches", len(trouve.structures), "nombre"),
            Fait("Places financées", dossier.valeur("places_financees"), "nombre"),
            Fait("État des données", f"n° {dossier.etat}"),
        ),
        depots=tuple(
            f"Dépôt n° {d.id} du {date_courte(d.horodatage)}, {d.auteur}, {d.fichier}"
            for d in dossier.depots
        ),
    )
    return Groupe((cover, *avertissement(dossier), _sommaire(trouve), *_lecture(trouve)))


def _sommaire(trouve: Fiches) -> Tableau:
    year = trouve.dossier.annee
    rows = tuple(
        (
            row.nom,
            libelle_categorie(str(row.categorie)),
            *(
                mesure_de(trouve.resultats[year].loc[row.id_etablissement], name)
                for name in ("places_financees", "taux_occupation", "cout_place")
            ),
        )
        for row in trouve.structures.itertuples()
    )
    columns = (
        Colonne("Établissement ou service"), Colonne("Catégorie"), Colonne("Places", "nombre"),
        Colonne("Occupation", "taux"), Colonne("Coût à la place", "euros_ronds"),
    )  # fmt: skip
    return Tableau(f"Les fiches, {trouve.dossier.exercice}", columns, rows)


def _lecture(trouve: Fiches) -> tuple[Bloc, ...]:
    """Explain the comparison once for all the fiches."""
    if trouve.autour is None:
        said = empechement(trouve.dossier)
        return (Paragraphe(said, role="manque", titre="Aucune comparaison."),)
    return (
        Paragraphe(
            f"Chaque fiche situe l’établissement parmi ceux qui lui ressemblent le plus chez les "
            f"autres gestionnaires de la région. {DISCRETION} {RANG.format(qui='l’établissement')} "
            "Un montant qui dépend de la taille n’est pas comparé («\u00a0–\u00a0»).",
        ),
        tableau_bareme(trouve.autour.bareme),
    )


def fiches(trouve: Fiches) -> Groupe:
    """Show every fiche, each beginning a page."""
    return Groupe(tuple(fiche(trouve, unit) for unit in trouve.structures["id_etablissement"]))


def fiche(trouve: Fiches, etablissement: str) -> Groupe:
    """Show one establishment: who it is, whom it receives, what it costs, how it compares."""
    one = FicheEtablissement(
        dossier=trouve.dossier,
        structure=trouve.structures.set_index("id_etablissement").loc[etablissement],
        id=etablissement,
        resultats={year: rows.loc[etablissement] for year, rows in trouve.resultats.items()},
        voisinage=voisinage(trouve.autour, etablissement),
        couts=Couts(tuple(line for line in trouve.couts.lignes if line.id == etablissement), {}),
    )
    return Groupe(
        (
            Titre(2, one.nom, f"fiche-{etablissement}", nouvelle_page=True),
            parties.comparaison(one),
            parties.identite(one),
            parties.places(one),
            *parties.publics(one),
            *parties.qualite(one),
            *parties.tableaux(one),
            *parties.gham(one),
            *parties.anomalies(one),
        )
    )


def _two_years(dossier: Dossier) -> dict[int, pd.DataFrame]:
    """Set beside the year the one before, which a version to publish does not repeat."""
    now = {dossier.annee: _indexed(dossier.par_etablissement)}
    if dossier.publiable:
        return now
    units, year = par_etablissement(dossier.structures), dossier.annee - 1
    before = compute(dossier.frames, units, year, dossier.conventions)
    return {year: _indexed(before), **now}


def _indexed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.set_index(["unite", "id"])
