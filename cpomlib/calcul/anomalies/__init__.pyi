from .declarations import ANOMALIES, RegleAnomalie, regle, regles
from .doutes import doutes, douteux
from .evaluation import Examen, evaluer, examiner
from .modele import SEVERITES, STATUTS, Anomalie, NonEvaluee
from .motifs import refuser_motif
from .partage import de_table, en_table

__all__ = [
    "ANOMALIES",
    "SEVERITES",
    "STATUTS",
    "Anomalie",
    "Examen",
    "NonEvaluee",
    "RegleAnomalie",
    "de_table",
    "doutes",
    "douteux",
    "en_table",
    "evaluer",
    "examiner",
    "refuser_motif",
    "regle",
    "regles",
]
