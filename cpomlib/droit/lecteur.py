"""A reader that remembers what it gave, so that a report lists the values it was made with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cpomlib.droit.comptes import COMPTES, ComptesDiagnostic, comptes
from cpomlib.droit.legislation import parametre
from cpomlib.droit.modele import EN_VIGUEUR
from cpomlib.droit.seuils import Seuil, seuil


@dataclass(frozen=True)
class ValeurLue:
    """One value that a report used.

    Attributes:
        chemin: path of the legal parameter, ``seuils/NOM``, or ``comptes_diagnostic/NOM``.
        libelle: its French title.
        au: day the value was asked for; ``None`` for a threshold, which has no date.
        valeur: the value itself.
        unite: what the value is in, in French.
        reference: the text, or the origin of a threshold.
        statut: status of the value; a threshold is ``en_vigueur`` (it was agreed or proposed).
        note: what the reader must know.
        surcharge: the service's file it comes from, if any.
    """

    chemin: str
    libelle: str
    au: date | None
    valeur: Any
    unite: str
    reference: str
    statut: str
    note: str
    surcharge: Path | None


@dataclass
class Lecteur:
    """Reads parameters for one report and keeps the list of what it read.

    One reader belongs to one report: nothing is shared between two of them.
    """

    _lectures: dict[tuple[str, date | None], ValeurLue] = field(default_factory=dict)

    def valeur(self, chemin: str, au: date) -> Any:
        """Return ``cpomlib.droit.valeur(chemin, au)`` and remember it.

        Raises:
            ParametreError: unknown path, unknown day, or value to be completed.
        """
        found = parametre(chemin)
        dated = found.a_la_date(au)
        self._keep(
            ValeurLue(
                chemin,
                found.libelle,
                au,
                dated.valeur,
                found.unite.libelle,
                str(dated.reference),
                dated.statut,
                dated.note,
                dated.surcharge,
            )
        )
        return dated.valeur

    def seuil(self, nom: str) -> Seuil:
        """Return ``cpomlib.droit.seuil(nom)`` and remember it.

        Raises:
            ParametreError: no such threshold.
        """
        found = seuil(nom)
        text = f"{found.reference} ({found.origine})" if found.reference else found.origine
        self._keep(
            ValeurLue(
                f"seuils/{nom}",
                found.libelle,
                None,
                found.valeur,
                found.unite,
                text,
                EN_VIGUEUR,
                found.note,
                found.surcharge,
            )
        )
        return found

    def comptes(self, nom: str, au: date) -> ComptesDiagnostic:
        """Return ``cpomlib.droit.comptes(nom, au)`` and remember it.

        Raises:
            ParametreError: no such list, or a day outside the known dates.
        """
        found = comptes(nom, au)
        self._keep(
            ValeurLue(
                f"{COMPTES}/{nom}",
                found.libelle,
                au,
                found.termes,
                "comptes",
                str(found.reference),
                found.statut,
                found.note,
                parametre(COMPTES).a_la_date(au).surcharge,
            )
        )
        return found

    def lectures(self) -> tuple[ValeurLue, ...]:
        """Return what was read, each once, in the order of the first reading."""
        return tuple(self._lectures.values())

    def _keep(self, lecture: ValeurLue) -> None:
        self._lectures.setdefault((lecture.chemin, lecture.au), lecture)
