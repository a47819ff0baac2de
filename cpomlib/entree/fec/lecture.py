"""A FEC, in one or several files, read as ``budgets`` and ``balances``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from cpomlib.entree.comptes import (
    Budget,
    balances,
    budget,
    budgets,
    compte_inconnu,
    compte_partage,
    soldes_demesures,
    soldes_partages,
)
from cpomlib.entree.constats import RecueilFautes
from cpomlib.entree.fec.affectation import EXCLU, AffectationAnalytique
from cpomlib.entree.fec.bloc import Tolerances
from cpomlib.entree.fec.blocs import blocs
from cpomlib.entree.fec.cloture import Cle, Cloture, Ouverture, cles_du_resultat, defaire
from cpomlib.entree.fec.compte_rendu import BilanFec, alertes, messages
from cpomlib.entree.fec.controle import Exercice, lire_bloc
from cpomlib.entree.fec.cumul import Cumul
from cpomlib.entree.fec.equilibre import desequilibre, orphelins
from cpomlib.entree.fec.nom import nom_fec
from cpomlib.entree.lecture import LectureFichier, refuser_doublons
from cpomlib.socle import DonneesError, Faute, date_courte, taux

T = TypeVar("T")
_CLASSES = ("1", "2", "3", "4", "5", "6", "7")
"""Classes of the balance; 8 and 9 are off the balance sheet or analytical."""


@dataclass
class _Passage:
    """What the first reading of the files gathers."""

    cumul: Cumul
    ouverture: Ouverture
    suivi: Tolerances = field(default_factory=Tolerances)
    fautes: RecueilFautes = field(default_factory=RecueilFautes)
    doutes: RecueilFautes = field(default_factory=lambda: RecueilFautes(3))
    resultat: set[Cle] = field(default_factory=set)


def lire_fec(
    chemins: Sequence[Path],
    gestionnaire: str,
    annee: int,
    affectation: AffectationAnalytique,
    *,
    accepter_desequilibre: bool = False,
) -> LectureFichier:
    """Read a FEC as the compte administratif of each establishment and the closing balances.

    Opening entries are kept; entries that close classes 6 and 7 into the result are undone.

    Args:
        chemins: the files of one exercise, each with its header; they count as one.
        gestionnaire: id of the gestionnaire whose balances these are.
        annee: exercise.
        affectation: which establishment charges and products belong to.
        accepter_desequilibre: read a file whose debits and credits differ; the difference
            becomes a doubt.

    Returns:
        ``budgets`` (document ca) and ``balances``, with the totals and doubts in words.

    Raises:
        FichierError: a file may not be opened.
        CommandeError: no file, the same one twice, a key that does not fit the file.
        DonneesError: what makes the figures wrong; all of it at once.
    """
    refuser_doublons(chemins)
    exercice = exercice_de(chemins, annee)
    passage = _read(chemins, affectation, exercice)
    cumul = passage.cumul
    _refuse(passage, exercice, chemins)
    closings = defaire(cumul, chemins, passage.resultat, exercice)
    drawn = _budget(cumul, annee)
    gap = desequilibre(cumul, _name(chemins))
    faults = [] if accepter_desequilibre or gap is None else [gap]
    faults += orphelins(cumul, _name(chemins)) + _unknown(drawn, cumul, annee)
    faults += soldes_demesures(cumul.comptes, _name(chemins), "CompteNum")
    if faults:
        raise DonneesError(faults)
    return _result(passage, exercice, drawn, closings, gestionnaire, annee, gap, chemins)


def exercice_de(chemins: Sequence[Path], annee: int) -> Exercice:
    """Return the twelve months that end with the exercise: the file name's day, or 31 December."""
    closings = {nom_fec(path.name).cloture for path in chemins} - {None}
    ours = [day for day in closings if day and day.year == annee]
    end = ours[0] if len(ours) == 1 else date(annee, 12, 31)
    after = end + timedelta(days=1)
    start = after.replace(year=after.year - 1) if after.day == 1 else end - timedelta(days=364)
    return Exercice(start, end)


