"""What a FINESS import tells its reader: what was repaired, supposed, kept from the base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cpomlib.entree.finess.assemble import Entite
from cpomlib.entree.finess.comprendre import Etablissement
from cpomlib.entree.finess.fusion import Fusion
from cpomlib.entree.finess.regles import FINESS
from cpomlib.socle import date_fr, pluriel
from cpomlib.tables import table


def messages(
    jour: str,
    found: Sequence[Etablissement],
    entities: Sequence[Entite],
    reparations: Mapping[str, int],
    fusion: Fusion,
) -> tuple[str, ...]:
    """Return the French sentences that go with a FINESS import.

    Args:
        jour: date of the extract as written in the file, or empty.
        found: the establishments kept.
        entities: the legal entities that become gestionnaires.
        reparations: what was repaired → how many times.
        fusion: what the base changed in it.
    """
    told = [
        *_dated(jour),
        *_repaired(reparations),
        *_supposed(found, fusion),
        *_identified(entities),
        *_merged(fusion),
        *_unknown_communes(found),
    ]
    return tuple(told)


def _dated(text: str) -> list[str]:
    try:
        return [f"Extraction du {date_fr(date.fromisoformat(text[:10]))}."]
    except ValueError:
        return []


def _repaired(reparations: Mapping[str, int]) -> list[str]:
    return [
        f"Réparé sans risque, {pluriel(count, 'fois', 'fois')}, {what}."
        for what, count in reparations.items()
    ]


def _supposed(found: Sequence[Etablissement], fusion: Fusion) -> list[str]:
    fresh = [one for one in found if one.finess not in fusion.deja]
    if not fresh:
        return []
    silent = sum(not one.autorite for one in fresh)
    count = pluriel(len(fresh), "nouvel établissement", "nouveaux établissements")
    told = [
        "Régime et programme supposés d’après la catégorie, car FINESS ne les dit pas "
        f"({count}) : voyez parameters/{FINESS.fichier}."
    ]
    if silent < len(fresh):
        told.append(
            "Autorité lue dans le mode de fixation des tarifs : "
            f"{pluriel(len(fresh) - silent, 'établissement')}."
        )
    if silent:
        told.append(
            "Autorité supposée d’après la catégorie, car ce fichier ne la dit pas : "
            f"{pluriel(silent, 'établissement')}."
        )
    return told


def _identified(entities: Sequence[Entite]) -> list[str]:
    without = sum(entity.id.startswith("EJ-") for entity in entities)
    unnamed = sum(not entity.nommee for entity in entities)
    unsure = sum(not entity.certain for entity in entities)
    told = []
    if without:
        told.append(
            "SIREN inconnu, remplacé par « EJ- » et le FINESS de l’entité juridique : "
            f"{pluriel(without, 'gestionnaire')}."
        )
    if unnamed:
        told.append(
            f"Nom à compléter, car ce fichier ne donne pas le nom des entités juridiques : "
            f"{pluriel(unnamed, 'gestionnaire')}."
        )
    if unsure:
        told.append(
            f"Statut « autre » à vérifier, car ce fichier ne dit pas le statut juridique : "
            f"{pluriel(unsure, 'gestionnaire')}."
        )
    return told


def _merged(fusion: Fusion) -> list[str]:
    if not fusion.connus:
        return []
    kept = (
        "Déjà en base : "
        f"{pluriel(fusion.connus, 'établissement', 'établissements')}, dont le gestionnaire, le "
        "nom, le régime, l’autorité et le programme sont gardés."
    )
    titles = {champ.nom: champ.titre for champ in table("etablissements").champs}
    changed = ", ".join(
        f"{titles[column].lower()} ({count})" for column, count in fusion.changements.items()
    )
    return [kept, *([f"Mis à jour d’après FINESS : {changed}."] if changed else [])]


def _unknown_communes(found: Sequence[Etablissement]) -> list[str]:
    import pandas as pd

    from cpomlib.droit import communes

    codes = pd.Series([one.commune for one in found if one.commune], dtype="str")
    strange = int((~codes.isin(communes()["code"])).sum())
    if not strange:
        return []
    return [
        "Commune absente du code officiel géographique de 2026 (fusionnée depuis ?), code gardé : "
        f"{pluriel(strange, 'établissement')}."
    ]
