"""The page of a contract: what people do goes to the draft, what it gives goes to the screen."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from cpomlib.calcul.contrat import Contrat, terme_actuel
from cpomlib.pages.contrat.accueil import Accueil
from cpomlib.pages.contrat.barre import ECRANS, Barre
from cpomlib.pages.contrat.brouillon import Brouillon, de_donnees, en_donnees
from cpomlib.pages.contrat.cibles import Cibles
from cpomlib.pages.contrat.demarche import Demarche
from cpomlib.pages.contrat.donnees import AccesContrats, Ouvert
from cpomlib.pages.contrat.gestes import Gestes
from cpomlib.pages.contrat.objectifs import Objectifs
from cpomlib.pages.contrat.seance import Seance
from cpomlib.pages.contrat.suivi import Suivi
from cpomlib.pages.tenue import Passe, Rendezvous, Tenue, classe, deplier, dernier, noter, plier
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import suggestion

VISUEL, ADRESSE, RESTE = 0.005, 0.4, 0.25
"""Seconds before the screen follows, before the address does, before what is slow does."""
INCOMPLETE = (
    "L’adresse est incomplète\u00a0: les changements qu’elle contenait n’ont pas pu être lus. "
    "Redemandez-la, ou choisissez un contrat."
)


_NOMS = {
    "pluripartite": "Convention",
    "objectifs_moyens": "Contrat",
    "schema_departemental": "Schéma",
}
"""Kind of contract → what it is called; a CPOM otherwise."""


def nom_du_contrat(vu: Ouvert) -> str:
    """Return how a contract is called: « CPOM 2024-2028 »."""
    effet, end = vu.base.effet, terme_actuel(vu.base, vu.jour)
    name = _NOMS.get(str(vu.base.ligne["cadre"]), "CPOM")
    return f"{name} {effet.year}-{end.year}" if effet and end else f"{name} en préparation"


class Page(Tenue):
    """One visitor's page.

    Args:
        acces: what it may show.
        valeurs: the values of its address.
        d_avance: nobody is there yet; a contract is drawn, that nobody sees unless asked for.
    """

    def __init__(
        self, acces: AccesContrats, valeurs: dict[str, str], d_avance: bool = False
    ) -> None:
        super().__init__()
        self.acces = acces
        self.ecran, self.auteur = "cibles", ""
        self.passe: Passe[Brouillon] = Passe()
        self._vu: tuple[Brouillon, Contrat] | None = None
        self.gestes = Gestes(self)
        self.barre = Barre(*(self.gardien(action) for action in (
            self.gestes.faire, self.aller, self.gestes.choisir_avenant)))  # fmt: skip
        self.accueil = Accueil(self.gardien(self.entrer))
        self.ecrans: dict[str, Any] = {
            "objectifs": Objectifs(self), "cibles": Cibles(self), "seance": Seance(self),
            "suivi": Suivi(self), "demarche": Demarche(self),
        }  # fmt: skip
        self.corps = classe(w.VBox([]), "cpom-corps-contrat")
        head = classe(w.VBox([self.barre.widget]), "cpom-tete-de-page")
        self.table = w.VBox([head, self.gestes.tiroirs, self.message, self.corps])
        self.widget = classe(w.VBox([self.table, self.signal]), "cpom-app", "cpom-app-contrat")
        self._figures = Rendezvous(self.gardien(self._dessiner), VISUEL)
        self._adresse = Rendezvous(self.gardien(self._ecrire_adresse), ADRESSE)
        self._reste = Rendezvous(self.gardien(self._suivre), RESTE)
        self._cible = ""
        self.ouvert: Ouvert | None = None
        self.demarrer(valeurs, d_avance)

    @property
    def vu(self) -> Ouvert:
        """The contract that is open."""
        assert self.ouvert is not None
        return self.ouvert

    @property
    def contrat(self) -> Contrat:
        """The contract as it would be with the draft."""
        if self._vu is None or self._vu[0] is not self.brouillon:
            self._vu = self.brouillon, self.brouillon.applique(self.vu.base)
        return self._vu[1]

    def preparer(self) -> None:
        """Draw at once what a visitor will see, and not again when they come."""
        with self.prudent():
            if self.ouvert is not None:
                self._dessiner()
                while self.ecrans[self.ecran].suivre():
                    pass
        self._figures.annuler()

    def accueillir(self, valeurs: dict[str, str]) -> None:
        """Give a page made in advance to its visitor: as it is, when that is what is asked for."""
        asked = self.acces.contrat or valeurs.get("contrat", "")
        noter(asked)
        plain = self.ouvert is not None and asked == self.vu.base.id
        fresh = plain and self.acces.etat() == self.vu.lus.etat
        if not fresh or "etat" in valeurs or valeurs.get("ecran", self.ecran) != self.ecran:
            self.demarrer(valeurs)
            if self.ouvert is not None:
                with self.prudent():
                    self._dessiner()
        else:
            self._ecrire_adresse()

    def demarrer(self, valeurs: dict[str, str], d_avance: bool = False) -> None:
        """Open the contract of an address, with its draft; else ask which."""
        known = self.acces.contrats()
        held = de_donnees(deplier(valeurs.get("etat", ""))) if "etat" in valeurs else None
        asked = self.acces.contrat or (held.contrat if held else valeurs.get("contrat", ""))
        if d_avance and known and not self.acces.contrat:
            asked = dernier(known) or next(iter(known))
        if not known or self.acces.contrat:
            self.acces.choisi(asked)
        if "etat" in valeurs and held is None:
            self._accueillir(known, INCOMPLETE)
        elif asked not in known:
            near = suggestion(asked, known)
            absent = (
                f"Le contrat «\u00a0{asked}\u00a0» n’est pas de ceux que l’on peut montrer ici."
            )
            self._accueillir(known, f"{absent} {near}" if asked else "")
        else:
            self._entrer(asked, held if held and held.contrat == asked else None)
            self.ecran = valeurs["ecran"] if valeurs.get("ecran") in ECRANS else self._premier()
            self.tout_montrer()

    def _premier(self) -> str:
        return "cibles" if self.vu.base.de("cibles") else "objectifs"

    def _accueillir(self, known: dict[str, str], message: str) -> None:
        """Show the choice of a contract, and nothing of any."""
        self.ouvert = None
        self.accueil.montrer(known, message)
        self._figures.annuler()
        self._adresse.annuler()
        self.widget.children = (self.accueil.widget, self.signal)
        self.adresser("?")

    def accueil_montre(self) -> None:
        """Go back to the choice of a contract."""
        self._accueillir(self.acces.contrats(), "")

    def _entrer(self, code: str, brouillon: Brouillon | None = None) -> None:
        self.ouvert = self.acces.ouvrir(code)
        self.brouillon = brouillon or Brouillon(code, self.ouvert.lus.etat)
        self.passe = Passe()

    def entrer(self, code: str) -> None:
        """Turn to a contract."""
        noter(code)
        self._entrer(code)
        for screen in self.ecrans.values():
            screen.oublier()
        self.dire("")
        self.ecran = self._premier()
        self.tout_montrer()

    def relire(self, brouillon: Brouillon | None = None) -> None:
        """Read the contract again as it is now, with a draft or none."""
        before = self.vu
        self.ouvert = self.acces.ouvrir(before.base.id)
        self.ouvert.reprendre(before)
        self.brouillon = brouillon or Brouillon(before.base.id, self.ouvert.lus.etat)

    def changer(self, nouveau: Brouillon, geste: tuple[Any, ...] = (), cible: str = "") -> None:
        """Take a new draft, keeping the one before; a message about the old one goes."""
        if nouveau == self.brouillon:
            return
        self.passe.garder(self.brouillon, geste, time.monotonic())
        self.brouillon = nouveau
        self.dire("")
        self.figurer(cible)

    def aller(self, ecran: str) -> None:
        """Turn to another screen."""
        self.ecran = ecran
        self.dire("")
        self.gestes.fermer()
        self.figurer()

    def tout_montrer(self) -> None:
        """Show the contract again."""
        self.barre.montrer(nom_du_contrat(self.vu), self.vu.gestionnaire, self.vu.exemple)
        if self.table not in self.widget.children:
            self.widget.children = (self.table, self.signal)
        self.figurer()

    def figurer(self, cible: str = "") -> None:
        """Ask for the screen and the address to follow; ``cible`` is where the keyboard goes."""
        self._cible = cible
        self._figures.demander()
        self._adresse.repousser()
        self._reste.repousser()

    def _dessiner(self) -> None:
        self.barre.situer(self.ecran)
        self.barre.permettre({
            "annuler": bool(self.passe.avant), "retablir": bool(self.passe.apres),
            "enregistrer": not self.brouillon.vide, "changer": not self.acces.contrat,
        })  # fmt: skip
        self.gestes.montrer_avenants()
        shown = self.ecrans[self.ecran]
        shown.montrer()
        if self.corps.children != (shown.widget,):
            self.corps.children = (shown.widget,)
        if self._cible:
            self._ecrire_adresse(self._cible)
            self._cible = ""
        self.passe.suivi(time.monotonic())

    def _suivre(self) -> None:
        """Show what is slower, one thing at a time: what people do goes before."""
        if self.ouvert is not None and self.ecrans[self.ecran].suivre():
            self._reste.repousser_si_attente()

    def _ecrire_adresse(self, cible: str = "") -> None:
        if self.ouvert is None:
            return
        values = {"contrat": self.brouillon.contrat, "ecran": self.ecran}
        if not self.brouillon.vide or self.brouillon.avenant:
            values["etat"] = plier(en_donnees(self.brouillon))
        self.adresser("?" + urlencode(values), cible)