def _read(
    chemins: Sequence[Path], affectation: AffectationAnalytique, exercice: Exercice
) -> _Passage:
    passage = _Passage(Cumul(affectation), Ouverture(exercice))
    for path in chemins:
        checked = None
        for bloc in blocs(path, passage.suivi):
            if bloc.entete is not checked:
                affectation.verifier(bloc.entete, path.name)
                checked = bloc.entete
            lues = lire_bloc(bloc, exercice, passage.fautes, passage.doutes)
            passage.cumul.ajouter(bloc, lues)
            passage.ouverture.ajouter(bloc, lues)
            passage.resultat.update(cles_du_resultat(bloc, lues, exercice))
    return passage


def _name(chemins: Sequence[Path]) -> str:
    return chemins[0].name if len(chemins) == 1 else f"{chemins[0].name} et suivants"


def _refuse(passage: _Passage, exercice: Exercice, chemins: Sequence[Path]) -> None:
    """Refuse what cannot be read, an empty file, and the entries of another year."""
    faults = [*passage.suivi.fautes.fautes(), *passage.fautes.fautes()]
    if not faults and not passage.cumul.lignes:
        message = "Ce fichier ne contient aucune écriture."
        faults.append(Faute(_name(chemins), 0, "", "", message, "Vérifiez la période de l’export."))
    if not faults:
        faults = _other_year(passage.cumul, exercice, _name(chemins))
    if faults:
        raise DonneesError(faults)


def _other_year(cumul: Cumul, exercice: Exercice, fichier: str) -> list[Faute]:
    year, count = cumul.annees.most_common(1)[0]
    if year in (exercice.debut.year, exercice.fin.year) or 2 * count <= cumul.lignes:
        return []
    period = f"du {date_courte(exercice.debut)} au {date_courte(exercice.fin)}"
    message = (
        f"{taux(count / cumul.lignes)} des écritures sont de {year} : ce n’est pas "
        f"l’exercice demandé ({period})."
    )
    return [Faute(fichier, 0, "EcritureDate", "", message, f"Donnez « --annee {year} ».")]


def _budget(cumul: Cumul, annee: int) -> Budget:
    sums: dict[tuple[str, bool, str], int] = {}
    for (target, account), net in cumul.gestion.items():
        key = (target.etablissement, target.non_reconductible, compte_partage(account))
        if target.etablissement != EXCLU:
            sums[key] = sums.get(key, 0) + net
    return budget(sums, annee)


def _unknown(drawn: Budget, cumul: Cumul, annee: int) -> list[Faute]:
    places = _shared(cumul.origine)
    return [
        compte_inconnu(compte, sens, annee, places[compte], "CompteNum")
        for compte, sens in drawn.inconnus.items()
    ]


def _shared(by_account: dict[str, T]) -> dict[str, T]:
    """Give what is known of accounts to the shared accounts they become, the first one winning."""
    shared: dict[str, T] = {}
    for compte, value in by_account.items():
        if value:
            shared.setdefault(compte_partage(compte), value)
    return shared


def _result(
    passage: _Passage,
    exercice: Exercice,
    drawn: Budget,
    closings: list[Cloture],
    gestionnaire: str,
    annee: int,
    gap: Faute | None,
    chemins: Sequence[Path],
) -> LectureFichier:
    cumul, labels = passage.cumul, _shared(passage.cumul.libelles)
    held = {a: net for a, net in cumul.comptes.items() if a.startswith(_CLASSES)}
    soldes = soldes_partages(held)
    report = BilanFec(
        cumul, exercice, drawn, tuple(closings), passage.ouverture, passage.suivi, soldes
    )
    aside = sum(count for digit, count in cumul.classes.items() if digit not in _CLASSES)
    closed = sum(closing.lignes for closing in closings)
    reasons = {
        "clôture des comptes 6 et 7": closed,
        "comptes des classes 0, 8 et 9, hors bilan ou analytiques": aside,
    }
    return LectureFichier(
        format="fec",
        frames={
            "budgets": budgets(drawn.lignes, annee, labels),
            "balances": balances(gestionnaire, annee, soldes, labels),
        },
        lues=cumul.lignes,
        gardees=cumul.lignes - closed - aside,
        messages=messages(report),
        alertes=alertes(report, chemins, gestionnaire, annee, gap) + passage.doutes.fautes(),
        ecartees={reason: count for reason, count in reasons.items() if count},
    )
