"""One cell of a trame as the text that the tables read: labels, days, codes a spreadsheet ate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cpomlib.entree.jours import lire_jour
from cpomlib.entree.onglets import Formule
from cpomlib.socle import plie
from cpomlib.tables import Champ, Refus

ZERO, ARRONDI, FORMULE, COMPLETE = "zero", "arrondi", "formule", "complete"
"""What was done to a cell, and is said: a leading zero put back, an amount rounded to the
centime, a formula read for its value, an empty cell that could hold one value only."""

_ERREURS = re.compile(r"#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|VALEUR!|NOM\?|NOMBRE!|NUL!)")
_SERIE = re.compile(r"[0-9]{5}(?:\.0+)?")
_DERNIER_JOUR = 73_415
SANS_VALEUR = Refus(
    "La cellule contient une formule sans résultat enregistré.",
    "Ouvrez le classeur dans le tableur et enregistrez-le, ou collez la valeur à la place de "
    "la formule.",
)
EN_ERREUR = Refus(
    "La cellule contient une erreur du tableur.", "Corrigez la formule, ou écrivez la valeur."
)
JOUR_EN_TEXTE = Refus(
    "Le tableur a changé ce texte en date.",
    "Mettez la cellule au format « Texte », puis écrivez-le de nouveau.",
)


@dataclass(frozen=True)
class Lu:
    """A cell once read.

    Attributes:
        texte: what the tables will read.
        note: what was done to it, or empty.
        refus: why it cannot be read, or None.
    """

    texte: str
    note: str = ""
    refus: Refus | None = None


@dataclass(frozen=True)
class Traducteur:
    """How the cells of one column are read.

    Attributes:
        champ: the column.
        codes: folded code or label → code.
        connus: codes that exist, to put back a lost zero for sure.
        origine: first day of the workbook's calendar.
        defaut: the only value the column may hold in this trame, or empty.
    """

    champ: Champ
    codes: Mapping[str, str]
    connus: frozenset[str]
    origine: datetime
    defaut: str = ""
    _cache: dict[tuple[type, Any], Lu] = field(default_factory=dict, compare=False, repr=False)

    def lire(self, brut: Any) -> Lu:
        """Read one cell; each distinct value is read once."""
        key = (type(brut), brut)
        if key not in self._cache:
            self._cache[key] = self._read(brut)
        return self._cache[key]

    def _read(self, brut: Any) -> Lu:
        if brut is None:
            return Lu(self.defaut, COMPLETE if self.defaut else "")
        if isinstance(brut, Formule):
            return self._formula(brut)
        refused = self._refusal(brut)
        if refused:
            return Lu(str(brut), refus=refused)
        if self.champ.type == "date":
            return Lu(self._day(brut))
        if self.champ.monnaie and _is_number(brut):
            return _money(brut)
        return self._code(cell_text(brut), number=_is_number(brut))

    def _formula(self, brut: Formule) -> Lu:
        if brut.valeur is None:
            return Lu("", refus=SANS_VALEUR)
        inside = self._read(brut.valeur)
        return inside if inside.refus or inside.note else Lu(inside.texte, FORMULE)

    def _refusal(self, brut: Any) -> Refus | None:
        if isinstance(brut, str) and _ERREURS.fullmatch(brut):
            return EN_ERREUR
        text_wanted = self.champ.type == "string" and not self.champ.categories
        return JOUR_EN_TEXTE if text_wanted and isinstance(brut, date | time) else None

    def _day(self, brut: Any) -> str:
        if isinstance(brut, str) and _SERIE.fullmatch(brut):
            brut = float(brut)
        if _is_number(brut) and 1 <= brut <= _DERNIER_JOUR:
            from openpyxl.utils.datetime import from_excel

            brut = from_excel(brut, self.origine)
        if isinstance(brut, datetime):
            return brut.date().isoformat()
        text = cell_text(brut)
        day = lire_jour(text)
        return day.isoformat() if isinstance(day, date) else text

    def _code(self, text: str, *, number: bool) -> Lu:
        champ = self.champ
        if self.codes and (code := self.codes.get(plie(text))) is not None:
            return Lu(code)
        if not champ.motif or re.fullmatch(champ.motif, text):
            return Lu(text)
        for attempt in (re.sub(r"\s", "", text), text.upper(), _first_word(text)):
            if re.fullmatch(champ.motif, attempt):
                return Lu(attempt)
        return self._zeros(text, number=number)

    def _zeros(self, text: str, *, number: bool) -> Lu:
        """Put back the zeros a spreadsheet ate: one in a number, more if the code exists."""
        digits = re.sub(r"\s", "", text)
        for count in range(1, 9) if digits.isdecimal() else ():
            padded = "0" * count + digits
            sure = padded in self.connus or (number and count == 1)
            if sure and re.fullmatch(self.champ.motif, padded):
                return Lu(padded, ZERO)
        return Lu(text)


def codes_plies(champ: Champ, libelles: Mapping[str, str]) -> dict[str, str]:
    """Return every way to write a value of a column → its code.

    Args:
        champ: the column.
        libelles: code → label.
    """
    if champ.type == "boolean":
        return {}
    empty = {} if champ.requis else {plie("non renseigné"): ""}
    labels = {plie(label): code for code, label in libelles.items()}
    return empty | labels | {plie(code): code for code in (*champ.categories, *libelles)}


def cell_text(value: Any) -> str:
    """Write a cell as text, numbers with the fifteen digits a spreadsheet holds."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def number_text(value: float) -> str:
    """Write a number without exponent nor the noise of binary fractions."""
    if isinstance(value, int):
        return str(value)
    text = format(Decimal(f"{value:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(value: float) -> Lu:
    """Read an amount as it is shown, to the centime; say so when it held more decimals."""
    exact = Decimal(number_text(value))
    if exact.is_nan() or exact.is_infinite():
        return Lu(str(value))
    shown = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Lu(str(shown), ARRONDI if abs(shown - exact) > Decimal("1e-6") else "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _first_word(text: str) -> str:
    return text.split(None, 1)[0] if text else ""
