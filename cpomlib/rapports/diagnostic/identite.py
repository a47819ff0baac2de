"""The cover of a diagnostic: who, which perimeter, which year, from which deposits."""

from __future__ import annotations

from dataclasses import replace

from cpomlib.base import Depot
from cpomlib.dossier import Dossier
from cpomlib.droit import nomenclature
from cpomlib.rendu.blocs import Fait, Identite
from cpomlib.socle import Secret, Valeur, date_courte

_NATURE = "Diagnostic partagé"
_NATURE_EXEMPLE = "Diagnostic partagé, région inventée"
_PERIMETRES = {"tous": "Tous les établissements et services", "chrs": "Les CHRS seulement"}


def identite(dossier: Dossier) -> Identite:
    """Return the cover of a report on a gestionnaire."""
    who = dossier.frames["gestionnaires"].iloc[0]
    statut = nomenclature("statut").libelles.get(str(who["statut"]), str(who["statut"]))
    scope = _PERIMETRES[dossier.perimetre]
    where = f", région {dossier.nom_region}" if dossier.region else ""
    return Identite(
        raison_sociale=dossier.raison_sociale,
        perimetre=f"{scope} du gestionnaire{where}",
        annee=dossier.annee,
        faits=(
            Fait("Identifiant", dossier.id),
            Fait("Statut", statut[:1].upper() + statut[1:]),
            Fait("Établissements et services", len(dossier.regimes(dossier.annee)), "nombre"),
            Fait("Places autorisées", dossier.valeur("places_autorisees"), "nombre"),
            Fait("Places financées", dossier.valeur("places_financees"), "nombre"),
            Fait("État des données", f"dépôt n° {dossier.etat}"),
        ),
        depots=tuple(_deposit(depot) for depot in dossier.depots),
        nature=_NATURE_EXEMPLE if dossier.exemple else _NATURE,
    )


def _deposit(depot: Depot) -> str:
    when = date_courte(depot.horodatage)
    return f"Dépôt n° {depot.id} du {when}, {depot.auteur}, {depot.fichier}"


def identite_signee(dossier: Dossier) -> Identite:
    """Return the cover of the document that is signed: what it is read by, in one line."""
    houses = len(dossier.regimes(dossier.annee))
    return replace(
        identite(dossier),
        faits=(
            Fait("Places financées", dossier.valeur("places_financees"), "nombre"),
            Fait("Établissements", houses, "nombre"),
            Fait("Ménages accueillis", _menages(dossier), "nombre"),
            Fait("Identifiant", dossier.id),
            Fait("État des données", f"n°\u00a0{dossier.etat}{_du(dossier)}"),
        ),
        courte=True,
    )


def _menages(dossier: Dossier) -> Valeur:
    masked = dossier.secret("menages_accueillis")
    return Secret(masked) if masked else dossier.valeur("menages_accueillis")


def _du(dossier: Dossier) -> str:
    """Say when the last deposit came in."""
    last = max((depot.horodatage for depot in dossier.depots), default=None)
    return f" du {date_courte(last)}" if last else ""
