"""The indicators of any establishments: those of insertion structures are of insertion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cpomlib.calcul.indicateurs import Conventions, Cotes, compute
from cpomlib.calcul.insertion.mesures import compute_insertion, cotes_insertion
from cpomlib.calcul.insertion.unites import STRUCTURES, Groupement, groupements
from cpomlib.calcul.insertion.vue import VueInsertion
from cpomlib.calcul.perimetre import Perimetre

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames


def compute_with_insertion(
    frames: Frames, perimetre: Perimetre, annee: int, conventions: Conventions, partie: str = ""
) -> pd.DataFrame:
    """Compute what every unit is measured by, as :func:`cpomlib.calcul.indicateurs.compute` does.

    A unit with insertion structures has their indicators; it has the others where it has another
    establishment, so that nobody reads a hundred indicators that cannot be theirs.
    """
    held = unites_d_insertion(frames, perimetre)
    if not held:
        return compute(frames, perimetre, annee, conventions, partie)
    import pandas as pd

    others = _others(frames, perimetre, held)
    made = [compute(frames, others, annee, conventions, partie)] if others.unites else []
    made.append(compute_insertion(frames, held, annee, partie))
    found = pd.concat(made, ignore_index=True)
    order = {name: rank for rank, name in enumerate(perimetre.unites)}
    ranks = found["unite"].map(order)
    return found.iloc[ranks.argsort(kind="stable")].reset_index(drop=True)


def apports_insertion(frames: Frames, perimetre: Perimetre, annee: int) -> dict[str, Cotes]:
    """Return what is behind every indicator of insertion of the units that have structures."""
    return cotes_insertion(VueInsertion(frames, unites_d_insertion(frames, perimetre), annee))


def unites_d_insertion(frames: Frames, perimetre: Perimetre) -> Mapping[str, Groupement]:
    """Return the units that hold insertion structures, with these structures alone."""
    if STRUCTURES not in frames or frames[STRUCTURES].empty:
        return {}
    known = set(frames[STRUCTURES]["id_etablissement"].astype("str"))
    rows = perimetre.etablissements
    kept = rows[rows["id_etablissement"].isin(known)]
    members = {
        str(unit): held["id_etablissement"].tolist()
        for unit, held in kept.groupby("unite", sort=False)
    }
    return groupements(members, frames)


def _others(frames: Frames, perimetre: Perimetre, held: Mapping[str, Groupement]) -> Perimetre:
    """Return the units that have an establishment which is no insertion structure."""
    inside = {house for one in held.values() for house in one.structures}
    rows = perimetre.etablissements
    names = set(rows.loc[~rows["id_etablissement"].isin(inside), "unite"])
    owners = perimetre.gestionnaires
    return replace(
        perimetre,
        etablissements=rows[rows["unite"].isin(names)].reset_index(drop=True),
        gestionnaires=owners[owners["unite"].isin(names)].reset_index(drop=True),
    )
