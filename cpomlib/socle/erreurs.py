"""The few exceptions of cpomlib, and the one form of their messages.

A message is public: it says what, where, why, and what to do, in French.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from itertools import takewhile

from cpomlib.socle.designations import decrite, designe

MAX_LISTED = 8
MAX_SAID = 60
"""Choices that a message lists at most: beyond, nobody reads it, and the rest is counted."""
VALEUR_MAX = 200
"""Characters of a value that a message repeats."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]|\r(?!\n)"
)
"""Control characters, direction marks, invisible separators: all but tab and end of line."""


def visible(text: str) -> str:
    r"""Write control characters as what they are: ESC as ``\x1b``, U+202E as ``\u202e``.

    Those of a file would otherwise act on the terminal, or make a message say something else.
    Beyond ASCII the form is also that of JSON, which stays readable.
    """
    return _UNSEEN.sub(_code, text)


def invisible(text: str) -> str:
    """Return the code of the first control character of a text (``U+2028``), empty if none."""
    found = _UNSEEN.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


def _code(match: re.Match[str]) -> str:
    number = ord(match.group())
    if number < 0x7F:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _one_line(text: str) -> str:
    """Return a value on one line, cut: what a file holds never makes a line of a message."""
    shown = visible(text.replace("\r", "\\r").replace("\n", "\\n"))
    return shown if len(shown) <= VALEUR_MAX else f"{shown[:VALEUR_MAX]}…"


class CpomError(Exception):
    """Something the user can mend.

    Args:
        quoi: what happened, as a French sentence ending with a full stop.
        ou: where (file, sheet, row, column, command option).
        pourquoi: the rule that was broken.
        que_faire: what to do about it.
    """

    def __init__(self, quoi: str, *, ou: str = "", pourquoi: str = "", que_faire: str = "") -> None:
        self.quoi, self.ou, self.pourquoi, self.que_faire = quoi, ou, pourquoi, que_faire
        super().__init__(quoi)

    def __str__(self) -> str:
        where = f"{self.ou}\u00a0: " if self.ou else ""
        parts = (where + self.quoi, self.pourquoi, self.que_faire)
        return visible(" ".join(part for part in parts if part))


class CommandeError(CpomError):
    """A command was asked for something that does not exist or makes no sense."""


class StoreError(CpomError):
    """The base cannot be opened, read or written."""


class ParametreError(CpomError):
    """A dated value is missing, unknown, or badly written in its file."""


class ParametresError(ParametreError):
    """Several values of one file are badly written; ``fautes`` holds them all."""

    def __init__(self, fautes: Sequence[ParametreError]) -> None:
        self.fautes = tuple(fautes)
        super().__init__(f"{len(self.fautes)} fautes\u00a0:")

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(str(faute) for faute in self.fautes)])


class RapportError(CpomError):
    """A report could not be made."""


class RegleBudgetaireError(CpomError):
    """The values given to a budget rule break it, or do not suffice to apply it.

    Args:
        quoi: what is wrong with the values, as a French sentence ending with a full stop.
        regle: the rule, as its users name it.
        article: the text that states it (article, arrêté).
        valeurs: the values concerned, by the name of the argument that brought them.
        que_faire: what to correct.
    """

    def __init__(
        self,
        quoi: str,
        *,
        regle: str,
        article: str,
        valeurs: Mapping[str, object] | None = None,
        que_faire: str = "",
    ) -> None:
        self.regle, self.article, self.valeurs = regle, article, dict(valeurs or {})
        super().__init__(
            quoi, ou=regle, pourquoi=f"Référence\u00a0: {article}.", que_faire=que_faire
        )


class ScenarioError(CpomError):
    """The hypotheses of a scenario cannot be applied; ``fautes`` holds one sentence for each.

    Args:
        fautes: French sentences, each with where it is (file, line, hypothesis, value).
    """

    def __init__(self, fautes: Sequence[str]) -> None:
        self.fautes = tuple(fautes)
        plural = "s" if len(self.fautes) > 1 else ""
        super().__init__(f"{len(self.fautes)} faute{plural} dans les hypothèses du scénario.")

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *self.fautes])


