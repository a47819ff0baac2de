"""What a dated legal value is: its values, the text under each date, its status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cpomlib.socle import ParametreError, date_courte

EN_VIGUEUR, ABROGE = "en_vigueur", "abroge"
A_VERIFIER, A_COMPLETER = "a_verifier", "a_completer"
STATUTS = {
    EN_VIGUEUR: "en vigueur",
    ABROGE: "abrogé",
    A_VERIFIER: "à vérifier",
    A_COMPLETER: "à compléter",
}
"""Each status, and what it is called on a page."""


@dataclass(frozen=True)
class Unite:
    """A unit, declared once in ``unites.yaml``.

    Attributes:
        nom: name used in the files, such as ``euros_par_place``.
        libelle: what is printed after the value, in French.
        nature: ``decimal``, ``entier``, ``fraction``, ``date``, ``texte`` or ``structure``.
    """

    nom: str
    libelle: str
    nature: str


@dataclass(frozen=True)
class Reference:
    """The text a value was read in: title, article, NOR, address."""

    texte: str
    article: str = ""
    nor: str = ""
    lien: str = ""

    def __str__(self) -> str:
        nor = f"NOR {self.nor}" if self.nor else ""
        return ", ".join(part for part in (self.texte, self.article, nor) if part)


@dataclass(frozen=True)
class ValeurDatee:
    """One value, from the day it applies.

    Attributes:
        debut: first day it applies.
        fin: last day it applies; ``None`` while no text ends it.
        valeur: Decimal for amounts and rates, int for counts, Fraction for shares such as 1/3,
            date, text, or frozen mappings and tuples of them; ``None`` when repealed or unknown.
        reference: the text it was read in, or the text to look up.
        statut: ``en_vigueur``, ``abroge``, ``a_verifier`` or ``a_completer``.
        note: what the reader must know to use it.
        surcharge: the service's file it comes from, if any.
    """

    debut: date
    fin: date | None
    valeur: Any
    reference: Reference
    statut: str
    note: str = ""
    surcharge: Path | None = None


@dataclass(frozen=True)
class Parametre:
    """A legal amount or rule with all its dated values.

    Attributes:
        chemin: path in the tree without suffix, such as ``tarifs_plafonds/3R``.
        libelle: short French title.
        description: what it is and how it is used.
        unite: unit of the values.
        statut: status of the file as a whole.
        verifie_le: day somebody last compared the file with the texts.
        valeurs: oldest first.
        fichier: file of the project, or of the service for a parameter of its own.
    """

    chemin: str
    libelle: str
    description: str
    unite: Unite
    statut: str
    verifie_le: date
    valeurs: tuple[ValeurDatee, ...]
    fichier: Path

    @property
    def surcharge(self) -> Path | None:
        """The service's file that overrides or completes some value, if any."""
        return next((dated.surcharge for dated in self.valeurs if dated.surcharge), None)

    def a_la_date(self, au: date) -> ValeurDatee:
        """Return the value in force on a day, or the record that it is repealed.

        Args:
            au: the day of the question.

        Raises:
            ParametreError: the day is outside the known dates, or the value is still to be
                completed; the message names the file, the text and the line to write.
        """
        found = next((dated for dated in reversed(self.valeurs) if dated.debut <= au), None)
        if found is None:
            raise self._unknown(
                au, f"la première commence le {date_courte(self.valeurs[0].debut)}", None
            )
        if found.fin and found.fin < au:
            raise self._unknown(au, f"la dernière s’arrête le {date_courte(found.fin)}", found)
        if found.statut == A_COMPLETER:
            raise self._unknown(au, "elle reste à compléter", found)
        return found

    def _unknown(self, au: date, why: str, nearest: ValeurDatee | None) -> ParametreError:
        start = nearest.debut if nearest and nearest.statut == A_COMPLETER else au
        text = (nearest or self.valeurs[0]).reference
        return ParametreError(
            f"«\u00a0{self.libelle}\u00a0» n’a pas de valeur connue au {date_courte(au)}\u00a0: "
            f"{why}.",
            ou=str(self.fichier),
            pourquoi=f"Texte à consulter\u00a0: {text}.",
            que_faire=(
                f"Écrivez sous «\u00a0valeurs\u00a0»\u00a0: «\u00a0{start.isoformat()}: "
                "{valeur: …, statut: en_vigueur, reference: {texte: …}}\u00a0» "
                f"({self.unite.libelle}), ici ou dans le fichier legislation/{self.chemin}.yaml "
                "de votre dossier CPOM_PARAMETRES."
            ),
        )
