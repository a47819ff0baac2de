"""What helps to read the rest of what was received: an analytical key, a mapping of a SIAO."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cpomlib.entree.apercu import apercu_texte
from cpomlib.entree.fec import FICHIER, GESTIONNAIRE, LEGAUX
from cpomlib.entree.noms import plie
from cpomlib.entree.reconnu import CLE, CORRESPONDANCE, Reconnu

_CORRESPONDANCE = re.compile(r"^table\s*:\s*[\"']?(sejours|demandes_siao)\b", re.M)


def aide(text: str) -> Reconnu | None:
    """Know what helps to read the rest: a mapping of a SIAO, an analytical key."""
    if _CORRESPONDANCE.search(text) and "\ncolonnes:" in text:
        return Reconnu(
            CORRESPONDANCE, "la correspondance d’un export de SIAO",
            "Elle dit quelles colonnes donnent les nôtres.",
        )  # fmt: skip
    row = apercu_texte(text).lignes[:1]
    folded = [plie(cell) for cell in row[0]] if row else []
    if "etablissement" in folded and len(folded) > 1 and not _key_of_table(folded):
        return Reconnu(
            CLE, "une clé analytique",
            "Sa première ligne a une colonne «\u00a0etablissement\u00a0», et des critères.",
        )  # fmt: skip
    if re.search(r"^regles\s*:", text, re.M) and "etablissement:" in text:
        return Reconnu(CLE, "une clé analytique", "Elle a des règles et des établissements.")
    return None


def _key_of_table(folded: Sequence[str]) -> bool:
    """Say whether headings are those of something else that names an establishment."""
    fields = {plie(name) for name in (*LEGAUX, FICHIER, GESTIONNAIRE, "section", "analytique")}
    return not any(
        word in fields or word.startswith(("section", "analyt", "axe")) for word in folded
    )
