"""What every page is made of, whatever it shows.

- ``composants``: widgets that cost little to send.
- ``ouverture``: ``ouvrir_page``, for the visitor who just came or for nobody yet.
- ``garde``: ``Tenue``, the sentence of the page; an error is a sentence, never a traceback.
- ``passe``: what was before the last changes, to undo and redo.
- ``pli``: what is on the table, folded in the address of the page.
- ``attente``, ``chauffe``, ``dernier``: later, before, for whom.
- ``annuaire``: the search of a first screen.
- ``boite``, ``question``, ``saisie``: a box that marks what it refuses, a question and its
  answers, numbers as people type and read them.
"""

from cpomlib.pages.tenue.annuaire import Annuaire
from cpomlib.pages.tenue.attente import Rendezvous, journaliser
from cpomlib.pages.tenue.boite import Boite, classe, menu, note
from cpomlib.pages.tenue.chauffe import en_avance, oublier
from cpomlib.pages.tenue.dernier import dernier, noter
from cpomlib.pages.tenue.envoi import envoyer
from cpomlib.pages.tenue.garde import Tenue
from cpomlib.pages.tenue.ouverture import ouvrir_page
from cpomlib.pages.tenue.passe import Passe
from cpomlib.pages.tenue.pli import deplier, lire_adresse, plier
from cpomlib.pages.tenue.question import Question
from cpomlib.pages.tenue.saisie import (
    NOMBRES,
    Course,
    affiche,
    annees_du_taux,
    avec_unite,
    course,
    du_texte,
    en_texte,
    interne,
    lire_jour,
    par_annee,
    un_seul,
)

__all__ = [
    "NOMBRES",
    "Annuaire", "Boite", "Course", "Passe", "Question", "Rendezvous", "Tenue", "affiche",
    "annees_du_taux", "avec_unite", "classe", "course", "deplier", "dernier", "du_texte",
    "en_avance", "en_texte", "envoyer", "interne", "journaliser", "lire_adresse", "lire_jour",
    "menu", "note", "noter", "oublier", "ouvrir_page", "par_annee", "plier", "un_seul",
]  # fmt: skip