@dataclass(frozen=True, order=True)
class Faute:
    """One fault of a deposited file: where it is, what is wrong, what to do.

    Attributes:
        fichier: name of the file as the sender knows it.
        ligne: line in the file, the header being line 1; 0 when the whole file is meant.
        colonne: name of the column, empty when the whole row is meant.
        valeur: the value as it was written, empty when there is none.
        message: what is wrong, a French sentence.
        que_faire: what to do, a French sentence.
        feuille: sheet of the workbook, empty for a CSV file.
    """

    fichier: str
    ligne: int
    colonne: str
    valeur: str
    message: str
    que_faire: str = ""
    feuille: str = ""

    def __post_init__(self) -> None:
        """Describe what points at a person instead of repeating it, wherever the fault goes."""
        for name in ("colonne", "valeur"):
            if nature := designe(getattr(self, name)):
                object.__setattr__(self, name, decrite(nature))

    def __str__(self) -> str:
        places = [
            self.fichier,
            f"feuille «\u00a0{_one_line(self.feuille)}\u00a0»" if self.feuille else "",
            f"ligne {self.ligne}" if self.ligne else "",
            f"colonne «\u00a0{_one_line(self.colonne)}\u00a0»" if self.colonne else "",
            f"valeur «\u00a0{_one_line(self.valeur)}\u00a0»" if self.valeur else "",
        ]
        where = ", ".join(place for place in places if place)
        return visible(f"{where}\u00a0: {self.message} {self.que_faire}".rstrip())


class DonneesError(CpomError):
    """A deposit is refused; ``fautes`` holds all of them, nothing was written."""

    def __init__(self, fautes: Sequence[Faute]) -> None:
        self.fautes = tuple(sorted(fautes))
        plural = "s" if len(self.fautes) > 1 else ""
        super().__init__(
            f"{len(self.fautes)} faute{plural}\u00a0: rien n’a été écrit.",
            que_faire="Corrigez puis recommencez.",
        )

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(str(faute) for faute in self.fautes)])


def defect(error: BaseException) -> str:
    """Name an unforeseen error and its last line of our code; not its message: it cites rows."""
    spot, trace = "", error.__traceback__
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("cpomlib."):
            spot = f" ({module}, ligne {trace.tb_lineno})"
        trace = trace.tb_next
    return f"{type(error).__name__}{spot}"


def nearest(value: str, choices: Iterable[str]) -> list[str]:
    """Return at most three known choices that look like ``value``, the closest first.

    Among equally close ones, those that begin alike come first: in a code, the end is what is
    mistyped most often.
    """
    asked = value.casefold()
    by_folded = {choice.casefold(): choice for choice in choices}
    matches = get_close_matches(asked, list(by_folded), n=12, cutoff=0.6)
    matches.sort(key=lambda match: (-_likeness(asked, match), -_shared_start(asked, match)))
    return [by_folded[match] for match in matches[:3]]


def _likeness(asked: str, match: str) -> float:
    return round(SequenceMatcher(None, match, asked).ratio(), 6)


def _shared_start(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def suggestion(value: str, choices: Iterable[str], liste: str = "") -> str:
    """Return a French sentence that names the nearest valid choices, or lists them.

    Args:
        value: what was given.
        choices: what is valid.
        liste: the command that lists them, named in place of a long list.
    """
    known = list(choices)
    close = nearest(value, known)
    if close:
        return f"Le plus proche\u00a0: {_quoted(close)}."
    if not known:
        return ""
    if liste and len(known) > MAX_LISTED:
        return f"«\u00a0{liste}\u00a0» les donne tous."
    more = f" et {len(known) - MAX_SAID} autres" if len(known) > MAX_SAID else ""
    return f"Valeurs connues\u00a0: {_quoted(known[:MAX_SAID])}{more}."


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(f"«\u00a0{value}\u00a0»" for value in values)
