"""The law as a volet financier reads it: every value remembered, every unknown one named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from cpomlib.calcul.budget import tarif_plafond
from cpomlib.droit import Lecteur
from cpomlib.socle import CpomError, ParametreError

DU_SERVICE = "Le service de l’État, dans ses paramètres de droit."
DES_PARTIES = "Les parties, dans leur plan financier."


@dataclass(frozen=True)
class ACompleter:
    """A value that nobody has read yet, or that the parties have not given.

    Attributes:
        quoi: what is missing, in French.
        texte: the text to look up, or who decides it.
        que_faire: how to supply it, for who works with the tool.
        par: who gives it and where, for who reads the contract; empty where that says the same.
    """

    quoi: str
    texte: str = ""
    que_faire: str = ""
    par: str = ""

    @property
    def en_clair(self) -> str:
        """How it is supplied, in the words of who reads a contract."""
        return self.par or self.que_faire

    @classmethod
    def de(cls, error: CpomError) -> ACompleter:
        """Make one of the error that a parameter or a rule raised."""
        par = DU_SERVICE if isinstance(error, ParametreError) else ""
        return cls(error.quoi, error.pourquoi, error.que_faire, par)


Montant: TypeAlias = Decimal | ACompleter | None
"""Euros; ``None`` where the law has no such amount (a repealed ceiling, for instance)."""


@dataclass
class Droit:
    """Reads the dated parameters for one report; lists what it read and what it could not.

    Attributes:
        lecteur: the report's own reader.
    """

    lecteur: Lecteur = field(default_factory=Lecteur)
    _manques: dict[str, ACompleter] = field(default_factory=dict)

    def valeur(self, chemin: str, au: date) -> Any:
        """Return a dated value, or an :class:`ACompleter` where it is not known."""
        try:
            return self.lecteur.valeur(chemin, au)
        except ParametreError as error:
            return self.manque(ACompleter.de(error), chemin)

    def regle(self, chemin: str, au: date) -> Mapping[str, Any]:
        """Return a rule written as a mapping, empty where it is not known for that day."""
        found = self.valeur(chemin, au)
        return found if isinstance(found, Mapping) else {}

    def plafond(self, gham: str, exercice: int, departement: str) -> Montant:
        """Return the ceiling per place of a GHAM, None where none is in force."""
        try:
            return tarif_plafond(gham, exercice, departement, lire=self.lecteur.valeur)
        except ParametreError as error:
            return self.manque(ACompleter.de(error), f"{gham} {exercice}")

    def manque(self, absent: ACompleter, cle: str = "") -> ACompleter:
        """Remember that a value is missing, once, and return it."""
        return self._manques.setdefault(cle or absent.quoi, absent)

    def manques(self) -> tuple[ACompleter, ...]:
        """Return what could not be read, each once, in the order of the first reading."""
        return tuple(self._manques.values())
