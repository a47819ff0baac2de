"""Names that the tables of a contract cite: an indicator of the catalogue, a convention."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from cpomlib.calcul.contrat.cibles import LIBRE
from cpomlib.calcul.contrat.conventions import CONVENABLES
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.socle import Faute, suggestion
from cpomlib.tables import Refus

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Provenance

_INDICATEUR = "Cet indicateur n’existe pas."
_LIBRE = " Un indicateur libre commence par «\u00a0L-\u00a0»."
_CONVENTION = "Ce n’est pas une convention qu’un contrat peut fixer\u00a0: rien ne la lirait."
_CITES: dict[tuple[str, str], tuple[str, Callable[[], Collection[str]]]] = {
    ("cibles", "indicateur"): (_INDICATEUR, fiches_connues),
    ("mesures", "indicateur"): (_INDICATEUR, fiches_connues),
    ("objectifs", "indicateur_constat"): (_INDICATEUR, fiches_connues),
    ("conventions_contrat", "cle"): (_CONVENTION, lambda: CONVENABLES),
}


def indicateurs_nommes(texte: str) -> str:
    """Return a text whose codes of indicators are the names of these."""
    known = fiches_connues()

    def named(found: re.Match[str]) -> str:
        code = found.group()
        return f"«\u00a0{known[code].libelle}\u00a0»" if code in known else code

    return re.sub(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b", named, texte)


def noms_connus(name: str, frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """Return one fault per cell that cites what does not exist, with the nearest choice."""
    faults: list[Faute] = []
    for (table, column), (told, known) in _CITES.items():
        if table != name:
            continue
        for row, value in enumerate(frame[column]):
            if isinstance(value, str) and not value.startswith(LIBRE) and value not in known():
                more = _LIBRE if told == _INDICATEUR else ""
                refus = Refus(told, suggestion(value, known()) + more)
                faults += provenance.fautes([row], column, refus, frame)
    return faults
