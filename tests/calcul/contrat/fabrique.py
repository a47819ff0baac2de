"""A contract made by hand, that no rule finds fault with; each test changes what it is about."""

from datetime import date

from cpomlib.calcul.contrat import CadreDelais, Contrat, Delais, echeances
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


def etablissement(ident, **cells):
    return {
        "id_etablissement": ident, "id_gestionnaire": QUI, "nom": f"CHRS {ident}",
        "categorie": "214", "regime": "autorise", "autorite": "prefet", "programme": "177",
        "departement": "44", "region": "52", "date_fermeture": None,
    } | cells  # fmt: skip


def connus(*others):
    """Return the establishments that the base knows."""
    return {
        one["id_etablissement"]: one for one in (etablissement(PORT), etablissement(GARE), *others)
    }


PARTIES = (
    {"partie": "prefet", "nature": "prefet_region", "organisme": "Préfecture",
     "role": "autorite_tarification"},
    {"partie": "asso", "nature": "gestionnaire", "organisme": "L’Étape", "role": "signataire"},
)  # fmt: skip
OBJECTIFS = (
    {"id_objectif": "1.1", "axe": "acces_logement", "niveau": "operationnel", "intitule": "x"},
    {"id_objectif": "2.1", "axe": "adaptation_offre", "niveau": "operationnel", "intitule": "x"},
)
ACTION = {
    "id_objectif": "1.1", "id_action": "A", "intitule": "x", "pilote": "direction",
    "date_debut": date(2025, 3, 1), "date_fin": date(2028, 3, 1), "etat": "en_cours",
    "cout_annuel": 100,
}  # fmt: skip
DUREE = cibles({2029: 0.1}, "cpom_4_taux_presence_longue", "2.1", sens="baisse")


def sain(tables=None, **cells):
    """Return a contract that no rule finds fault with; ``tables`` replace its own."""
    held = {
        "contrat_parties": lignes("contrat_parties", *PARTIES),
        "objectifs": lignes("objectifs", *OBJECTIFS),
        "cibles": cibles({2029: 0.3}) + cibles({2029: 0.3}, "cpom_2_taux")
        + cibles({2029: 0.6}, "cpom_3_taux_dls_active") + DUREE,
        "actions": lignes("actions", ACTION),
    } | (tables or {})  # fmt: skip
    return contrat(held, **{"diagnostic_valide_le": date(2024, 6, 1)} | cells)


def cadre(jour=JOUR, **others):
    return CadreDelais(jour, Delais(JOUR), {PORT: "autorise"} | others.pop("regimes", {}), **others)


def dates(held, nature, jour=JOUR, **others):
    return [(one.cle, one.le, one.statut(jour)) for one in echeances(held, cadre(jour, **others))
            if one.nature == nature]  # fmt: skip
