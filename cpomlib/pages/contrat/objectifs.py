"""The screen of the objectives: points of attention on one side, what answers them on the other."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.contrat import Contrat, Ligne, toutes_les_cibles
from cpomlib.droit import nomenclature
from cpomlib.pages.contrat import ordonner
from cpomlib.pages.contrat.objectif_carte import Carte
from cpomlib.pages.tenue import classe
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import pluriel

if TYPE_CHECKING:
    from cpomlib.calcul.verdicts import Message
    from cpomlib.pages.contrat.page import Page

AUCUN, NOUVEL = "", "+"
LU = "<p>Le diagnostic est en cours de lecture…</p>"


class Objectifs:
    """Two columns: what the diagnostic says, what the parties answer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.ouvert = ""
        self._muet = False
        self._points: tuple[Message, ...] | None = None
        self._lignes: tuple[Any, ...] = ()
        self._menus: dict[str, Any] = {}
        self._avis: dict[str, Any] = {}
        self.carte = Carte(page.gardien(self._modifier), page.gardien(self._geste))
        self.attente = w.HTML(LU)
        self.gauche = classe(w.VBox([]), "cpom-gauche", "cpom-points")
        self.plus = w.Button(description="+ Objectif", tooltip="Ajouter un objectif")
        self.plus.add_class("cpom-ajouter")
        self.plus.on_click(lambda _: page.gardien(self._ajouter)())
        self.tete = w.HTML("")
        self.droite = classe(w.VBox([]), "cpom-droite", "cpom-objectifs")
        self.widget = classe(w.Box([self.gauche, self.droite]), "cpom-corps-deux")

    def montrer(self) -> None:
        """Show the objectives, and the points where they are known."""
        contrat = self.page.contrat
        rows = ordonner.en_ordre(contrat)
        if self.ouvert not in {str(row["id_objectif"]) for row in rows}:
            self.ouvert = ""
        self._lister(contrat, rows)
        if "points" in self.page.vu.__dict__:
            self._pointer(contrat, rows, self.page.vu.points)
        else:
            self._points = None
            self.gauche.children = (self.attente,)

    def suivre(self) -> bool:
        """Read the diagnostic, once."""
        if not self.page.vu.lire_autour("points"):
            return False
        self.montrer()
        return True

    def oublier(self) -> None:
        """Leave what was of another contract."""
        self.ouvert = ""

    def _lister(self, contrat: Contrat, rows: list[Ligne]) -> None:
        counts = pluriel(len(rows), "objectif")
        self.tete.value = f"<h2>{counts}, du plus large au plus précis</h2>"
        said = [self._ligne(contrat, row) for row in rows]
        asked = (self.ouvert, *(text for code, text in said if code != self.ouvert))
        if asked != self._lignes:
            self._lignes = asked
            before = self.droite.children
            made = [self._rangee(code, text) for code, text in said]
            self.droite.children = (self.tete, *made, self.plus)
            for widget in before:
                if widget not in self.droite.children:
                    widget.close()
        if self.ouvert:
            row = ordonner.trouver(contrat, self.ouvert)
            fixed = self.page.vu.base.signe and not self.page.brouillon.avenant
            self.carte.montrer(row, self.page.vu.etablissements, not fixed)

    def _rangee(self, code: str, text: str) -> Any:
        if code == self.ouvert:
            return self.carte.widget
        button = classe(w.Button(description=text, tooltip=text), "cpom-tete", "cpom-pliee")
        button.add_class(f"cpom-objectif-{code.replace('.', '-')}")
        if "." in code:
            button.add_class("cpom-retrait")
        button.on_click(lambda _: self.page.gardien(self._ouvrir)(code))
        return button

    def _ligne(self, contrat: Contrat, row: Ligne) -> tuple[str, str]:
        code = str(row["id_objectif"])
        targets = len([one for one in toutes_les_cibles(contrat) if one.objectif == code])
        actions = len([one for one in contrat.de("actions") if one["id_objectif"] == code])
        axe = nomenclature("axe_objectif").libelles.get(str(row["axe"]), "")
        held = [pluriel(targets, "cible")] if targets else []
        held += [pluriel(actions, "action")] if actions else []
        alone = not any(one["parent"] == code for one in contrat.de("objectifs"))
        if not held:
            held = ["ni cible ni action"] if alone else [axe]
        house = self.page.vu.noms.get(row["id_etablissement"] or "")
        told = ", ".join([*([house] if house else []), *held])
        return code, f"{code} · {row['intitule']} ({told})"

    def _pointer(self, contrat: Contrat, rows: list[Ligne], points: tuple[Message, ...]) -> None:
        named = [one for one in points if one.indicateur]
        options = [
            ("aucun objectif", AUCUN),
            *((f"{r['id_objectif']} · {r['intitule']}", str(r["id_objectif"])) for r in rows),
            ("+ un nouvel objectif", NOUVEL),
        ]
        if tuple(named) != self._points:
            self._points = tuple(named)
            self._faire(named, options)
        self._muet = True
        for one in named:
            menu = self._menus[one.indicateur]
            # the list itself stays: it may be open under the hand
            if list(menu.options) != options:
                menu.options = options
            self._suivi(contrat, one)
        self._muet = False

    def _suivi(self, contrat: Contrat, point: Message) -> None:
        """Show which objective answers a point."""
        codes = [str(row["id_objectif"]) for row in contrat.de("objectifs")
                 if row["indicateur_constat"] == point.indicateur]  # fmt: skip
        aimed = [one.objectif for one in toutes_les_cibles(contrat)
                 if one.indicateur == point.indicateur]  # fmt: skip
        menu = self._menus[point.indicateur]
        known = [code for _, code in menu.options]
        value = next((code for code in [*codes, *aimed] if code in known), AUCUN)
        if menu.value != value:
            menu.value = value
        self._avis[point.indicateur].value = _point(point, bool(value))

    def _faire(self, points: list[Message], options: list[tuple[str, str]]) -> None:
        before, made = self.gauche.children, list[Any]()
        self._menus, self._avis = {}, {}
        title = "<h2>Points de vigilance du diagnostic</h2>"
        with w.ensemble():
            for one in points:
                self._avis[one.indicateur] = w.HTML("")
                menu = w.Dropdown(options=options, value=AUCUN, description="Objectif qui y répond",
                                  tooltip=f"Objectif qui répond à : {one.titre}")  # fmt: skip
                menu.observe(self._lie(one), "value")
                self._menus[one.indicateur] = menu
                made.append(classe(w.VBox([self._avis[one.indicateur], menu]), "cpom-point-carte"))
            head = w.HTML(title if made else f"{title}{_rien(self.page.contrat)}")
        self.gauche.children = (head, *made)
        for widget in before:
            if widget is not self.attente:
                widget.close()

    def _lie(self, point: Message) -> Any:
        def change(said: Mapping[str, Any]) -> None:
            if not self._muet:
                self.page.gardien(self._lier)(point, said["new"])

        return change

    def _lier(self, point: Message, code: str) -> None:
        """Let an objective answer a point; the list says again what is, even if it is refused."""
        page, base = self.page, self.page.vu.base
        try:
            draft = ordonner.delier(base, page.brouillon, point.indicateur)
            if code == NOUVEL:
                title, why = point.titre[:200], point.texte[:1000]
                draft, self.ouvert = ordonner.nouveau(
                    base, draft, intitule=title, constat=why, indicateur_constat=point.indicateur
                )
            elif code:
                draft = ordonner.repondre(base, draft, code, point.indicateur)
            page.changer(draft, cible=_dans_la_carte() if code == NOUVEL else "")
        finally:
            self._muet = True
            self._suivi(page.contrat, point)
            self._muet = False

    def _ouvrir(self, code: str) -> None:
        self.ouvert = code
        self.page.figurer(_dans_la_carte())

    def _ajouter(self) -> None:
        page = self.page
        draft, self.ouvert = ordonner.nouveau(page.vu.base, page.brouillon)
        page.changer(draft, cible=_dans_la_carte())

    def _modifier(self, valeurs: Mapping[str, Any]) -> None:
        page, code = self.page, self.ouvert
        draft = ordonner.modifier(page.vu.base, page.brouillon, code, valeurs)
        page.changer(draft, ("objectif", code, *valeurs))

    def _geste(self, nom: str) -> None:
        """Do what a button of the open card asks."""
        page, base, code = self.page, self.page.vu.base, self.ouvert
        if nom == "plier":
            self.ouvert = ""
            page.figurer(f".cpom-objectif-{code.replace('.', '-')}")
            return
        draft = page.brouillon
        if nom in {"monter", "descendre"}:
            step = {"monter": -1, "descendre": 1}[nom]
            draft, self.ouvert = ordonner.deplacer(base, draft, code, step)
        elif nom == "sous":
            draft, self.ouvert = ordonner.nouveau(base, draft, code)
        elif nom == "decliner":
            draft = ordonner.decliner(base, draft, code, page.vu.etablissements)
        else:
            draft = ordonner.retirer(base, draft, code)
        page.changer(draft, cible=f".cpom-geste-{nom}, .cpom-ajouter")


def _rien(contrat: Contrat) -> str:
    """Say that the diagnostic tells nothing to watch, and of which year it is."""
    year = contrat.ligne["annee_diagnostic"]
    of = f" de {year}" if year else ""
    return (
        f"<p>Le diagnostic{of} ne relève aucun point de vigilance, ou rien n’est déposé de cette "
        "année.</p>"
    )


def _point(point: Message, repondu: bool) -> str:
    kind = "cpom-point-repondu" if repondu else "cpom-point-seul"
    more = "" if repondu else "<p><b>Aucun objectif n’y répond.</b></p>"
    said = f"<h3>{escape(point.titre)}</h3><p>{escape(point.texte)}</p>"
    return f'<div class="{kind}">{said}{more}</div>'


def _dans_la_carte() -> str:
    return ".cpom-carte-objectif input, .cpom-carte-objectif textarea"
