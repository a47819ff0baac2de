from .enveloppe import Enveloppe
from .formats import FORMATS, HTML, choisis, ecrire_tous
from .hypotheses import NON_PRECISE, faits
from .lecture import MIME_INDICATEURS, MIME_RESUME, en_annexe, resume
from .plan import Numeros

__all__ = [
    "FORMATS",
    "HTML",
    "MIME_INDICATEURS",
    "MIME_RESUME",
    "NON_PRECISE",
    "Enveloppe",
    "Numeros",
    "choisis",
    "ecrire_tous",
    "en_annexe",
    "faits",
    "resume",
]
