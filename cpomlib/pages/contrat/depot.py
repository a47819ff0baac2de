"""Saving a draft: by the same door as a file, and over nothing that others wrote meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cpomlib import base as store
from cpomlib.base import Choix, Origine
from cpomlib.calcul.contrat import AU_DEPOT, Contrat, indicateurs_nommes
from cpomlib.entree import lire_textes
from cpomlib.pages.contrat.brouillon import Brouillon, en_donnees, par_cle
from cpomlib.socle import CommandeError, DonneesError, pluriel
from cpomlib.tables import contract_names, empty, refus_du_jour, row_texts, written_row

if TYPE_CHECKING:
    from cpomlib.pages.contrat.donnees import AccesContrats, Ouvert

STRUCTURE = ("gestionnaires", "etablissements")


def enregistrer(
    acces: AccesContrats, ouvert: Ouvert, brouillon: Brouillon, auteur: str
) -> store.Recu:
    """Deposit a draft.

    Args:
        acces: what the page may show.
        ouvert: the contract as the page read it.
        brouillon: what is changed of it.
        auteur: who saves.

    Raises:
        CommandeError: the author is not said, or the contract has faults, all told.
        EntretempsError: others changed the same tables since the page read them.
    """
    if {acces.choisi(brouillon.contrat), ouvert.base.id} != {brouillon.contrat}:
        raise CommandeError("Ces changements sont ceux d’un autre contrat\u00a0: rien n’est écrit.")
    if not auteur.strip():
        raise CommandeError("Dites qui enregistre\u00a0: écrivez votre nom ou votre fonction.")
    contrat = brouillon.applique(ouvert.base)
    rows = {
        name: [row_texts(written_row(name, row)) for row in contrat.de(name)]
        for name in contract_names()
        if name in brouillon.tables
    }
    known = store.read(acces.engine, [*STRUCTURE, *contract_names()])
    read = lire_textes({n: held for n, held in rows.items() if held}, known, ouvert.jour,
                       AU_DEPOT)  # fmt: skip
    emptied = [name for name, held in rows.items() if not held]
    frames = {**read.frames, **{name: empty(name) for name in emptied}}
    if faults := refus_du_jour(frames, ouvert.jour, "contrat"):
        raise DonneesError(faults)
    choice = Choix("remplacer", (brouillon.contrat,) if emptied else (), brouillon.avenant or None,
                   depuis=brouillon.etat)  # fmt: skip
    said = json.dumps(en_donnees(brouillon), sort_keys=True, default=str)
    digest = hashlib.sha256(said.encode()).hexdigest()
    origin = Origine(auteur.strip(), f"page du contrat {brouillon.contrat}", digest, "contrat")
    return store.deposit_once(acces.engine, frames, origin, "valide", choice, forcer=True)


MOTS = {
    "avenants": "avenant", "objectifs": "objectif", "cibles": "ligne de cible",
    "actions": "action", "mesures": "explication", "rencontres": "réunion",
    "releves": "point de séance", "demarche": "tâche",
}  # fmt: skip


def a_deposer(brouillon: Brouillon) -> list[str]:
    """Say what a draft holds: « 2 lignes de cible »."""
    return [
        pluriel(len(rows), word, _pluriel(word))
        for name, word in MOTS.items()
        if (rows := brouillon.tables.get(name))
    ]


def _pluriel(word: str) -> str:
    head, _, rest = word.partition(" ")
    return f"{head}s {rest}".rstrip()


def differences(ouvert: Ouvert, actuel: Ouvert, brouillon: Brouillon) -> list[str]:
    """Word what others changed meanwhile of the tables of a draft."""
    before, after = (
        {name: side.lus.frames[name] for name in brouillon.tables} for side in (ouvert, actuel)
    )
    said = store.changements_du_contrat(before, after, brouillon.contrat)
    return [indicateurs_nommes(one) for one in said]


def heurts(avant: Contrat, maintenant: Contrat, brouillon: Brouillon) -> list[tuple[str, ...]]:
    """Return the rows of a draft that others changed too, as (table, key…)."""
    return [
        (name, *key)
        for name, rows in brouillon.tables.items()
        for key in rows
        if par_cle(avant, name).get(key) != par_cle(maintenant, name).get(key)
    ]


def repartir(
    brouillon: Brouillon, actuel: Ouvert, sauf: Sequence[tuple[str, ...]] = ()
) -> Brouillon:
    """Return a draft on the state of now, without some of its rows.

    Args:
        brouillon: what was changed.
        actuel: the contract as it is now.
        sauf: the rows that the others' are kept of.
    """
    made = replace(brouillon, etat=actuel.lus.etat, tables={})
    for name, rows in brouillon.tables.items():
        for key, row in rows.items():
            if (name, *key) in sauf:
                continue
            made = (
                made.sans(actuel.base, name, key)
                if row is None
                else made.avec(actuel.base, name, row)
            )
    return made
