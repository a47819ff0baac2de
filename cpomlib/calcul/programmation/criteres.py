"""In what order to sign: declared criteria, each weighed, each printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from cpomlib.droit import Declaration, Endroit, Texte, entre, uniques
from cpomlib.socle import ParametreError

MesurePriorite = Literal[
    "places", "deficit", "cout", "transformation", "volontaire", "difficultes", "negociation",
    "mois_restants",
]  # fmt: skip


@dataclass(frozen=True)
class CriterePriorite:
    """One criterion.

    Attributes:
        mesure: what is looked at.
        poids: its weight among the others.
        de: the value that counts for nothing; ``a``: the one that counts whole.
        pourquoi: why it makes a signature urgent.
        source: where it comes from.
    """

    code: Texte
    libelle: Texte
    mesure: MesurePriorite
    poids: Annotated[float, entre(0)]
    de: float
    a: float
    pourquoi: Texte
    source: Texte

    def controle(self, ou: Endroit) -> None:
        """Refuse a scale without length."""
        if self.de == self.a:
            raise ParametreError(
                "«\u00a0de\u00a0» et «\u00a0a\u00a0» sont égaux\u00a0: le critère ne distingue "
                "personne.",
                ou=str(ou),
                que_faire="Donnez deux valeurs différentes.",
            )


@dataclass(frozen=True)
class CriteresPriorite:
    """The content of the file."""

    criteres: tuple[CriterePriorite, ...]

    def controle(self, ou: Endroit) -> None:
        """Refuse two criteria of one code, and none that weighs."""
        uniques((each.code for each in self.criteres), ou.dans("criteres"))
        if not sum(each.poids for each in self.criteres):
            raise ParametreError(
                "Aucun critère n’a de poids.",
                ou=str(ou.dans("criteres")),
                que_faire="Donnez à l’un d’eux un poids au-dessus de 0.",
            )


PROGRAMMATION = Declaration("contrat/programmation.yaml", CriteresPriorite)


@dataclass(frozen=True)
class NoteCritere:
    """What a criterion brings to a mark.

    Attributes:
        valeur: what was measured, None where it is not known: it then brings nothing.
        part: where it stands on its scale, from 0 to 1.
        apport: its part of the mark.
    """

    critere: CriterePriorite
    valeur: float | None
    part: float
    apport: float


@dataclass(frozen=True)
class Priorite:
    """A mark from 0 to 1, to the thousandth, and what makes it."""

    note: float = 0.0
    details: tuple[NoteCritere, ...] = ()

    @property
    def milliemes(self) -> int:
        """The mark as a whole number, so that marks add up exactly."""
        return round(self.note * 1000)


def noter(criteres: CriteresPriorite, valeurs: Mapping[str, float | None]) -> Priorite:
    """Mark a gestionnaire.

    Args:
        criteres: the declared criteria.
        valeurs: measure → value; one that is missing is not known.
    """
    whole = sum(each.poids for each in criteres.criteres)
    details = tuple(_marked(each, valeurs.get(each.mesure), whole) for each in criteres.criteres)
    return Priorite(round(sum(each.apport for each in details), 3), details)


def _marked(critere: CriterePriorite, valeur: float | None, total: float) -> NoteCritere:
    if valeur is None:
        return NoteCritere(critere, None, 0.0, 0.0)
    part = min(1.0, max(0.0, (valeur - critere.de) / (critere.a - critere.de)))
    return NoteCritere(critere, valeur, part, critere.poids * part / total)
