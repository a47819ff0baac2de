"""The following of the targets of a contract, written for a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cpomlib.cli.contrat_sortie import NEUTRE, libelle

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import CibleSuivie, Contrat, LigneSuivi

SUIVI = {
    "objectif": "Objectif", "indicateur": "Indicateur", "annee": "Année", "reference": "Départ",
    "attendu": "Attendu", "mesure": "Mesuré", "tolerance": "Tolérance", "avancement": "Chemin fait",
    "jugement": "Jugement", "raison": "À savoir",
}  # fmt: skip


def suivi_en_mots(line: LigneSuivi) -> dict[str, Any]:
    """Write a row of the following in words; a small or fragile rate in counts."""
    from cpomlib.calcul.contrat import JUGEMENTS
    from cpomlib.socle import taux

    unit = _unit(line.cible)
    way = None if line.avancement is None else taux(line.avancement, 0)
    mark = " (repère interpolé, non contractuel)" if line.interpolee else ""
    expected = _value(line.attendu, unit)
    return {
        "objectif": line.cible.objectif,
        "indicateur": libelle(line.cible.indicateur, line.cible.libelle),
        "annee": line.annee,
        "reference": _value(line.reference, unit),
        "attendu": f"{expected}{mark}" if expected else None,
        "mesure": _measured(line, unit),
        "tolerance": _gap(line.tolerance, unit),
        "avancement": way,
        "jugement": JUGEMENTS[line.jugement] + (", fragile" if line.fragile else ""),
        "raison": line.raison or None,
    }


def en_unite(cible: CibleSuivie, value: float | None) -> str | None:
    """Write a value in the unit of a target."""
    return _value(value, _unit(cible))


def _unit(cible: CibleSuivie) -> str:
    from cpomlib.calcul.indicateurs import fiches_connues

    known = fiches_connues().get(cible.indicateur)
    return known.unite if known else cible.unite


def _value(value: float | None, unit: str) -> str | None:
    from cpomlib.socle import euros, nombre, taux

    if value is None:
        return None
    if unit == "taux":
        return taux(value)
    return euros(value) if unit == "euros" else nombre(value, 0 if value == int(value) else 1)


def _gap(value: float | None, unit: str) -> str | None:
    """Write a difference: that of two rates is in points."""
    from cpomlib.socle import write

    points = unit == "taux" and value is not None
    return write(value, "points") if points else _value(value, unit)


def _measured(line: LigneSuivi, unit: str) -> str | None:
    from cpomlib.socle import nombre

    if line.en_nombres:
        return f"{nombre(line.numerateur)} sur {nombre(line.denominateur)}"
    return _value(line.mesure, unit)


def pied(contrat: Contrat, lines: Sequence[LigneSuivi]) -> list[str]:
    """Say under the table what the rates were made with, and what a judgement is not."""
    from cpomlib.calcul.contrat import touchees

    year = max((line.annee for line in lines), default=1)
    said = touchees(contrat, year, [line.cible.indicateur for line in lines])
    return [*said, NEUTRE]
