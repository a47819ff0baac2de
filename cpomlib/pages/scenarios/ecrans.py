"""The right of the page: one screen at a time, redrawn when the session changes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.scenarios import (
    ChampHypothese,
    PointEquilibre,
    Projection,
    Scenario,
    ValeurRefuseeError,
    bandes,
    cascade,
    doutes,
    equilibre,
    incertitude_en_vigueur,
    intitule,
    phrase,
    projeter,
    reglables,
    tornade,
)
from cpomlib.pages.scenarios import figures, offre, seance, vues
from cpomlib.pages.scenarios.annees import annees
from cpomlib.pages.scenarios.bandeau import bandeau
from cpomlib.pages.scenarios.lignes import lignes
from cpomlib.pages.scenarios.panneaux import Recherche
from cpomlib.pages.tenue import Rendezvous, du_texte
from cpomlib.pages.tenue import composants as w
from cpomlib.rendu.blocs import Bloc, Groupe, Paragraphe
from cpomlib.rendu.blocs.html import html
from cpomlib.socle import CommandeError

if TYPE_CHECKING:
    from cpomlib.pages.scenarios.page import Page

ECRANS = {
    "resultats": "Résultats",
    "comparer": "Comparer",
    "ecart": "Écart",
    "detail": "Détail",
    "equilibre": "Atteindre l’équilibre",
    "incertitude": "Incertitude",
    "methode": "Méthode",
}
BARRES = 10
"""Bars of a tornado: beyond, nobody reads."""
_CIBLE = ChampHypothese("cible", "Résultat visé", "euros", True, -1e9, 1e9)


class Ecrans:
    """The screens and the choice between them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.projeter = lru_cache(maxsize=32)(projeter)
        self.choix = w.Dropdown(options=[(label, name) for name, label in ECRANS.items()],
                                description="Voir", tooltip="Ce que l’on voit")  # fmt: skip
        self.choix.add_class("cpom-ecrans")
        self.choix.observe(lambda _: page.figurer(), "value")
        self.zones = [w.HTML("") for _ in range(4)]
        for rank, zone in enumerate(self.zones):
            zone.add_class(f"cpom-zone-{rank + 1}")
        self._montres: dict[int, Bloc | None] = {}
        self.recherche = Recherche(page.gardien(self._chercher), page.gardien(self._appliquer))
        self.trouve: PointEquilibre | None = None
        self.contenu = w.Box(self.zones)
        self.contenu.add_class("cpom-contenu")
        self.widget = w.VBox([self.choix, self.contenu])
        self.widget.add_class("cpom-droite")
        self._bandes = Rendezvous(page.gardien(self._montrer_bandes), 0.6)
        self._reste = Rendezvous(page.gardien(self.suivre), 0.25)

    def montrer(self) -> None:
        """Draw the screen chosen."""
        name = str(self.choix.value)
        self.projection()
        getattr(self, f"_{name}")()

    def projection(self, scenario: Scenario | None = None) -> Projection:
        """Return the projection of a scenario, the current one by default."""
        held = scenario or self.page.seance.courant
        return self.projeter(self.page.etat, self.page.decompte(held).comptees, held.horizon)

    def en_vue(self) -> str:
        """Return what is always in sight: the sentence, the figures, what is left out."""
        counted = self.page.decompte().comptees
        left = doutes(self.page.etat, counted)
        return bandeau(self.projection(), self.base(), left)

    def base(self) -> Projection:
        """Return the projection without hypothesis."""
        return self.projeter(self.page.etat, (), self.page.seance.courant.horizon)

    def _poser(self, *blocs: Bloc | None) -> None:
        """Show up to four blocks, each in its zone; unchanged ones are not sent again."""
        if self.contenu.children != tuple(self.zones):
            self.contenu.children = tuple(self.zones)
        for rank in range(len(self.zones)):
            self._remplir(rank, blocs[rank] if rank < len(blocs) else None)

    def _remplir(self, rang: int, bloc: Bloc | None) -> None:
        """Show a block in a zone; the same one is neither drawn nor sent again."""
        if bloc is None or bloc != self._montres.get(rang):
            self.zones[rang].value = "" if bloc is None else str(html(bloc))
            self._montres[rang] = bloc

    def _resultats(self) -> None:
        """Draw the result of each year at once; the rest follows when the hand rests."""
        if self.contenu.children != tuple(self.zones):
            self.contenu.children = tuple(self.zones)
        self.zones[0].value = annees(self.projection(), self.base())
        self._montres[0] = None
        self._reste.repousser()

    def suivre(self) -> None:
        """Draw what is under the first screen: charges, cost of a place."""
        self._reste.annuler()
        if self.choix.value != "resultats":
            return
        held = self.projection()
        self._remplir(1, figures.charges(held, vues.source(self.page.etat)))
        self._remplir(2, offre.couts_ensemble(held, self.page.plan))
        self._remplir(3, None)

    def _comparer(self) -> None:
        held = self.page.seance.scenarios
        titles = {f"{s.titre} ({n})" if [x.titre for x in held].count(s.titre) > 1 else s.titre: s
                  for n, s in enumerate(held, 1)}  # fmt: skip
        sides = {title: self.projection(s) for title, s in titles.items()}
        self._poser(None, vues.comparaison(sides, self.base()))
        self.zones[0].value = lignes(sides, self.base())

    def _ecart(self) -> None:
        self._poser(*vues.ecart(self._cascade(), vues.source(self.page.etat)))

    def _cascade(self) -> Any:
        counted = self.page.decompte().comptees
        return cascade(self.page.etat, counted, self.page.seance.courant.horizon)

    def _detail(self) -> None:
        held = self.projection()
        self._poser(
            vues.detail(held, self.page.seance.courant.titre),
            vues.etablissements(held),
            offre.places(held),
            offre.couts(held, self.page.plan),
        )

    def _methode(self) -> None:
        self._poser(vues.methode(self.page.etat))

    def _incertitude(self) -> None:
        counted, where = self.page.decompte().comptees, vues.source(self.page.etat)
        bars = tornade(self.page.etat, counted, self.page.seance.courant.horizon)[:BARRES]
        named = [
            (f"{b.rang + 1}. {intitule(counted[b.rang])} : {b.champ.libelle}", b.bas, b.haut,
             b.reference)
            for b in bars
        ]  # fmt: skip
        self._poser(
            figures.tornade(named, where)
            if named
            else Paragraphe("Aucune valeur à faire varier : toutes sont à zéro.", "note"),
            Paragraphe("Dix mille tirages en cours…", "note"),
        )
        self._bandes.repousser()

    def _montrer_bandes(self) -> None:
        if self.choix.value != "incertitude":
            return
        current, known = self.page.seance.courant, incertitude_en_vigueur()
        table = bandes(self.page.etat, self.page.decompte().comptees, current.horizon, known)
        where = f"10 000 tirages ; {known.origine or 'incertitude.yaml'}"
        for rank, poste, title in (
            (1, "resultat", "Entre quoi et quoi sera le résultat ?"),
            (2, "resultat_cumule", "Et le résultat cumulé ?"),
        ):
            self._remplir(rank, figures.bandes(table, poste, title, where))

    def _equilibre(self) -> None:
        held = self.page.seance.courant
        values = [
            (f"{rank + 1}. {intitule(item)} : {champ.libelle}", (rank, champ.nom))
            for rank, item in enumerate(held.hypotheses)
            for champ in reglables(item)
        ]
        self.recherche.montrer(values, self.projection().annees[1:])
        if self.contenu.children != (self.recherche.widget, self.zones[1]):
            self.contenu.children = (self.recherche.widget, self.zones[1])
        self.zones[1].value = annees(self.projection(), self.base())
        self._montres[1] = None

    def _chercher(self) -> None:
        asked, held = self.recherche, self.page.seance.courant
        if asked.valeur.value is None:
            raise CommandeError("Ajoutez d’abord une hypothèse : c’est sa valeur qu’on cherche.")
        try:
            target = float(du_texte(_CIBLE, asked.cible.value))
        except ValeurRefuseeError as refusal:
            raise CommandeError(str(refusal)) from refusal
        rank, name = asked.valeur.value
        found = equilibre(self.page.etat, held.hypotheses, held.horizon, rank, champ=name,
                          cible=target, annee=asked.annee.value)  # fmt: skip
        self.trouve = found
        asked.reponse.value = str(html(Groupe((Paragraphe(phrase(found)),))))
        asked.appliquer.layout.display = ""

    def _appliquer(self) -> None:
        if self.trouve is None:
            return
        from dataclasses import replace

        current = replace(self.page.seance.courant, hypotheses=self.trouve.hypotheses)
        self.page.changer(seance.Seance.avec(self.page.seance, current))
        self.recherche.appliquer.layout.display = "none"
        self.page.tout_montrer()
