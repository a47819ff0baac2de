"""An invented contract of aims and means: the Département and an association of insertion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cpomlib.exemple.insertion import DEPARTEMENT, Ligne, owner
from cpomlib.socle import vers_centimes

CONTRAT, GESTIONNAIRE = "C-COM-1", owner(3)
MAISONS = ("S-45-301", "S-45-302")
EFFET, MOIS = date(2008, 1, 1), 24
CIBLES = (
    # 56 received in 2007, 12 dynamic exits of 34; the targets are invented
    ("insertion_accueillis", 56, 66, "Augmenter l’accueil d’un territoire peu doté."),
    ("insertion_taux_sorties_dynamiques", 12 / 34, 0.45, "Mieux préparer les sorties."),
)


def contrat_de_structure() -> Mapping[str, list[Ligne]]:
    """Return the rows of the contract, by table, as sheet 1.1.1 of the scheme asks for some."""
    return {
        name: [{"id_contrat": CONTRAT} | line for line in lines]
        for name, lines in (*_signed().items(), *_aims().items())
    }


def _signed() -> dict[str, list[Ligne]]:
    return {
        "contrats": [{
            "id_gestionnaire": GESTIONNAIRE, "cadre": "objectifs_moyens", "statut": "signe",
            "intitule": "Contrat d’objectifs et de moyens, Insertion Pithiverais (inventé)",
            "date_effet": EFFET, "duree_mois": MOIS, "annee_diagnostic": 2007,
            "diagnostic_valide_le": date(2007, 11, 20), "periodicite_comite_mois": 12,
        }],
        "contrat_etablissements": [
            {"id_etablissement": one, "date_entree": EFFET} for one in MAISONS
        ],
        "contrat_parties": [
            {"partie": "gestionnaire", "nature": "gestionnaire", "role": "signataire",
             "organisme": "Insertion Pithiverais", "qualite": "présidence"},
            {"partie": "departement", "nature": "departement", "role": "signataire",
             "territoire": DEPARTEMENT, "organisme": "Conseil départemental (inventé)"},
        ],
    }  # fmt: skip


def _aims() -> dict[str, list[Ligne]]:
    return {
        "objectifs": [
            {"id_objectif": "1", "axe": "autre", "niveau": "strategique",
             "intitule": "Accueillir plus, et mieux préparer les sorties"},
            {"id_objectif": "1.1", "axe": "autre", "niveau": "operationnel", "parent": "1",
             "intitule": "Ouvrir l’atelier trois jours de plus par mois"},
        ],
        "cibles": [
            {"id_objectif": "1.1", "indicateur": name, "sens": "hausse", "annee_reference": 2007,
             "valeur_reference": before, "annee": 2009, "cible": aimed, "perimetre": "tout",
             "motif": why}
            for name, before, aimed, why in CIBLES
        ],
        "actions": [
            {"id_objectif": "1.1", "id_action": "A", "intitule": "Point de sortie à trois mois",
             "pilote": "direction de la structure", "etat": "faite", "avancement": 1.0,
             "date_debut": date(2008, 3, 1), "date_fin": date(2009, 6, 30),
             "cout_annuel": vers_centimes(6000)},
        ],
        "rencontres": [
            {"date": date(2008, 12, 3), "nature": "comite_suivi", "redacteur": "gestionnaire"},
            {"date": date(2009, 11, 24), "nature": "bilan", "redacteur": "gestionnaire"},
        ],
    }  # fmt: skip
