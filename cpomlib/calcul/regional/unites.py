"""The units of a regional sheet: the région, its départements, its gestionnaires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from cpomlib.calcul.perimetre import Perimetre, par_gestionnaire, selection
from cpomlib.droit import SANS_CATEGORIE
from cpomlib.tables import CATEGORIE_CHRS

if TYPE_CHECKING:
    from collections.abc import Sequence

REGION = "region"
_DEPARTEMENT, _GESTIONNAIRE, _PART = "departement ", "gestionnaire ", "part "


def departement(code: str) -> str:
    """Return the unit of a département."""
    return f"{_DEPARTEMENT}{code}"


def gestionnaire(identifiant: str) -> str:
    """Return the unit of a gestionnaire, within the région."""
    return f"{_GESTIONNAIRE}{identifiant}"


def part(code: str, identifiant: str) -> str:
    """Return the unit of what a gestionnaire has in a département."""
    return f"{_PART}{code} {identifiant}"


def de_region(etablissements: pd.DataFrame, region: str, perimetre: str = "tous") -> pd.DataFrame:
    """Return the establishments of a région (of category 214 only when asked for)."""
    here = etablissements[etablissements["region"] == region]
    return here if perimetre == "tous" else here[here["categorie"] == CATEGORIE_CHRS]


def hebergeurs(etablissements: pd.DataFrame, places: pd.DataFrame) -> frozenset[str]:
    """Return the gestionnaires that house: an establishment with a FINESS category, or with places.

    A Département, a structure of insertion, a centre social have neither, and no regional figure
    is theirs.
    """
    known = etablissements["categorie"].astype("str") != SANS_CATEGORIE
    housing = etablissements["id_etablissement"].isin(places["id_etablissement"].unique())
    kept = etablissements.loc[known | housing, "id_gestionnaire"]
    return frozenset(map(str, kept))


def unites(etablissements: pd.DataFrame, region: str, perimetre: str = "tous") -> Perimetre:
    """Make one unit of the région, one per département, per gestionnaire, and per part of one.

    Args:
        etablissements: every establishment of each gestionnaire, those of other régions
            included: a gestionnaire present in several is not whole here, and its balances,
            kept at its own level, are then left out.
        region: code of the région.
        perimetre: ``tous`` or ``chrs``.

    Raises:
        CommandeError: nothing is left.
    """
    here = de_region(etablissements, region)
    ids = here["id_etablissement"].tolist()
    whole = selection(etablissements, REGION, choisis=ids, perimetre=perimetre)
    kept = de_region(etablissements, region, perimetre)
    by_department = [
        selection(etablissements, departement(code), choisis=rows["id_etablissement"].tolist())
        for code, rows in kept.groupby("departement", observed=True)
    ]
    each = par_gestionnaire(etablissements, choisis=ids, perimetre=perimetre)
    return _joined((whole, *by_department, _named(each), _parts(kept)))


def contributeurs(perimetre: Perimetre) -> dict[str, int]:
    """Count the gestionnaires behind each unit."""
    members = perimetre.etablissements
    counted = members.groupby("unite", sort=False)["id_gestionnaire"].nunique()
    return {str(unit): int(n) for unit, n in counted.items()}


def _named(each: Perimetre) -> Perimetre:
    def renamed(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(unite=[gestionnaire(str(unit)) for unit in frame["unite"]])

    return Perimetre(renamed(each.etablissements), renamed(each.gestionnaires))


def _parts(kept: pd.DataFrame) -> Perimetre:
    codes, owners = kept["departement"].astype("str"), kept["id_gestionnaire"].astype("str")
    members = pd.DataFrame(
        {
            "unite": [part(code, owner) for code, owner in zip(codes, owners, strict=True)],
            "id_etablissement": kept["id_etablissement"].astype("str").to_numpy(),
            "id_gestionnaire": owners.to_numpy(),
        }
    )
    none = pd.DataFrame({"unite": [], "id_gestionnaire": []}, dtype="str")
    return Perimetre(members, none)


def _joined(parts: Sequence[Perimetre]) -> Perimetre:
    return Perimetre(
        pd.concat([each.etablissements for each in parts], ignore_index=True),
        pd.concat([each.gestionnaires for each in parts], ignore_index=True),
    )
