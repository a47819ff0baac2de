"""The scheme of the invented département: orientations, objectives, its 23 sheets, targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from cpomlib.droit import Declaration, Texte
from cpomlib.exemple.insertion import CONSEIL, DEPARTEMENT, Ligne
from cpomlib.socle import vers_centimes

CONTRAT = "C-SDI-2007"
EFFET, MOIS = date(2007, 1, 1), 36


@dataclass(frozen=True)
class ObjectifSchema:
    """An orientation, or an objective of one."""

    id: str
    intitule: Texte
    parent: str = ""


@dataclass(frozen=True)
class FicheSchema:
    """A sheet of the scheme."""

    id: str
    objectif: str
    intitule: Texte
    pilote: Texte
    date_debut: date
    date_fin: date
    etat: Literal["a_venir", "en_cours", "faite", "abandonnee"]
    avancement: int | float
    groupe_projet: str = ""
    constat: str = ""
    buts: str = ""
    mode_operatoire: str = ""
    calendrier: str = ""
    partenaires: str = ""
    moyens: str = ""
    indicateur_realisation: str = ""
    indicateur_resultat: str = ""
    cout_lancement: int = 0


@dataclass(frozen=True)
class Schema:
    """The content of the file."""

    intitule: Texte
    objectifs: tuple[ObjectifSchema, ...]
    fiches: tuple[FicheSchema, ...]


SCHEMA = Declaration("exemple_schema.yaml", Schema, "livre")

CIBLES: Sequence[tuple[str, str, str, float, float, str, str]] = (
    ("1", "insertion_allocataires", "baisse", 4000, 3200, "departement",
     "Diminuer de 20 % le nombre d’allocataires."),
    ("1.1", "insertion_taux_acces_emploi", "hausse", 0.213, 0.5, "tout",
     "Retour à l’emploi de la moitié des personnes en parcours, mesuré ici sur les accueillis."),
    ("1.1", "insertion_taux_couverture", "hausse", 0.25, 0.5, "departement",
     "Accueillir la moitié des allocataires."),
    ("1.1", "insertion_capacite_moyenne", "hausse", 44, 55, "tout",
     "Augmenter la capacité moyenne des structures (valeur inventée)."),
    ("1.1", "insertion_subvention_departement_par_accueilli", "plafond", 1079, 1079, "tout",
     "Ne pas dépenser plus par personne accueillie (cible inventée)."),
)  # fmt: skip
"""Objective, indicator, direction, value of 2006, target of 2009, perimeter, why."""


def schema(structures: Sequence[str]) -> Mapping[str, list[Ligne]]:
    """Return the rows of the scheme, by table of the contract.

    Args:
        structures: the insertion structures that it is about.
    """
    told = SCHEMA.lire()
    return {
        "contrats": [{
            "id_contrat": CONTRAT, "id_gestionnaire": CONSEIL, "cadre": "schema_departemental",
            "intitule": told.intitule, "statut": "signe", "date_effet": EFFET, "duree_mois": MOIS,
            "annee_diagnostic": 2006, "diagnostic_valide_le": date(2006, 11, 30),
            "periodicite_comite_mois": 12,
        }],
        "contrat_etablissements": [
            {"id_contrat": CONTRAT, "id_etablissement": one, "date_entree": EFFET}
            for one in structures
        ],
        "contrat_parties": [
            {"id_contrat": CONTRAT, "partie": "departement", "nature": "departement",
             "territoire": DEPARTEMENT, "organisme": "Conseil départemental (inventé)",
             "role": "signataire", "qualite": "président du conseil départemental"},
        ],
        "objectifs": [_objective(one) for one in told.objectifs],
        "cibles": [_target(*one) for one in CIBLES],
        "actions": [_action(one) for one in told.fiches],
        "financements_actions": [
            {"id_contrat": CONTRAT, "id_action": "1.1.1", "financeur": "departement",
             "annee": 2007, "montant": 30_000_00, "etat": "verse"},
        ],
        "rencontres": [
            {"id_contrat": CONTRAT, "date": date(year, 11, 15), "nature": nature,
             "redacteur": "gestionnaire", "validee_le": date(year, 12, 1)}
            for year, nature in ((2007, "comite_suivi"), (2008, "mi_parcours"), (2009, "bilan"))
        ],
    }  # fmt: skip


def _objective(one: ObjectifSchema) -> Ligne:
    row: Ligne = {"id_contrat": CONTRAT, "id_objectif": one.id, "axe": "autre",
                  "intitule": one.intitule}  # fmt: skip
    if one.parent:
        return row | {"niveau": "operationnel", "parent": one.parent}
    return row | {"niveau": "strategique"}


def _target(
    objectif: str, indicateur: str, sens: str, avant: float, cible: float, ou: str, motif: str
) -> Ligne:
    return {"id_contrat": CONTRAT, "id_objectif": objectif, "indicateur": indicateur,
            "sens": sens, "annee_reference": 2006, "valeur_reference": avant, "annee": 2009,
            "cible": cible, "perimetre": ou, "motif": motif}  # fmt: skip


def _action(one: FicheSchema) -> Ligne:
    return {"id_contrat": CONTRAT, **dict(_said(vars(one)))}


def _said(held: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    names = {"id": "id_action", "objectif": "id_objectif"}
    for name, value in held.items():
        if name == "cout_lancement":
            yield name, vers_centimes(value) or None
        else:
            yield names.get(name, name), None if value == "" else value
