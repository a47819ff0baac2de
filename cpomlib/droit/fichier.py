"""The parts of a parameter file: its header, its dated values, the reference under each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from cpomlib.droit.lecture import closed
from cpomlib.droit.modele import A_COMPLETER, ABROGE, STATUTS, Reference, Unite, ValeurDatee
from cpomlib.droit.valeurs import typed, unites
from cpomlib.socle import ParametreError, suggestion

KEYS = frozenset({"libelle", "unite", "description", "statut", "verifie_le", "valeurs"})
REQUIRED = KEYS
_VALUE_KEYS = frozenset({"valeur", "reference", "statut", "fin", "note"})
_VALUE_REQUIRED = frozenset({"valeur", "reference"})
_REFERENCE_KEYS = frozenset({"texte", "article", "nor", "lien"})
_ADDRESS = ("https://", "http://")


def header(content: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return the checked title, description, unit, status and day of last check.

    Raises:
        ParametreError: an unknown unit or status, or a day that is not one.
    """
    known = unites()
    if not isinstance(content["unite"], str) or content["unite"] not in known:
        raise ParametreError(
            f"L’unité «\u00a0{content['unite']}\u00a0» n’est pas déclarée.",
            ou=str(path),
            que_faire=suggestion(str(content["unite"]), known),
        )
    return {
        "libelle": str(content["libelle"]),
        "description": str(content["description"]).strip(),
        "unite": known[content["unite"]],
        "statut": _status(content["statut"], str(path)),
        "verifie_le": _day(content["verifie_le"], f"{path}, «\u00a0verifie_le\u00a0»"),
    }


def dated_values(
    entries: Any, unite: Unite, statut: str, path: Path, surcharge: Path | None
) -> tuple[ValeurDatee, ...]:
    """Return the checked values, oldest first.

    Args:
        entries: what stands under ``valeurs``: day → value, reference, status, end, note.
        unite: unit of the parameter.
        statut: status of the values that give none.
        path: file being read, for the messages.
        surcharge: the service's file, when this is one.

    Raises:
        ParametreError: no value, a key that is no ISO date, a missing reference, dates that
            overlap, or a value that contradicts its status.
    """
    if not isinstance(entries, Mapping) or not entries:
        raise ParametreError(
            "Aucune valeur n’est écrite sous «\u00a0valeurs\u00a0».",
            ou=str(path),
            que_faire="Écrivez au moins «\u00a0AAAA-MM-JJ: {valeur: …, reference: …}\u00a0».",
        )
    values = [_dated(day, entry, unite, statut, path, surcharge) for day, entry in entries.items()]
    ordered = tuple(sorted(values, key=lambda dated: dated.debut))
    _refuse_overlaps(ordered, path)
    return ordered


def _dated(
    day: Any, entry: Any, unite: Unite, statut: str, path: Path, surcharge: Path | None
) -> ValeurDatee:
    start = _day(day, f"{path}, «\u00a0valeurs\u00a0»")
    where = f"{path}, {start.isoformat()}"
    if not isinstance(entry, Mapping):
        raise ParametreError(
            "Une valeur s’écrit avec sa référence.",
            ou=where,
            que_faire="Écrivez «\u00a0{valeur: …, reference: {texte: …}}\u00a0».",
        )
    closed(entry, _VALUE_KEYS, _VALUE_REQUIRED, where)
    status = _status(entry.get("statut", statut), where)
    raw = entry["valeur"]
    _agree(raw, status, where)
    return ValeurDatee(
        debut=start,
        fin=_end(entry.get("fin"), start, where),
        valeur=None if raw is None else typed(raw, unite, where),
        reference=_reference(entry["reference"], where),
        statut=status,
        note=str(entry.get("note", "")).strip(),
        surcharge=surcharge,
    )


def _agree(raw: Any, status: str, where: str) -> None:
    empty = status in (ABROGE, A_COMPLETER)
    if empty == (raw is None):
        return
    rule = "n’a pas de valeur" if empty else "a une valeur"
    raise ParametreError(
        f"Ce qui est «\u00a0{STATUTS[status]}\u00a0» {rule}.",
        ou=where,
        que_faire="Écrivez «\u00a0valeur: null\u00a0» ou changez le statut."
        if empty
        else "Écrivez la valeur, ou «\u00a0statut: a_completer\u00a0».",
    )


def _reference(raw: Any, where: str) -> Reference:
    if not isinstance(raw, Mapping):
        raise ParametreError(
            "La référence doit nommer un texte.",
            ou=where,
            que_faire="Écrivez «\u00a0reference: {texte: …, article: …, lien: …}\u00a0».",
        )
    closed(raw, _REFERENCE_KEYS, frozenset({"texte"}), f"{where}, «\u00a0reference\u00a0»")
    reference = Reference(**{key: str(text) for key, text in raw.items()})
    if reference.lien and not reference.lien.startswith(_ADDRESS):
        raise ParametreError(
            f"Le lien «\u00a0{reference.lien}\u00a0» n’est pas une adresse.",
            ou=where,
            que_faire="Une adresse commence par https://.",
        )
    if not reference.texte.strip():
        raise ParametreError("Le texte de la référence est vide.", ou=where)
    return reference


def _refuse_overlaps(values: tuple[ValeurDatee, ...], path: Path) -> None:
    for before, after in pairwise(values):
        if before.fin and before.fin >= after.debut:
            last = after.debut - timedelta(days=1)
            raise ParametreError(
                f"La valeur du {before.debut.isoformat()} finit après le début de la suivante.",
                ou=str(path),
                que_faire=f"Écrivez «\u00a0fin: {last.isoformat()}\u00a0» au plus tard.",
            )


def _end(raw: Any, start: date, where: str) -> date | None:
    if raw is None:
        return None
    end = _day(raw, f"{where}, «\u00a0fin\u00a0»")
    if end < start:
        raise ParametreError("La fin précède le début.", ou=where, que_faire="Corrigez la fin.")
    return end


def _status(raw: Any, where: str) -> str:
    if not isinstance(raw, str) or raw not in STATUTS:
        raise ParametreError(
            f"Le statut «\u00a0{raw}\u00a0» n’existe pas.",
            ou=where,
            que_faire=suggestion(str(raw), STATUTS),
        )
    return raw


def _day(raw: Any, where: str) -> date:
    if not isinstance(raw, date):
        raise ParametreError(
            f"«\u00a0{raw}\u00a0» n’est pas une date.",
            ou=where,
            que_faire="Une date s’écrit AAAA-MM-JJ, par exemple 2022-04-22.",
        )
    return raw
