"""The jobs that go with places, as the base year holds them: proposed, never taken in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cpomlib.calcul.scenarios.champ import ParFonction
from cpomlib.calcul.scenarios.declaration import Ratios
from cpomlib.calcul.scenarios.etats import mode_de

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.etats import Etat

DECIMALES = 4
SIENS = "ratios de l’établissement"
MELANGES = "ratios de l’établissement, tous modes d’hébergement confondus"
GESTIONNAIRE = "ratios des autres établissements du gestionnaire"


def ratios(etat: Etat, etablissement: str, genre: str) -> Ratios:
    """Return the ETP per place of a kind of places in an establishment.

    Those of the establishment where all its places are of that mode; else of the gestionnaire's
    establishments where they all are; else of the whole establishment; none where no employee
    was deposited.
    """
    row, mode = etat.rang(etablissement), mode_de(genre)
    pure = np.array([_modes(etat, rank) == {mode} for rank in range(len(etat.ids))])
    staffed = ~np.isnan(etat.etp).all(axis=1) & (etat.total_places > 0)
    if pure[row] and staffed[row]:
        return Ratios(_par_place(etat, [row]), SIENS)
    others = np.flatnonzero(pure & staffed)
    if len(others):
        return Ratios(_par_place(etat, others.tolist()), GESTIONNAIRE)
    return Ratios(_par_place(etat, [row]), MELANGES) if staffed[row] else Ratios()


def ecart(etat: Etat, etablissement: str, de: str, vers: str) -> Ratios:
    """Return the ETP per place that a change of kind adds or takes off."""
    before, after = (ratios(etat, etablissement, kind) for kind in (de, vers))
    if not before.origine or not after.origine:
        return Ratios()
    gone, come = dict(before.emplois), dict(after.emplois)
    moved = {f: round(come.get(f, 0) - gone.get(f, 0), DECIMALES) for f in {*gone, *come}}
    kept = tuple(sorted((name, each) for name, each in moved.items() if each))
    told = dict.fromkeys((before.origine, after.origine))
    return Ratios(kept, "\u00a0; ".join(told))


def cout_fonction(etat: Etat, etablissement: str, fonction: str) -> float:
    """Return euros per ETP of a fonction there, else over the gestionnaire; NaN if unknown."""
    rank = etat.fonctions.index(fonction)
    own = etat.couts_etp[etat.rang(etablissement), rank]
    if np.isfinite(own):
        return float(own)
    held, paid = np.nan_to_num(etat.etp[:, rank]), np.nan_to_num(etat.couts_etp[:, rank])
    weights = held * np.isfinite(etat.couts_etp[:, rank])
    whole = weights.sum()
    return round(float((weights * paid).sum() / whole), 2) if whole else float("nan")


def _modes(etat: Etat, row: int) -> set[str]:
    return {mode_de(genre) for genre, n in zip(etat.genres, etat.places[row], strict=True) if n}


def _par_place(etat: Etat, rows: list[int]) -> ParFonction:
    places = etat.total_places[rows].sum()
    held = np.nansum(etat.etp[rows], axis=0) / places
    pairs = zip(etat.fonctions, held.tolist(), strict=True)
    return tuple(sorted((name, round(each, DECIMALES)) for name, each in pairs if each > 0))
