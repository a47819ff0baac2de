"""What is known of a contract before anybody has written it: whose, where, who signs, what for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cpomlib.calcul.contrat.demarche import retroplanning
from cpomlib.calcul.contrat.modele import Ligne, terme
from cpomlib.calcul.contrat.regles_bloquantes import AXES
from cpomlib.droit import nom_departement, nom_region
from cpomlib.tables import CATEGORIE_CHRS

OBLIGATOIRES = (
    ("1", "cpom_1_taux", "hausse"), ("1", "cpom_2_taux", "hausse"),
    ("1", "cpom_3_taux_dls_active", "hausse"), ("2", "cpom_4_taux_presence_longue", "baisse"),
)  # fmt: skip
"""Objective, indicator and direction of the four mandatory ones (arrêté of 2019, annexe I)."""


@dataclass(frozen=True)
class Ebauche:
    """From what a contract is drafted.

    Attributes:
        code: its code.
        gestionnaire: the row of its gestionnaire.
        etablissements: the rows of its establishments.
        effet: its first day, as it is planned.
        mois: its months.
        reference: the year that its targets start from.
        lancement: the day the work on it begins; None: no task is planned.
    """

    code: str
    gestionnaire: Ligne
    etablissements: Sequence[Ligne]
    effet: date
    mois: int
    reference: int
    lancement: date | None = None


def ebaucher(depart: Ebauche) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a contract in preparation; what is for the parties to say is left out."""
    inside = perimetre(depart)
    rows: dict[str, list[dict[str, Any]]] = {
        "contrats": [_head(depart)],
        "contrat_etablissements": [
            {"id_etablissement": one["id_etablissement"], "date_entree": depart.effet}
            for one in inside
        ],
        "contrat_parties": _parties(depart, inside),
        "objectifs": [
            {"id_objectif": str(rank), "axe": axe, "niveau": "strategique",
             "intitule": told[0].upper() + told[1:]}
            for rank, (axe, told) in enumerate(AXES.items(), 1)
        ],
        "cibles": [_target(depart, *one) for one in OBLIGATOIRES],
        "demarche": retroplanning(depart.lancement) if depart.lancement else [],
    }  # fmt: skip
    return {name: [{"id_contrat": depart.code, **row} for row in held]
            for name, held in rows.items()}  # fmt: skip


def perimetre(depart: Ebauche) -> list[Ligne]:
    """Return the CHRS that must be in: those under a tariff, open on the first day."""
    return [
        one
        for one in depart.etablissements
        if one["categorie"] == CATEGORIE_CHRS
        and one["regime"] == "autorise"
        and (one["date_fermeture"] is None or one["date_fermeture"] >= depart.effet)
    ]


def _head(depart: Ebauche) -> dict[str, Any]:
    name = str(depart.gestionnaire["raison_sociale"])
    return {
        "id_gestionnaire": depart.gestionnaire["id_gestionnaire"], "cadre": "l313_11_2",
        "intitule": f"CPOM de {name}", "statut": "preparation", "date_effet": depart.effet,
        "duree_mois": depart.mois, "annee_diagnostic": depart.reference,
    }  # fmt: skip


def _parties(depart: Ebauche, inside: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = [
        {"partie": f"prefet-{code}", "nature": "prefet_region", "territoire": code,
         "organisme": f"Préfecture de région, {nom_region(code)}",
         "role": "autorite_tarification", "qualite": "préfet de région"}
        for code in sorted({str(one["region"]) for one in inside})
    ]  # fmt: skip
    found += [
        {"partie": f"departement-{code}", "nature": "prefet_departement", "territoire": code,
         "organisme": f"Préfecture, {nom_departement(code)}", "role": "consulte",
         "qualite": "préfet de département"}
        for code in sorted({str(one["departement"]) for one in inside})
    ]  # fmt: skip
    return [*found, {
        "partie": "gestionnaire", "nature": "gestionnaire", "role": "signataire",
        "organisme": depart.gestionnaire["raison_sociale"],
    }]  # fmt: skip


def _target(depart: Ebauche, objectif: str, indicateur: str, sens: str) -> dict[str, Any]:
    last = terme(depart.effet, depart.mois).year
    return {
        "id_objectif": objectif, "indicateur": indicateur, "sens": sens,
        "annee_reference": depart.reference, "annee": last,
    }  # fmt: skip
