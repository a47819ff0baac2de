"""Which contract is meant: its code, its title, or whose it is and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from cpomlib.socle import CommandeError, plie, suggestion

if TYPE_CHECKING:
    from cpomlib.tables import Frames

LISTE = "cpom contrat lister"
"""The command that lists them all."""


def contrat_designe(designe: str, frames: Frames, *, dernier: bool = False) -> str:
    """Return the code of the contract that is meant.

    Args:
        designe: its code, its whole title, or its gestionnaire (name or id), alone or followed by
            the year it takes effect or by the number that ends its code, « CPOM » before or not.
        frames: the tables ``contrats`` and ``gestionnaires``.
        dernier: a gestionnaire alone means its last contract, where it has several.

    Raises:
        CommandeError: none is meant (the nearest are named), or several.
    """
    rows = frames["contrats"].to_dict("records")
    codes = [str(row["id_contrat"]) for row in rows]
    if designe in codes:
        return designe
    owners = frames["gestionnaires"].set_index("id_gestionnaire")["raison_sociale"].to_dict()
    meant = _meant(rows, owners).get(plie(designe), [])
    if len(meant) == 1 or (dernier and meant and _de_tous(designe, meant, owners)):
        return str(max(meant, key=_rang)["id_contrat"])
    if meant:
        raise CommandeError(
            f"Le nom «\u00a0{designe}\u00a0» désigne plusieurs contrats.",
            que_faire=f"Ajoutez l’année, ou donnez le code\u00a0: {_listes(meant, owners)}.",
        )
    raise CommandeError(
        f"Le contrat «\u00a0{designe}\u00a0» n’est pas dans cette base.",
        que_faire=_proches(designe, rows, owners),
    )


def _proches(designe: str, rows: list[dict[Any, Any]], owners: Mapping[Any, str]) -> str:
    """Name the contracts one of whose names holds what was typed, else those that look like it."""
    folded = plie(designe)
    near = [row for row in rows if folded and any(folded in plie(n) for n in _noms(row, owners))]
    if near:
        return f"Donnez le nom entier ou le code\u00a0: {_listes(near, owners)}."
    titles = [row["intitule"] for row in rows if isinstance(row["intitule"], str)]
    known = [*(_nom(row, owners) for row in rows), *titles, *(row["id_contrat"] for row in rows)]
    return suggestion(designe, dict.fromkeys(known), LISTE)


def _listes(rows: list[dict[Any, Any]], owners: Mapping[Any, str]) -> str:
    names = (f"«\u00a0{row['id_contrat']}\u00a0» ({_nom(row, owners)})" for row in rows)
    return ", ".join(names)


def _meant(
    rows: list[dict[Any, Any]], owners: Mapping[Any, str]
) -> Mapping[str, list[dict[Any, Any]]]:
    """Return the contracts that each name means."""
    found: dict[str, list[dict[Any, Any]]] = defaultdict(list)
    for row in rows:
        for name in {plie(one) for one in _noms(row, owners)}:
            found[name].append(row)
    return found


def _de_tous(designe: str, rows: list[dict[Any, Any]], owners: Mapping[Any, str]) -> bool:
    """Tell whether the gestionnaire alone is named, the same for all."""
    who = {row["id_gestionnaire"] for row in rows}
    return len(who) == 1 and plie(designe) in {
        plie(name) for one in who for name in (str(one), str(owners.get(one, one)))
    }


def _noms(row: Mapping[Any, Any], owners: Mapping[Any, str]) -> Iterator[str]:
    if isinstance(row["intitule"], str):
        yield row["intitule"]
    who, number = row["id_gestionnaire"], str(row["id_contrat"]).rpartition("-")[2]
    for name in (str(who), str(owners.get(who, who))):
        for end in ("", _annee(row), number, f"n° {number}"):
            for head in ("", "CPOM "):
                yield f"{head}{name} {end}".strip()


def _nom(row: Mapping[Any, Any], owners: Mapping[Any, str]) -> str:
    """Return the name that a message gives of a contract: whose it is, and since when."""
    who = row["id_gestionnaire"]
    return f"{owners.get(who, who)} {_annee(row)}".strip()


def _annee(row: Mapping[Any, Any]) -> str:
    return "" if pd.isna(row["date_effet"]) else str(row["date_effet"].year)


def _rang(row: Mapping[Any, Any]) -> tuple[date, str]:
    day = row["date_effet"]
    return (date.max if pd.isna(day) else day.date(), str(row["id_contrat"]))
