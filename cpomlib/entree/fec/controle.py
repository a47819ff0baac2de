"""The checks of a FEC's lines, after those of the tax administration (Test-Compta-Demat).

What touches a figure (account, date of the entry, amounts) is a fault; the rest is a doubt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.entree.constats import RecueilFautes
from cpomlib.entree.fec.bloc import BlocFec
from cpomlib.entree.jours import lire_jour
from cpomlib.entree.montants import lire_colonne
from cpomlib.entree.numeros import numero_de_compte
from cpomlib.socle import date_courte
from cpomlib.tables import Refus

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

DATE_VIDE = Refus("La date de l’écriture manque.", "Complétez-la, au format AAAAMMJJ.")
SENS_MAUVAIS = Refus(
    "Le sens n’est ni un débit ni un crédit.", "Écrivez D ou C, ou bien +1 (débit) ou -1 (crédit)."
)
_SENS = {
    **dict.fromkeys(("d", "+1", "1", "+", "debit", "débit"), 1),
    **dict.fromkeys(("c", "-1", "-", "credit", "crédit"), -1),
}
_TEXTES = ("JournalCode", "EcritureNum", "CompteLib", "PieceRef", "EcritureLib")
_DATES = ("PieceDate", "ValidDate", "DateLet")
_DATES_OBLIGATOIRES = ("PieceDate", "ValidDate")


@dataclass(frozen=True)
class Exercice:
    """The days an exercise covers, both included."""

    debut: date
    fin: date


@dataclass(frozen=True)
class Ecritures:
    """The lines of a block once read.

    Attributes:
        comptes: distinct account numbers, spaces and dots removed; empty where refused.
        compte: rank of each line's account among them.
        jour: proleptic ordinal of each line's day, 0 where it is refused.
        debit: centimes.
        credit: centimes.
        point: whether some amount is written with a decimal point.
    """

    comptes: list[str]
    compte: np.ndarray
    jour: np.ndarray
    debit: np.ndarray
    credit: np.ndarray
    point: bool


def lire_bloc(
    bloc: BlocFec, exercice: Exercice, fautes: RecueilFautes, alertes: RecueilFautes
) -> Ecritures:
    """Read the columns that count and check the others.

    Args:
        bloc: lines cut into cells.
        exercice: what the dates are compared with.
        fautes: receives what makes a figure unreadable.
        alertes: receives the doubts.
    """
    accounts, ranks = _accounts(bloc, fautes)
    days = _days(bloc, fautes)
    debit, credit, point = _amounts(bloc, fautes)
    _outside(bloc, days, exercice, alertes)
    _both_or_none(bloc, debit, credit, alertes)
    _texts(bloc, alertes)
    _other_dates(bloc, alertes)
    return Ecritures(accounts, ranks, days, debit, credit, point)


def distincts(colonne: pa.Array) -> tuple[np.ndarray, list[str]]:
    """Return the rank of each text among the distinct ones, and these."""
    encoded = colonne.dictionary_encode()
    return encoded.indices.to_numpy(), encoded.dictionary.to_pylist()


def _accounts(bloc: BlocFec, fautes: RecueilFautes) -> tuple[list[str], np.ndarray]:
    codes, texts = distincts(bloc.texte("CompteNum"))
    read = [numero_de_compte(text) for text in texts]
    _signal(bloc, "CompteNum", codes, _refused(read), fautes)
    return [account if isinstance(account, str) else "" for account in read], codes


def _refused(read: Sequence[object]) -> dict[int, Refus]:
    return {rank: value for rank, value in enumerate(read) if isinstance(value, Refus)}


def _signal(
    bloc: BlocFec,
    champ: str,
    codes: np.ndarray,
    refus: Mapping[int, Refus],
    constats: RecueilFautes,
) -> None:
    """Note the lines whose distinct value is refused, grouped by reason."""
    import numpy as np

    reasons: dict[Refus, list[int]] = {}
    for rank, reason in refus.items():
        reasons.setdefault(reason, []).append(rank)
    for reason, ranks in reasons.items():
        noter(bloc, champ, np.flatnonzero(np.isin(codes, ranks)), reason, constats)


def noter(
    bloc: BlocFec, champ: str, positions: np.ndarray, refus: Refus, constats: RecueilFautes
) -> None:
    """Note lines with the same fault: the first ones each, the others counted."""
    if not len(positions):
        return
    first = bloc.faute(int(positions[0]), champ, refus.message, refus.que_faire)
    room = max(constats.reste(first), 0)
    constats.ajouter(
        bloc.faute(int(place), champ, refus.message, refus.que_faire) for place in positions[:room]
    )
    if len(positions) > room:
        more = bloc.faute(int(positions[room]), champ, refus.message, refus.que_faire)
        constats.compter(more, len(positions) - room)


def _days(bloc: BlocFec, fautes: RecueilFautes) -> np.ndarray:
    import numpy as np

    codes, texts = distincts(bloc.texte("EcritureDate"))
    read = [lire_jour(text) for text in texts]
    wrong = _refused(read) | {rank: DATE_VIDE for rank, day in enumerate(read) if day is None}
    _signal(bloc, "EcritureDate", codes, wrong, fautes)
    ordinals = [day.toordinal() if isinstance(day, date) else 0 for day in read]
    return np.array(ordinals, dtype="int64")[codes]


def _amounts(bloc: BlocFec, fautes: RecueilFautes) -> tuple[np.ndarray, np.ndarray, bool]:
    import numpy as np

    if not bloc.entete.sens:
        debit, left = _column(bloc, "Debit", fautes)
        credit, right = _column(bloc, "Credit", fautes)
        return debit, credit, left or right
    amount, point = _column(bloc, "Montant", fautes)
    codes, texts = distincts(bloc.texte("Sens"))
    signs = [_SENS.get(text.casefold().replace(" ", ""), 0) for text in texts]
    wrong = {rank: SENS_MAUVAIS for rank, sign in enumerate(signs) if not sign}
    _signal(bloc, "Sens", codes, wrong, fautes)
    sign = np.array(signs, dtype="int64")[codes]
    return np.where(sign > 0, amount, 0), np.where(sign < 0, amount, 0), point


def _column(bloc: BlocFec, champ: str, fautes: RecueilFautes) -> tuple[np.ndarray, bool]:
    import numpy as np

    read = lire_colonne(bloc.texte(champ))
    for reason in dict.fromkeys(read.refus.values()):
        places = [place for place, refus in read.refus.items() if refus == reason]
        noter(bloc, champ, np.array(places), reason, fautes)
    return read.centimes, read.point


def _outside(bloc: BlocFec, days: np.ndarray, exercice: Exercice, alertes: RecueilFautes) -> None:
    import numpy as np

    low, high = exercice.debut.toordinal(), exercice.fin.toordinal()
    places = np.flatnonzero((days > 0) & ((days < low) | (days > high)))
    period = f"du {date_courte(exercice.debut)} au {date_courte(exercice.fin)}"
    refus = Refus(f"La date est hors de l’exercice ({period}).")
    noter(bloc, "EcritureDate", places, refus, alertes)


def _both_or_none(
    bloc: BlocFec, debit: np.ndarray, credit: np.ndarray, alertes: RecueilFautes
) -> None:
    import numpy as np

    if bloc.entete.sens:
        noter(
            bloc, "Montant", np.flatnonzero((debit == 0) & (credit == 0)),
            Refus("Le montant est nul."), alertes,
        )  # fmt: skip
        return
    both = np.flatnonzero((debit != 0) & (credit != 0))
    none = np.flatnonzero((debit == 0) & (credit == 0))
    noter(bloc, "Credit", both, Refus("Le débit et le crédit sont remplis tous les deux."), alertes)
    noter(bloc, "Debit", none, Refus("Le débit et le crédit sont nuls."), alertes)


def _texts(bloc: BlocFec, alertes: RecueilFautes) -> None:
    for champ in _TEXTES:
        column = bloc.texte(champ)
        if column is not None:
            blank = ("", "0") if champ == "EcritureNum" else ("",)
            _blanks(bloc, champ, column, blank, alertes)


def _blanks(
    bloc: BlocFec, champ: str, column: pa.Array, blank: tuple[str, ...], alertes: RecueilFautes
) -> None:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    places = np.flatnonzero(pc.is_in(column, value_set=pa.array(blank)).to_numpy(False))
    advice = "L’export est peut-être provisoire." if champ == "EcritureNum" else ""
    noter(bloc, champ, places, Refus("Ce champ obligatoire est vide.", advice), alertes)


def _other_dates(bloc: BlocFec, alertes: RecueilFautes) -> None:
    for champ in _DATES:
        column = bloc.texte(champ)
        if column is None:
            continue
        codes, texts = distincts(column)
        read = [lire_jour(text) for text in texts]
        _signal(bloc, champ, codes, _refused(read), alertes)
        if champ in _DATES_OBLIGATOIRES:
            lacking = Refus("Ce champ obligatoire est vide.")
            _signal(
                bloc, champ, codes, {r: lacking for r, day in enumerate(read) if day is None},
                alertes,
            )  # fmt: skip
