"""The page: what people do goes to the session, what the session gives goes to the screen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from typing import Any

from cpomlib.calcul.scenarios import Etat, Scenario
from cpomlib.pages.scenarios import adresse, seance
from cpomlib.pages.scenarios import composants as w
from cpomlib.pages.scenarios.attente import Rendezvous, journaliser
from cpomlib.pages.scenarios.barre import Barre
from cpomlib.pages.scenarios.defauts import initiale
from cpomlib.pages.scenarios.donnees import Acces
from cpomlib.pages.scenarios.ecrans import Ecrans
from cpomlib.pages.scenarios.fichiers import Fichiers
from cpomlib.pages.scenarios.hypotheses import Gestes, change_la_carte, fermer, panneau
from cpomlib.pages.scenarios.impression import hypotheses_imprimees
from cpomlib.rendu.blocs.html import html
from cpomlib.socle import CpomError, pannes

VISUEL, ADRESSE = 0.015, 0.5
"""Seconds before the figures follow, and before the address does."""
DEFAUT = (
    "Quelque chose n’a pas fonctionné\u00a0: annulez le dernier changement, ou rechargez la page."
)
PLEIN = "Quatre scénarios sont déjà sur la table\u00a0: retirez-en un."


class Page:
    """One visitor's page.

    Args:
        acces: what it may read.
        valeurs: the values of its address.
    """

    def __init__(self, acces: Acces, valeurs: dict[str, str]) -> None:
        self.acces = acces
        self.passe = seance.Passe()
        self._refuse = False
        self.message = w.HTML("")
        self.message.add_class("cpom-message")
        self.signal = w.HTML("")
        self.signal.add_class("cpom-signal")
        self.imprime = w.HTML("")
        self.imprime.add_class("cpom-imprime")
        self.barre = Barre(self._gardien(self._geste), self._gardien(self._choisir))
        self.fichiers = Fichiers(self)
        self.ecrans = Ecrans(self)
        self.gauche = w.VBox([])
        self.gauche.add_class("cpom-gauche")
        body = w.Box([self.gauche, self.ecrans.widget])
        body.add_class("cpom-corps-deux")
        self.titre = w.HTML("")
        self.widget = w.VBox([self.titre, self.barre.widget, self.fichiers.widget, self.message,
                              body, self.imprime, self.signal])  # fmt: skip
        self.widget.add_class("cpom-app")
        self._figures = Rendezvous(self._gardien(self._dessiner), VISUEL)
        self._adresse = Rendezvous(self._gardien(self._ecrire_adresse), ADRESSE)
        self._demarrer(valeurs)

    def preparer(self) -> None:
        """Draw at once what a visitor will see, and not again when they come."""
        with self.prudent():
            self._dessiner()
        self._figures.annuler()

    def accueillir(self, valeurs: dict[str, str]) -> None:
        """Give a page made in advance to its visitor: as it is, when that is what is asked for."""
        asked = valeurs.get("gestionnaire", self.etat.gestionnaire)
        now = self.acces.plan(self.etat.gestionnaire), self.acces.origine(self.etat.gestionnaire)
        plain = asked == self.etat.gestionnaire and not {"etat", "scenario"} & set(valeurs)
        if not plain or now != (self.plan, self.origine):
            self._demarrer(valeurs)
            self.preparer()

    def _demarrer(self, valeurs: dict[str, str]) -> None:
        """Open the session of an address, a saved scenario, or a new one."""
        held = adresse.seance(valeurs)
        asked = held.courant.gestionnaire if held else valeurs.get("gestionnaire", "")
        known = self.acces.gestionnaires()
        if self.acces.reserve or asked not in known:
            asked = self.acces.choisi("")
        self._entrer(asked, held.courant.annee_base if held else 0)
        if held and all(self._du_meme(s) for s in held.scenarios):
            self.seance = held
        elif valeurs.get("scenario"):
            with self.prudent():
                self.fichiers.poser(valeurs["scenario"], seule=True)
        self.tout_montrer()

    def _du_meme(self, scenario: Scenario) -> bool:
        return (scenario.gestionnaire, scenario.annee_base) == (
            self.etat.gestionnaire,
            self.etat.annee,
        )

    def _entrer(self, gestionnaire: str, annee: int = 0) -> None:
        """Read a gestionnaire and start a session on it."""
        plan, origine = self.acces.plan(gestionnaire), self.acces.origine(gestionnaire)
        self.etat: Etat = self.acces.etat(gestionnaire, annee, origine.numero)
        self.plan, self.origine = plan, origine
        self.seance = seance.Seance((seance.depart(self.etat),))
        self.passe = seance.Passe()

    def entrer(self, gestionnaire: str) -> None:
        """Turn to another gestionnaire, whatever is on the table."""
        self._entrer(gestionnaire)
        self.dire("")
        self.tout_montrer()

    def changer(self, nouvelle: seance.Seance, geste: tuple[Any, ...] = ()) -> None:
        """Take a new session, keeping the one before."""
        self.passe.garder(self.seance, geste)
        self.seance = nouvelle

    def tout_montrer(self) -> None:
        """Show everything again: the session changed in its shape."""
        held = self.seance
        names = self.acces.gestionnaires()
        self.titre.value = (
            f"<header><p class='cpom-surtitre'>Scénarios du CPOM</p><h1>"
            f"{escape(names[self.etat.gestionnaire])}</h1><p class='cpom-perimetre'>Année de base "
            f"{self.etat.annee}, de {self.etat.annee + 1} à "
            f"{self.etat.annee + held.courant.horizon}</p></header>"
        )
        titles = [scenario.titre for scenario in held.scenarios]
        self.barre.montrer(names, self.etat.gestionnaire, titles, held.actif, held.courant.horizon)
        before = list(self.gauche.children)
        gestes = Gestes(
            self._gardien(self._modifier), self._gardien(self._ajouter),
            self._gardien(self._oter), lambda text: self.dire(text, "avertissement"),
        )  # fmt: skip
        with w.ensemble():
            panel = panneau(self.etat, held.courant, gestes)
        self.gauche.children = panel
        fermer(before)
        self.figurer()

    def figurer(self) -> None:
        """Ask for the figures and the address to follow."""
        self._figures.demander()
        self._adresse.repousser()

    def dire(self, texte: str, role: str = "note") -> None:
        """Show a sentence under the bar; an empty one clears it."""
        lines = "".join(f"<p>{escape(line)}</p>" for line in texte.splitlines())
        shown = f'<div role="status" class="cpom-avis cpom-avis-{role}">{lines}</div>'
        self.message.value = shown if texte else ""

    @contextmanager
    def prudent(self) -> Any:
        """Turn an error into a sentence: no traceback reaches a visitor."""
        try:
            yield
        except CpomError as error:
            self.dire(str(error), "avertissement")
        except Exception as error:
            journaliser(error)
            told = pannes.dire(error)
            self.dire(str(told) if told else DEFAUT, "avertissement")

    def _gardien(self, action: Callable[..., None]) -> Callable[..., None]:
        def guarded(*values: Any) -> None:
            with self.prudent():
                action(*values)

        return guarded

    def _dessiner(self) -> None:
        """Draw; where the hypotheses cannot be applied, keep the last figures and say why."""
        try:
            self.ecrans.montrer()
        except CpomError as error:
            self.dire(str(error), "avertissement")
            self._refuse = True
            return
        if self._refuse:
            self.dire("")
        self._refuse = False

    def _ecrire_adresse(self) -> None:
        query = escape(adresse.ecrire(self.seance), quote=True)
        self.signal.value = f'<span data-cpom-adresse="{query}"></span>'
        self.imprime.value = str(html(hypotheses_imprimees(self.seance, self.etat)))

    def _modifier(self, rang: int, nom: str, valeur: Any) -> None:
        scenario = self.seance.courant
        changed = seance.changer(scenario, rang, nom, valeur)
        if changed == scenario:
            return
        self.changer(self.seance.avec(changed), (self.seance.actif, rang, nom))
        if change_la_carte(scenario.hypotheses[rang], nom, valeur):
            self.tout_montrer()
        else:
            self.figurer()

    def _ajouter(self, genre: str) -> None:
        added = seance.ajouter(self.seance.courant, initiale(genre, self.etat))
        self.changer(self.seance.avec(added))
        self.tout_montrer()

    def _oter(self, rang: int) -> None:
        self.changer(self.seance.avec(seance.oter(self.seance.courant, rang)))
        self.tout_montrer()

    def _retirer(self) -> None:
        """Take the current scenario off the table; the last one stays."""
        if len(self.seance.scenarios) == 1:
            self.dire("Un scénario reste toujours sur la table\u00a0: posez-en un autre d’abord.")
            return
        title = self.seance.courant.titre
        self.changer(self.seance.retirer())
        self.dire(f"«\u00a0{title}\u00a0» n’est plus sur la table. « Annuler » l’y remet.")

    def _choisir(self, quoi: str, valeur: Any) -> None:
        current = self.seance.courant
        if quoi == "gestionnaire":
            if not self.fichiers.demander(valeur):
                self._entrer(valeur)
                self.dire("")
        elif quoi == "scenario":
            self.seance = self.seance.choisir(int(valeur))
        elif quoi == "horizon":
            moved = tuple(replace(s, horizon=int(valeur)) for s in self.seance.scenarios)
            self.changer(replace(self.seance, scenarios=moved))
        elif valeur.strip() and valeur != current.titre:
            self.changer(self.seance.avec(replace(current, titre=valeur.strip(), fichier="")))
        self.tout_montrer()

    def _geste(self, nom: str) -> None:
        """Do what a button of the bar asks."""
        held = self.seance
        if nom in ("enregistrer", "ouvrir"):
            self.fichiers.basculer(nom)
            return
        if nom in ("partager", "imprimer", "exporter"):
            getattr(self.fichiers, nom)()
            return
        if nom == "annuler":
            before = self.passe.reprendre()
            self.dire("" if before else "Rien à annuler.")
            self.seance = before or held
        elif nom == "base":
            fresh = seance.depart(self.etat)
            self.changer(held.avec(replace(held.courant, hypotheses=fresh.hypotheses)))
        elif nom == "retirer":
            self._retirer()
        else:
            title = seance.titre_libre(held)
            made = (
                replace(held.courant, titre=title, fichier="")
                if nom == "dupliquer"
                else replace(seance.depart(self.etat), titre=title, horizon=held.courant.horizon)
            )
            if len(held.scenarios) >= seance.MAXIMUM:
                self.dire(PLEIN, "avertissement")
                return
            self.changer(held.poser(made))
        self.tout_montrer()
