"""Shares of one total added up for a cell."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul import somme, trop_peu
from cpomlib.dossier import Dossier, en_cellule
from cpomlib.socle import Secret, Valeur


def somme_de_parts(dossier: Dossier, indicateurs: Sequence[str], annee: int) -> Valeur:
    """Add shares of the same total up: masked, missing, in counts as soon as one of them is."""
    masked = next((why for name in indicateurs if (why := dossier.secret(name, annee))), "")
    if masked:
        return Secret(masked)
    terms = [dossier.termes(name, annee) for name in indicateurs]
    if all(trop_peu(name, held) for name, held in zip(indicateurs, terms, strict=True)):
        counts = [held for held in terms if held is not None]
        return en_cellule(indicateurs[0], (somme(k for k, _ in counts), counts[0][1]))
    values = [dossier.valeur(name, annee) for name in indicateurs]
    known = [value for value in values if value is not None]
    return somme(known) if len(known) == len(values) else None
