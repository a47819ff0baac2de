"""What surrounds the blocks of a document, the same in every format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Enveloppe:
    """The title, the margins and the warning of a document.

    Attributes:
        titre: of the document (« Diagnostic partagé 2025 – L’Étape »).
        entete: top of each page: who, what, which year.
        pied: bottom of each page: the state of the data it was made from.
        bandeau: a warning on the first page and on each one (invented data); empty for none.
        service: who publishes; empty when nobody is named.
    """

    titre: str
    entete: str = ""
    pied: str = ""
    bandeau: str = ""
    service: str = ""
