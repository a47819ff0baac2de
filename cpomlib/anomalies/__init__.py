"""Doubts about deposited figures: rules as data, one small function each, justifications.

A fault refuses a deposit; an anomaly is a doubt that somebody may justify. Rules are declared
in ``parameters/anomalies.yaml``; the function of the same name says where a rule fires.
"""

from cpomlib.anomalies.declarations import Regle, regle, regles
from cpomlib.anomalies.doutes import doutes, douteux
from cpomlib.anomalies.evaluation import Examen, evaluer, examiner
from cpomlib.anomalies.modele import SEVERITES, STATUTS, Anomalie, NonEvaluee
from cpomlib.anomalies.motifs import refuser_motif

__all__ = [
    "SEVERITES",
    "STATUTS",
    "Anomalie",
    "Examen",
    "NonEvaluee",
    "Regle",
    "doutes",
    "douteux",
    "evaluer",
    "examiner",
    "refuser_motif",
    "regle",
    "regles",
]
