"""Scenarios of a CPOM: hypotheses in, the years of the contract out."""

from cpomlib.scenarios.base import etat
from cpomlib.scenarios.controle import sans_justification, verifier, verifier_scenario
from cpomlib.scenarios.ecriture import contenu, en_yaml, intitule
from cpomlib.scenarios.etat import Etat
from cpomlib.scenarios.hypotheses import FAMILLES, TYPES, Hypothese, champs
from cpomlib.scenarios.lecture import STATUTS, Scenario, make_scenario, read_scenario
from cpomlib.scenarios.projection import POSTES, Projection, project, projeter

__all__ = [
    "FAMILLES",
    "POSTES",
    "STATUTS",
    "TYPES",
    "Etat",
    "Hypothese",
    "Projection",
    "Scenario",
    "champs",
    "contenu",
    "en_yaml",
    "etat",
    "intitule",
    "make_scenario",
    "project",
    "projeter",
    "read_scenario",
    "sans_justification",
    "verifier",
    "verifier_scenario",
]
