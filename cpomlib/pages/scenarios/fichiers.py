"""Save, open, share, export: what leaves the page, and what comes back to it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.scenarios import Scenario
from cpomlib.dossier import scenarios_deposes
from cpomlib.pages.scenarios import seance
from cpomlib.pages.scenarios.panneaux import Enregistrement, Ouverture
from cpomlib.pages.tenue import Question, Rendezvous, envoyer
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import CommandeError, CpomError

if TYPE_CHECKING:
    from cpomlib.pages.scenarios.page import Page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
LISTE = 2.0
"""Seconds between two looks at what others have saved."""


class Fichiers:
    """The drawers of the page and what they do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.enregistrement = Enregistrement(page.gardien(self._enregistrer))
        self.ouverture = Ouverture(*(page.gardien(action) for action in (
            self._ouvrir, self._renommer, self._demander_fin)))  # fmt: skip
        self.envoi = w.HTML("")
        self.envoi.add_class("cpom-envoi")
        self.widget = w.VBox([])
        self.ouvert = ""
        self.connues: dict[str, str] = {}
        self.question = Question(page.gardien(self._continuer), page.gardien(self._rester))
        self.fin = Question(page.gardien(self._supprimer), page.gardien(self._rester),
                            "Supprimer de la liste")  # fmt: skip
        self.condamne = ""
        self._liste = Rendezvous(page.gardien(self._regarder), LISTE)

    def connus(self, gestionnaire: str) -> tuple[Any, ...]:
        """Return the scenarios that are saved for a gestionnaire."""
        return scenarios_deposes.inventaire(self.page.acces.engine, gestionnaire).lisibles

    def entrer(self, gestionnaire: str, nom: str) -> None:
        """Open a saved scenario of a gestionnaire, from the first screen."""
        self.page.entrer(gestionnaire)
        self.poser(nom, seule=True)
        self.page.tout_montrer()

    def demander(self) -> bool:
        """Ask before another gestionnaire takes the place of what is not saved.

        Returns:
            Whether an answer is waited for.
        """
        lost = [s.titre for s in self.page.seance.scenarios if not self._garde(s)]
        self.ouvert = ""
        if not lost:
            self._garnir()
            return False
        names = ", ".join(f"«\u00a0{title}\u00a0»" for title in lost)
        self.question.montrer(
            f"Vous avez des scénarios non enregistrés\u00a0: {names}. Changer de gestionnaire les "
            "retire de la table."
        )
        self._garnir(self.question.widget)
        return True

    def _continuer(self) -> None:
        self._garnir()
        self.page.accueil_montre()

    def _rester(self) -> None:
        self._garnir()
        self.page.dire("Rien n’a changé.")

    def _garde(self, scenario: Scenario) -> bool:
        """Tell whether a scenario is as it was saved, or as a meeting starts from."""
        if scenario.hypotheses == seance.depart(self.page.etat).hypotheses:
            return True
        with suppress(CpomError):
            name = scenarios_deposes.nom_de_fichier(scenario.titre)
            kept = scenarios_deposes.ouvrir(self.page.acces.engine, scenario.gestionnaire, name)
            return (kept.hypotheses, kept.horizon) == (scenario.hypotheses, scenario.horizon)
        return False

    def basculer(self, nom: str) -> None:
        """Open a drawer, or close it when it is open."""
        self.ouvert = "" if self.ouvert == nom else nom
        if self.ouvert == "enregistrer":
            self.enregistrement.montrer(self.page.seance.courant)
            self._garnir(self.enregistrement.widget)
        elif self.ouvert == "plus":
            self._garnir(self.page.suite.widget)
        elif self.ouvert == "ouvrir":
            # the list before the drawer: nobody reads what it held the last time
            self._regarder()
            self._garnir(self.ouverture.widget)
        else:
            self._garnir()

    def fermer(self) -> None:
        """Close the drawer that is open: what it offered is being done."""
        if self.ouvert:
            self.ouvert = ""
            self._garnir()

    def poser(self, nom: str, seule: bool = False) -> None:
        """Lay a saved scenario on the table, alone or beside the others."""
        held = scenarios_deposes.ouvrir(self.page.acces.engine, self.page.etat.gestionnaire, nom)
        if held.annee_base != self.page.etat.annee:
            self.page.etat = self.page.acces.etat(held.gestionnaire, held.annee_base)
            seule = True
        engine, owner = self.page.acces.engine, held.gestionnaire
        self.connues[nom] = scenarios_deposes.empreinte(engine, owner, nom)
        kept = self.page.seance
        self.page.changer(seance.Seance((held,)) if seule else kept.poser(held))

    def partager(self) -> None:
        """Show the address of the page, and copy it where the browser lets it."""
        self.page.signaler("")
        self.page.dire("L’adresse de la page contient ce qui est sur la table : envoyez-la.")
        self._garnir()
        self.envoi.value = '<p class="cpom-adresse"><span data-cpom-copie></span></p>'

    def perimer(self) -> None:
        """Take away an address that was shown: it no longer is that of what is on the table."""
        if self.envoi.value:
            self.envoi.value = ""

    def exporter(self) -> None:
        """Send the workbook of the current scenario, with its hypotheses and its formulas."""
        from cpomlib.rendu.scenario import octets

        current = self.page.seance.courant
        name = f"{current.gestionnaire}-{scenarios_deposes.nom_de_fichier(current.titre)}.xlsx"
        self._envoyer(octets(self.page.etat, self._comptees()), name, XLSX)
        self.page.dire(f"Le classeur {name} est dans vos téléchargements.")

    def imprimer(self) -> None:
        """Send the sheet of the current scenario: one page, hypotheses included."""
        from cpomlib.pages.scenarios.impression import pdf

        current = self.page.seance.courant
        name = f"{current.gestionnaire}-{scenarios_deposes.nom_de_fichier(current.titre)}.pdf"
        self._envoyer(pdf(self._comptees(), self.page.etat, self.page.origine), name, PDF)
        self.page.dire(f"La fiche {name} est dans vos téléchargements.")

    def _comptees(self) -> Scenario:
        """Return the current scenario with what is counted of it."""
        return replace(self.page.seance.courant, hypotheses=self.page.decompte().comptees)

    def _envoyer(self, octets: bytes, nom: str, nature: str) -> None:
        """Let the browser download a file made here."""
        self._garnir()
        self.envoi.value = envoyer(octets, nom, nature)

    def _garnir(self, *tiroirs: w.Widget) -> None:
        self.envoi.value = ""
        self.widget.children = (*tiroirs, self.envoi)

    def _regarder(self) -> None:
        """Show what is saved, by anybody, as long as the list is open."""
        if self.ouvert == "ouvrir":
            engine, qui = self.page.acces.engine, self.page.etat.gestionnaire
            self.ouverture.montrer(scenarios_deposes.inventaire(engine, qui))
            self._liste.repousser_si_attente()

    def _enregistrer(self, titre: str, auteur: str, statut: str) -> None:
        page = self.page
        refused = page.decompte().refus
        if refused:
            raise CommandeError(
                f"L’hypothèse {min(refused) + 1} n’est pas comptée\u00a0: {refused[min(refused)]}",
                que_faire="Corrigez-la ou retirez-la, puis enregistrez.",
            )
        name = scenarios_deposes.nom_de_fichier(titre)
        wanted = replace(page.seance.courant, titre=titre, auteur=auteur, statut=statut, fichier="")
        saved = scenarios_deposes.enregistrer(page.acces.engine, wanted, self.connues.get(name, ""))
        self.connues[saved.nom] = saved.empreinte
        page.changer(page.seance.avec(wanted))
        self.basculer("enregistrer")
        page.tout_montrer()
        page.dire(f"«\u00a0{titre}\u00a0» est enregistré.")

    def _ouvrir(self, nom: str) -> None:
        self.poser(nom)
        self.basculer("ouvrir")
        self.page.tout_montrer()
        self.page.dire(f"«\u00a0{self.page.seance.courant.titre}\u00a0» est ouvert.")

    def _renommer(self, nom: str, titre: str) -> None:
        """Give a saved scenario another name; on the table too, where it is there."""
        page, who = self.page, self.page.etat.gestionnaire
        author = self.enregistrement.auteur.value.strip()
        before = scenarios_deposes.ouvrir(page.acces.engine, who, nom).titre
        seen = self.connues.pop(nom, "")
        saved = scenarios_deposes.renommer(page.acces.engine, who, nom, titre, author, seen)
        self.connues[saved.nom] = saved.empreinte
        named = tuple(
            replace(one, titre=titre) if one.titre == before else one
            for one in page.seance.scenarios
        )
        page.seance = replace(page.seance, scenarios=named)
        self.ouverture.titre.value = ""
        self._regarder()
        page.tout_montrer()
        page.dire(f"«\u00a0{before}\u00a0» s’appelle maintenant «\u00a0{titre}\u00a0».")

    def _demander_fin(self, nom: str) -> None:
        """Ask before a saved scenario goes out of the list."""
        self.condamne = nom
        self.fin.montrer(
            f"Supprimer «\u00a0{nom}\u00a0» de la liste\u00a0? Les rapports ne le montreront plus"
            "\u00a0; l’historique de la base le garde."
        )
        self._garnir(self.ouverture.widget, self.fin.widget)

    def _supprimer(self) -> None:
        page, nom = self.page, self.condamne
        author = self.enregistrement.auteur.value.strip()
        scenarios_deposes.supprimer(page.acces.engine, page.etat.gestionnaire, nom, author)
        self.connues.pop(nom, None)
        self._regarder()
        self._garnir(self.ouverture.widget)
        page.dire(f"«\u00a0{nom}\u00a0» n’est plus dans la liste\u00a0; l’historique le garde.")
