"""What the fiche opérateur asks for and its rules (``parameters/fiche_operateur.yaml``)."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.droit import (
    Declaration,
    Endroit,
    NomDeSeuil,
    Texte,
    cles,
    closed,
    entre,
    nomenclature,
    non_vide,
    parmi,
    seuil,
)
from cpomlib.socle import ParametreError

_REGLES = ("solidite_financiere", "qualite", "investissement_requis", "positionnement_economique")
Indicateur = Annotated[str, parmi("L’indicateur", fiches)]
Categorie = Annotated[str, parmi("La catégorie", lambda: nomenclature("categorie").libelles)]
Gham = Annotated[str, parmi("Le GHAM", lambda: nomenclature("gham").libelles)]
Libelles = Mapping[str, Texte]


@dataclass(frozen=True)
class RegleAppreciation:
    """How a measure becomes a level: ``bornes`` separate the levels, best first.

    Attributes:
        libelle: what is appreciated.
        mesure: what is measured, in words.
        sens: ``haut`` when a greater measure is better, ``bas`` when a smaller one is.
        bornes: one less than there are levels.
        origine: who decided them.
    """

    libelle: Texte
    mesure: Texte
    sens: Literal["haut", "bas"]
    bornes: tuple[float, ...]
    origine: Texte

    def controle(self, ou: Endroit) -> None:
        """Refuse bounds that do not go from the best level to the worst."""
        if list(self.bornes) != sorted(self.bornes, reverse=self.sens == "haut"):
            raise ParametreError(
                "Les bornes ne vont pas du meilleur niveau au moins bon.",
                ou=str(ou.dans("bornes")),
                que_faire="Rangez-les dans l’ordre des niveaux.",
            )

    def niveau(self, valeur: float) -> int:
        """Return the level of a measure, 0 the best; on a bound, the better of the two."""
        reached = operator.ge if self.sens == "haut" else operator.le
        passed = (rank for rank, bound in enumerate(self.bornes) if reached(valeur, bound))
        return next(passed, len(self.bornes))


@dataclass(frozen=True)
class RegleBilan:
    """One rule of the solidité financière: an indicator above or below a named threshold."""

    indicateur: Indicateur
    quand: Literal["dessus", "dessous"]
    seuil: NomDeSeuil
    libelle: Texte

    def satisfaite(self, valeur: float) -> bool:
        """Tell whether a value satisfies the rule."""
        mark = seuil(self.seuil).nombre()
        return valeur >= mark if self.quand == "dessus" else valeur <= mark


@dataclass(frozen=True)
class Profil:
    """A specific public: the indicators that add up to it, none where no table tells it apart."""

    libelle: Texte
    indicateurs: tuple[Indicateur, ...]
    note: Texte


@dataclass(frozen=True)
class Solidite:
    """How many rules of the balance sheet must be known, and the rules."""

    minimum: Annotated[int, entre(1)]
    regles: tuple[RegleBilan, ...]


@dataclass(frozen=True)
class BaremeOperateur:
    """The whole content of the file; the mappings are code → French label."""

    source: Texte
    niveaux: Annotated[tuple[Texte, ...], non_vide]
    regles: Annotated[Mapping[str, RegleAppreciation], cles(_REGLES, toutes=True)]
    solidite: Solidite
    types_places: Mapping[str, tuple[Categorie, ...]]
    missions: Libelles
    missions_gham: Mapping[Gham, tuple[str, ...]]
    publics: Mapping[str, tuple[Indicateur, ...]]
    profils: Mapping[str, Profil]
    atouts: Libelles
    coherence: Texte
    siao: Libelles
    attendus: Libelles

    def controle(self, ou: Endroit) -> None:
        """Refuse a rule with too few bounds, or a mission that is not described."""
        for name, rule in self.regles.items():
            if len(rule.bornes) != len(self.niveaux) - 1:
                raise ParametreError(
                    f"Il faut {len(self.niveaux) - 1} bornes, une de moins que de niveaux.",
                    ou=str(ou.dans("regles").dans(name).dans("bornes")),
                    que_faire="Écrivez par exemple «\u00a0bornes: [-0.1, -0.03, 0.03, 0.1]\u00a0».",
                )
        for gham, asked in self.missions_gham.items():
            place = ou.dans("missions_gham").dans(gham)
            closed(dict.fromkeys(asked), frozenset(self.missions), frozenset(), place)


FICHE_OPERATEUR = Declaration("fiche_operateur.yaml", BaremeOperateur, nomme_des_seuils=True)


def bareme() -> BaremeOperateur:
    """Read what the fiche asks for and its rules; the service's file replaces the shipped one.

    Raises:
        ParametreError: a key, an indicator or a threshold is unknown, or a rule has the wrong
            number of bounds; names the nearest known one.
    """
    return FICHE_OPERATEUR.lire()
