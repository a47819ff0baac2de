"""The screen of the targets: ten years on one drawing, set by number, keyboard or drag."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.contrat import (
    CibleSuivie,
    Contrat,
    Mesuree,
    annees_du_dessin,
    au_rythme,
    dernieres_mesures,
    effectif_vise,
    milieu,
    portee_de,
    reference_de,
    suivre_cible,
    tendance,
    touchees,
    toutes_les_cibles,
    usages_des_seuils,
)
from cpomlib.pages.contrat import cible_dite, dit, fixer
from cpomlib.pages.contrat.cible_reglages import Annees, Nouvelle, ReglagesCible
from cpomlib.pages.contrat.dessin import CadreDessin, Dessin, Point, cadre_de, figure
from cpomlib.pages.tenue import classe
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import NBSP

if TYPE_CHECKING:
    from cpomlib.pages.contrat.page import Page

Cle = tuple[str, str, str]
FERMEE = "Signée\u00a0: un avenant la change."
VIDE = (
    "<h2>Aucune cible n’est fixée</h2><p>Ajoutez d’abord un objectif, puis sa cible par "
    "«\u00a0+ Cible\u00a0».</p>"
)


_OU = {"chrs": "CHRS du contrat", "departement": "tous les territoires du département"}
"""Perimeter of a target → in words; the whole contract otherwise."""


class Cibles:
    """The list of targets on the left, one of them drawn on the right."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.choisie: Cle | None = None
        self.annee = 0
        self.cadre: tuple[Cle, CadreDessin] | None = None
        self._boutons: dict[Cle, Any] = {}
        self._pour: tuple[Any, ...] = ()
        self.titre, self.dessin = w.HTML(""), classe(w.HTML(""), "cpom-zone-dessin")
        self.dits, self.controle = w.HTML(""), w.HTML("")
        self.annees = Annees(page.gardien(self._fixer))
        self.reglages = ReglagesCible(page.gardien(self._regler), page.gardien(self._retirer))
        self.nouvelle = Nouvelle(page.gardien(self._ajouter))
        self.plus = w.Button(description="+ Cible", tooltip="Ajouter une cible")
        self.plus.add_class("cpom-ajouter")
        self.plus.on_click(lambda _: page.gardien(self._ouvrir)())
        self.liste = classe(w.VBox([]), "cpom-gauche", "cpom-liste-cibles")
        self.droite = classe(w.VBox([]), "cpom-droite")
        self.widget = classe(w.Box([self.liste, self.droite]), "cpom-corps-deux")
        self._forme = False

    def montrer(self) -> None:
        """Draw the target chosen."""
        contrat = self.page.contrat
        held = {one.cle: one for one in toutes_les_cibles(contrat)}
        if self.choisie not in held:
            self.choisie, self.annee = next(iter(held), None), 0
        self._lister(contrat, list(held.values()))
        if self.choisie is None:
            self.titre.value = VIDE
            self._ranger(self.titre)
            return
        self._dessiner(contrat, held[self.choisie])
        self._ranger(self.titre, self.dessin, self.annees.widget, self.dits, self.reglages.widget,
                     self.controle)  # fmt: skip

    def suivre(self) -> bool:
        """Read one more thing that surrounds the contract, and say it; False where all is read."""
        if self.choisie is None or not self.page.vu.lire_autour("retenu", "comparables", "points",
                                                                "vue"):  # fmt: skip
            return False
        self.montrer()
        return True

    def oublier(self) -> None:
        """Leave what was of another contract."""
        self.choisie, self.annee, self._forme = None, 0, False

    def _ranger(self, *widgets: Any) -> None:
        form = (self.nouvelle.widget,) if self._forme else ()
        if self.droite.children != (*form, *widgets):
            self.droite.children = (*form, *widgets)

    def _lister(self, contrat: Contrat, cibles: list[CibleSuivie]) -> None:
        titles = {str(r["id_objectif"]): str(r["intitule"]) for r in contrat.de("objectifs")}
        asked = (tuple(one.cle for one in cibles), tuple(titles.items()))
        if asked != self._pour:
            self._pour = asked
            self._faire(cibles, titles)
        measured = self.page.vu.mesures(contrat)
        for one in cibles:
            button = self._boutons[one.cle]
            said = f"{self._nom(one)}\n{dit.resume(one, reference_de(contrat, one, measured))}"
            if button.description != said:
                button.description = button.tooltip = said
            mark = button.add_class if one.cle == self.choisie else button.remove_class
            mark("cpom-choisie")

    def _nom(self, cible: CibleSuivie) -> str:
        where = self.page.vu.noms.get(cible.etablissement or "", "")
        return f"{dit.court(dit.libelle_de(cible))}{f', {where}' if where else ''}"

    def _faire(self, cibles: list[CibleSuivie], titles: Mapping[str, str]) -> None:
        before, made = self.liste.children, list[Any]()
        self._boutons, last = {}, ""
        with w.ensemble():
            for one in cibles:
                if one.objectif != last:
                    last = one.objectif
                    name = f"{last} · {titles.get(last, '')}"
                    made.append(w.HTML(f"<h2>Objectif {escape(name)}</h2>"))
                self._boutons[one.cle] = self._bouton(one.cle)
                made.append(self._boutons[one.cle])
        self.liste.children = (*made, self.plus)
        for widget in before:
            if widget is not self.plus:
                widget.close()

    def _bouton(self, cle: Cle) -> Any:
        def choose(_: Any) -> None:
            self.choisie, self.annee, self._forme = cle, 0, False
            self.page.figurer()

        button = classe(w.Button(description=""), "cpom-carte-cible")
        button.on_click(choose)
        return button

    def _dessiner(self, contrat: Contrat, cible: CibleSuivie) -> None:
        seen = self.page.vu
        known = dernieres_mesures(contrat, cible, seen.mesures(contrat), seen.jour)
        points = dict(cible.points)
        year = self.annee if self.annee in points else (cible.derniere or (0, 0.0))[0]
        head = f"{dit.libelle_de(cible)}{NBSP}: aucune cible encore"
        if year:
            head = dit.titre(portee_de(year, points[year], known), cible)
        where = _OU.get(cible.perimetre, "tout le contrat")
        where = seen.noms.get(cible.etablissement or "", where)
        drawn = self._decrire(contrat, cible, known)
        how = "Glissez un point ou tapez." if drawn.modifiable else FERMEE
        agreed = touchees(contrat, drawn.annees[-1], [cible.indicateur])
        self.titre.value = (
            f'<h2 class="cpom-phrase-cible">{escape(head)}</h2><p class="cpom-doux-texte">'
            f"{escape(' '.join((dit.sous_titre(cible, known, where), how, *agreed)))}</p>"
        )
        self.dessin.value = figure(drawn, self._cadre(cible.cle, drawn))
        open_ = drawn.modifiable
        self.annees.montrer(cible, [y for y in drawn.annees if y > cible.annee_reference], open_)
        self.reglages.montrer(cible, open_)
        self._dire(contrat, cible)

    def _dire(self, contrat: Contrat, cible: CibleSuivie) -> None:
        seen = self.page.vu
        if "vue" not in seen.__dict__:
            self.dits.value, self.controle.value = cible_dite.en_attente(), ""
            return
        self.dits.value = cible_dite.encadres(seen, contrat, cible, self.page.acces.reserve)
        self.controle.value = cible_dite.controle(cible_dite.manquements(seen, contrat))

    def _cadre(self, cle: Cle, drawn: Dessin) -> CadreDessin:
        """Return the axis: the same as long as all is within, so that a dragged point stays."""
        if self.cadre is None or self.cadre[0] != cle or not self.cadre[1].contient(
            drawn.valeurs()
        ):  # fmt: skip
            self.cadre = cle, cadre_de(drawn)
        return self.cadre[1]

    def _decrire(
        self, contrat: Contrat, cible: CibleSuivie, known: list[tuple[int, Mesuree]]
    ) -> Dessin:
        seen, unit = self.page.vu, dit.unite_de(cible)
        years = annees_du_dessin(known, cible, seen.fin(contrat))
        reference = reference_de(contrat, cible, seen.mesures(contrat))
        start = None if reference is None else Point(cible.annee_reference, reference)
        return Dessin(
            years,
            unit,
            tuple(Point(y, m.valeur, dit.comptee(m)) for y, m in known
                  if y in years and m.valeur is not None),
            tuple(self._visees(contrat, cible, years, known)),
            self._milieu(cible, unit),
            self._rythme(contrat, cible, known, years[-1]),
            self._scenario(contrat, cible),
            start if start and start.annee in years else None,
            not (seen.base.signe and not self.page.brouillon.avenant),
        )  # fmt: skip

    def _visees(
        self, contrat: Contrat, cible: CibleSuivie, years: range,
        known: list[tuple[int, Mesuree]],
    ) -> list[Point]:  # fmt: skip
        seen, points, made = self.page.vu, dict(cible.points), []
        measured, usages = seen.mesures(contrat), usages_des_seuils()
        level = known[-1][1].valeur if known else reference_de(contrat, cible, measured)
        for year in years:
            if year <= cible.annee_reference:
                continue
            if year in points:
                count = effectif_vise(points[year], known[-1][1]) if known else None
                said = f"{count} {dit.gens_de(cible)}" if count is not None else ""
                made.append(Point(year, points[year], said))
                continue
            line = suivre_cible(contrat, cible, year, measured, usages, seen.jour)
            value = line.attendu if line.attendu is not None else level
            if value is not None:
                made.append(Point(year, value, repere=True))
        return made

    def _milieu(self, cible: CibleSuivie, unit: str) -> tuple[float, float, str] | None:
        if "comparables" not in self.page.vu.__dict__:
            return None
        found = milieu(cible_dite.compares(self.page.vu, cible), unit)
        if found is None:
            return None
        low, high = dit.ecrite(found.bas, unit), dit.ecrite(found.haut, unit)
        said = f"la moitié des gestionnaires de la région{NBSP}: {low} à {high}"
        return found.bas, found.haut, said

    def _rythme(
        self, contrat: Contrat, cible: CibleSuivie, known: list[tuple[int, Mesuree]], fin: int
    ) -> tuple[Point, ...]:
        if not known or known[-1][1].valeur is None or known[-1][0] >= fin:
            return ()
        slope = tendance(contrat, cible, self.page.vu.mesures(contrat), self.page.vu.jour)
        start = known[-1][0], known[-1][1].valeur
        led = au_rythme(slope, start, fin)
        return () if led is None else (Point(*start), Point(fin, led))

    def _scenario(self, contrat: Contrat, cible: CibleSuivie) -> tuple[Point, ...]:
        if "retenu" not in self.page.vu.__dict__:
            return ()
        lines = self.page.vu.scenario(contrat)
        return tuple(Point(one.annee, one.projete) for one in lines
                     if one.cible.cle == cible.cle and one.projete is not None)  # fmt: skip

    def _cible(self) -> CibleSuivie:
        assert self.choisie is not None
        found = fixer.retrouver(self.page.contrat, self.choisie)
        assert found is not None
        return found

    def _fixer(self, annee: int, valeur: float | None) -> None:
        page = self.page
        self.annee = annee
        draft = fixer.fixer(page.vu.base, page.brouillon, self._cible(), annee, valeur)
        page.changer(draft, ("cible", self.choisie, annee))

    def _regler(self, valeurs: Mapping[str, Any]) -> None:
        page = self.page
        page.changer(fixer.regler(page.vu.base, page.brouillon, self._cible(), valeurs))

    def _retirer(self) -> None:
        page = self.page
        page.changer(
            fixer.retirer(page.vu.base, page.brouillon, self._cible()), cible=".cpom-ajouter"
        )

    def _ouvrir(self) -> None:
        """Open the form of a new target, or close it."""
        fixer.permettre(self.page.vu.base, self.page.brouillon)
        self._forme = not self._forme
        if self._forme:
            here = self.choisie[0] if self.choisie else ""
            self.nouvelle.montrer(self.page.contrat, self.page.vu, here)
        self.page.figurer(".cpom-droite .cpom-tiroir select" if self._forme else ".cpom-ajouter")

    def _ajouter(self) -> None:
        page = self.page
        row = self.nouvelle.ligne(page.vu.jour.year - 1, page.vu.fin(page.contrat))
        draft = fixer.ajouter(page.vu.base, page.brouillon, row)
        self.choisie = (row["id_objectif"], row["indicateur"], row["id_etablissement"] or "")
        self.annee, self._forme = 0, False
        page.changer(draft, cible=".cpom-annees-cible input")
