"""Where a FINESS file and the base disagree: every column, each said, whoever is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.entree.finess.assemble import AUTRE, Entite
from cpomlib.entree.finess.comprendre import Etablissement
from cpomlib.entree.noms import sans_accent
from cpomlib.socle import Faute, date_fr
from cpomlib.tables import table

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

_ORDRE = ("autorite", "categorie", "departement", "commune", "date_ouverture", "region", "nom")
"""Columns compared one by one, the gravest first: régime and programme, FINESS does not tell."""
_NUMERO, _FERMETURE = "nofinesset", "date_fermeture"


def desaccords(
    fichier: str,
    found: Iterable[Etablissement],
    inactifs: Iterable[str],
    told: pd.DataFrame,
    known: Frames,
    fait_foi: Sequence[str],
) -> list[Faute]:
    """Return one doubt per value of an establishment on which FINESS and the base disagree.

    Args:
        fichier: name of the file.
        found: the establishments read.
        inactifs: numbers of those that FINESS says closed without a date.
        told: the same as rows, before the base is kept.
        known: what the base holds.
        fait_foi: columns where FINESS is taken.
    """
    rows = known.get("etablissements")
    if rows is None or not len(rows):
        return []
    held = {row["id_etablissement"]: row for row in rows.to_dict("records")}
    by_id = {row["id_etablissement"]: row for row in told.to_dict("records")}
    both = [(one, by_id[one.finess], held[one.finess]) for one in found if one.finess in held]
    closed = [number for number in inactifs if number in held and not _day(held[number])]
    return [
        *(_closed_undated(fichier, number) for number in closed),
        *(fault for one, _, ours in both for fault in _closing(fichier, one, ours)),
        *(
            _differs(fichier, one.finess, column, theirs[column], ours[column], fait_foi)
            for column in _ORDRE
            for one, theirs, ours in both
            if _tells(one, column) and _disagree(theirs[column], ours[column])
        ),
    ]


def _tells(one: Etablissement, column: str) -> bool:
    return column != "autorite" or bool(one.autorite)


def _disagree(theirs: object, ours: object) -> bool:
    """Say whether two values differ; an absent one says nothing."""
    left, right = _shown(theirs), _shown(ours)
    return bool(left and right) and _folded(left) != _folded(right)


def _folded(text: str) -> str:
    return "".join(sign for sign in sans_accent(text) if sign.isalnum()) or text


def _shown(value: object) -> str:
    import pandas as pd

    if isinstance(value, pd.Timestamp):
        return date_fr(value.date())
    return value if isinstance(value, str) else ""


def _day(row: Mapping[str, object]) -> str:
    return _shown(row[_FERMETURE])


def _closed_undated(fichier: str, number: str) -> Faute:
    message = (
        "FINESS dit cet établissement fermé, sans date ; la base le tient ouvert : la base est "
        "gardée."
    )
    return Faute(fichier, 0, _FERMETURE, number, message, _VERIFIER_FERMETURE)


_VERIFIER_FERMETURE = "Vérifiez-le, et déposez sa date de fermeture s’il est fermé."


def _closing(fichier: str, one: Etablissement, ours: Mapping[str, object]) -> Iterator[Faute]:
    held = _day(ours)
    told = date_fr(one.fermeture) if isinstance(one.fermeture, date) else ""
    if told == held:
        return
    theirs = f"fermé le {told}" if told else "ouvert"
    mine = f"fermé le {held}" if held else "ouvert"
    message = f"FINESS dit cet établissement {theirs}, la base {mine} : la base est gardée."
    yield Faute(fichier, one.ligne, _FERMETURE, one.finess, message, _VERIFIER_FERMETURE)


def _differs(
    fichier: str,
    number: str,
    column: str,
    theirs: object,
    ours: object,
    fait_foi: Sequence[str],
) -> Faute:
    kept = "FINESS est pris" if column in fait_foi else "la base est gardée"
    message = _contradiction(_shown(theirs), _shown(ours), kept)
    title = table("etablissements").champ(column).titre.lower()
    return Faute(fichier, 0, column, number, message, f"Vérifiez : {title}.")


def desaccords_gestionnaires(
    fichier: str, told: Mapping[str, Entite], kept: Mapping[str, Entite]
) -> list[Faute]:
    """Return one doubt per value of a gestionnaire that FINESS tells and the base contradicts.

    Args:
        fichier: name of the file.
        told: the legal entities as FINESS tells them.
        kept: the same, once recognised in the base.
    """
    return [
        Faute(
            fichier,
            0,
            column,
            kept[number].id,
            _contradiction(theirs, ours, "la base est gardée"),
            "Vérifiez le gestionnaire.",
        )
        for number, entity in told.items()
        for column, theirs, ours in _facts(entity, kept[number])
        if _disagree(theirs, ours)
    ]


def _contradiction(theirs: str, ours: str, kept: str) -> str:
    return f"FINESS dit «\u00a0{theirs}\u00a0», la base «\u00a0{ours}\u00a0» : {kept}."


def _facts(told: Entite, kept: Entite) -> Iterator[tuple[str, str, str]]:
    yield "finess_ej", told.finess, kept.finess
    if told.certain and told.statut != AUTRE:
        yield "statut", told.statut, kept.statut
    yield "departement_siege", told.departement_siege, kept.departement_siege
    if told.nommee:
        yield "raison_sociale", told.nom, kept.nom


def compte(fautes: Iterable[Faute]) -> list[str]:
    """Return one sentence that counts the disagreements by column: a long list is cut."""
    counts = Counter(fault.colonne for fault in fautes)
    told = ", ".join(f"{column} ({count})" for column, count in counts.items())
    return [f"Désaccords entre FINESS et la base, à vérifier : {told}."] if told else []


def nouveautes(
    fichier: str, found: Iterable[Etablissement], supposed: Mapping[str, str]
) -> list[Faute]:
    """Return the doubts on new establishments: who fixes the tariffs, secondary sites.

    Args:
        fichier: name of the file.
        found: the establishments that are new to the base.
        supposed: category → the authority one would have supposed.
    """
    told: list[Faute] = []
    for one in found:
        usual = supposed.get(one.categorie, "")
        if one.autorite and usual and one.autorite != usual:
            told.append(_unusual(fichier, one, usual))
        elif one.mft and not one.autorite:
            told.append(_several(fichier, one))
        if one.porteuse:
            told.append(_secondary(fichier, one))
    return told


def _unusual(fichier: str, one: Etablissement, usual: str) -> Faute:
    message = (
        f"FINESS dit l’autorité de tarification «\u00a0{one.autorite}\u00a0» (mode {one.mft}), sa "
        f"catégorie fait attendre «\u00a0{usual}\u00a0» : FINESS est pris."
    )
    advice = "Vérifiez l’autorité, et le programme, supposé d’après la catégorie."
    return Faute(fichier, one.ligne, "autorite", one.finess, message, advice)


def _several(fichier: str, one: Etablissement) -> Faute:
    message = (
        f"Le mode de fixation des tarifs (« {one.mft} ») ne nomme pas une autorité et une seule : "
        "l’autorité est supposée d’après la catégorie."
    )
    return Faute(fichier, one.ligne, "autorite", one.finess, message, "Vérifiez l’autorité.")


def _secondary(fichier: str, one: Etablissement) -> Faute:
    message = f"FINESS en fait un site secondaire de {one.porteuse} ; il est gardé aussi."
    advice = "Vérifiez que ses places et son budget ne sont pas comptés deux fois."
    return Faute(fichier, one.ligne, _NUMERO, one.finess, message, advice)
