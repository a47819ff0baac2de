"""Invented multi-funder agreements: renewed tacitly, left without approval, left by a funder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cpomlib.exemple.insertion import DEPARTEMENT, REGION, Ligne
from cpomlib.socle import vers_centimes

Montants = Mapping[str, Sequence[tuple[int, int, int | None]]]
"""Funder → asked, granted and paid in euros, year after year."""
_DISPOSITIFS = {
    "caf": "Prestation de service", "commune": "Subvention de fonctionnement",
    "departement": "Animation de la vie sociale", "etat_304": "Politique de la ville",
    "region": "Soutien aux projets",
}  # fmt: skip


@dataclass(frozen=True)
class ConventionInventee:
    """An invented agreement.

    Attributes:
        rang: of its association.
        nom: of its social centre.
        agrement: years between the last year of data and the first and the last of the approval.
        documents: years before the last one whose financial documents were received late or not.
        montants: who funds it, over three years.
    """

    rang: int
    nom: str
    agrement: tuple[int, int]
    manquants: tuple[int, ...]
    montants: Montants


CONVENTIONS = (
    ConventionInventee(1, "Centre social des Tilleuls", (-2, 1), (), {
        "caf": ((70_000, 70_000, 70_000), (71_000, 71_000, 71_000), (72_000, 72_000, 50_400)),
        "commune": ((95_000, 90_000, 90_000), (96_000, 93_000, 93_000), (98_000, 95_000, 95_000)),
        "departement": ((30_000, 30_000, 30_000),) * 3,
        "etat_304": ((18_000, 15_000, 15_000), (18_000, 18_000, 18_000), (18_000, 18_000, None)),
    }),
    ConventionInventee(2, "Centre social de la Gare", (-4, -1), (0,), {
        "caf": ((64_000, 64_000, 64_000), (65_000, 65_000, 65_000), (66_000, 0, 0)),
        "commune": ((80_000, 80_000, 80_000), (82_000, 80_000, 80_000), (84_000, 40_000, 40_000)),
        "departement": ((25_000, 25_000, 25_000), (25_000, 25_000, 25_000), (25_000, 0, 0)),
    }),
    ConventionInventee(3, "Centre social du Faubourg", (-2, 1), (), {
        "caf": ((68_000, 68_000, 68_000), (69_000, 69_000, 69_000), (70_000, 70_000, 70_000)),
        "commune": ((88_000, 85_000, 85_000), (90_000, 88_000, 88_000), (92_000, 90_000, 90_000)),
        "region": ((40_000, 40_000, 40_000), (40_000, 35_000, 35_000), (40_000, 0, 0)),
        "departement": ((28_000, 28_000, 28_000), (28_000, 28_000, 28_000),
                        (45_000, 35_000, 35_000)),
    }),
)  # fmt: skip
_ETAPES = (
    ("cadrage", "Écrire et valider le protocole", "équipement et caisse d’allocations"),
    ("diagnostic", "Partager le diagnostic avec habitants et partenaires", "équipement"),
    ("objectifs", "Arrêter les objectifs prioritaires", "comité de pilotage"),
    ("moyens", "Valider le projet et le budget pluriannuel", "comité de pilotage"),
    ("signature", "Signer la convention", "les signataires"),
)
_PARTIES = {
    "caf": ("caf", "Caisse d’allocations familiales"), "commune": ("commune", "Commune"),
    "departement": ("departement", "Conseil départemental (inventé)"),
    "etat_304": ("prefet_departement", "Préfecture"), "region": ("region", "Conseil régional"),
}  # fmt: skip


def conventions(annee: int) -> dict[str, list[Ligne]]:
    """Return the rows of the agreements, by table.

    Args:
        annee: the last year of data.
    """
    made: dict[str, list[Ligne]] = {}
    for one in CONVENTIONS:
        for name, rows in _agreement(one, annee).items():
            made.setdefault(name, []).extend(rows)
    return made


def _agreement(one: ConventionInventee, annee: int) -> dict[str, list[Ligne]]:
    first, last = (annee + gap for gap in one.agrement)
    own, house = f"EJ-4500002{one.rang:02d}", f"S-45-CS{one.rang}"
    rows = {
        "contrats": [_head(one, own, first, last)],
        "contrat_etablissements": [{"id_etablissement": house, "date_entree": date(first, 1, 1)}],
        "contrat_parties": _parties(one),
        **_aims(first, last, annee),
        **_life(one, first, last, annee),
    }
    for lines in rows.values():
        for line in lines:
            line["id_contrat"] = f"C-CS-{one.rang}"
    return rows | _structure(one, own, house) | {"financements": _money(one, house, annee)}


def _head(one: ConventionInventee, own: str, first: int, last: int) -> Ligne:
    return {
        "cadre": "pluripartite", "intitule": f"Convention pluripartite, {one.nom}",
        "id_gestionnaire": own, "statut": "signe", "date_effet": date(first, 1, 1),
        "duree_mois": 12 * (last - first + 1), "reconduction_tacite": True,
        "agrement_debut": date(first, 1, 1), "agrement_fin": date(last, 12, 31),
        "annee_diagnostic": first - 1, "diagnostic_valide_le": date(first - 1, 6, 15),
        "periodicite_comite_mois": 12,
    }  # fmt: skip


def _parties(one: ConventionInventee) -> list[Ligne]:
    return [
        {"partie": "gestionnaire", "nature": "gestionnaire", "organisme": one.nom,
         "role": "signataire", "qualite": "présidence"},
        *({"partie": who, "nature": _PARTIES[who][0], "organisme": _PARTIES[who][1],
           "territoire": None if who == "commune" else DEPARTEMENT, "role": "signataire"}
          for who in one.montants),
    ]  # fmt: skip


def _aims(first: int, last: int, annee: int) -> dict[str, list[Ligne]]:
    return {
        "objectifs": [
            {"id_objectif": number, "axe": "autre", "intitule": told, "parent": number[:-2] or None,
             "niveau": "operationnel" if "." in number else "strategique"}
            for number, told in (
                ("1", "Renforcer la place des habitants"),
                ("1.1", "Faire vivre un conseil d’habitants"),
                ("2", "Aller vers ceux que l’on ne voit pas"),
                ("2.1", "Tenir des permanences hors les murs"),
            )
        ],
        "actions": [
            {"id_objectif": "1.1", "id_action": "A", "intitule": "Conseil d’habitants trimestriel",
             "pilote": "direction du centre", "etat": "en_cours", "avancement": 0.5,
             "date_debut": date(first, 1, 1), "date_fin": date(last, 12, 31),
             "cout_annuel": vers_centimes(4000)},
        ],
        "cibles": [
            {"id_objectif": "2.1", "indicateur": "L-permanences", "libelle": "Permanences tenues",
             "unite": "permanences", "sens": "hausse", "annee_reference": first - 1,
             "valeur_reference": 12.0, "annee": last, "cible": 40.0},
        ],
        "mesures": [
            {"indicateur": "L-permanences", "annee": year, "valeur": 14.0 + 7 * (year - first),
             "etat": "transmise"}
            for year in range(first, min(annee, last) + 1)
        ],
    }  # fmt: skip


def _life(one: ConventionInventee, first: int, last: int, annee: int) -> dict[str, list[Ligne]]:
    return {
        "demarche": [
            {"etape": step, "tache": task, "responsable": who, "debut": date(first - 1, rank, 1),
             "fin": date(first - 1, rank + 2, 15), "faite_le": date(first - 1, rank + 2, 10)}
            for rank, (step, task, who) in enumerate(_ETAPES, 1)
        ] + [{"etape": "bilan", "tache": "Évaluer le projet", "responsable": "équipement",
              "debut": date(last - 1, 9, 1), "fin": date(last - 1, 12, 31)}],
        "rencontres": [
            {"date": date(year, month, 12), "nature": nature, "redacteur": "gestionnaire"}
            for year in range(first, min(annee, last) + 1)
            for month, nature in ((3, "groupe_suivi"), (6, "comite_appui"), (11, "comite_pilotage"))
        ],
        "actes": [
            {"nature": "budget_previsionnel", "exercice": year,
             "recu_le": None if annee - year in one.manquants else date(year - 1, 12, 10)}
            for year in range(first + 1, min(annee + 1, last) + 1)
        ],
    }  # fmt: skip


def _structure(one: ConventionInventee, own: str, house: str) -> dict[str, list[Ligne]]:
    return {
        "gestionnaires": [{"id_gestionnaire": own, "raison_sociale": f"Association {one.nom}",
                           "statut": "association", "departement_siege": DEPARTEMENT}],
        "etablissements": [{
            "id_etablissement": house, "id_gestionnaire": own, "nom": one.nom, "categorie": "000",
            "regime": "subventionne", "autorite": "autre", "programme": "autre",
            "departement": DEPARTEMENT, "region": REGION,
        }],
    }  # fmt: skip


def _money(one: ConventionInventee, house: str, annee: int) -> list[Ligne]:
    return [
        {"id_etablissement": house, "annee": annee - 2 + rank, "financeur": who,
         "dispositif": _DISPOSITIFS[who], "montant_demande": vers_centimes(asked),
         "montant_accorde": vers_centimes(granted),
         "montant_verse": None if paid is None else vers_centimes(paid)}
        for who, years in one.montants.items()
        for rank, (asked, granted, paid) in enumerate(years)
    ]  # fmt: skip
