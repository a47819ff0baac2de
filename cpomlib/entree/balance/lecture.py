"""A trial balance read as the table ``balances``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from cpomlib.entree.balance.colonnes import Colonnes, doutes_colonnes, fautes_colonnes, trouver
from cpomlib.entree.balance.lignes import CompteLu, LecteurBalance
from cpomlib.entree.comptes import (
    TIERS,
    balances,
    compte_partage,
    soldes_demesures,
    soldes_partages,
)
from cpomlib.entree.constats import RecueilFautes
from cpomlib.entree.feuillets import Feuillet, feuillets
from cpomlib.entree.lecture import LectureFichier, refuser_doublons
from cpomlib.socle import DonneesError, Faute, dire_centimes, nombre

_ENTETE_MAX = 30
"""First rows among which the header is looked for, below a title."""
_CLASSES = ("1", "2", "3", "4", "5", "6", "7")
COMPTES_MAX = 200_000
"""Rows beyond which a file is a journal, not a trial balance."""


@dataclass
class _Releve:
    """What the reading of the files gathers."""

    soldes: dict[str, int] = field(default_factory=dict)
    libelles: dict[str, str] = field(default_factory=dict)
    fautes: RecueilFautes = field(default_factory=RecueilFautes)
    doutes: RecueilFautes = field(default_factory=lambda: RecueilFautes(5))
    messages: list[str] = field(default_factory=list)
    lues: int = 0
    beside: int = 0
    negatifs: bool = False
    forme: tuple[str, ...] = ()


def lire_balance(
    chemins: Sequence[Path], gestionnaire: str, annee: int, *, accepter_desequilibre: bool = False
) -> LectureFichier:
    """Read a trial balance, in one or several files, as closing balances.

    Totals and subtotals are left out: a row of words, or an account that only adds up the
    accounts which begin with it.

    Args:
        chemins: CSV files or workbooks; they count as one balance.
        gestionnaire: id of the gestionnaire.
        annee: exercise.
        accepter_desequilibre: read a balance whose debits and credits differ; the difference
            becomes a doubt.

    Raises:
        FichierError: a file may not be opened.
        CommandeError: no file, or the same one twice.
        DonneesError: what makes the figures wrong; all of it at once.
    """
    refuser_doublons(chemins)
    releve = _Releve()
    for path in chemins:
        _read(path, releve)
    name = chemins[0].name
    if releve.fautes:
        raise DonneesError(releve.fautes.fautes())
    subtotals = sous_totaux(releve.soldes)
    kept = {a: net for a, net in releve.soldes.items() if a not in subtotals}
    gap = _gap(kept, releve, name)
    faults = soldes_demesures(kept, name, "compte")
    faults += [] if gap is None or accepter_desequilibre else [gap]
    if faults:
        raise DonneesError(faults)
    return _result(releve, kept, len(subtotals), gap, gestionnaire, annee, name)


def _read(path: Path, releve: _Releve) -> None:
    unfit: list[Faute] = []
    found = False
    with feuillets(path) as sheets:
        for sheet in sheets:
            head = list(islice(sheet.lignes, _ENTETE_MAX))
            columns = trouver(head)
            faults = fautes_colonnes(columns, sheet.fichier, sheet.feuille)
            if columns is None or faults:
                unfit += faults
                continue
            found = True
            _read_sheet(sheet, head, columns, releve)
    if not found:
        raise DonneesError(unfit or [Faute(path.name, 0, "", "", "Ce fichier est vide.")])


def _read_sheet(
    sheet: Feuillet, head: list[tuple[int, list[str]]], columns: Colonnes, releve: _Releve
) -> None:
    where = f"feuille « {sheet.feuille} », " if sheet.feuille else ""
    named = ", ".join(f"« {columns.noms[columns.rangs[name]]} »" for name in columns.lues)
    releve.messages.append(f"{sheet.fichier} : {where}colonnes lues : {named}.")
    releve.forme = columns.forme
    releve.doutes.ajouter(doutes_colonnes(columns, sheet.fichier, sheet.feuille))
    reader = LecteurBalance(columns, sheet.fichier, sheet.feuille)
    for number, cells in chain(head, sheet.lignes):
        if number <= columns.ligne:
            continue
        releve.lues += 1
        if releve.lues > COMPTES_MAX:
            message = f"Il y a plus de {nombre(COMPTES_MAX)} lignes : ce n’est pas une balance."
            raise DonneesError([Faute(sheet.fichier, 0, "", "", message)])
        read = reader.lire(number, cells)
        if isinstance(read, CompteLu):
            _add(read, number, sheet, releve)
        elif read:
            releve.fautes.ajouter(read)
        else:
            releve.beside += 1


def _add(read: CompteLu, number: int, sheet: Feuillet, releve: _Releve) -> None:
    if read.numero in releve.soldes:
        message = "Ce compte est écrit plusieurs fois : ses soldes sont additionnés."
        releve.doutes.ajouter(
            [Faute(sheet.fichier, number, "compte", read.numero, message, "", sheet.feuille)]
        )
    releve.negatifs |= read.solde < 0
    releve.soldes[read.numero] = releve.soldes.get(read.numero, 0) + read.solde
    if read.libelle:
        releve.libelles.setdefault(read.numero, read.libelle)


def sous_totaux(soldes: dict[str, int]) -> set[str]:
    """Return the accounts that only add up the accounts which begin with them.

    Args:
        soldes: account → debit − credit, in centimes.
    """
    below: Counter[str] = Counter()
    beneath: set[str] = set()
    found: set[str] = set()
    for account in sorted(soldes, key=len, reverse=True):
        if account in beneath and soldes[account] and below[account] == soldes[account]:
            found.add(account)
            continue  # its own accounts have already been added to those above
        for length in range(1, len(account)):
            below[account[:length]] += soldes[account]
            beneath.add(account[:length])
    return found


def _gap(kept: dict[str, int], releve: _Releve, fichier: str) -> Faute | None:
    gap = sum(kept.values())
    if not gap:
        return None
    debtor = sum(net for net in kept.values() if net > 0)
    message = (
        f"La balance n’est pas équilibrée : soldes débiteurs {dire_centimes(debtor)}, soldes "
        f"créditeurs {dire_centimes(debtor - gap)}, écart {dire_centimes(gap)}."
    )
    advice = (
        "La colonne du solde n’a aucune valeur négative : ajoutez son sens (D ou C)."
        if releve.forme == ("solde",) and not releve.negatifs
        else "Redemandez un export complet ; pour la lire telle quelle, ajoutez "
        "« --accepter-desequilibre »."
    )
    return Faute(fichier, 0, "", "", message, advice)


def _result(
    releve: _Releve,
    kept: dict[str, int],
    subtotals: int,
    gap: Faute | None,
    gestionnaire: str,
    annee: int,
    fichier: str,
) -> LectureFichier:
    held = {account: net for account, net in kept.items() if account.startswith(_CLASSES)}
    soldes = soldes_partages(held)
    labels: dict[str, str] = {}
    for account, label in releve.libelles.items():
        labels.setdefault(compte_partage(account), label)
    debtor = sum(net for net in soldes.values() if net > 0)
    creditor = -sum(net for net in soldes.values() if net < 0)
    total = (
        f"Balance : soldes débiteurs {dire_centimes(debtor)}, "
        f"soldes créditeurs {dire_centimes(creditor)}, "
        f"écart {dire_centimes(debtor - creditor)}."
    )
    reasons = {
        "titres et totaux": releve.beside,
        "sous-totaux de comptes": subtotals,
        "comptes des classes 0, 8 et 9": len(kept) - len(held),
    }
    doubts = [] if gap is None else [gap]
    return LectureFichier(
        format="balance",
        frames={"balances": balances(gestionnaire, annee, soldes, labels)},
        lues=releve.lues,
        gardees=releve.lues - sum(reasons.values()),
        messages=(*releve.messages, total, TIERS),
        alertes=(*doubts, *_without_gestion(held, fichier), *releve.doutes.fautes()),
        ecartees={reason: count for reason, count in reasons.items() if count},
    )


def _without_gestion(held: dict[str, int], fichier: str) -> list[Faute]:
    if any(account.startswith(("6", "7")) for account in held):
        return []
    message = (
        "La balance n’a aucun compte 6 ou 7 : elle a été éditée après la clôture ; le résultat et "
        "la capacité d’autofinancement ne pourront pas être calculés."
    )
    return [Faute(fichier, 0, "", "", message, "Demandez la balance avant clôture.")]
