"""The dialogue de gestion of a year: what is done for each operator, what is late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from cpomlib.calcul.contrat import Contrat, Delai, couvre, plus_mois
from cpomlib.droit import Declaration, Endroit, Texte, non_vide, refus, une_ligne, uniques

EtatEtape = Literal["faite", "en_retard", "en_cours", "a_venir", "sans_objet", "sans_trace"]
ETATS_ETAPE: tuple[EtatEtape, ...] = (
    "faite", "en_cours", "en_retard", "a_venir", "sans_objet", "sans_trace",
)  # fmt: skip
PREUVES = ("rencontre", "delai", "contrat", "")
_PIRES = ("en_retard", "proche", "a_venir", "faite", "sans_objet")
"""Statuses of a deadline, the least advanced first."""
AVANT, APRES = 3, 9
"""Months before and after a step in which a meeting counts for it; beyond, none can any more."""


@dataclass(frozen=True)
class EtapeDialogue:
    """A step of the yearly dialogue.

    Attributes:
        annee: 0 for the year of the contract, -1 for the one before…
        debut: « MM-JJ »; ``fin`` likewise.
        document: what it gives.
        preuve: where the tables say that it is done: ``rencontre`` or ``delai``, of a ``nature``;
            ``contrat`` for a signature or an amendment; empty where no table does.
        signe: only a contract that is signed has it.
    """

    code: Texte
    libelle: Texte
    annee: int
    debut: Annotated[str, une_ligne, non_vide]
    fin: Annotated[str, une_ligne, non_vide]
    document: Texte
    preuve: str = ""
    nature: str = ""
    signe: bool = False

    def controle(self, ou: Endroit) -> None:
        """Refuse a day that is none, and a proof that no table gives."""
        for name in ("debut", "fin"):
            written = getattr(self, name)
            try:
                _day(2024, written)
            except ValueError:
                raise refus(written, "un jour MM-JJ", "Par exemple 09-30.", ou.dans(name)) from None
        if self.preuve not in PREUVES:
            raise refus(self.preuve, "une preuve connue", f"Choisissez parmi {', '.join(PREUVES)}.",
                        ou.dans("preuve"))  # fmt: skip


@dataclass(frozen=True)
class EtapesDialogue:
    """The content of the file.

    Attributes:
        source: where its days come from, printed.
    """

    etapes: tuple[EtapeDialogue, ...]
    source: Texte

    def controle(self, ou: Endroit) -> None:
        """Refuse two steps of one code."""
        uniques((each.code for each in self.etapes), ou.dans("etapes"))


DIALOGUE = Declaration("contrat/dialogue.yaml", EtapesDialogue)


@dataclass(frozen=True)
class Avancee:
    """A step for an operator.

    Attributes:
        debut: its first day; ``fin``: its last one.
        le: the day it was done, None while it is not.
    """

    etape: EtapeDialogue
    debut: date
    fin: date
    etat: EtatEtape
    le: date | None = None


def avancees(
    contrats: Sequence[Contrat], delais: Mapping[str, Sequence[Delai]], annee: int, jour: date
) -> tuple[Avancee, ...]:
    """Say where each step of a year stands for an operator.

    Args:
        contrats: its contracts; where none covers the year, nothing is known of it.
        delais: contract → its deadlines, what two of them owe for an exercice once.
        annee: the year of the dialogue.
        jour: the day it is looked at.
    """
    years = [one for one in contrats if couvre(one, annee, jour)]
    due = [each for one in years for each in delais.get(one.id, ())]
    return tuple(
        _advance(one, contrats if years else (), due, annee, jour) for one in DIALOGUE.lire().etapes
    )


def _advance(
    etape: EtapeDialogue, contrats: Sequence[Contrat], delais: Sequence[Delai],
    annee: int, jour: date,
) -> Avancee:  # fmt: skip
    first, last = (_day(annee + etape.annee, text) for text in (etape.debut, etape.fin))
    if not contrats or not etape.preuve:
        return Avancee(etape, first, last, "sans_trace")
    if etape.signe and not any(one.signe and couvre(one, annee, jour) for one in contrats):
        return Avancee(etape, first, last, "sans_objet")
    if etape.preuve == "delai":
        return _by_deadline(etape, delais, annee, jour, (first, last))
    done = _met(contrats, etape, first, last, jour)
    if etape.preuve == "contrat":
        done = _agreed(contrats, annee, jour)
        if done is None and not _awaited(contrats, annee, jour):
            return Avancee(etape, first, last, "sans_objet")
    return Avancee(etape, first, last, "faite" if done else _where(first, last, jour), done)


def _by_deadline(
    etape: EtapeDialogue, delais: Iterable[Delai], annee: int, jour: date, bornes: tuple[date, date]
) -> Avancee:
    """A step that the rules on deadlines know: of several contracts, the least advanced tells."""
    found = [one for one in delais if one.nature == etape.nature and one.cle == str(annee)]
    if not found:
        return Avancee(etape, *bornes, "sans_trace")
    due = min(found, key=lambda one: (_PIRES.index(one.statut(jour)), one.le))
    state = due.statut(jour)
    shown: EtatEtape = {
        "faite": "faite",
        "en_retard": "en_retard",
        "sans_objet": "sans_objet",
    }.get(state, "en_cours" if bornes[0] <= jour else "a_venir")  # type: ignore[assignment]
    return Avancee(etape, bornes[0], due.le, shown, due.faite_le if shown == "faite" else None)


def _met(
    contrats: Sequence[Contrat], etape: EtapeDialogue, first: date, last: date, jour: date
) -> date | None:
    near, far = plus_mois(first, -AVANT), min(jour, plus_mois(last, APRES))
    held = [
        row["date"]
        for one in contrats
        for row in one.de("rencontres")
        if row["nature"] == etape.nature and near <= row["date"] <= far
    ]
    return min(held, default=None)


def _agreed(contrats: Sequence[Contrat], annee: int, jour: date) -> date | None:
    """Return the day of the contract, or of the last amendment, that takes effect in the year."""
    days = [row["date_effet"] for one in contrats for row in one.de("avenants")]
    days += [one.effet for one in contrats if one.signe]
    return max((day for day in days if day and day.year == annee and day <= jour), default=None)


def _awaited(contrats: Sequence[Contrat], annee: int, jour: date) -> bool:
    """Tell whether something is to be signed for a year: a contract prepared, an amendment."""
    days = [row["date_effet"] for one in contrats for row in one.de("avenants")]
    prepared = any(not one.signe and couvre(one, annee, jour) for one in contrats)
    return prepared or any(day is not None and day.year == annee for day in days)


def _where(first: date, last: date, jour: date) -> EtatEtape:
    """Tell where a step that is not done stands: past its time, it may not be held any more."""
    if jour < first:
        return "a_venir"
    if plus_mois(last, APRES) < jour:
        return "sans_trace"
    return "en_retard" if last < jour else "en_cours"


def _day(annee: int, texte: str) -> date:
    month, day = texte.split("-")
    return date(annee, int(month), int(day))


def comptes(avancees_de: Iterable[Sequence[Avancee]]) -> dict[str, dict[EtatEtape, int]]:
    """Count where the steps stand, over the operators: step → state → how many."""
    counted: dict[str, dict[EtatEtape, int]] = {}
    for each in avancees_de:
        for one in each:
            states: dict[EtatEtape, int] = counted.setdefault(one.etape.code, {})
            states[one.etat] = states.get(one.etat, 0) + 1
    return counted


def retards(par_operateur: Mapping[str, Sequence[Avancee]]) -> list[tuple[str, Avancee]]:
    """Return what is late, operator by operator, the oldest first."""
    late = [
        (who, one) for who, each in par_operateur.items() for one in each if one.etat == "en_retard"
    ]
    return sorted(late, key=lambda pair: (pair[1].fin, pair[0]))
