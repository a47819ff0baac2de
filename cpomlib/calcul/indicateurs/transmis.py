"""What gestionnaires sent as aggregates, their stays staying at home.

The aggregates of an establishment and a year count where a table they come from has nothing of
it for that year: rows deposited are more precise, they come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs.conventions import Conventions
from cpomlib.calcul.indicateurs.registres import Manque, non_couverts
from cpomlib.socle import Periode
from cpomlib.tables import CATEGORIE_CHRS

if TYPE_CHECKING:
    from cpomlib.tables import Frames

VOLETS_TRANSMIS = ("publics", "activite", "cpom")
"""Parts of the catalogue that a package of aggregates gives."""

MEDIANES = ("duree_mediane_sejours_termines", "anciennete_mediane_presents")
"""Indicators that no sum rebuilds."""


@dataclass(frozen=True)
class Transmis:
    """One indicator as it was sent; NaN for a number that is masked or does not exist.

    Attributes:
        numerateur: what is counted.
        denominateur: what it is related to.
        valeur: the value, needed for a median only: the others are their quotient.
        statut: ``ok``, ``nd`` or ``secret``.
        raison: code of why there is no value, empty when there is one.
        convention: the agreed threshold it was computed with, in months.
    """

    numerateur: float
    denominateur: float
    valeur: float
    statut: str
    raison: str
    convention: float


@dataclass(frozen=True, eq=False)
class Envois:
    """What was sent for a year, and what the tables deposited tell of it already.

    Attributes:
        frames: the shared tables, with those of the aggregates.
        periode: the year, as it is known on the day it is looked at.
    """

    frames: Frames
    periode: Periode

    @property
    def annee(self) -> int:
        """The year."""
        return self.periode.annee

    @cached_property
    def lignes(self) -> Mapping[tuple[str, ...], Transmis]:
        """Establishment and indicator → what was sent."""
        return _sent(self.frames.get("agregats_etablissements"), self.annee, ["id_etablissement"])

    @cached_property
    def ensembles(self) -> Mapping[tuple[str, ...], Transmis]:
        """Gestionnaire, perimeter and indicator → what was sent."""
        key = ["id_gestionnaire", "perimetre"]
        return _sent(self.frames.get("agregats_gestionnaires"), self.annee, key)

    def presents(self, table: str) -> frozenset[str]:
        """Return the establishments that a table has something of for the year."""
        if table not in self._presents:
            self._presents[table] = self._holders(table)
        return self._presents[table]

    @cached_property
    def _presents(self) -> dict[str, frozenset[str]]:
        return {}

    def complets(self, besoins: Iterable[str]) -> frozenset[str]:
        """Return the establishments that have something in each of some tables."""
        return frozenset.intersection(*map(self.presents, besoins))

    def sans(self, besoins: Iterable[str]) -> frozenset[str]:
        """Return the establishments that sent aggregates and lack one of some tables."""
        sent = self._holders("agregats_etablissements")
        return sent - self.complets(besoins) if sent else sent

    def chrs(self, gestionnaire: str) -> frozenset[str]:
        """Return the CHRS of a gestionnaire."""
        known = self.frames["etablissements"]
        mine = known[known["id_gestionnaire"] == gestionnaire]
        return frozenset(mine.loc[mine["categorie"] == CATEGORIE_CHRS, "id_etablissement"])

    def _holders(self, name: str) -> frozenset[str]:
        frame = self.frames.get(name)
        if frame is None or frame.empty:
            return frozenset()
        held = frozenset(frame.loc[_of_year(name, frame, self.annee), "id_etablissement"])
        return held.difference(self.non_couverts) if name == "sejours" else held

    @cached_property
    def non_couverts(self) -> Mapping[str, Manque]:
        """The establishments whose stays do not cover the year, and what they lack of it."""
        return non_couverts(self.frames, self.periode)


def convention_de(indicateur: str, conventions: Conventions) -> float:
    """Return the agreed threshold that an indicator depends on, in months; NaN for none."""
    agreed = {
        "cpom_3_taux_dls_active": conventions.anciennete_min_mois,
        "cpom_4_taux_presence_longue": conventions.seuil_presence_longue_mois,
    }.get(indicateur)
    return np.nan if agreed is None else float(agreed)


def provenance(frames: Frames, periode: Periode) -> Mapping[str, str]:
    """Say of each establishment what its publics are read on: ``sejours`` or ``agregats``.

    An establishment that has neither for the year is left out.
    """
    envois = Envois(frames, periode)
    read = dict.fromkeys(sorted(envois.presents("sejours")), "sejours")
    return read | dict.fromkeys(sorted(envois.sans(["sejours"])), "agregats")


def _of_year(name: str, frame: pd.DataFrame, annee: int) -> pd.Series:
    """Tell the rows of a year: for stays, those present at least one day of it.

    A version to publish keeps of the stays only whose they are: they count for every year.
    """
    if name != "sejours":
        return frame["annee"] == annee
    if "date_entree" not in frame.columns:
        return pd.Series(True, index=frame.index)
    first, last = pd.Timestamp(annee, 1, 1), pd.Timestamp(annee, 12, 31)
    return (frame["date_entree"] <= last) & ~(frame["date_sortie"] < first)


def _sent(frame: pd.DataFrame | None, annee: int, key: Sequence[str]) -> dict[Any, Transmis]:
    if frame is None or frame.empty:
        return {}
    mine = frame[frame["annee"] == annee]
    keys = zip(*(mine[name].astype("str") for name in (*key, "indicateur")), strict=True)
    reasons = mine["raison"].astype("object")
    columns = (
        *(mine[name].astype("float64") for name in ("numerateur", "denominateur", "valeur")),
        mine["statut"].astype("str"),
        reasons.where(reasons.notna(), ""),
        mine["convention"].astype("float64"),
    )
    return {
        one: Transmis(*told) for one, told in zip(keys, zip(*columns, strict=True), strict=True)
    }
