"""A région made by hand: contracts, versions of the arrêté, nothing of a base."""

from datetime import date

import pandas as pd
from calcul.contrat.fabrique import GARE, PORT, QUI, etablissement
from calcul.programmation.fabrique import recense

from cpomlib.calcul.programmation import Arrete
from cpomlib.dossier import DossierRegion
from cpomlib.tables import conform, empty, table

JOUR = date(2026, 11, 29)


def dossier(contrats=(), versions=(), recenses=(), annee=2026, jour=JOUR, **others):
    """Return a région of one gestionnaire, of two CHRS, and what is given."""
    owner = [{"id_gestionnaire": QUI, "raison_sociale": "L’Étape", "statut": "association"}]
    houses = [{k: v for k, v in etablissement(one).items() if v} for one in (PORT, GARE)]
    held = {
        "region": "52", "departements": {"44": "Loire-Atlantique", "49": "Maine-et-Loire"},
        "enveloppes": {}, "depots": (), "exemple": False,
    } | others  # fmt: skip
    return DossierRegion(
        engine=None, base="", annee=annee, jour=jour, etat=1,
        frames={"gestionnaires": conform("gestionnaires", pd.DataFrame(owner)),
                "etablissements": conform("etablissements", pd.DataFrame(houses)),
                "places": empty("places")},
        contrats={one.id: one for one in contrats}, recenses=recenses, versions=versions,
        **held,
    )  # fmt: skip


def qui(nom="L’Étape", **cells):
    """Return the gestionnaire of the contracts as it is listed."""
    from dataclasses import replace

    return replace(recense(nom, **cells), id=QUI)


def arrete(version, *lignes, **cells):
    """Return a version: lines (year, gestionnaire or none, CHRS, cents)."""
    blank = dict.fromkeys(table("arretes_programmation").colonnes)
    head = {**blank, "region": "52", "version": version, "forme": "nominative", **cells}
    line = dict.fromkeys(table("programmation").colonnes)
    rows = [
        {**line, "region": "52", "version": version, "rang": rank, "annee": year,
         "id_gestionnaire": who, "departements": "44", "nombre_chrs": count, "volume": amount,
         "etat": "prevu"}
        for rank, (year, who, count, amount) in enumerate(lignes, 1)
    ]  # fmt: skip
    return Arrete(head, tuple(rows))
