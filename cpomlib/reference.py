"""The public reference data shipped in ``parameters/reference`` (provenance in its README)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from cpomlib.errors import CommandeError, suggestion
from cpomlib.project import parameters_dir

if TYPE_CHECKING:
    import pandas as pd

SANS_CATEGORIE = "000"
"""Written where the contract asks for a FINESS category and none exists (siège)."""

_INTEGERS = {"population": "Int64", "montant": "int64"}


@cache
def _table(name: str) -> pd.DataFrame:
    import pandas as pd

    path = parameters_dir() / "reference" / f"{name}.csv"
    frame = pd.read_csv(path, sep=";", dtype="str", keep_default_na=False, na_values=[""])
    return frame.astype({column: t for column, t in _INTEGERS.items() if column in frame})


def regions() -> pd.DataFrame:
    """Return the 18 régions (zones ``metro`` and ``drom``): code, nom, chef_lieu, zone.

    The overseas collectivities, which the official list holds too, are left out.
    """
    frame = _table("regions")
    return frame[frame["zone"] != "com"].reset_index(drop=True)


def departements(region: str | None = None) -> pd.DataFrame:
    """Return the départements (of one région, by its code): code, nom, region, chef_lieu, zone."""
    frame = _table("departements")
    kept = frame if region is None else frame[frame["region"] == region]
    return kept.reset_index(drop=True)


def communes(departement: str | None = None) -> pd.DataFrame:
    """Return the communes and arrondissements: code, nom, departement, type, population."""
    frame = _table("communes")
    kept = frame if departement is None else frame[frame["departement"] == departement]
    return kept.reset_index(drop=True)


def categories_finess() -> pd.DataFrame:
    """Return the FINESS categories; ``date_fin`` is missing for those in force."""
    return _table("categories_finess").copy()


def dotations_regionales() -> pd.DataFrame:
    """Return the dotations régionales limitatives of the CHRS, in euros, with their source.

    Columns: exercice (text), region, territoire, montant, texte, source. Only the years
    whose table was read are there.
    """
    return _table("dotations_regionales").copy()


def contours_departements(codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the outline of départements, GeoJSON geometries in WGS 84, simplified for maps.

    The overseas départements are not in the file: they are absent from the result.
    """
    known = _contours()
    return {code: known[code] for code in codes if code in known}


@cache
def _contours() -> dict[str, dict[str, Any]]:
    path = parameters_dir() / "reference" / "departements.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {each["properties"]["code"]: each["geometry"] for each in features}


def nom_region(code: str) -> str:
    """Return the name of a région, or the code itself when it is not known."""
    return dict(_pairs("regions")).get(code, code)


def nom_departement(code: str) -> str:
    """Return the name of a département, or the code itself when it is not known."""
    return dict(_pairs("departements")).get(code, code)


def libelle_categorie(code: str) -> str:
    """Return the official label of a FINESS category, or the code when it is not known."""
    if code == SANS_CATEGORIE:
        return "sans catégorie FINESS"
    frame = _table("categories_finess")
    return dict(zip(frame["code"], frame["libelle"], strict=True)).get(code, code)


@cache
def _pairs(name: str) -> tuple[tuple[str, str], ...]:
    frame = _table(name)
    return tuple(zip(frame["code"], frame["nom"], strict=True))


def code_region(texte: str) -> str:
    """Return the code of a région given its code or its name.

    Raises:
        CommandeError: no such région; the message names the nearest ones.
    """
    frame = regions()
    by_name = dict(zip(map(_folded, frame["nom"]), frame["code"], strict=True))
    asked = texte.strip()
    if asked in set(frame["code"]):
        return asked
    if _folded(asked) in by_name:
        return by_name[_folded(asked)]
    raise CommandeError(f"La région « {texte} » n’existe pas.", que_faire=_near(asked, frame))


def _folded(name: str) -> str:
    """Return a name without case, accents, hyphens or kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _near(asked: str, frame: pd.DataFrame) -> str:
    labels = [f"{code} {nom}" for code, nom in zip(frame["code"], frame["nom"], strict=True)]
    closest = suggestion(asked, [*frame["nom"]])
    if closest.startswith("Le plus proche"):
        return closest
    return f"Régions connues : {', '.join(labels)}."
