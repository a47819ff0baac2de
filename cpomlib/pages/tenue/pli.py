"""What is on the table, folded in the address of the page: a reload finds it again."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any
from urllib.parse import parse_qsl

LIMITE = 200_000
"""Characters of what is unfolded: an address made by hand may not fill the memory."""
ILLISIBLE = (ValueError, TypeError, RecursionError, binascii.Error, zlib.error)


def plier(tenu: Any) -> str:
    """Return data as a short text for an address."""
    text = json.dumps(tenu, ensure_ascii=False, default=str, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def deplier(plie: str) -> Any:
    """Return the data of a text made by :func:`plier`, None where it cannot be read."""
    try:
        raw = base64.urlsafe_b64decode(plie + "=" * (-len(plie) % 4))
        return json.loads(zlib.decompressobj().decompress(raw, LIMITE))
    except ILLISIBLE:
        return None


def lire_adresse(requete: str) -> dict[str, str]:
    """Return the values of a query string, the last one where a name comes twice."""
    return dict(parse_qsl(requete.lstrip("?")))
