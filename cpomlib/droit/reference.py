"""The public reference data shipped in ``parameters/reference`` (provenance in its README)."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.socle import CommandeError, parameters_dir, suggestion

if TYPE_CHECKING:
    import pandas as pd

SANS_CATEGORIE = "000"
"""Written where the contract asks for a FINESS category and none exists (siège)."""

_OUTSIDE = "com"
"""Zone of the overseas collectivities, which are no région."""
_INTEGERS = {"population": "Int64", "montant": "int64"}


@cache
def _table(name: str) -> pd.DataFrame:
    import pandas as pd

    frame = pd.read_csv(_path(name), sep=";", dtype="str", keep_default_na=False, na_values=[""])
    return frame.astype({column: t for column, t in _INTEGERS.items() if column in frame})


def _path(name: str) -> Path:
    return parameters_dir() / "reference" / f"{name}.csv"


@cache
def _lines(name: str) -> tuple[Mapping[str, str], ...]:
    """Return a table without pandas, for the commands that need a name and nothing else."""
    with _path(name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter=";"))


@cache
def _names(name: str, column: str = "nom") -> Mapping[str, str]:
    return {line["code"]: line[column] for line in _lines(name)}


def regions() -> pd.DataFrame:
    """Return the 18 régions (zones ``metro`` and ``drom``): code, nom, chef_lieu, zone.

    The overseas collectivities, which the official list holds too, are left out.
    """
    frame = _table("regions")
    return frame[frame["zone"] != _OUTSIDE].reset_index(drop=True)


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


def population(departement: str) -> float:
    """Return how many inhabitants a département has (Insee, municipal population)."""
    return float(communes(departement)["population"].sum())


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
    return _names("regions").get(code, code)


def nom_departement(code: str) -> str:
    """Return the name of a département, or the code itself when it is not known."""
    return _names("departements").get(code, code)


def libelle_categorie(code: str) -> str:
    """Return the official label of a FINESS category, or the code when it is not known."""
    if code == SANS_CATEGORIE:
        return "sans catégorie FINESS"
    return _names("categories_finess", "libelle").get(code, code)


def code_region(texte: str) -> str:
    """Return the code of a région given its code or its name.

    Raises:
        CommandeError: no such région; the message names the nearest ones.
    """
    known = {line["code"]: line["nom"] for line in _lines("regions") if line["zone"] != _OUTSIDE}
    by_name = {_folded(name): code for code, name in known.items()}
    asked = texte.strip()
    if asked in known:
        return asked
    if _folded(asked) in by_name:
        return by_name[_folded(asked)]
    raise CommandeError(f"La région « {texte} » n’existe pas.", que_faire=_near(asked, known))


def _folded(name: str) -> str:
    """Return a name without case, accents, hyphens or kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _near(asked: str, known: Mapping[str, str]) -> str:
    closest = suggestion(asked, [*known.values()])
    if closest.startswith("Le plus proche"):
        return closest
    return f"Régions connues : {', '.join(f'{code} {name}' for code, name in known.items())}."
