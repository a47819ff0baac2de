"""The fiche opérateur of the 2012 guide, annexe 2, in its order: what its notebook calls."""

from __future__ import annotations

from dataclasses import dataclass

from cpomlib.dossier import Dossier
from cpomlib.droit import nom_departement, nomenclature
from cpomlib.entree import Attendu, Saisie
from cpomlib.rapports.fiche_operateur import parties, service
from cpomlib.rapports.fiche_operateur.appreciation import LigneAppreciation, atouts, service_rendu
from cpomlib.rapports.fiche_operateur.bareme import BaremeOperateur, bareme
from cpomlib.rapports.fiche_operateur.economie import COUT, Comparaison, comparaisons
from cpomlib.rapports.publiable import avertissement
from cpomlib.rapports.voisinage import des_etablissements
from cpomlib.rendu.blocs import Fait, Groupe, Identite
from cpomlib.socle import date_courte

_NATURE = "Fiche opérateur"


@dataclass(frozen=True, eq=False)
class Operateur:
    """What the fiche is made of, computed once.

    Attributes:
        dossier: the gestionnaire's.
        bareme: what the guide asks for, and the rules.
        saisie: what the parties wrote.
        comparees: its costs beside the mean of the département.
        atouts: appreciations of the opérateur.
        service: appreciations of what it renders.
    """

    dossier: Dossier
    bareme: BaremeOperateur
    saisie: Saisie
    comparees: tuple[Comparaison, ...]
    atouts: tuple[LigneAppreciation, ...]
    service: tuple[LigneAppreciation, ...]


def calculer(dossier: Dossier) -> Operateur:
    """Make the fiche of a dossier, with what the parties declared.

    Raises:
        ParametreError: the rules or what the parties declared are badly written.
    """
    asked = bareme()
    said = dossier.saisie(attendu(asked))
    compared = comparaisons(dossier, des_etablissements(dossier, (COUT,)))
    return Operateur(
        dossier, asked, said, compared,
        atouts(dossier, asked, said), service_rendu(dossier, asked, said, compared),
    )  # fmt: skip


def attendu(asked: BaremeOperateur) -> Attendu:
    """Return what the parties may declare."""
    return Attendu(
        asked.niveaux,
        frozenset({*asked.regles, *asked.atouts, "coherence"}),
        frozenset(asked.missions),
        frozenset(asked.profils),
        frozenset(asked.siao),
        frozenset(asked.attendus),
    )


def signaletique(trouve: Operateur) -> Groupe:
    """Show who the opérateur is."""
    dossier = trouve.dossier
    who = dossier.frames["gestionnaires"].iloc[0]
    statut = nomenclature("statut").libelles.get(str(who["statut"]), str(who["statut"]))
    places = sorted(set(dossier.structures["departement"].astype("str")))
    cover = Identite(
        raison_sociale=dossier.raison_sociale,
        perimetre=f"{statut[:1].upper()}{statut[1:]}, opérateur de l’hébergement, de l’accueil et "
        f"de l’insertion\u00a0: {', '.join(map(nom_departement, places))}",
        annee=dossier.annee,
        nature=f"{_NATURE}, région inventée" if dossier.exemple else _NATURE,
        faits=(
            Fait("Identifiant", dossier.id),
            Fait("Établissements et services", dossier.services, "nombre"),
            Fait("Places financées", dossier.valeur("places_financees"), "nombre"),
            Fait("Saisie des parties", trouve.saisie.fichier or "aucune"),
            Fait("État des données", f"n° {dossier.etat}"),
        ),
        depots=tuple(
            f"Dépôt n° {d.id} du {date_courte(d.horodatage)}, {d.auteur}, {d.fichier}"
            for d in dossier.depots
        ),
        courte=True,
        serree=True,
    )
    return Groupe((cover, *avertissement(dossier)))


def description(trouve: Operateur) -> Groupe:
    """Show the missions, the number and types of places, the GHAM."""
    return parties.description(trouve.dossier, trouve.bareme, trouve.saisie)


def publics(trouve: Operateur) -> Groupe:
    """Show the main public, the specific profiles, the specific points and co-financing."""
    return parties.publics(trouve.dossier, trouve.bareme, trouve.saisie)


def forces(trouve: Operateur) -> Groupe:
    """Show the atouts of the opérateur."""
    return service.atouts(trouve.dossier, trouve.bareme, trouve.atouts)


def service_rendu_usager(trouve: Operateur) -> Groupe:
    """Show the service rendered, with the cost beside the mean of the département."""
    return service.service_rendu(trouve.bareme, trouve.service, trouve.comparees)


def activite(trouve: Operateur) -> Groupe:
    """Show the indicators of activity and the part taken in the SIAO."""
    return parties.activite(trouve.dossier, trouve.bareme, trouve.saisie)


def financement(trouve: Operateur) -> Groupe:
    """Show the financing."""
    return parties.financement(trouve.dossier)


def attendus(trouve: Operateur) -> Groupe:
    """Show what is expected for the first year of the contract and three years on."""
    return parties.attendus(trouve.dossier, trouve.bareme, trouve.saisie)
