"""The panels that open under the bar: save under a name, open what is saved."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from cpomlib.calcul.scenarios import STATUTS, Scenario
from cpomlib.dossier import Enregistre, Illisible, Inventaire
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import date_courte

LIBELLES = {"brouillon": "Brouillon", "propose": "Proposé", "retenu": "Retenu par les parties"}


class Enregistrement:
    """Name, author, status, and the button that saves."""

    def __init__(self, enregistrer: Callable[[str, str, str], None]) -> None:
        self.nom = w.Text(description="Nom", tooltip="Nom sous lequel enregistrer")
        self.auteur = w.Text(description="Auteur", tooltip="Auteur du scénario")
        self.statut = w.Dropdown(
            options=[(LIBELLES[code], code) for code in STATUTS],
            description="Statut",
            tooltip="Statut du scénario",
        )
        self.bouton = w.Button(description="Enregistrer sous ce nom", button_style="primary")
        self.bouton.add_class("cpom-confirmer-enregistrer")
        self.bouton.on_click(
            lambda _: enregistrer(self.nom.value.strip(), self.auteur.value.strip(),
                                  self.statut.value)
        )  # fmt: skip
        self.widget = w.Box([self.nom, self.auteur, self.statut, self.bouton])
        self.widget.add_class("cpom-tiroir")
        self.widget.add_class("cpom-tiroir-enregistrer")

    def montrer(self, scenario: Scenario) -> None:
        """Start from what the scenario says of itself."""
        self.nom.value, self.statut.value = scenario.titre, scenario.statut
        self.auteur.value = scenario.auteur or self.auteur.value


class Ouverture:
    """The list of what is saved, kept up to date while it is open, and what is done with one."""

    def __init__(
        self,
        ouvrir: Callable[[str], None],
        renommer: Callable[[str, str], None],
        supprimer: Callable[[str], None],
    ) -> None:
        self.liste = w.Dropdown(options=[], description="Scénario enregistré",
                                tooltip="Scénario enregistré", layout=w.Layout())  # fmt: skip
        self.bouton = w.Button(description="Ouvrir ce scénario", button_style="primary",
                               layout=w.Layout())  # fmt: skip
        self.bouton.add_class("cpom-confirmer-ouvrir")
        self.bouton.on_click(lambda _: ouvrir(self.liste.value) if self.liste.value else None)
        self.vide = w.HTML("<p>Rien n’est encore enregistré pour ce gestionnaire.</p>",
                           layout=w.Layout())  # fmt: skip
        self.illisibles = w.HTML("")
        self.titre = w.Text(description="Nouveau nom", tooltip="Nouveau nom",
                            continuous_update=False, layout=w.Layout())  # fmt: skip
        self.renommer = w.Button(description="Renommer", layout=w.Layout())
        self.renommer.on_click(
            lambda _: (
                renommer(self.liste.value, self.titre.value.strip())
                if self.liste.value and self.titre.value.strip()
                else None
            )
        )
        self.supprimer = w.Button(description="Supprimer…", layout=w.Layout())
        self.supprimer.on_click(lambda _: supprimer(self.liste.value) if self.liste.value else None)
        self.widget = w.Box([self.liste, self.bouton, self.titre, self.renommer, self.supprimer,
                             self.vide, self.illisibles])  # fmt: skip
        self.widget.add_class("cpom-tiroir")
        self.widget.add_class("cpom-tiroir-ouvrir")

    def montrer(self, connus: Inventaire) -> None:
        """Show the list, and what could not be read; the one chosen stays chosen."""
        options = [(ligne_de(one), one.nom) for one in connus.lisibles]
        self.illisibles.value = "".join(map(_unread, connus.illisibles))
        if options != list(self.liste.options):
            kept = self.liste.value
            self.liste.options = options
            if kept in [name for _, name in options]:
                self.liste.value = kept
        for widget in (self.liste, self.bouton, self.titre, self.renommer, self.supprimer):
            widget.layout.display = "" if options else "none"
        self.vide.layout.display = "none" if options or connus.illisibles else ""


def _unread(one: Illisible) -> str:
    told = f"«\u00a0{one.fichier}\u00a0» n’a pas pu être lu. {one.pourquoi}"
    return f'<p class="cpom-avis" role="alert">{escape(told)}</p>'


def ligne_de(one: Enregistre) -> str:
    """Say a saved scenario on one line."""
    parts = (LIBELLES[one.statut].lower(), one.auteur, date_courte(one.jour) if one.jour else "")
    return f"{one.titre} ({', '.join(part for part in parts if part)})"


class Recherche:
    """« Atteindre l’équilibre »: which value, which year, which result; the answer, to apply."""

    def __init__(self, chercher: Callable[[], None], appliquer: Callable[[], None]) -> None:
        self.valeur = w.Dropdown(options=[], description="Valeur à chercher",
                                 tooltip="Valeur à chercher")  # fmt: skip
        self.valeur.add_class("cpom-valeur-cherchee")
        self.annee = w.Dropdown(options=[], description="Année", tooltip="Année visée")
        self.cible = w.Text(value="0", description="Résultat visé (€)", tooltip="Résultat visé")
        self.chercher = w.Button(description="Chercher", button_style="primary")
        self.chercher.add_class("cpom-chercher")
        self.chercher.on_click(lambda _: chercher())
        self.appliquer = w.Button(description="Appliquer au scénario", layout=w.Layout())
        self.appliquer.add_class("cpom-appliquer")
        self.appliquer.on_click(lambda _: appliquer())
        self.reponse = w.HTML("")
        self.reponse.add_class("cpom-reponse")
        asked = w.Box([self.valeur, self.annee, self.cible, self.chercher])
        asked.add_class("cpom-tiroir")
        self.widget = w.VBox([asked, self.reponse, self.appliquer])
        self.appliquer.layout.display = "none"

    def montrer(self, valeurs: list[tuple[str, Any]], annees: tuple[int, ...]) -> None:
        """Show what may be looked for; the choices made stay."""
        for menu, options in ((self.valeur, valeurs), (self.annee, [(str(y), y) for y in annees])):
            kept = menu.value
            if list(menu.options) != options:
                menu.options = options
                known = [value for _, value in options]
                first = known[-1 if menu is self.annee else 0] if known else None
                menu.value = kept if kept in known else first
