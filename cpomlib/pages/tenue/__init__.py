"""What every page is made of, whatever it shows.

- ``composants``: widgets that cost little to send.
- ``ouverture``: ``ouvrir_page``, for the visitor who just came or for nobody yet.
- ``garde``: ``Tenue``, the sentence of the page; an error is a sentence, never a traceback.
- ``passe``: what was before the last changes, to undo and redo.
- ``pli``: what is on the table, folded in the address of the page.
- ``attente``, ``chauffe``, ``dernier``: later, before, for whom.
- ``boite``, ``question``: a box that marks what it refuses, a question and its answers.
"""

from cpomlib.pages.tenue.attente import Rendezvous, journaliser
from cpomlib.pages.tenue.boite import Boite, classe, menu, note
from cpomlib.pages.tenue.chauffe import en_avance
from cpomlib.pages.tenue.dernier import dernier, noter
from cpomlib.pages.tenue.envoi import envoyer
from cpomlib.pages.tenue.garde import Tenue
from cpomlib.pages.tenue.ouverture import ouvrir_page
from cpomlib.pages.tenue.passe import Passe
from cpomlib.pages.tenue.pli import deplier, lire_adresse, plier
from cpomlib.pages.tenue.question import Question

__all__ = [
    "Boite", "Passe", "Question", "Rendezvous", "Tenue", "classe", "deplier", "dernier",
    "en_avance", "envoyer", "journaliser", "lire_adresse", "menu", "note", "noter", "ouvrir_page",
    "plier",
]  # fmt: skip
