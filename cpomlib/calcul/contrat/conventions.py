"""What a contract agreed where the texts leave open: it prevails over ``seuils.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cpomlib.calcul.contrat.jugement import Usages
from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.indicateurs import Conventions
from cpomlib.droit import seuil
from cpomlib.socle import NBSP, write

_DE_MESURE = {"seuil_presence_longue_mois": "cpom_4", "anciennete_min_mois": "cpom_3"}
"""What changes a measure → the start of the ids that it changes."""
_D_USAGE = {"tolerance_cible": "tolerance", "tolerance_maintien": "maintien"}
"""What changes a judgement → its name among the thresholds."""
_DE_NOMBRE = ("objectifs_max", "indicateurs_max")
CONVENABLES = (*_DE_MESURE, *_D_USAGE, *_DE_NOMBRE)
"""Keys of ``seuils.yaml`` that a contract may agree otherwise: what follows it reads them."""


def convenues(contrat: Contrat, annee: int) -> list[Mapping[str, Any]]:
    """Return the conventions that a contract agreed, in force on 31 December of a year."""
    rows = contrat.de("conventions_contrat")
    held = [row for row in rows if row["date_effet"] <= date(annee, 12, 31)] if rows else []
    latest = {str(row["cle"]): row for row in sorted(held, key=lambda row: row["date_effet"])}
    return list(latest.values())


def convenu(contrat: Contrat, annee: int, cle: str, sinon: float) -> float:
    """Return what a contract agreed for a key in a year; the other value where it agreed none."""
    return next(
        (float(row["valeur"]) for row in convenues(contrat, annee) if row["cle"] == cle), sinon
    )


def conventions_du_contrat(contrat: Contrat, conventions: Conventions, annee: int) -> Conventions:
    """Return the conventions of a contract in a year: what it agreed prevails."""
    agreed = {str(row["cle"]): float(row["valeur"]) for row in convenues(contrat, annee)}
    ours = {name: agreed[name] for name in agreed if hasattr(conventions, name)}
    return replace(conventions, **ours) if ours else conventions  # type: ignore[arg-type]


def usages_du_contrat(contrat: Contrat, usages: Usages, annee: int) -> Usages:
    """Return the thresholds of a judgement of a contract in a year: what it agreed prevails."""
    ours = {
        _D_USAGE[str(row["cle"])]: float(row["valeur"])
        for row in convenues(contrat, annee)
        if row["cle"] in _D_USAGE
    }
    return replace(usages, **ours) if ours else usages


def touchees(contrat: Contrat, annee: int, indicateurs: Sequence[str]) -> list[str]:
    """Say the conventions that change the measure or the judgement of some indicators."""
    return [
        convention_dite(row)
        for row in convenues(contrat, annee)
        if row["cle"] in _D_USAGE
        or any(one.startswith(_DE_MESURE.get(str(row["cle"]), "\0")) for one in indicateurs)
    ]


def autrement_comptees(contrat: Contrat, annee: int, indicateurs: Sequence[str]) -> list[str]:
    """Say what a contract counts otherwise than the reports, which compare with all the others."""
    found = []
    for row in convenues(contrat, annee):
        key, value = str(row["cle"]), float(row["valeur"])
        start = _DE_MESURE.get(key)
        usual = seuil(key).valeur
        if start and value != usual and any(one.startswith(start) for one in indicateurs):
            for_all = "aucune" if usual is None else valeur_convenue(key, usual)
            name = seuil(key).libelle
            found.append(f"{name[:1].lower()}{name[1:]}, {valeur_convenue(key, value)} au lieu "
                         f"de {for_all}")  # fmt: skip
    return found


def convention_dite(row: Mapping[str, Any]) -> str:
    """Say in a sentence what a contract agreed."""
    name = seuil(str(row["cle"])).libelle
    value = valeur_convenue(str(row["cle"]), float(row["valeur"]))
    said = f"Convention du contrat{NBSP}: {name[:1].lower()}{name[1:]}, {value}."
    return f"{said} {row['texte']}" if row["texte"] else said


def valeur_convenue(cle: str, valeur: float) -> str:
    """Write what a contract agreed for a key of ``seuils.yaml``, in its unit."""
    unit = seuil(cle).unite
    return write(valeur, "taux") if unit == "taux" else write(
        valeur, "nombre", "mois" if unit == "mois" else ""
    )  # fmt: skip
