"""The screen of the following: targets judged, why they are not met, actions, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.contrat import Contrat, LigneSuivi, touchees
from cpomlib.droit import seuil
from cpomlib.pages.contrat import dit, suivi_dit
from cpomlib.pages.contrat.brouillon import Brouillon
from cpomlib.pages.contrat.gantt import gantt
from cpomlib.pages.contrat.point import Point
from cpomlib.pages.tenue import classe
from cpomlib.pages.tenue import composants as w

if TYPE_CHECKING:
    from cpomlib.pages.contrat.page import Page

MANQUENT = ("non_atteinte", "proche")


class Suivi:
    """One year of targets, the actions, the deadlines."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._pour: tuple[Any, ...] = ()
        self._muet = False
        self._champs: dict[tuple[str, str, str], Any] = {}
        self.annee = w.Dropdown(options=[("", 0)], description="Année", tooltip="Année suivie")
        self.annee.observe(self._change, "value")
        self.titre, self.cibles = w.HTML(""), w.HTML("")
        self.pourquoi = classe(w.VBox([]), "cpom-pourquoi")
        self.actions, self.dus = w.HTML(""), w.HTML("")
        self.point = Point(page, ("actions", "releves"), "une action ou une décision")
        left = classe(w.VBox([self.annee, self.titre, self.cibles, self.pourquoi]), "cpom-droite")
        right = classe(w.VBox([self.actions, self.point.widget, self.dus]), "cpom-droite",
                       "cpom-suivi-cote")  # fmt: skip
        self.widget = classe(w.Box([left, right]), "cpom-deux-colonnes")

    def montrer(self) -> None:
        """Show the year chosen."""
        seen, contrat = self.page.vu, self.page.contrat
        lines = seen.suivi(contrat)
        years = sorted({one.annee for one in lines})
        over = [year for year in years if year < seen.jour.year]
        self._muet = True
        options = [(str(year), year) for year in years] or [("aucune", 0)]
        if list(self.annee.options) != options:
            kept = self.annee.value
            self.annee.options = options
            latest = over[-1] if over else (years or [0])[0]
            self.annee.value = kept if kept in years else latest
        self._muet = False
        held = [one for one in lines if one.annee == self.annee.value]
        small = float(seuil("effectif_lecture_min").nombre())
        said = escape(suivi_dit.titre(held, self.annee.value))
        self.titre.value = f'<h2 class="cpom-phrase-cible">{said}</h2>'
        agreed = touchees(contrat, self.annee.value or 1, [o.cible.indicateur for o in held])
        self.cibles.value = suivi_dit.tableau(held, small, agreed)
        self._demander(contrat, [one for one in held if one.jugement in MANQUENT])
        drawn = gantt(contrat.de("actions"), seen.jour)
        self.actions.value = f"<h2>Actions</h2>{drawn}"
        self.point.montrer(contrat)
        due = suivi_dit.echeances(seen.dus(contrat), seen.jour, contrat)
        self.dus.value = f"<h2>Ce qui est dû</h2>{due}"

    def suivre(self) -> bool:
        """Nothing is slow here."""
        return False

    def oublier(self) -> None:
        """Leave what was of another contract."""
        self.point.oublier()

    def _change(self, _: Any) -> None:
        if not self._muet:
            self.page.figurer()

    def _demander(self, contrat: Contrat, missed: list[LigneSuivi]) -> None:
        """Ask why, and what next, for each target that is not met."""
        asked = tuple((*one.cible.cle, one.annee) for one in missed)
        if asked != self._pour:
            self._pour = asked
            before, made = self.pourquoi.children, [self._champ(one) for one in missed]
            head = [w.HTML("<h2>Pourquoi, et quelle suite\u00a0?</h2>")] if made else []
            self.pourquoi.children = (*head, *made)
            for widget in before:
                widget.close()
        rows = {(str(r["indicateur"]), r["id_etablissement"] or "", int(r["annee"])): r
                for r in contrat.de("mesures")}  # fmt: skip
        self._muet = True
        for one in missed:
            key = (one.cible.indicateur, one.cible.etablissement or "", one.annee)
            row: Mapping[str, Any] = rows.get(key, {})
            for name in ("explication", "piste"):
                box, value = self._champs[(*key[:2], name)], row.get(name) or ""
                if box.value.strip() != value:
                    box.value = value
        self._muet = False

    def _champ(self, one: LigneSuivi) -> Any:
        words = {"explication": "Pourquoi", "piste": "Quelle suite"}
        boxes = []
        for name, label in words.items():
            said = f"{label}, {dit.libelle_de(one.cible)}"
            box = w.Textarea(description=label, tooltip=said, rows=1, continuous_update=False)
            box.observe(self._ecrit(one, name), "value")
            self._champs[(one.cible.indicateur, one.cible.etablissement or "", name)] = box
            boxes.append(box)
        title = w.HTML(f"<h3>{escape(dit.libelle_de(one.cible))}</h3>")
        return classe(w.VBox([title, classe(w.Box(boxes), "cpom-deux-egaux")]), "cpom-raison")

    def _ecrit(self, one: LigneSuivi, nom: str) -> Any:
        def change(said: Mapping[str, Any]) -> None:
            if not self._muet:
                self.page.gardien(self._expliquer)(one, nom, said["new"].strip() or None)

        return change

    def _expliquer(self, one: LigneSuivi, nom: str, texte: str | None) -> None:
        page = self.page
        page.changer(expliquer(page.contrat, page.brouillon, page.vu.base, one, {nom: texte}))


def expliquer(
    contrat: Contrat,
    brouillon: Brouillon,
    base: Contrat,
    ligne: LigneSuivi,
    valeurs: Mapping[str, Any],
) -> Brouillon:
    """Write why a target is not met, and what next, beside its measure of the year."""
    house = ligne.cible.etablissement
    known = next(
        (row for row in contrat.de("mesures")
         if (row["indicateur"], row["id_etablissement"] or None, int(row["annee"]))
         == (ligne.cible.indicateur, house, ligne.annee)),
        {"indicateur": ligne.cible.indicateur, "id_etablissement": house, "annee": ligne.annee,
         "etat": "provisoire"},
    )  # fmt: skip
    return brouillon.avec(base, "mesures", {**known, **valeurs})
