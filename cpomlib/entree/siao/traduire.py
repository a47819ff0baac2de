"""The sender's column turned into ours, each distinct text once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpomlib.droit import nomenclature, nomenclature_names
from cpomlib.entree.siao.ages import tranche
from cpomlib.entree.siao.correspondance import A_COMPLETER, RegleColonne, etiquette
from cpomlib.entree.siao.jours import date_iso
from cpomlib.entree.siao.ressemblance import compatibles
from cpomlib.socle import Faute, nearest, pluriel
from cpomlib.tables import Champ, ColonneLue, identifying

if TYPE_CHECKING:
    import numpy as np

TEXTE_LIBRE = 200
"""Distinct words beyond which a column is plainly free text: its words are not shown."""
MASQUE = "(masqué : semble désigner une personne)"


@dataclass(frozen=True)
class MotInconnu:
    """A word of the sender's that the mapping does not have.

    Attributes:
        texte: the word.
        lignes: on how many rows.
        premiere: line of the first.
    """

    texte: str
    lignes: int
    premiere: int


def traduite(
    champ: Champ,
    regle: RegleColonne,
    colonne: ColonneLue,
    lignes: Sequence[int] | np.ndarray,
    defaut: str = "",
) -> tuple[ColonneLue, list[MotInconnu]]:
    """Return the column in our words, and the words left without one.

    An unknown word becomes ``defaut``: the caller says what to do about it.
    """
    known = mots(champ) | dict(regle.valeurs)
    made: list[str] = []
    unknown: list[int] = []
    for code, text in enumerate(colonne.textes):
        ours = _one(champ, regle, known, text)
        made.append(defaut if ours is None else ours)
        if ours is None:
            unknown.append(code)
    return ColonneLue(colonne.codes, made), _counted(colonne, unknown, lignes)


def _one(champ: Champ, regle: RegleColonne, known: Mapping[str, str], text: str) -> str | None:
    if not text:
        return regle.vide
    told = known.get(etiquette(text))
    if told is not None:
        return None if told == A_COMPLETER else told
    return _unmapped(champ, regle, text)


def _unmapped(champ: Champ, regle: RegleColonne, text: str) -> str | None:
    """Return what needs no mapping (a day, an age, a code), None for a word that does."""
    if champ.type == "date" or champ.nom == "annee":
        return date_iso(text, regle.dates)
    if champ.nom == "tranche_age":
        return tranche(text)
    if champ.categories or (champ.motif and not re.fullmatch(champ.motif, text)):
        return None
    return text


def mots(champ: Champ) -> dict[str, str]:
    """Return our own codes and French labels, which need no mapping."""
    own = {etiquette(code): code for code in champ.categories}
    if champ.categories and champ.nom in nomenclature_names():
        labels = nomenclature(champ.nom)
        own |= {etiquette(labels.libelles[code]): code for code in labels.codes}
    return own


def _counted(
    colonne: ColonneLue, unknown: Sequence[int], lignes: Sequence[int] | np.ndarray
) -> list[MotInconnu]:
    import numpy as np

    if not unknown:
        return []
    counts = np.bincount(colonne.codes, minlength=len(colonne.textes))
    used, first = np.unique(colonne.codes, return_index=True)
    rows = dict(zip(used.tolist(), first.tolist(), strict=True))
    found = [
        MotInconnu(colonne.textes[code], int(counts[code]), int(lignes[rows[code]]))
        for code in unknown
        if counts[code]
    ]
    return sorted(found, key=lambda one: (-one.lignes, one.texte))


def fautes_inconnus(
    fichier: str,
    champ: Champ,
    colonne: str,
    unknown: Sequence[MotInconnu],
    choix: Mapping[str, str],
) -> list[Faute]:
    """Return one fault per word without a mapping, the most frequent first.

    Args:
        fichier: name of the file.
        champ: our column.
        colonne: the sender's.
        unknown: the words.
        choix: what they may mean: label → our value, to name the nearest.
    """
    if len(unknown) > TEXTE_LIBRE:
        rows = pluriel(sum(one.lignes for one in unknown), "ligne")
        message = (
            f"{pluriel(len(unknown), 'libellé')} sans correspondance ({rows}) : c’est du texte "
            "libre ou une autre colonne."
        )
        advice = f"Vérifiez la colonne choisie pour «\u00a0{champ.nom}\u00a0»."
        return [Faute(fichier, 0, colonne, "", message, advice)]
    masked = montrables([one.texte for one in unknown])
    return [
        Faute(
            fichier,
            one.premiere,
            colonne,
            shown,
            f"Ce libellé n’a pas de correspondance ({pluriel(one.lignes, 'ligne')}).",
            _advice(champ, one.texte, choix),
        )
        for one, shown in zip(unknown, masked, strict=True)
    ]


def _advice(champ: Champ, text: str, choix: Mapping[str, str]) -> str:
    possible = {label: ours for label, ours in choix.items() if compatibles(text, label)}
    folded = {etiquette(label): ours for label, ours in possible.items()}
    close = list(dict.fromkeys(folded[label] for label in nearest(etiquette(text), folded)))
    named = ", ".join(f"«\u00a0{ours}\u00a0»" for ours in close)
    where = f"Écrivez-le sous «\u00a0{champ.nom}: valeurs:\u00a0»"
    return f"{where} ; le plus proche : {named}." if named else f"{where}."


def montrables(texts: Sequence[str]) -> list[str]:
    """Return words fit to be shown: cut, and masked when they look like a person's."""
    free = Champ("libelle", "string", False, (), "", None, None, "", "", "", texte_libre=True)
    hidden = identifying(free, list(texts))
    return [MASQUE if text in hidden else text[:80] for text in texts]
