"""Every indicator of some units, in one tidy frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.calcul.indicateurs import (
    SORTIES,
    Contexte,
    conventions_des_seuils,
    deces_par_unite,
    ecartes,
    fiches_connues,
    units_of,
)
from cpomlib.calcul.insertion import compute_with_insertion
from cpomlib.socle import Periode, connue
from cpomlib.socle.periode import periode

if TYPE_CHECKING:
    from cpomlib.calcul import Perimetre
    from cpomlib.calcul.indicateurs import Fiche
    from cpomlib.tables import Frames

COLONNES = (
    "gestionnaire", "etablissement", "annee", "periode", "indicateur", "libelle", "unite", "valeur",
    "numerateur", "denominateur", "statut", "raison", "note",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Demande:
    """What is computed from.

    Attributes:
        frames: the shared tables.
        perimetre: the units.
        jour: the day the figures are looked at.
        depots: entity → the local day of its last deposit.
    """

    frames: Frames
    perimetre: Perimetre
    jour: date
    depots: Mapping[str, date]


def figures(demande: Demande, annee: int, etablissement: bool, partie: str = "") -> pd.DataFrame:
    """Compute the indicators of a year, or a part of one; the columns are ``COLONNES``.

    Raises:
        CommandeError: it has not begun.
    """
    seen = periode(annee, demande.jour, partie)
    conventions = conventions_des_seuils(seen.jour)
    found = compute_with_insertion(demande.frames, demande.perimetre, annee, conventions, partie)
    units = units_of(demande.perimetre)
    deaths = deces_par_unite(Contexte(demande.frames, units, annee, conventions, partie))
    catalogue, names = fiches_connues(), found["unite"].tolist()
    fiche = [catalogue[name] for name in found["id"]]
    periods = _periods(demande, seen)
    notes = _notes(found, periods, dict(zip(units.names, deaths.tolist(), strict=True)))
    said = [periods[name] for name in names]
    frame = found.rename(columns={"id": "indicateur"}).assign(
        **_who(demande.perimetre, names, etablissement),
        annee=annee,
        periode=_texts([seen.code] * len(names)),
        libelle=_texts(one.dire(each.libelle) for one, each in zip(said, fiche, strict=True)),
        unite=_texts(each.unite for each in fiche),
        raison=_texts(one.dire(why) for one, why in zip(said, found["raison"], strict=True)),
        note=_texts(notes),
        **_to_the_cent(found, fiche),
    )
    return frame[list(COLONNES)]


def _who(perimetre: Perimetre, names: list[str], etablissement: bool) -> dict[str, pd.Series]:
    if not etablissement:
        return {"gestionnaire": _texts(names), "etablissement": _texts([None] * len(names))}
    held = perimetre.etablissements
    owner = dict(zip(held["unite"], held["id_gestionnaire"], strict=True))
    return {"gestionnaire": _texts(owner[name] for name in names), "etablissement": _texts(names)}


def _periods(demande: Demande, seen: Periode) -> dict[str, Periode]:
    """Return the period as the deposits of each unit let it be known."""
    days: dict[str, list[date]] = {name: [] for name in demande.perimetre.unites}
    held = demande.perimetre.etablissements
    for name, house in zip(held["unite"], held["id_etablissement"], strict=True):
        if house in demande.depots:
            days[name].append(demande.depots[house])
    return {name: connue(seen, known) for name, known in days.items()}


def _notes(
    found: pd.DataFrame, periods: Mapping[str, Periode], deaths: Mapping[str, float]
) -> list[str]:
    """Put together what must be said with each value: unfinished year, own note, deaths."""
    rates = {rate for rate, _ in SORTIES.values()}
    left = {name: ecartes(int(count)) for name, count in deaths.items()}
    rows = zip(*(found[name].tolist() for name in ("unite", "id", "note")), strict=True)
    parts = (
        (periods[unit].avertissement, note, left[unit] if name in rates else "")
        for unit, name, note in rows
    )
    return [" ".join(filter(None, each)) for each in parts]


def _to_the_cent(found: pd.DataFrame, fiche: list[Fiche]) -> dict[str, np.ndarray]:
    """Round amounts to the cent, as every other output gives them."""
    euros = np.array([each.unite == "euros" for each in fiche])
    return {
        name: np.where(euros, found[name].round(2), found[name])
        for name in ("valeur", "numerateur")
    }


def _texts(values: object) -> pd.Series:
    return pd.Series(list(values), dtype="str")  # type: ignore[call-overload]
