"""How a value of a shared table is written in a cell of the trame."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cpomlib.socle import vers_euros
from cpomlib.tables import Champ

if TYPE_CHECKING:
    import pandas as pd

SEPARATEUR = " · "
"""Between the code of an establishment and its name."""
_NOM_MAX = 60
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def etiquettes(etablissements: pd.DataFrame) -> dict[str, str]:
    """Return the code of each establishment → what is written for it: ``440001234 · CHRS``."""
    pairs = zip(etablissements["id_etablissement"], etablissements["nom"], strict=True)
    return {code: etiquette(code, nom) for code, nom in pairs}


def etiquette(code: str, nom: str) -> str:
    """Return what is written for an establishment."""
    short = " ".join(_CONTROL.sub(" ", nom).split())[:_NOM_MAX].rstrip()
    return f"{code}{SEPARATEUR}{short}"


def valeur_ecrite(champ: Champ, value: Any, labels: Mapping[str, str]) -> Any:
    """Return what a cell holds: text, number, day, or None when the value is missing.

    Args:
        champ: the column.
        value: one cell of a typed frame, money in centimes.
        labels: code → label of the column.
    """
    import pandas as pd

    if pd.isna(value):
        return None
    if champ.monnaie:
        return float(vers_euros(int(value)))
    writers: dict[str, Callable[[Any], Any]] = {
        "boolean": lambda told: labels["true" if told else "false"],
        "date": lambda day: datetime(day.year, day.month, day.day),
        "integer": int,
        "number": float,
        "string": lambda text: protege(labels.get(text, text)),
    }
    return writers[champ.type](value)


def colonne_ecrite(champ: Champ, values: pd.Series, labels: Mapping[str, str]) -> Iterable[Any]:
    """Return a column of a typed frame as its cells; each distinct value is written once."""
    import pandas as pd

    codes, distinct = pd.factorize(values)
    written = [*(valeur_ecrite(champ, value, labels) for value in distinct), None]
    return (written[code] for code in codes)  # code -1 is missing: the last one


def protege(text: str) -> str:
    """Escape what the format of workbooks cannot hold as it is: control characters.

    ``_x000D_`` stands for a carriage return there, so a text that holds ``_x000D_`` itself
    is escaped too.
    """
    literal = _ESCAPED.sub(r"_x005F_x\1_", text)
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", literal)


def deprotege(text: str) -> str:
    """Give back the characters a workbook escapes: the reverse of ``protege``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
