"""A file made here, sent to the browser of the visitor."""

from __future__ import annotations

import base64
from html import escape


def envoyer(octets: bytes, nom: str, nature: str) -> str:
    """Return the piece of page that makes the browser download a file.

    Args:
        octets: its content.
        nom: its name.
        nature: its MIME type.
    """
    content = base64.b64encode(octets).decode()
    name = escape(nom, quote=True)
    return (
        f'<span data-cpom-fichier="{content}" data-cpom-nom="{name}" data-cpom-type="{nature}">'
        "</span>"
    )
