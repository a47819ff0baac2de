"""The files of fiches: ours, and what a service adds beside them in a file of the same name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Any, Literal

from cpomlib.calcul.indicateurs.absence import SOURCES, SOURCES_INSERTION
from cpomlib.calcul.indicateurs.fiches import (
    DOSSIER,
    DU_SERVICE,
    INSERTION,
    PROPRES,
    VOLETS,
    Fiche,
    Sens,
    Theme,
)
from cpomlib.calcul.indicateurs.grammaire import CalculDeclare
from cpomlib.droit import (
    Ajoute,
    Declaration,
    Endroit,
    Positif,
    closed,
    lu,
    nomenclature,
    nomenclature_names,
    non_vide,
    parmi,
    une_ligne,
)
from cpomlib.socle import ParametreError
from cpomlib.tables import table as schema

Unite = Literal["nombre", "taux", "euros", "jours", "mois", "annees", "etp"]
Phrase = Annotated[str, une_ligne, non_vide]
Source = Annotated[str, parmi("La source", lambda: SOURCES + SOURCES_INSERTION)]
Liste = Annotated[str, parmi("La nomenclature", nomenclature_names)]
_NOM = re.compile(r"[a-z][a-z0-9_]{2,59}")


@dataclass(frozen=True)
class FicheDeclaree:
    """A fiche as its file gives it: of one indicator, or of one per modality."""

    id: Phrase
    libelle: Phrase
    unite: Unite
    numerateur: Phrase
    definition: Phrase
    source: Phrase
    besoins: tuple[Source, ...]
    sens: Sens
    ecart_utile: Positif
    theme: Theme
    objectif: Phrase
    interet: Phrase
    limites: Phrase
    frequence: Phrase
    denominateur: Annotated[str, une_ligne] = ""
    lies: tuple[str, ...] = ()
    compte_des_personnes: bool = False
    modalites: Liste = ""
    volet: Ajoute = ""

    def fiches(self, volet: str) -> Iterator[Fiche]:
        """Make the fiche, or one per modality when it declares a family."""
        held = {name: value for name, value in vars(self).items() if name != "modalites"}
        held["volet"] = volet
        if not self.modalites:
            yield Fiche(**held)
            return
        for code, label in nomenclature(self.modalites).libelles.items():
            filled: dict[str, Any] = {
                name: value.replace("{modalite}", label) if isinstance(value, str) else value
                for name, value in held.items()
            }
            filled["id"] = f"{self.id}_{code}"
            yield Fiche(**filled, famille=self.id, modalite=code)


def _nom(value: str, ou: Endroit) -> str:
    if not _NOM.fullmatch(value):
        raise ParametreError(
            f"«\u00a0{value}\u00a0» n’est pas un nom d’indicateur.",
            ou=str(ou),
            que_faire="Écrivez de 3 à 60 lettres minuscules sans accent, chiffres et _.",
        )
    return value


@dataclass(frozen=True, kw_only=True)
class FicheDuService(FicheDeclaree):
    """A fiche that a service declares, with its calculation (:mod:`.grammaire`)."""

    id: Annotated[str, _nom]
    calcul: CalculDeclare
    source: Annotated[str, une_ligne] = ""
    besoins: tuple[Source, ...] = ()

    def controle(self, ou: Endroit) -> None:
        """Refuse what the words say and the calculation does not."""
        said, done = bool(self.denominateur), self.calcul.denominateur is not None
        if said != done:
            raise ParametreError(
                "Le dénominateur est dit sans être calculé." if said
                else "Le dénominateur est calculé sans être dit.",
                ou=str(ou.dans("denominateur") if said else ou.dans("calcul")),
                que_faire="Écrivez «\u00a0denominateur\u00a0» dans la fiche, en français, et sous "
                "«\u00a0calcul\u00a0»\u00a0; ou aucun des deux.",
            )  # fmt: skip
        if self.modalites:
            raise ParametreError(
                "Un indicateur du service n’a pas de modalités.",
                ou=str(ou.dans("modalites")),
                que_faire="Déclarez un indicateur par modalité, avec une condition.",
            )
        if self.compte_des_personnes:
            raise ParametreError(
                "Ce que compte un indicateur du service se lit dans son calcul.",
                ou=str(ou.dans("compte_des_personnes")),
                que_faire="Retirez cette clé.",
            )
        if wrong := self._unite():
            raise ParametreError(
                wrong, ou=str(ou.dans("unite")), que_faire="Changez l’unité ou le calcul."
            )

    def _unite(self) -> str:
        """Say why the unit is not that of the calculation, empty where it is."""
        above, below = self.calcul.numerateur, self.calcul.denominateur
        amount = above.monnaie and not (below is not None and below.monnaie)
        if self.unite == "taux" and below is None:
            return "Un taux a un dénominateur."
        if amount and self.unite != "euros":
            return "Le calcul donne des euros."
        if self.unite == "euros" and not amount:
            return "Le calcul ne donne pas des euros."
        return ""

    def fiches(self, volet: str) -> Iterator[Fiche]:
        """Make the fiche: its needs are those of its calculation, with those it adds."""
        held = {name: value for name, value in vars(self).items() if name != "modalites"}
        tables = list(dict.fromkeys(term.depart.table for term in self.calcul.termes))
        quoted = ", ".join(f"«\u00a0{schema(name).titre}\u00a0»" for name in tables)
        source = self.source or f"{'Tables' if len(tables) > 1 else 'Table'} {quoted}"
        held |= {
            "volet": volet,
            "source": f"{source.rstrip('.')}\u00a0; {DU_SERVICE}",
            "besoins": tuple(dict.fromkeys((*self.calcul.besoins, *self.besoins))),
        }
        yield Fiche(**held)


_HERITES = ("sens", "ecart_utile", "theme", "objectif", "frequence")
"""What a fiche of the service that does not say it shares with ours."""
Declaree = tuple[FicheDeclaree, Endroit | None]
"""A fiche, and where the service wrote it; nowhere for ours."""


@dataclass(frozen=True)
class FichesVolet:
    """The content of a file: what its fiches share, then the fiches.

    Attributes:
        indicateurs: the fiches, as they are written.
        communs: what they share.
        propres: those that the service adds.
    """

    indicateurs: tuple[Mapping[str, Any], ...]
    communs: Mapping[str, Any] = field(default_factory=dict)
    propres: Ajoute = ()

    def controle(self, ou: Endroit) -> None:
        """Read every fiche."""
        _communs(FicheDeclaree, self.communs, ou)
        tuple(self._livrees(ou))

    def avec(self, brut: Mapping[str, Any], ou: Endroit) -> FichesVolet:
        """Return the same with what a service adds; what it leaves out is shared with ours.

        Raises:
            ParametreError: one of its fiches is badly written.
        """
        own: VoletDuService = lu(VoletDuService, brut, ou)
        _communs(FicheDuService, own.communs, ou)
        ours = {name: value for name, value in self.communs.items() if name in _HERITES}
        shared = {**ours, **own.communs}
        places = [ou.dans("indicateurs").dans(rank) for rank in range(len(own.indicateurs))]
        read = [
            (lu(FicheDuService, {**shared, **entry}, place), place)
            for entry, place in zip(own.indicateurs, places, strict=True)
        ]
        return replace(self, propres=tuple(read))

    def declarees(self) -> Iterator[Declaree]:
        """Return the fiches, ours then those of the service."""
        yield from ((one, None) for one in self._livrees(Endroit(())))
        yield from self.propres

    def _livrees(self, ou: Endroit) -> Iterator[FicheDeclaree]:
        for rank, entry in enumerate(self.indicateurs):
            place = ou.dans("indicateurs").dans(rank)
            yield lu(FicheDeclaree, {**self.communs, **entry}, place)


@dataclass(frozen=True)
class VoletDuService:
    """What a service adds to a file."""

    indicateurs: tuple[Mapping[str, Any], ...]
    communs: Mapping[str, Any] = field(default_factory=dict)


def _communs(forme: type[FicheDeclaree], communs: Mapping[str, Any], ou: Endroit) -> None:
    names = frozenset(one.name for one in fields(forme)) - {"volet"}
    closed(communs, names, frozenset(), ou.dans("communs"))


FICHIERS = {
    volet: Declaration(
        f"{DOSSIER}/{volet}.yaml", FichesVolet, "ajoute" if volet in PROPRES else "livre"
    )
    for volet in (*VOLETS, INSERTION)
}
