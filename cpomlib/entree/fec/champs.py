"""The header of a FEC: the 18 legal fields, found under the names people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from cpomlib.droit import Declaration, cles
from cpomlib.entree.noms import Mots, Synonymes, plie, positions, restants, synonymes
from cpomlib.socle import Faute, suggestion

LEGAUX = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib",
    "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
"""The 18 fields in the order of LPF A47 A-1, VII."""
VARIANTE = {"Debit": "Montant", "Credit": "Sens"}
"""What may stand in the place of the two amounts."""
INDISPENSABLES = ("JournalCode", "EcritureDate", "CompteNum")
"""Fields without which nothing can be added up; the amounts are looked at apart."""
RECONNUS_MIN = 5
"""Legal names that a first line must hold to be taken for the header of a FEC."""


@dataclass(frozen=True)
class MotsOuverture:
    """How the opening entries are known: codes of journals, words of labels."""

    codes: Mots
    libelles: Mots


@dataclass(frozen=True)
class MotsFec:
    """What the words of a FEC mean (``parameters/sources/fec.yaml``)."""

    champs: Annotated[Synonymes, cles((*LEGAUX, *VARIANTE.values()))]
    ouverture: MotsOuverture


FEC = Declaration("sources/fec.yaml", MotsFec)


@dataclass(frozen=True)
class Entete:
    """The header of one file.

    Attributes:
        cellules: names as written, blank trailing ones included.
        champs: legal field → rank of its column.
        autres: any other column, name as written → rank.
        ligne: line of the header in the file.
    """

    cellules: tuple[str, ...]
    champs: Mapping[str, int]
    autres: Mapping[str, int]
    ligne: int = 1

    @property
    def largeur(self) -> int:
        """Number of columns that have a name: trailing separators name nothing."""
        named = [rank for rank, name in enumerate(self.cellules, 1) if name]
        return max(named, default=0)

    @property
    def sens(self) -> bool:
        """Whether amounts are in Montant and Sens rather than Debit and Credit."""
        return "Debit" not in self.champs and "Montant" in self.champs

    def colonne(self, nom: str) -> int | None:
        """Return the rank of a column by its legal name or by its own, whatever the case."""
        if nom in self.champs:
            return self.champs[nom]
        folded = plie(nom)
        return next((rank for name, rank in self.autres.items() if plie(name) == folded), None)


def connus() -> dict[str, str]:
    """Return every folded column name → legal field."""
    return synonymes(FEC.lire().champs)


def lire_entete(cellules: Sequence[str], ligne: int = 1) -> Entete:
    """Recognise the columns of a header."""
    names = tuple(cell.strip(' \t\u00a0\ufeff"') for cell in cellules)
    found = positions(names, connus())
    return Entete(names, found, restants(names, found.values()), ligne)


def est_entete(entete: Entete) -> bool:
    """Say whether a line is the header of a FEC."""
    return len(entete.champs) >= RECONNUS_MIN


def fautes_entete(entete: Entete, fichier: str, feuille: str = "") -> list[Faute]:
    """Return why a header does not allow the file to be read: indispensable fields missing."""
    lacking = [name for name in INDISPENSABLES if name not in entete.champs]
    lacking += _missing_amounts(entete)
    faults = [
        Faute(
            fichier,
            entete.ligne,
            name,
            "",
            "Ce champ du fichier des écritures comptables manque.",
            _near(name, entete),
            feuille,
        )
        for name in lacking
    ]
    return faults + (_unknown(entete, fichier, feuille) if lacking else [])


def _missing_amounts(entete: Entete) -> list[str]:
    first, second = ("Montant", "Sens") if entete.sens else ("Debit", "Credit")
    if first not in entete.champs and "Sens" in entete.champs:
        first, second = "Montant", "Sens"
    return [name for name in (first, second) if name not in entete.champs]


def _near(champ: str, entete: Entete) -> str:
    if not entete.autres:
        return "Redemandez un export complet : les 18 champs sont obligatoires."
    told = suggestion(champ, entete.autres)
    if told.startswith("Le plus proche"):
        return f"{told[:-1]} : renommez cette colonne « {champ} »."
    return "Redemandez un export complet : les 18 champs sont obligatoires."


def _unknown(entete: Entete, fichier: str, feuille: str) -> list[Faute]:
    """Name the columns that no legal name covers, when one that is needed is missing."""
    legal = [*LEGAUX, *VARIANTE.values()]
    free = [name for name in legal if name not in entete.champs]
    return [
        Faute(
            fichier,
            entete.ligne,
            name,
            "",
            "Cette colonne n’est pas l’un des champs du fichier des écritures comptables.",
            suggestion(name, free),
            feuille,
        )
        for name in entete.autres
    ]


def remarques(entete: Entete, fichier: str, feuille: str = "") -> list[Faute]:
    """Return what of a header departs from the law without hindering the reading."""
    amounts = ["Montant", "Sens"] if entete.sens else ["Debit", "Credit"]
    expected = [*LEGAUX[:11], *amounts, *LEGAUX[13:]]
    missing = [name for name in expected if name not in entete.champs]
    told = [
        Faute(
            fichier,
            entete.ligne,
            name,
            "",
            "Ce champ légal manque ; il n’est pas indispensable ici.",
            _near(name, entete) if entete.autres else "",
            feuille,
        )
        for name in missing
    ]
    ranks = [entete.champs[name] for name in expected if name in entete.champs]
    if ranks != sorted(ranks):
        told.append(
            Faute(
                fichier,
                entete.ligne,
                "",
                "",
                "Les champs ne sont pas dans l’ordre légal (livre des procédures fiscales, "
                "A47 A-1) ; ils ont été lus par leur nom.",
                "",
                feuille,
            )
        )
    return told
