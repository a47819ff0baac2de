"""The yearly return: one workbook per contract in force, filled with what is measured."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Contrat
    from cpomlib.dossier import ContratsLus

FEUILLES = ("mesures", "actions")


def ecrire_retours(lus: ContratsLus, annee: int, dossier: Path) -> list[tuple[Path, int]]:
    """Write the workbooks of the contracts in force in a year.

    Returns:
        Each workbook, with how many measures it holds.

    Raises:
        CommandeError: a workbook is there already: it may be filled.
    """
    import pandas as pd

    from cpomlib.calcul.contrat import a_remplir, mesures_du_retour
    from cpomlib.entree.trame import ecrire_trame_contrat
    from cpomlib.socle import fichiers
    from cpomlib.tables import conform, empty

    kept = {name: one for name, one in lus.contrats.items() if _in_force(one, lus, annee)}
    measured = lus.parmi(kept).mesures()
    fichiers.dossier(dossier)
    written = []
    for name, one in kept.items():
        rows = mesures_du_retour(one, measured, annee)
        actions = lus.frames["actions"]
        frames = {
            "mesures": conform("mesures", pd.DataFrame(rows)) if rows else empty("mesures"),
            "actions": actions[actions["id_contrat"] == name],
        }
        path = dossier / f"{name}-{annee}.xlsx"
        words = reperes(one, lus)
        ecrire_trame_contrat(frames, path, FEUILLES, partial(a_remplir, annee=annee), words)
        written.append((path, len(rows)))
    return written


def reperes(contrat: Contrat, lus: ContratsLus) -> dict[str, dict[str, str]]:
    """Return what the codes of a contract mean: its establishments, the indicators."""
    from cpomlib.calcul.indicateurs import fiches_connues

    houses = lus.frames["etablissements"]
    names = dict(zip(houses["id_etablissement"], houses["nom"], strict=True))
    held = dict.fromkeys(row["id_etablissement"] for row in contrat.de("contrat_etablissements"))
    free = {row["indicateur"]: row["libelle"] for row in contrat.de("cibles") if row["libelle"]}
    known = {name: one.libelle for name, one in fiches_connues().items()}
    return {
        "id_etablissement": {one: names[one] for one in held if one in names},
        "indicateur": free | known,
    }


def _in_force(contrat: Contrat, lus: ContratsLus, annee: int) -> bool:
    from cpomlib.calcul.contrat import terme_actuel

    end = terme_actuel(contrat, lus.jour)
    begun = contrat.effet is not None and contrat.effet.year <= annee
    return contrat.signe and begun and end is not None and end.year >= annee
