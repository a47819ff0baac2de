"""What people ask of the page, one gesture each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.scenarios import AUCUN, Hypothese
from cpomlib.pages.scenarios import seance
from cpomlib.pages.scenarios.carte import change_la_carte
from cpomlib.pages.scenarios.defauts import initiale, variante

if TYPE_CHECKING:
    from cpomlib.pages.scenarios.page import Page

PLEIN = "Quatre scénarios sont déjà sur la table\u00a0: retirez-en un."
CARTE = ".cpom-hypothese .cpom-tete"
"""Where the keyboard is after a card was opened."""
DANS_LA_CARTE = ".cpom-hypothese input:not([type=range]), .cpom-hypothese select"


class Commandes:
    """The gestures of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def modifier(self, rang: int, nom: str, valeur: Any) -> None:
        """Change one value of one hypothesis."""
        page, scenario = self.page, self.page.seance.courant
        before = scenario.hypotheses[rang]
        after = self._suivi(before, replace(before, **{nom: valeur}))
        if after == before:
            return
        changed = seance.remplacer(scenario, rang, after)
        page.changer(page.seance.avec(changed), (page.seance.actif, rang, nom))
        if change_la_carte(before, nom, valeur):
            page.tout_montrer(f".cpom-hypothese .cpom-champ-{nom} :is(input, select, button)")
        else:
            page.panneau.suivre(rang, after, page.decompte().refus)
            page.figurer()

    def _suivi(self, before: Any, after: Any) -> Hypothese:
        """Let the jobs that were taken as proposed follow the kind of the places."""
        etat = self.page.etat
        taken = getattr(before, "emplois", None)
        if taken in (None, AUCUN) or taken != getattr(after, "emplois", None):
            return after
        if taken != before.emplois_proposes(etat).emplois:
            return after
        return replace(after, emplois=after.emplois_proposes(etat).emplois or None)

    def ajouter(self, genre: str) -> None:
        """Add a hypothesis, its card open."""
        page = self.page
        added = seance.ajouter(page.seance.courant, initiale(genre, page.etat))
        page.changer(page.seance.avec(added))
        page.ouverte = len(added.hypotheses) - 1
        page.tout_montrer(DANS_LA_CARTE)

    def oter(self, rang: int) -> None:
        """Take a hypothesis away."""
        page = self.page
        page.changer(page.seance.avec(seance.oter(page.seance.courant, rang)))
        page.ouverte = -1
        page.tout_montrer(".cpom-ajouter")

    def varier(self, rang: int, genre: str) -> None:
        """Make the same gesture another way: open, close, transform."""
        page, scenario = self.page, self.page.seance.courant
        held = scenario.hypotheses[rang]
        if held.type == genre:
            return
        made = variante(held, genre, page.etat)
        page.changer(page.seance.avec(seance.remplacer(scenario, rang, made)))
        page.tout_montrer(".cpom-variante select")

    def ouvrir(self, rang: int) -> None:
        """Open a card, or close the one that is open."""
        self.page.ouverte = rang
        self.page.tout_montrer(CARTE if rang >= 0 else ".cpom-pliee .cpom-tete")

    def choisir(self, quoi: str, valeur: Any) -> None:
        """Take what a list or a box of the bar says."""
        page, held = self.page, self.page.seance
        if quoi == "scenario":
            page.seance, page.ouverte = held.choisir(int(valeur)), 0
        elif quoi == "horizon":
            moved = tuple(replace(s, horizon=int(valeur)) for s in held.scenarios)
            page.changer(replace(held, scenarios=moved))
        elif valeur.strip() and valeur != held.courant.titre:
            page.changer(held.avec(replace(held.courant, titre=valeur.strip(), fichier="")))
        page.tout_montrer()

    def faire(self, nom: str) -> None:
        """Do what a button of the bar asks."""
        files = self.page.fichiers
        if nom in ("enregistrer", "ouvrir", "plus"):
            files.basculer(nom)
            return
        files.fermer()
        if nom in ("partager", "imprimer", "exporter"):
            getattr(files, nom)()
        elif nom == "gestionnaire":
            if not files.demander():
                self.page.accueil_montre()
        else:
            getattr(self, f"_{nom}")()

    def _annuler(self) -> None:
        self._revenir(self.page.passe.reprendre(self.page.seance), "Rien à annuler.", "annuler")

    def _retablir(self) -> None:
        self._revenir(self.page.passe.refaire(self.page.seance), "Rien à rétablir.", "retablir")

    def _revenir(self, found: seance.Seance | None, sinon: str, bouton: str) -> None:
        page = self.page
        page.dire("" if found else sinon)
        page.seance = found or page.seance
        other = {"annuler": "retablir", "retablir": "annuler"}[bouton]
        page.tout_montrer(f".cpom-{bouton}:not(:disabled), .cpom-{other}")

    def _base(self) -> None:
        page, held = self.page, self.page.seance
        fresh = seance.depart(page.etat)
        page.changer(held.avec(replace(held.courant, hypotheses=fresh.hypotheses)))
        page.tout_montrer(".cpom-base")

    def _retirer(self) -> None:
        """Take the current scenario off the table; the last one stays."""
        page = self.page
        if len(page.seance.scenarios) == 1:
            page.dire("Un scénario reste toujours sur la table\u00a0: posez-en un autre d’abord.")
            return
        title = page.seance.courant.titre
        page.changer(page.seance.retirer())
        page.dire(f"«\u00a0{title}\u00a0» n’est plus sur la table. « Annuler » l’y remet.")
        page.tout_montrer(".cpom-plus")

    def _nouveau(self) -> None:
        page = self.page
        self._poser(replace(seance.depart(page.etat), horizon=page.seance.courant.horizon))

    def _dupliquer(self) -> None:
        self._poser(replace(self.page.seance.courant, fichier=""))

    def _poser(self, scenario: Any) -> None:
        page = self.page
        if len(page.seance.scenarios) >= seance.MAXIMUM:
            page.dire(PLEIN, "avertissement")
            return
        made = replace(scenario, titre=seance.titre_libre(page.seance))
        page.changer(page.seance.poser(made))
        page.ouverte = 0
        page.tout_montrer(".cpom-dupliquer")
