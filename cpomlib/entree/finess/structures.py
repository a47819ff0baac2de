"""Legal entities and establishments of the JSON flow, as the fields the CSV has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cpomlib.entree.finess.flux import Curseur, entites
from cpomlib.entree.finess.historique import ENTETE, Brut
from cpomlib.entree.garde import nature
from cpomlib.socle import CpomError, Faute

_ACTIVITES = ("activitesautorisees", "activitesexercees")
_SIEGE, _EXERCICE = "02", "03"
"""Uses of an address: registered office, place of activity."""


def lignes_json(path: Path) -> Iterator[Brut]:
    """Yield the establishments of a JSON flow, with what it says of their legal entity.

    Raises:
        FichierError: the file may not be opened.
        CpomError: it is no JSON, or the flow of activities.
    """
    nature(path)
    with path.open(encoding="utf-8-sig", errors="replace") as handle:
        cursor = Curseur(handle, path.name)
        for entity in entites(cursor):
            yield from _establishments(path, entity)
        yield Brut(0, {"numero": "", "date": str(cursor.entete.get("generatedAt", ""))}, ENTETE)


def _establishments(path: Path, entity: Mapping[str, Any]) -> Iterator[Brut]:
    plain = _folded(entity)
    if any(key in plain for key in _ACTIVITES):
        raise CpomError(
            "C’est le flux « activités » de FINESS.",
            ou=path.name,
            que_faire="Donnez le flux « structures ».",
        )
    told = _folded(plain.get("informationsgeneralespmej"))
    if not told:
        yield Brut(0, {}, faute=_unknown(path))
        return
    legal = _legal(told, plain)
    items = plain.get("ege")
    own = [_folded(item) for item in items] if isinstance(items, list) else []
    numbers = {_id(one): _number(one) for one in own}
    for one in own:
        yield Brut(0, legal | _establishment(one) | {"porteuse": _main_site(one, numbers)})


def _legal(told: Mapping[str, Any], plain: Mapping[str, Any]) -> dict[str, str]:
    return {
        "nofinessej": _text(told, "numfinesspm"),
        "denomination": _text(told, "denominationlonguepmsmsse", "denominationpm"),
        "siren": _text(told, "siren"),
        "statutjuridique": _text(told, "statutjuridique"),
        "cogsiege": _address(plain, _SIEGE),
    }


def _establishment(plain: Mapping[str, Any]) -> dict[str, str]:
    told = _folded(plain.get("informationsgeneralesege"))
    return {
        "nofinesset": _number(plain),
        "rs": _text(told, "nomegecourt", "nomege"),
        "rslongue": _text(told, "nomegelong"),
        "siret": _text(told, "siret") or _text(plain, "siret"),
        "categetab": _text(plain, "categorieentitegeographiqueexercice")
        or _text(told, "categorieentitegeographiqueexercice"),
        "cog": _address(plain, _EXERCICE),
        "dateouv": _text(told, "dateouverture"),
        "datefermeture": _text(told, "datefermeture"),
        "etat": _text(plain, "etatobjet"),
        "codemft": _text(plain, "modefixationtarifaire") or _text(told, "modefixationtarifaire"),
    }


def _main_site(plain: Mapping[str, Any], numbers: Mapping[str, str]) -> str:
    """Return the number of the main site of a secondary one, empty for a main site."""
    own, items = _id(plain), plain.get("roleege")
    for role in map(_folded, items if isinstance(items, list) else []):
        bearer = _text(role, "idegeporteuse")
        if own and _text(role, "idegenonporteuse") == own and bearer not in ("", own):
            return numbers.get(bearer, bearer)
    return ""


def _id(plain: Mapping[str, Any]) -> str:
    return _text(_folded(plain.get("informationsgeneralesege")), "egeid")


def _number(plain: Mapping[str, Any]) -> str:
    return _text(_folded(plain.get("informationsgeneralesege")), "numfinessege", "numfiness")


def _folded(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {}
    return {str(key).casefold(): item for key, item in value.items()}


def _text(plain: Mapping[str, Any], *keys: str) -> str:
    """Return the first of the keys that holds a text, a code, or a coded object."""
    for key in keys:
        value = plain.get(key)
        if isinstance(value, Mapping):
            value = value.get("code")
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def _address(plain: Mapping[str, Any], usage: str) -> str:
    """Return the commune of the address of that use, or of the first address."""
    items = plain.get("adresse")
    addresses = [_folded(item) for item in items] if isinstance(items, list) else []
    chosen = [address for address in addresses if _text(address, "usageadresse") == usage]
    return _text((chosen or addresses or [{}])[0], "cogcommune")


def _unknown(path: Path) -> Faute:
    return Faute(
        path.name,
        0,
        "",
        "",
        "Un objet n’a pas d’« informationsGeneralesPmej » : ce n’est pas une entité juridique.",
        "Vérifiez que c’est bien le flux « structures » de FINESS.",
    )
