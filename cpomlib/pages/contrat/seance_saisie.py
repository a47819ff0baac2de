"""What is typed during a meeting: which meeting it is, and a point at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from cpomlib.calcul.contrat import Ligne
from cpomlib.calcul.scenarios import ValeurRefuseeError
from cpomlib.droit import nomenclature
from cpomlib.pages.tenue import classe, lire_jour
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import CommandeError, date_courte


class Reunion:
    """The choice of a meeting, a new one, its minutes."""

    def __init__(
        self, choisir: Callable[[Any], None], ouvrir: Callable[[], None],
        compte_rendu: Callable[[], None],
    ) -> None:  # fmt: skip
        self._choisir, self._muet = choisir, False
        self._connues: list[Any] = []
        labels = nomenclature("nature_rencontre").libelles
        self.liste = w.Dropdown(options=[("aucune", 0)], description="Réunion", tooltip="Réunion")
        self.liste.observe(self._choisie, "value")
        self.jour = w.Text(description="Nouvelle réunion, le", tooltip="Date de la réunion")
        self.nature = w.Dropdown(options=[(label, code) for code, label in labels.items()],
                                 value="comite_suivi", description="Nature",
                                 tooltip="Nature de la réunion")  # fmt: skip
        opened = classe(w.Button(description="Ouvrir la réunion"), "cpom-ouvrir-reunion")
        opened.on_click(lambda _: ouvrir())
        self.rendu = w.Button(description="Compte rendu (Word)", button_style="primary",
                              tooltip="Le compte rendu de cette réunion, dans Word")  # fmt: skip
        self.rendu.add_class("cpom-compte-rendu")
        self.rendu.on_click(lambda _: compte_rendu())
        new = classe(w.Box([self.jour, self.nature, opened]), "cpom-tiroir", "cpom-reunion-neuve")
        self.widget = classe(w.VBox([self.liste, self.rendu, new]), "cpom-reunion")

    def demandee(self) -> tuple[date, str]:
        """Return the meeting that is asked for.

        Raises:
            CommandeError: its date is none.
        """
        return jour_de(self.jour.value), self.nature.value

    def montrer(self, connues: Sequence[Any], choisie: Any, jour: date) -> None:
        """Show the meetings, without telling the choice back."""
        self._muet = True
        labels = nomenclature("nature_rencontre").libelles
        self._connues = [None, *connues]
        options = [("aucune", 0)] + [
            (f"{date_courte(day)}, {labels.get(kind, kind)}", rank)
            for rank, (day, kind) in enumerate(connues, 1)
        ]
        if list(self.liste.options) != options:
            self.liste.options = options
        self.liste.value = self._connues.index(choisie)
        self.rendu.disabled = choisie is None
        if not self.jour.value:
            self.jour.value = date_courte(jour)
        self._muet = False

    def _choisie(self, change: Mapping[str, Any]) -> None:
        if not self._muet and change["new"] is not None:
            self._choisir(self._connues[change["new"]])


class Note:
    """A point: its nature, its objective, its words, who answers for it and when."""

    def __init__(self, noter: Callable[[], None], laisser: Callable[[], None]) -> None:
        labels = nomenclature("nature_releve").libelles
        self.nature = w.Dropdown(options=[(label, code) for code, label in labels.items()],
                                 description="Nature", tooltip="Nature du point")  # fmt: skip
        self.objectif = w.Dropdown(options=[("aucun", "")], description="Objectif",
                                   tooltip="Objectif du point")  # fmt: skip
        self.texte = w.Textarea(description="Ce qui est dit", tooltip="Ce qui est dit", rows=2)
        self.responsable = w.Text(description="Qui s’en charge (fonction)",
                                  tooltip="Fonction de qui s’en charge")  # fmt: skip
        self.echeance = w.Text(description="Pour le", tooltip="Échéance",
                               placeholder="31/03/2027")  # fmt: skip
        self.bouton = w.Button(description="Noter", button_style="primary")
        self.bouton.add_class("cpom-confirmer-note")
        self.bouton.on_click(lambda _: noter())
        leave = w.Button(description="Vider", tooltip="Vider ce point sans le noter")
        leave.on_click(lambda _: laisser())
        last = classe(
            w.Box([self.responsable, self.echeance, self.bouton, leave]), "cpom-quatre-champs"
        )
        first = classe(w.Box([self.nature, self.objectif]), "cpom-deux-champs")
        self.widget = classe(w.VBox([first, self.texte, last]), "cpom-noter")

    def montrer(self, objectifs: Sequence[Ligne]) -> None:
        """Show the objectives that a point may be tied to."""
        options = [("aucun en particulier", "")] + [
            (f"{row['id_objectif']} · {row['intitule']}", str(row["id_objectif"]))
            for row in objectifs
        ]
        if list(self.objectif.options) != options:
            kept = self.objectif.value
            self.objectif.options = options
            self.objectif.value = kept if kept in [code for _, code in options] else ""

    def vider(self) -> None:
        """Make room for the next point; its nature and its objective stay."""
        self.texte.value = self.responsable.value = self.echeance.value = ""
        self.bouton.description = "Noter"

    def reprendre(self, row: Ligne) -> None:
        """Take a point back, to change it."""
        self.nature.value = str(row["nature"])
        self.objectif.value = row["id_objectif"] or ""
        self.texte.value = str(row["texte"])
        self.responsable.value = row["responsable"] or ""
        self.echeance.value = date_courte(row["echeance"]) if row["echeance"] else ""
        self.bouton.description = f"Changer le point {row['numero']}"

    def valeurs(self) -> dict[str, Any]:
        """Return what is typed.

        Raises:
            CommandeError: the date is none.
        """
        due = self.echeance.value.strip()
        return {
            "nature": self.nature.value,
            "id_objectif": self.objectif.value or None,
            "texte": self.texte.value.strip(),
            "responsable": self.responsable.value.strip() or None,
            "echeance": jour_de(due) if due else None,
        }


def jour_de(texte: str) -> date:
    """Read a day that was typed.

    Raises:
        CommandeError: it is none, with the sentence to show.
    """
    try:
        return lire_jour(texte)
    except ValeurRefuseeError as refusal:
        raise CommandeError(str(refusal)) from refusal
