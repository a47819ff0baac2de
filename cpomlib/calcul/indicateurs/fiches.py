"""The fiche of each indicator: declared once, as data, in ``parameters/indicateurs``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

from cpomlib.calcul.indicateurs.absence import SOURCES, SOURCES_INSERTION
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
from cpomlib.socle import ParametreError, suggestion

VOLETS = ("publics", "activite", "cpom", "finances", "rh")
"""Parts of the catalogue, in its order; each has its file."""
INSERTION = "insertion"
"""The part that insertion structures alone are measured by (:mod:`cpomlib.calcul.insertion`)."""

_HEADS = frozenset({
    "sorties_menages", "taux_rotation_places", "taux_refus_logement", "effectif", "part_cdi",
    "part_temps_plein", "part_femmes", "effectif_part_age",
})  # fmt: skip
"""Indicators outside the volets on publics whose numerator counts persons or households."""

Sens = Literal["haut", "bas", "aucun"]
Theme = Literal["insertion", "activite", "economie", "equipe", "qualite"]
"""What an indicator is about, for whoever reads a few findings from different ones."""
Unite = Literal["nombre", "taux", "euros", "jours", "mois", "annees", "etp"]
Phrase = Annotated[str, une_ligne, non_vide]
Source = Annotated[str, parmi("La source", lambda: SOURCES + SOURCES_INSERTION)]
Liste = Annotated[str, parmi("La nomenclature", nomenclature_names)]


@dataclass(frozen=True)
class Fiche:
    """What an indicator means and how to read it (guide of 2012, descriptive sheet).

    Attributes:
        id: stable name of the indicator.
        volet: part of the diagnostic.
        libelle: French name.
        unite: ``nombre``, ``taux``, ``euros``, ``jours``, ``mois``, ``annees``, ``etp``.
        numerateur: what is counted, in French.
        denominateur: what it is related to, empty for a plain count or amount.
        definition: how it is calculated.
        source: shared tables and texts it comes from.
        besoins: sources without which it does not exist (see ``absence.SOURCES``).
        sens: favourable direction: ``haut``, ``bas``, or ``aucun`` when neither is (a duration, a
            cost, a staffing ratio, a count that follows size).
        ecart_utile: the least gap worth telling: in points for a rate, else a share of what it is
            compared with.
        theme: what it is about (``Theme``).
        objectif: the objective it serves.
        interet: what it is read for.
        limites: what it does not say.
        frequence: how often it is made.
        lies: ids of related indicators.
        famille: common start of the ids when it is one of several modalities, else empty.
        modalite: code of the modality, empty outside a family.
    """

    id: str
    volet: str
    libelle: str
    unite: str
    numerateur: str
    denominateur: str
    definition: str
    source: str
    besoins: tuple[str, ...]
    sens: Sens
    ecart_utile: float
    theme: Theme
    objectif: str
    interet: str
    limites: str
    frequence: str
    lies: tuple[str, ...]
    famille: str = ""
    modalite: str = ""

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the shared tables it comes from."""
        return tuple(dict.fromkeys(need.partition(".")[0] for need in self.besoins))

    @property
    def cote(self) -> int:
        """The better side: 1 above, -1 below, 0 where neither is."""
        return {"haut": 1, "bas": -1}.get(self.sens, 0)

    @property
    def personnes(self) -> bool:
        """Whether its numerator counts persons or households (statistical secrecy)."""
        heads = self.volet in ("publics", "cpom") or self.id in _HEADS or self.famille in _HEADS
        heads = heads or (self.volet == INSERTION and self.theme == "insertion")
        return heads and self.unite in ("nombre", "taux")


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


@dataclass(frozen=True)
class FichesVolet:
    """The content of a file: what its fiches share, then the fiches."""

    indicateurs: tuple[Mapping[str, Any], ...]
    communs: Mapping[str, Any] = field(default_factory=dict)

    def controle(self, ou: Endroit) -> None:
        """Read every fiche."""
        names = frozenset(one.name for one in fields(FicheDeclaree)) - {"volet"}
        closed(self.communs, names, frozenset(), ou.dans("communs"))
        tuple(self.declarees(ou))

    def declarees(self, ou: Endroit) -> Iterator[FicheDeclaree]:
        """Return the fiches, each with what it shares."""
        for rank, entry in enumerate(self.indicateurs):
            place = ou.dans("indicateurs").dans(rank)
            yield lu(FicheDeclaree, {**self.communs, **entry}, place)


FICHIERS = {
    volet: Declaration(f"indicateurs/{volet}.yaml", FichesVolet, "livre")
    for volet in (*VOLETS, INSERTION)
}


def catalogue(volets: tuple[str, ...] = VOLETS) -> Mapping[str, Fiche]:
    """Read the fiche of every indicator of some parts by id, in catalogue order.

    Raises:
        ParametreError: a file is badly written, declares an id twice, or names as related an
            indicator that does not exist.
    """
    known: dict[str, Fiche] = {}
    for volet in volets:
        file = FICHIERS[volet]
        for one in (f for entry in file.lire().declarees(Endroit(())) for f in entry.fiches(volet)):
            if one.id in known:
                raise ParametreError(
                    f"L’indicateur «\u00a0{one.id}\u00a0» est déclaré deux fois.", ou=file.fichier
                )
            known[one.id] = one
    for one in known.values():
        place = f"{FICHIERS[one.volet].fichier}, «\u00a0{one.id} › lies\u00a0»"
        closed(dict.fromkeys(one.lies), frozenset(known), frozenset(), place)
    return MappingProxyType(known)


fiches = cache(catalogue)


@cache
def fiches_insertion() -> Mapping[str, Fiche]:
    """Return the fiches of what insertion structures are measured by."""
    return catalogue((INSERTION,))


@cache
def fiches_connues() -> Mapping[str, Fiche]:
    """Return the fiche of every indicator that a contract, or a table, may name."""
    return MappingProxyType({**fiches(), **fiches_insertion()})


def fiche(identifiant: str) -> Fiche:
    """Return the fiche of one indicator.

    Raises:
        ParametreError: no such indicator; the nearest one is named.
    """
    known = fiches_connues()
    if identifiant not in known:
        raise ParametreError(
            f"L’indicateur «\u00a0{identifiant}\u00a0» n’existe pas.",
            que_faire=suggestion(identifiant, known),
        )
    return known[identifiant]
