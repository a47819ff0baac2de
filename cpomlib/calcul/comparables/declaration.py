"""The weights and scales of the distance, as data (``parameters/comparables.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.droit import Ajoute, Cle, Declaration, Endroit, Positif, Texte, cles, parmi
from cpomlib.socle import ParametreError

_CRITERES = ("gham", "categorie", "taille", "public", "mode", "territoire", "commune")
_REGLAGES = ("au_plus", "distance_max", "part_connue_min", "gestionnaires_min")
_MEASURED = ("taille", "commune")
"""Criteria whose scale is a ratio, greater than 1."""


@dataclass(frozen=True)
class Critere:
    """One criterion of the distance.

    Attributes:
        nom: ``gham``, ``categorie``, ``taille``, ``public``, ``mode``, ``territoire``, ``commune``.
        libelle: what it looks at.
        poids: its weight, zero to leave it out.
        phrase: why, and how the gap is read.
        echelle: the ratio at which the gap is 1 (``taille``, ``commune``); the gap of another
            département of the région (``territoire``); None where it has none.
    """

    nom: Cle
    libelle: Texte
    poids: Positif
    phrase: Texte
    echelle: Positif | None = None

    def controle(self, ou: Endroit) -> None:
        """Refuse a scale that makes no sense for this criterion."""
        if self.nom in _MEASURED and (self.echelle is None or self.echelle <= 1):
            raise ParametreError(
                "Ce poids ou cette échelle ne convient pas.",
                ou=str(ou.dans("echelle")),
                que_faire="Un poids est positif ou nul\u00a0; une échelle de taille dépasse 1.",
            )
        if self.nom == "territoire" and not (self.echelle is not None and self.echelle <= 1):
            raise ParametreError(
                "L’échelle du territoire va de 0 à 1.",
                ou=str(ou.dans("echelle")),
                que_faire="Écrivez par exemple 0.5.",
            )


@dataclass(frozen=True)
class Reglage:
    """A number that sets how many are kept, and up to where."""

    nom: Cle
    libelle: Texte
    valeur: Positif
    phrase: Texte


@dataclass(frozen=True)
class Bareme:
    """Everything the search depends on.

    Attributes:
        criteres: by name, in file order.
        reglages: ``au_plus``, ``distance_max``, ``part_connue_min``, ``gestionnaires_min``.
        indicateurs: ids of what is set among the nearest ones, in order.
        surcharge: the service's file, if any.
    """

    criteres: Annotated[Mapping[str, Critere], cles(_CRITERES, toutes=True)]
    reglages: Annotated[Mapping[str, Reglage], cles(_REGLAGES, toutes=True)]
    indicateurs: tuple[Annotated[str, parmi("L’indicateur", fiches)], ...]
    surcharge: Ajoute = None

    def reglage(self, nom: str) -> float:
        """Return the value of a setting."""
        return self.reglages[nom].valeur

    def controle(self, ou: Endroit) -> None:
        """Refuse a search that looks at nothing."""
        if not sum(one.poids for one in self.criteres.values()):
            raise ParametreError(
                "Tous les poids sont nuls.",
                ou=str(ou.dans("criteres")),
                que_faire="Donnez un poids à un critère.",
            )


COMPARABLES = Declaration("comparables.yaml", Bareme, "complete")


def bareme() -> Bareme:
    """Read the weights and scales in force; the service's own values come first.

    Raises:
        ParametreError: a criterion, a setting or an indicator is unknown, or a number makes no
            sense; the message names the nearest known one.
    """
    return replace(COMPARABLES.lire(), surcharge=COMPARABLES.propre)
