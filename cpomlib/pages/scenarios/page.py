"""The page: what people do goes to the session, what the session gives goes to the screen."""

from __future__ import annotations

import asyncio
import time
from functools import lru_cache
from typing import Any

from cpomlib.calcul.scenarios import Appuis, Etat, Scenario
from cpomlib.pages.scenarios import adresse, seance
from cpomlib.pages.scenarios.accueil import Accueil
from cpomlib.pages.scenarios.barre import Barre, Suite
from cpomlib.pages.scenarios.carte import Gestes
from cpomlib.pages.scenarios.decompte import Decompte, decompter
from cpomlib.pages.scenarios.donnees import Acces
from cpomlib.pages.scenarios.ecrans import Ecrans
from cpomlib.pages.scenarios.fichiers import Fichiers
from cpomlib.pages.scenarios.gestes import Commandes
from cpomlib.pages.scenarios.hypotheses import Panneau
from cpomlib.pages.scenarios.impression import hypotheses_imprimees
from cpomlib.pages.tenue import Passe, Rendezvous, Tenue, dernier, journaliser, noter
from cpomlib.pages.tenue import composants as w
from cpomlib.rendu.blocs.html import html
from cpomlib.socle import suggestion

VISUEL, ADRESSE, APPUIS = 0.005, 0.5, 1.0
"""Seconds before the figures follow, before the address does, before the past is read."""
INCOMPLETE = (
    "L’adresse est incomplète\u00a0: le scénario qu’elle contenait n’a pas pu être lu. "
    "Redemandez-la, ou choisissez un gestionnaire."
)


