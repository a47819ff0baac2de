"""The gestures of the bar: undo, save, choose an amendment, turn to another contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from cpomlib.base import EntretempsError
from cpomlib.pages.contrat.barre import NOUVEAU
from cpomlib.pages.contrat.depot import differences, enregistrer, heurts, repartir
from cpomlib.pages.tenue import Question, classe, envoyer
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import date_courte

if TYPE_CHECKING:
    from cpomlib.pages.contrat.brouillon import Brouillon
    from cpomlib.pages.contrat.donnees import Ouvert
    from cpomlib.pages.contrat.page import Page

_DITES = 8
"""Differences told one by one."""


class Gestes:
    """What the buttons of the bar do, and the drawers they open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.auteur = w.Text(description="Qui enregistre", tooltip="Nom ou fonction",
                             placeholder="par exemple : DDETS, direction")  # fmt: skip
        self.bouton = w.Button(description="Enregistrer", button_style="primary")
        self.bouton.add_class("cpom-confirmer-enregistrer")
        self.bouton.on_click(lambda _: page.gardien(self._enregistrer)())
        self.saisie = classe(w.Box([self.auteur, self.bouton]), "cpom-tiroir")
        self.heurt = Question(page.gardien(self._les_miens), page.gardien(self._les_siens),
                              "Garder les miens", "Prendre les leurs")  # fmt: skip
        self.depart = Question(page.gardien(self._partir), page.gardien(self.fermer))
        self.envoi = classe(w.HTML(""), "cpom-envoi")
        self.tiroirs = w.VBox([self.envoi])
        self._leur: Ouvert | None = None

    def faire(self, nom: str) -> None:
        """Do what a button asks."""
        getattr(self, f"_{nom}")() if nom != "enregistrer" else self._demander()

    def fermer(self) -> None:
        """Close the drawer that is open."""
        self._garnir()

    def donner(self, octets: bytes, nom: str, nature: str) -> None:
        """Give a file to the browser."""
        self._garnir()
        self.envoi.value = envoyer(octets, nom, nature)
        self.page.dire(f"{nom} est dans vos téléchargements.")

    def _garnir(self, *widgets: Any) -> None:
        self.envoi.value = ""
        if self.tiroirs.children != (*widgets, self.envoi):
            self.tiroirs.children = (*widgets, self.envoi)

    def _annuler(self) -> None:
        self._revenir(self.page.passe.reprendre(self.page.brouillon), "annuler")

    def _retablir(self) -> None:
        self._revenir(self.page.passe.refaire(self.page.brouillon), "retablir")

    def _revenir(self, found: Brouillon | None, bouton: str) -> None:
        page = self.page
        page.dire("" if found else "Il n’y a rien à défaire.")
        page.brouillon = found or page.brouillon
        other = {"annuler": "retablir", "retablir": "annuler"}[bouton]
        page.figurer(f".cpom-{bouton}:not(:disabled), .cpom-{other}")

    def _changer(self) -> None:
        if self.page.brouillon.vide:
            self._partir()
            return
        self.depart.montrer(
            "Des changements ne sont pas enregistrés. L’adresse de la page les garde\u00a0; "
            "un autre contrat les retire de l’écran."
        )
        self._garnir(self.depart.widget)

    def _partir(self) -> None:
        self._garnir()
        self.page.accueil_montre()

    def _demander(self) -> None:
        """Save at once who saved already; else ask who it is."""
        if self.page.auteur:
            self._enregistrer()
            return
        self._garnir(self.saisie)
        self.page.figurer(".cpom-tiroir input")

    def _enregistrer(self) -> None:
        page = self.page
        author = self.auteur.value or page.auteur
        try:
            recu = enregistrer(page.acces, page.vu, page.brouillon, author)
        except EntretempsError as error:
            self._heurter(error)
            return
        page.auteur = author.strip()
        self._garnir()
        page.relire()
        page.passe.avant.clear()
        page.passe.apres.clear()
        page.tout_montrer()
        day = date_courte(page.vu.jour)
        wait = " Il prendra effet une fois accepté." if recu.attend else ""
        page.dire(f"Enregistré le {day} par {page.auteur}\u00a0: dépôt n°\u00a0{recu.depot}.{wait}")

    def _heurter(self, error: EntretempsError) -> None:
        """Show what others wrote meanwhile, and let one choose."""
        page = self.page
        self._leur = page.acces.ouvrir(page.brouillon.contrat)
        before = self._depart()
        told = differences(before, self._leur, page.brouillon)
        same = len(heurts(before.base, self._leur.base, page.brouillon))
        rest = [f"… et {len(told) - _DITES} autres."] if len(told) > _DITES else []
        head = f"{error.quoi} Ce que l’autre a écrit\u00a0:"
        tail = (
            "Vous avez changé les mêmes lignes\u00a0: gardez les vôtres, ou prenez les siennes."
            if same
            else "Aucune ligne n’est la même\u00a0: vos changements s’y ajoutent, à revoir avant "
            "d’enregistrer."
        )
        self.heurt.montrer("\n".join([head, *told[:_DITES], *rest, tail]))
        self._garnir(self.heurt.widget)

    def _depart(self) -> Ouvert:
        """Return the contract as it was when the draft was begun."""
        page = self.page
        if page.brouillon.etat == page.vu.lus.etat:
            return page.vu
        return type(page.vu)(page.acces.lus(page.brouillon.etat), page.brouillon.contrat)

    def _les_miens(self) -> None:
        self._rebaser([])

    def _les_siens(self) -> None:
        assert self._leur is not None
        same = heurts(self._depart().base, self._leur.base, self.page.brouillon)
        self._rebaser(same)

    def _rebaser(self, sauf: list[tuple[str, ...]]) -> None:
        page, theirs = self.page, self._leur
        assert theirs is not None
        draft = repartir(page.brouillon, theirs, sauf)
        page.relire(replace(draft, etat=theirs.lus.etat))
        page.passe.avant.clear()
        page.passe.apres.clear()
        self._garnir()
        page.tout_montrer()
        page.dire(
            "Vos changements sont posés sur ceux de l’autre\u00a0: relisez, puis enregistrez."
            if not page.brouillon.vide
            else "Vous avez pris ce que l’autre a écrit\u00a0: rien ne reste à enregistrer."
        )

    def montrer_avenants(self) -> None:
        """Show the amendments of a signed contract."""
        page = self.page
        known = [
            (f"n°\u00a0{row['numero']}, {_effet(row['date_effet'])}", int(row["numero"]))
            for row in page.contrat.de("avenants")
        ]
        page.barre.proposer(known, page.brouillon.avenant, page.vu.base.signe)

    def choisir_avenant(self, rang: int) -> None:
        """Take the amendment by which a signed contract is changed."""
        page = self.page
        if rang == NOUVEAU:
            page.changer(self._nouvel_avenant())
        else:
            page.changer(replace(page.brouillon, avenant=rang))

    def _nouvel_avenant(self) -> Brouillon:
        page = self.page
        taken = [int(row["numero"]) for row in page.contrat.de("avenants")]
        number = max([0, *taken]) + 1
        row = {"numero": number, "nature": "avenant", "objet": "objectifs",
               "date_effet": date(page.vu.jour.year + 1, 1, 1)}  # fmt: skip
        draft = page.brouillon.avec(page.vu.base, "avenants", row)
        return replace(draft, avenant=number)


def _effet(jour: date | None) -> str:
    return f"effet le {date_courte(jour)}" if jour else "sans date d’effet"
