"""What a cell of the trame proposes, explains and refuses when somebody types in it."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.worksheet.datavalidation import DataValidation

from cpomlib.socle import nombre
from cpomlib.tables import Champ

LISTE_ETABLISSEMENTS = "liste_etablissements"
"""Name of the list of establishments, which follows what is written in their sheet."""
_PREMIER_JOUR, _DERNIER_JOUR = 1, 73415  # 1 January 1900, 31 December 2100
_AIDE_MAX, _TITRE_MAX = 255, 32


def validation(
    champ: Champ, liste: str, annees: range, libelles: Mapping[str, str]
) -> DataValidation:
    """Return the rule of a column: its list or bounds, the help shown, the refusal.

    Args:
        champ: the column.
        liste: name of its drop-down list, empty when it has none.
        annees: exercises of the trame.
        libelles: code → label of the column.
    """
    rule = _rule(champ, liste, annees)
    rule.allow_blank = True
    rule.showInputMessage = True
    rule.promptTitle = champ.titre[:_TITRE_MAX]
    rule.prompt = aide(champ, libelles, reference=liste == LISTE_ETABLISSEMENTS)[:_AIDE_MAX]
    rule.showErrorMessage = rule.type is not None
    closed = bool(champ.categories) or champ.type == "boolean"
    rule.errorStyle = "stop" if closed else "warning"
    rule.errorTitle = champ.titre[:_TITRE_MAX]
    rule.error = _error(champ, liste, annees)[:_AIDE_MAX]
    return rule


def _rule(champ: Champ, listed: str, annees: range) -> DataValidation:
    if listed:
        return DataValidation(type="list", formula1=listed)
    if champ.nom == "annee":
        first, last = str(annees[0]), str(annees[-1])
        if first == last:
            return DataValidation(type="whole", operator="equal", formula1=first)
        return DataValidation(type="whole", operator="between", formula1=first, formula2=last)
    if champ.type == "date":
        first, last = str(_PREMIER_JOUR), str(_DERNIER_JOUR)
        return DataValidation(type="date", operator="between", formula1=first, formula2=last)
    if champ.type in ("integer", "number"):
        kind = "whole" if champ.type == "integer" else "decimal"
        low = -(10**10) if champ.minimum is None else champ.minimum
        high = 10**10 if champ.maximum is None else champ.maximum
        return DataValidation(
            type=kind, operator="between", formula1=f"{low:.0f}", formula2=f"{high:.0f}"
        )
    return DataValidation(type=None)


def aide(champ: Champ, libelles: Mapping[str, str], *, reference: bool) -> str:
    """Return the help of a column: what it means, then how it is written."""
    required = "Obligatoire." if champ.requis else "Peut rester vide."
    expected = attendu(champ, libelles, reference=reference)
    return " ".join(part for part in (champ.description, expected, required) if part)


def attendu(champ: Champ, libelles: Mapping[str, str], *, reference: bool = False) -> str:
    """Return how a value is written, a French sentence, or nothing for free text.

    Args:
        champ: the column.
        libelles: code → label of the column.
        reference: whether the column names an establishment of another sheet.
    """
    if reference:
        return "Choisissez dans la liste, ou écrivez le code."
    if libelles:
        return "Choisissez dans la liste."
    if champ.monnaie:
        return "En euros, deux décimales au plus."
    if champ.type in ("integer", "number"):
        return _bounds(champ)
    return "JJ/MM/AAAA." if champ.type == "date" else _text(champ)


def _text(champ: Champ) -> str:
    if champ.attendu:
        return f"Attendu : {champ.attendu}."
    if champ.pseudonyme:
        return "Un pseudonyme, par exemple M0042, jamais un nom."
    return f"Texte de {nombre(champ.longueur)} caractères au plus." if champ.longueur else ""


def _bounds(champ: Champ) -> str:
    kind = "Nombre entier" if champ.type == "integer" else "Nombre"
    if champ.minimum is not None and champ.maximum is not None:
        return f"{kind} de {champ.minimum:g} à {champ.maximum:g}."
    return f"{kind}, {champ.minimum:g} au moins." if champ.minimum is not None else f"{kind}."


def _error(champ: Champ, listed: str, annees: range) -> str:
    if listed:
        return "Cette valeur n’est pas dans la liste."
    if champ.nom == "annee":
        if len(annees) > 1:
            return f"Cette trame va de {annees[0]} à {annees[-1]}."
        return "Cette trame est celle d’un seul exercice : l’année ne change pas."
    if champ.type == "date":
        return "Une date est attendue, par exemple 31/03/2025."
    return f"Cette valeur n’est pas attendue ici. {attendu(champ, {})}".strip()
