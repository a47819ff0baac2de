"""The header of a trial balance: which column says the account, which ones its balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from cpomlib.droit import Declaration, cles
from cpomlib.entree.classeur import Ligne
from cpomlib.entree.noms import Mots, Synonymes, plie, synonymes
from cpomlib.socle import Faute, suggestion

FORMES = (("solde_debiteur", "solde_crediteur"), ("solde",), ("debit", "credit"))
"""What tells the closing balance of an account; the first that is there is read."""
_DITS = {
    "compte": "le numéro de compte",
    "libelle": "le libellé",
    "solde_debiteur": "le solde débiteur",
    "solde_crediteur": "le solde créditeur",
    "solde": "le solde",
    "debit": "le débit",
    "credit": "le crédit",
    "ouverture_debit": "l’à-nouveau débiteur",
    "ouverture_credit": "l’à-nouveau créditeur",
    "sens": "le sens",
}


@dataclass(frozen=True)
class MotsBalance:
    """What the words of a trial balance mean (``parameters/sources/balance.yaml``).

    Attributes:
        colonnes: column → the other names that people give it.
        totaux: how the label of a row begins that is no account.
    """

    colonnes: Annotated[Synonymes, cles(_DITS)]
    totaux: Mots


BALANCE = Declaration("sources/balance.yaml", MotsBalance)


@dataclass(frozen=True)
class Colonnes:
    """The columns of one table.

    Attributes:
        noms: names as written, those of a two-row header joined.
        rangs: recognised column → rank; the first where a name is repeated.
        repetees: recognised columns that are written more than once.
        ligne: row number of the header.
    """

    noms: tuple[str, ...]
    rangs: Mapping[str, int]
    repetees: frozenset[str]
    ligne: int

    @property
    def forme(self) -> tuple[str, ...]:
        """Columns the closing balance is read from; empty when there are none."""
        return next((form for form in FORMES if all(name in self.rangs for name in form)), ())

    @property
    def lues(self) -> tuple[str, ...]:
        """Every column that is read, in the order of ``rangs``."""
        wanted = {"compte", "libelle", *self.forme}
        if self.forme == ("debit", "credit"):
            wanted |= {"ouverture_debit", "ouverture_credit"}
        if self.forme == ("solde",):
            wanted |= {"sens"}
        return tuple(name for name in self.rangs if name in wanted)

    @property
    def complete(self) -> bool:
        """Whether an account and its balance can be read, without ambiguity."""
        return "compte" in self.rangs and bool(self.forme) and not self.ambigues

    @property
    def ambigues(self) -> tuple[str, ...]:
        """Columns to read that are written twice."""
        return tuple(name for name in self.lues if name in self.repetees - {"compte", "libelle"})


def connues() -> dict[str, str]:
    """Return every folded column name → the column it stands for."""
    return synonymes(BALANCE.lire().colonnes)


def trouver(lignes: Sequence[Ligne]) -> Colonnes | None:
    """Return the header found among the first rows, the likeliest when none is complete.

    A header may stand on two rows (« Mouvements » over « Débit » and « Crédit »): the upper
    name is then put before the lower one.
    """
    known = connues()
    found: list[Colonnes] = []
    above: Sequence[str] = ()
    for number, cells in lignes:
        for names in (cells, _joined(above, cells)):
            columns = _recognised(names, known, number)
            if columns.complete:
                return columns
            found.append(columns)
        above = cells
    best = max(found, key=lambda columns: len(columns.rangs), default=None)
    return best if best and len(best.rangs) >= 2 else None


def _recognised(names: Sequence[str], known: Mapping[str, str], number: int) -> Colonnes:
    ranks: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for rank, name in enumerate(names):
        column = known.get(plie(name)) if name else None
        if column:
            counts[column] += 1
            ranks.setdefault(column, rank)
    repeated = frozenset(column for column, count in counts.items() if count > 1)
    return Colonnes(tuple(names), ranks, repeated, number)


def _joined(above: Sequence[str], cells: Sequence[str]) -> list[str]:
    names: list[str] = []
    over = ""
    for rank in range(max(len(above), len(cells))):
        upper = above[rank] if rank < len(above) else ""
        lower = cells[rank] if rank < len(cells) else ""
        over = upper or over
        names.append(f"{over} {lower}".strip() if lower else upper)
    return names


def fautes_colonnes(colonnes: Colonnes | None, fichier: str, feuille: str) -> list[Faute]:
    """Return why a table cannot be read as a trial balance."""
    if colonnes is None:
        message = (
            "Aucune ligne d’en-tête n’a été reconnue : il faut au moins le compte et son solde, "
            "ou le débit et le crédit."
        )
        advice = "Nommez les colonnes : compte, libellé, solde débiteur, solde créditeur."
        return [Faute(fichier, 0, "", "", message, advice, feuille)]
    line = colonnes.ligne
    faults = [
        Faute(
            fichier,
            line,
            colonnes.noms[colonnes.rangs[name]],
            "",
            f"Plusieurs colonnes disent {_DITS[name]}.",
            "Distinguez-les, par exemple « Mouvement débit » et « Solde débiteur ».",
            feuille,
        )
        for name in colonnes.ambigues
    ]
    missing = [] if "compte" in colonnes.rangs else ["compte"]
    missing += [] if colonnes.forme else ["solde_debiteur", "solde_crediteur"]
    return faults + [_missing(name, colonnes, fichier, feuille) for name in missing]


def doutes_colonnes(colonnes: Colonnes, fichier: str, feuille: str) -> list[Faute]:
    """Return the doubts on a header that debits and credits alone are read from."""
    if colonnes.forme != ("debit", "credit"):
        return []
    line, told = colonnes.ligne, []
    for rank, name in enumerate(colonnes.noms):
        if "solde" in plie(name) and rank not in colonnes.rangs.values():
            message = "Cette colonne n’a pas été reconnue : les soldes sont débit moins crédit."
            told.append(Faute(fichier, line, name, "", message, "Nommez-la « Solde ».", feuille))
    moves = [colonnes.noms[colonnes.rangs[name]] for name in colonnes.forme]
    opened = "ouverture_debit" in colonnes.rangs or "ouverture_credit" in colonnes.rangs
    if not opened and any("mouvement" in plie(name) or "mvt" in plie(name) for name in moves):
        message = "Ces colonnes ne disent que des mouvements."
        advice = "Vérifiez que les à-nouveaux y sont compris."
        told.append(Faute(fichier, line, ", ".join(moves), "", message, advice, feuille))
    return told


def _missing(name: str, colonnes: Colonnes, fichier: str, feuille: str) -> Faute:
    free = [
        written
        for rank, written in enumerate(colonnes.noms)
        if written and rank not in colonnes.rangs.values()
    ]
    near = suggestion(_DITS[name].removeprefix("le "), free) if free else ""
    advice = near if near.startswith("Le plus proche") else "Ajoutez-la, ou nommez-la ainsi."
    message = f"La colonne qui dit {_DITS[name]} manque."
    return Faute(fichier, colonnes.ligne, "", "", message, advice, feuille)
