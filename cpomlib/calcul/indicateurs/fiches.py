"""The fiche of each indicator: declared once, as data, in ``parameters/indicateurs``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import Literal

from cpomlib.calcul.indicateurs.grammaire import CalculDeclare
from cpomlib.calcul.indicateurs.transmis import VOLETS_TRANSMIS
from cpomlib.droit import Endroit, closed, etats_en_vigueur
from cpomlib.socle import ParametreError, suggestion

DOSSIER = "indicateurs"
"""Folder of the files of fiches, ours or the service's."""
VOLETS = ("publics", "activite", "cpom", "finances", "rh")
"""Parts of the catalogue, in its order; each has its file."""
PROPRES = ("publics", "activite", "finances", "rh")
"""Parts to which a service adds its own; those of the arrêté are the same for all."""
DU_SERVICE = "indicateur du service"
"""How an indicator that a service declared is told from ours, wherever it is explained."""
INSERTION = "insertion"
"""The part that insertion structures alone are measured by (:mod:`cpomlib.calcul.insertion`)."""

Sens = Literal["haut", "bas", "aucun"]
Theme = Literal["insertion", "activite", "economie", "equipe", "qualite"]
"""What an indicator is about, for whoever reads a few findings from different ones."""


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
        compte_des_personnes: its numerator counts persons or households.
        famille: common start of the ids when it is one of several modalities, else empty.
        modalite: code of the modality, empty outside a family.
        calcul: how it is calculated, where a service declared it; None for ours.
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
    compte_des_personnes: bool = False
    famille: str = ""
    modalite: str = ""
    calcul: CalculDeclare | None = field(default=None, compare=False)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the shared tables it comes from."""
        return tuple(dict.fromkeys(need.partition(".")[0] for need in self.besoins))

    @property
    def cote(self) -> int:
        """The better side: 1 above, -1 below, 0 where neither is."""
        return {"haut": 1, "bas": -1}.get(self.sens, 0)

    @property
    def transmis(self) -> bool:
        """Whether a package of aggregates gives it."""
        return self.calcul is None and self.volet in VOLETS_TRANSMIS

    @property
    def origine(self) -> str:
        """Who declared it, in French, where it is not the project; empty otherwise."""
        return DU_SERVICE if self.calcul else ""

    @property
    def personnes(self) -> bool:
        """Whether its numerator counts persons or households (statistical secrecy)."""
        if self.calcul:
            return self.calcul.numerateur.effectif and self.unite in ("nombre", "taux")
        return self.compte_des_personnes and self.unite in ("nombre", "taux")


def catalogue(volets: tuple[str, ...] = VOLETS) -> Mapping[str, Fiche]:
    """Read the fiche of every indicator of some parts by id, in catalogue order.

    Those of the service come after ours, in the part they belong to.

    Raises:
        ParametreError: a file is badly written, declares an id twice, or names as related an
            indicator that does not exist.
    """
    from cpomlib.calcul.indicateurs.fiches_declarees import FICHIERS

    known: dict[str, Fiche] = {}
    places: dict[str, Endroit | str] = {}
    for volet in volets:
        file = FICHIERS[volet]
        for entry, place in file.lire().declarees():
            for one in entry.fiches(volet):
                if one.id in known:
                    raise _double(one.id, place or file.fichier)
                known[one.id] = one
                places[one.id] = place or f"{file.fichier}, «\u00a0{one.id} › lies\u00a0»"
    for name, where in places.items():
        inside = where.dans("lies") if isinstance(where, Endroit) else where
        closed(dict.fromkeys(known[name].lies), frozenset(known), frozenset(), inside)
    return MappingProxyType(known)


def _double(identifiant: str, ou: Endroit | str) -> ParametreError:
    return ParametreError(
        f"L’indicateur «\u00a0{identifiant}\u00a0» est déclaré deux fois.",
        ou=str(ou),
        que_faire="Donnez à l’un des deux un autre nom.",
    )


def fiches() -> Mapping[str, Fiche]:
    """Return the fiche of every indicator by id, in catalogue order.

    Read again as soon as a file of the service changes.

    Raises:
        ParametreError: a file is badly written.
    """
    return _fiches(etats_en_vigueur(DOSSIER))


@lru_cache(maxsize=8)
def _fiches(_etats: tuple[object, ...]) -> Mapping[str, Fiche]:
    return catalogue()


@cache
def livrees() -> frozenset[str]:
    """Return the ids of ours, which no service can take: what is said of them may be kept."""
    return frozenset(name for name, one in fiches().items() if one.calcul is None)


@cache
def fiches_insertion() -> Mapping[str, Fiche]:
    """Return the fiches of what insertion structures are measured by."""
    return catalogue((INSERTION,))


def fiches_connues() -> Mapping[str, Fiche]:
    """Return the fiche of every indicator that a contract, or a table, may name."""
    return _connues(etats_en_vigueur(DOSSIER))


@lru_cache(maxsize=8)
def _connues(etats: tuple[object, ...]) -> Mapping[str, Fiche]:
    return MappingProxyType({**_fiches(etats), **fiches_insertion()})


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
