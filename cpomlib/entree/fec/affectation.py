"""Which establishment each charge or product belongs to: one for all, or by an analytical key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpomlib.entree.fec.champs import Entete
from cpomlib.socle import CommandeError, suggestion

EXCLU = "exclu"
"""Instead of an establishment: an activity that the CPOM does not cover."""
FICHIER = "fichier"
"""Instead of a field: the name of the file."""
INTERDITS = (
    "EcritureNum", "EcritureDate", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "Montant", "Sens", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
"""Fields that change at each line: a prefix of them says nothing of an establishment."""


@dataclass(frozen=True)
class Destination:
    """Where a line goes.

    Attributes:
        etablissement: id of the establishment, or ``exclu``.
        non_reconductible: whether it is a one-off credit or charge.
    """

    etablissement: str
    non_reconductible: bool = False


@dataclass(frozen=True)
class RegleAffectation:
    """One row of an analytical key: every criterion must be met.

    Attributes:
        criteres: column → beginning of its value.
        cible: where the lines go.
    """

    criteres: tuple[tuple[str, str], ...]
    cible: Destination

    @property
    def longueur(self) -> int:
        """Characters the row requires: the longest one wins."""
        return sum(len(prefix) for _, prefix in self.criteres)


@dataclass(frozen=True)
class AffectationAnalytique:
    """How lines are shared between establishments.

    Attributes:
        regles: rows of the key, in the order of the file.
        defaut: where the lines that no row covers go; None when there is no such place.
    """

    regles: tuple[RegleAffectation, ...] = ()
    defaut: Destination | None = None

    @property
    def colonnes(self) -> tuple[str, ...]:
        """Columns the key looks at, the file name apart, in a fixed order."""
        named = {column for rule in self.regles for column, _ in rule.criteres}
        return tuple(sorted(named - {FICHIER}))

    @property
    def etablissements(self) -> tuple[str, ...]:
        """Establishments the key names, in a fixed order."""
        targets = [rule.cible for rule in self.regles] + ([self.defaut] if self.defaut else [])
        return tuple(sorted({t.etablissement for t in targets} - {EXCLU}))

    def cible(self, valeurs: Mapping[str, str]) -> Destination | None:
        """Return where a line goes: the row with the longest prefixes, the first if equal.

        Args:
            valeurs: column → value of the line (and ``fichier`` → name of the file).
        """
        folded = {column: value.casefold() for column, value in valeurs.items()}
        best: RegleAffectation | None = None
        for rule in self.regles:
            held = all(
                folded.get(column, "").startswith(prefix.casefold())
                for column, prefix in rule.criteres
            )
            if held and (best is None or rule.longueur > best.longueur):
                best = rule
        return best.cible if best else self.defaut

    def verifier(self, entete: Entete, fichier: str) -> None:
        """Refuse a key that looks at a column which a file does not have.

        Raises:
            CommandeError: naming the column and the nearest one of the file.
        """
        for column in self.colonnes:
            if entete.colonne(column) is None:
                known = [*entete.autres, *(n for n in entete.champs if n not in INTERDITS)]
                raise CommandeError(
                    f"La clé analytique emploie la colonne « {column} », que le fichier n’a pas.",
                    ou=fichier,
                    que_faire=suggestion(column, known),
                )


def tout_a(etablissement: str) -> AffectationAnalytique:
    """Give every line to one establishment."""
    return AffectationAnalytique(defaut=Destination(etablissement))


def en_mots(valeurs: Mapping[str, str]) -> str:
    """Write criteria or values for a message: ``JournalCode « CH », Section « (vide) »``."""
    return ", ".join(f"{column} « {value or '(vide)'} »" for column, value in valeurs.items())
