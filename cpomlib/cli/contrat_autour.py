"""The targets of a contract beside the retained scenario, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import LigneScenario
    from cpomlib.dossier import Retenu

SCENARIO = {
    "objectif": "Objectif", "indicateur": "Indicateur", "annee": "Année", "attendu": "Attendu",
    "projete": "Scénario retenu", "mene": "Y mène-t-il\u00a0?",
}  # fmt: skip
MENE = {"atteinte": "oui", "proche": "presque", "non_atteinte": "non"}
SANS_SCENARIO = "Aucun scénario n’est retenu pour ce gestionnaire."


def en_mots(line: LigneScenario) -> dict[str, Any]:
    """Write a target beside the scenario in words."""
    from cpomlib.cli.contrat_sortie import libelle
    from cpomlib.cli.contrat_suivi import en_unite

    return {
        "objectif": line.cible.objectif,
        "indicateur": libelle(line.cible.indicateur, line.cible.libelle),
        "annee": line.annee,
        "attendu": en_unite(line.cible, line.attendu),
        "projete": en_unite(line.cible, line.projete) or line.raison,
        "mene": MENE.get(line.jugement),
    }


def entete(held: Retenu | None) -> str:
    """Say which scenario is retained, or that none is."""
    if held is None:
        return SANS_SCENARIO
    said = f"Scénario retenu\u00a0: «\u00a0{held.scenario.titre}\u00a0»."
    return f"{said} {held.refus}".rstrip()
