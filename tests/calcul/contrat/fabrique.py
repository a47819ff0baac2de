"""A contract made by hand, that no rule finds fault with; each test changes what it is about."""

from datetime import date

from cpomlib.calcul.contrat import Contrat
from cpomlib.tables import contract_names, table

QUI, PORT, GARE, RUE = "732829320", "440000001", "440000002", "S-RUE"
JOUR = date(2026, 11, 29)


def ligne(name, **cells):
    """Return a row of a table, empty where nothing is said."""
    row = dict.fromkeys(table(name).colonnes)
    unknown = set(cells) - set(row)
    assert not unknown, unknown
    return row | {"id_contrat": "C-1"} | cells


def lignes(name, *rows):
    return tuple(ligne(name, **row) for row in rows)


def cibles(points, indicateur="cpom_1_taux", objectif="1.1", **others):
    """Return the rows of one target: year → value."""
    said = {"sens": "hausse", "annee_reference": 2024, "valeur_reference": 0.2} | others
    return lignes(
        "cibles",
        *(dict(said, id_objectif=objectif, indicateur=indicateur, annee=year, cible=value)
          for year, value in points.items()),
    )  # fmt: skip


def contrat(tables=None, **cells):
    """Return a signed contract of five years from 1 January 2025, with what is given."""
    head = {
        "id_gestionnaire": QUI, "cadre": "l313_11_2", "statut": "signe",
        "date_effet": date(2025, 1, 1), "duree_mois": 60,
    } | cells  # fmt: skip
    held = {
        "contrat_etablissements": lignes(
            "contrat_etablissements",
            {"id_etablissement": PORT, "date_entree": date(2025, 1, 1)},
            {"id_etablissement": GARE, "date_entree": date(2025, 1, 1)},
        )
    } | (tables or {})
    assert set(held) <= set(contract_names())
    return Contrat(ligne("contrats", **head), held)
