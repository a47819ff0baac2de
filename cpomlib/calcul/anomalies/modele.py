"""An anomaly, its justification, and a rule that could not be evaluated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from cpomlib.tables import Justification

SEVERITES = ("forte", "moyenne", "faible")
"""From what is impossible or contradictory, to what is only unusual."""

Chiffre: TypeAlias = int | Decimal | str
"""A figure, exact: counts are integers, money and rates are decimals (euros, fractions)."""

Statut = Literal["ouverte", "justifiee", "rouverte"]
STATUTS: Mapping[Statut, str] = {
    "ouverte": "à justifier ou à corriger",
    "justifiee": "justifiée",
    "rouverte": "justification antérieure, le chiffre a changé",
}


@dataclass(frozen=True)
class Anomalie:
    """A doubt about the figures of an establishment or a gestionnaire, for a year.

    Attributes:
        code: the rule.
        volet: part of the diagnostic.
        severite: ``forte``, ``moyenne`` or ``faible``.
        libelle: what the rule looks at.
        entite: id of the establishment, or of the gestionnaire where the rule is about it.
        annee: the year.
        message: what was found, in French, with the figures.
        valeurs: the figures of the entity, exact, by name.
        empreinte: digest of code, entity, year and figures; regional marks and thresholds are
            left out, so that a neighbour's new figure does not reopen a justification.
        exemples: a few pseudonyms of the rows concerned, to find them in the file sent.
        que_faire: what to check or correct.
        justification: the latest one, whatever figures it answered to.
    """

    code: str
    volet: str
    severite: str
    libelle: str
    entite: str
    annee: int
    message: str
    valeurs: Mapping[str, Chiffre]
    empreinte: str
    exemples: tuple[str, ...]
    que_faire: str
    justification: Justification | None = None

    @property
    def statut(self) -> Statut:
        """Whether it is answered, and to the present figures."""
        if self.justification is None:
            return "ouverte"
        same = self.justification.empreinte == self.empreinte
        return "justifiee" if same else "rouverte"

    def reponse(self, motif: str, auteur: str) -> Justification:
        """Return an answer to this anomaly, on its present figures, not yet recorded."""
        return Justification(
            code=self.code,
            entite=self.entite,
            annee=self.annee,
            motif=motif,
            auteur=auteur,
            empreinte=self.empreinte,
            constat=self.message,
        )


@dataclass(frozen=True)
class NonEvaluee:
    """A rule that could not be evaluated for an entity: the reason, and where."""

    code: str
    entite: str
    annee: int
    manque: str


def empreinte(code: str, entite: str, annee: int, valeurs: Mapping[str, Chiffre]) -> str:
    """Return a digest of the figures that does not depend on their order or on the machine."""
    written = {name: str(value) for name, value in valeurs.items()}
    content = json.dumps([code, entite, annee, written], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
