"""The indicators of a dossier as data, in the form of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cpomlib.calcul.indicateurs import records
from cpomlib.dossier import Dossier
from cpomlib.rendu.documents import MIME_INDICATEURS
from cpomlib.socle import pluriel


@dataclass(frozen=True)
class Indicateurs:
    """The indicators of a report, carried by its executed notebook without being shown."""

    liste: tuple[dict[str, Any], ...]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        said = pluriel(len(self.liste), "indicateur")
        return {MIME_INDICATEURS: list(self.liste), "text/plain": said}


def indicateurs(dossier: Dossier) -> Indicateurs:
    """Carry every indicator of the contract, for the gestionnaire and the year diagnosed."""
    rows = dossier.resultats[dossier.annee].reset_index()
    return Indicateurs(tuple(records(rows, dossier.perimetre, dossier.periode)))
