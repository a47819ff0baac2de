"""The session in the address of the page: a reload finds it again, a link shares it."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from cpomlib.calcul.scenarios import contenu, make_scenario
from cpomlib.pages.scenarios.seance import MAXIMUM, Seance
from cpomlib.socle import ScenarioError

LIMITE = 200_000
"""Characters of a session unfolded: an address made by hand may not fill the memory."""


def ecrire(seance: Seance, connues: Mapping[str, str] | None = None) -> str:
    """Return the query string of a session.

    Args:
        seance: what is on the table.
        connues: name of a saved scenario → the version known here, which may be replaced.
    """
    held: dict[str, Any] = {
        "actif": seance.actif,
        "scenarios": [contenu(s) for s in seance.scenarios],
    }
    if connues:
        held["connues"] = dict(connues)
    text = json.dumps(held, ensure_ascii=False, default=str, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return "?" + urlencode({"gestionnaire": seance.courant.gestionnaire, "etat": packed})


def lire(requete: str) -> dict[str, str]:
    """Return the values of a query string, the last one where a name comes twice."""
    return dict(parse_qsl(requete.lstrip("?")))


def seance(valeurs: Mapping[str, str]) -> Seance | None:
    """Return the session an address holds, None when it holds none that can be read."""
    try:
        held = json.loads(_unfolded(valeurs.get("etat", "")))
        scenarios = tuple(make_scenario(_years(item)) for item in held["scenarios"][:MAXIMUM])
        return Seance(scenarios, 0).choisir(int(held["actif"])) if scenarios else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ScenarioError,
            binascii.Error, zlib.error):  # fmt: skip
        return None


def connues(valeurs: Mapping[str, str]) -> dict[str, str]:
    """Return the versions that an address knows, none where it cannot be read."""
    try:
        held = json.loads(_unfolded(valeurs.get("etat", ""))).get("connues", {})
        return {str(name): str(known) for name, known in held.items()}
    except (ValueError, AttributeError, TypeError, binascii.Error, zlib.error):
        return {}


def _unfolded(packed: str) -> bytes:
    raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    return zlib.decompressobj().decompress(raw, LIMITE)


def _years(item: Mapping[str, object]) -> Mapping[str, object]:
    """Keep what a file may hold; JSON writes the years of rates as texts, which are read back."""
    return {str(key): value for key, value in item.items()}