class Page(Tenue):
    """One visitor's page.

    Args:
        acces: what it may read.
        valeurs: the values of its address.
        d_avance: nobody is there yet; a gestionnaire is drawn, that nobody sees unless asked for.
    """

    def __init__(self, acces: Acces, valeurs: dict[str, str], d_avance: bool = False) -> None:
        super().__init__()
        self.acces = acces
        self._decompter = lru_cache(maxsize=16)(decompter)  # asked six times for each move
        self.passe: Passe[seance.Seance] = Passe()
        self.ouverte = 0
        self.imprime, self.bandeau = _html("cpom-imprime"), _html("cpom-en-vue")
        self.gestes = Commandes(self)
        geste, choisir = self.gardien(self.gestes.faire), self.gardien(self.gestes.choisir)
        self.barre, self.suite = Barre(geste, choisir), Suite(geste, choisir)
        self.fichiers = Fichiers(self)
        self.ecrans = Ecrans(self)
        self.panneau = Panneau(Gestes(*(self.gardien(getattr(self.gestes, name)) for name in (
            "modifier", "ajouter", "oter", "varier", "ouvrir"))))  # fmt: skip
        self.accueil = Accueil(self.gardien(self.entrer), self.gardien(self.fichiers.entrer),
                               self.fichiers.connus)  # fmt: skip
        body = w.Box([self.panneau.widget, self.ecrans.widget])
        body.add_class("cpom-corps-deux")
        head = w.VBox([self.barre.widget, self.bandeau])
        head.add_class("cpom-tete-de-page")
        self.table = w.VBox([head, self.fichiers.widget, self.message, body, self.imprime])
        self.widget = w.VBox([self.table, self.signal])
        self.widget.add_class("cpom-app")
        self._figures = Rendezvous(self.gardien(self._dessiner), VISUEL)
        self._adresse = Rendezvous(self.gardien(self._ecrire_adresse), ADRESSE)
        self._appuis = Rendezvous(self.gardien(self._chercher_appuis), APPUIS)
        self._cible = ""
        self.demarrer(valeurs, d_avance)

    def preparer(self) -> None:
        """Draw at once what a visitor will see, and not again when they come."""
        with self.prudent():
            self._dessiner()
            self.ecrans.suivre()
        self._figures.annuler()

    def accueillir(self, valeurs: dict[str, str]) -> None:
        """Give a page made in advance to its visitor: as it is, when that is what is asked for."""
        asked = self.acces.reserve or valeurs.get("gestionnaire", "")
        noter(asked)
        plain = asked == self.etat.gestionnaire and not {"etat", "scenario"} & set(valeurs)
        if not plain or not self._a_jour():
            self.demarrer(valeurs)
            if self.table in self.widget.children:
                with self.prudent():
                    self._dessiner()  # what is under the first screen follows by itself

    def _a_jour(self) -> bool:
        """Tell whether what was drawn in advance is still what the base holds."""
        who = self.etat.gestionnaire
        return (self.acces.plan(who), self.acces.origine(who)) == (self.plan, self.origine)

    def demarrer(self, valeurs: dict[str, str], d_avance: bool = False) -> None:
        """Open the session of an address, a saved scenario, a new one; else ask for whom."""
        held = adresse.seance(valeurs)
        asked = held.courant.gestionnaire if held else valeurs.get("gestionnaire", "")
        asked = self.acces.reserve or asked
        known = self.acces.gestionnaires()
        if d_avance and known and not self.acces.reserve:
            asked = dernier(known) or next(iter(known))
        refused = self._refus(asked, known, cut="etat" in valeurs and held is None)
        if refused is not None:
            self._accueillir(known, refused)
            return
        self._entrer(asked, held.courant.annee_base if held else 0)
        if held and all(self._du_meme(s) for s in held.scenarios):
            self.seance, self.fichiers.connues = held, adresse.connues(valeurs)
        elif valeurs.get("scenario"):
            with self.prudent():
                self.fichiers.poser(valeurs["scenario"], seule=True)
        self.tout_montrer()

    def _refus(self, asked: str, known: dict[str, str], cut: bool) -> str | None:
        """Say why nothing can be opened, empty where nothing was asked; None where it can."""
        if self.acces.reserve:
            self.acces.choisi(asked)
            return None
        if not known:
            self.acces.choisi("")
        if cut:
            return INCOMPLETE
        if asked in known:
            return None
        if not asked:
            return ""
        near = suggestion(asked, known)
        return f"Le gestionnaire «\u00a0{asked}\u00a0» n’est pas dans la base. {near}"

    def _accueillir(self, known: dict[str, str], message: str) -> None:
        """Show the choice of a gestionnaire, and nothing of anybody."""
        first = next(iter(known), "")
        self.accueil.montrer(known, message, bool(first) and self.acces.origine(first).exemple)
        self._figures.annuler()
        self._adresse.annuler()
        self.widget.children = (self.accueil.widget, self.signal)
        self.adresser("?")

    def accueil_montre(self) -> None:
        """Go back to the choice of a gestionnaire."""
        self._accueillir(self.acces.gestionnaires(), "")

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
        self.passe, self.ouverte = Passe(), 0
        self.fichiers.connues = {}
        self._asseoir()

    def _asseoir(self) -> None:
        """Put beside the numbers what they stand on, at once where it is known, else later."""
        known = self.acces.appuis_connus(self.etat, self.origine.numero)
        self.panneau.asseoir(known or Appuis())
        if known is None:
            self._appuis.repousser_si_attente()

    def _chercher_appuis(self) -> None:
        """Read in a thread what the numbers stand on: the page goes on meanwhile."""
        loop, held = asyncio.get_running_loop(), self.etat

        def read() -> None:
            try:
                found = self.acces.appuis(held, self.origine.numero)
            except Exception as error:
                journaliser(error)
                return
            loop.call_soon_threadsafe(self.gardien(self._poser_appuis), held, found)

        loop.run_in_executor(None, read)

    def _poser_appuis(self, lu: Etat, found: Appuis) -> None:
        if lu is self.etat:
            self.panneau.asseoir(found)

    def entrer(self, gestionnaire: str) -> None:
        """Turn to another gestionnaire, whatever is on the table."""
        self._entrer(gestionnaire)
        self.dire("")
        self.tout_montrer()

    def changer(self, nouvelle: seance.Seance, geste: tuple[Any, ...] = ()) -> None:
        """Take a new session, keeping the one before; a message about the old one goes."""
        self.passe.garder(self.seance, geste, time.monotonic())
        self.seance = nouvelle
        self.fichiers.perimer()
        self.dire("")

    def decompte(self, scenario: Scenario | None = None) -> Decompte:
        """Return what is counted of a scenario, the current one by default."""
        held = scenario or self.seance.courant
        return self._decompter(self.etat, held.hypotheses, held.horizon)

    def tout_montrer(self, cible: str = "") -> None:
        """Show the session again where it changed; ``cible`` is where the keyboard goes."""
        held = self.seance
        names = self.acces.gestionnaires()
        titles = [scenario.titre for scenario in held.scenarios]
        self.barre.montrer(names[self.etat.gestionnaire], titles, held.actif, self.origine.exemple)
        several = {"retirer": len(titles) > 1, "gestionnaire": len(names) > 1}
        self.suite.montrer(held.courant.titre, held.courant.horizon, several)
        self.ouverte = min(self.ouverte, len(held.courant.hypotheses) - 1)
        self.panneau.montrer(self.etat, held.courant, self.ouverte, self.decompte().refus)
        if self.table not in self.widget.children:
            self.widget.children = (self.table, self.signal)
        self._cible = cible
        self.figurer()

    def figurer(self) -> None:
        """Ask for the figures and the address to follow."""
        self.barre.permettre(bool(self.passe.avant), bool(self.passe.apres))
        self._figures.demander()
        self._adresse.repousser()

    def _dessiner(self) -> None:
        """Draw what follows a move at once: the sentence, the figures, the screen."""
        self.bandeau.value = self.ecrans.en_vue()
        self.ecrans.montrer()
        if self._cible:
            self.signaler(self._cible)
            self._cible = ""
        self.passe.suivi(time.monotonic())

    def signaler(self, cible: str) -> None:
        """Tell the page where the keyboard goes next, with its address."""
        self.adresser(adresse.ecrire(self.seance, self.fichiers.connues), cible)

    def _ecrire_adresse(self) -> None:
        self.signaler("")
        self.imprime.value = str(html(hypotheses_imprimees(self.seance, self.etat)))


def _html(name: str) -> Any:
    box = w.HTML("")
    box.add_class(name)
    return box
