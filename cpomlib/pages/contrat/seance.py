"""The screen of a meeting: what is decided, agreed, disputed, to be deepened."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.contrat import Contrat, Ligne
from cpomlib.droit import nomenclature
from cpomlib.pages.contrat import ordonner
from cpomlib.pages.contrat.noter import clore, noter, ouvrir_rencontre, retirer
from cpomlib.pages.contrat.seance_saisie import Note, Reunion
from cpomlib.pages.tenue import classe
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import CommandeError, date_courte, pluriel

if TYPE_CHECKING:
    from cpomlib.pages.contrat.page import Page

Rencontre = tuple[date, str]
"""Day and nature of a meeting."""
AUCUNE = (
    "<h2>Aucune réunion n’est ouverte</h2><p>Choisissez-en une, ou ouvrez celle d’aujourd’hui.</p>"
)


class Seance:
    """The meeting on the left, what it notes on the right."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.choisie: Rencontre | None = None
        self.modifie = 0
        self._notes: tuple[Any, ...] = ()
        self._restes: tuple[Any, ...] = ()
        self.reunion = Reunion(*(page.gardien(action) for action in (
            self._choisir, self._ouvrir, self._compte_rendu)))  # fmt: skip
        self.saisie = Note(page.gardien(self._noter), page.gardien(self._laisser))
        self.restes = classe(w.VBox([]), "cpom-restes")
        self.gauche = classe(w.VBox([self.reunion.widget, self.restes]), "cpom-gauche")
        self.titre = w.HTML("")
        self.liste = classe(w.VBox([]), "cpom-notes")
        self.droite = classe(w.VBox([]), "cpom-droite")
        self.widget = classe(w.Box([self.gauche, self.droite]), "cpom-corps-deux")

    def montrer(self) -> None:
        """Show the meeting that is open."""
        contrat = self.page.contrat
        known = sorted(((row["date"], str(row["nature"])) for row in contrat.de("rencontres")),
                       reverse=True)  # fmt: skip
        if self.choisie not in known:
            today = [one for one in known if one[0] == self.page.vu.jour]
            self.choisie = today[0] if today else None
        self.reunion.montrer(known, self.choisie, self.page.vu.jour)
        self._rester(contrat)
        if self.choisie is None:
            self.titre.value = AUCUNE
            self.droite.children = (self.titre,)
            return
        self._noter_la(contrat, self.choisie)

    def suivre(self) -> bool:
        """Nothing is slow here."""
        return False

    def oublier(self) -> None:
        """Leave what was of another contract: its meeting, the point that was being changed."""
        self.choisie, self.modifie = None, 0
        self.saisie.vider()

    def _noter_la(self, contrat: Contrat, choisie: Rencontre) -> None:
        day, nature = choisie
        rows = [row for row in contrat.de("releves") if row["date"] == day]
        label = nomenclature("nature_rencontre").libelles.get(nature, nature)
        self.titre.value = (
            f'<h2 class="cpom-phrase-cible">{escape(label[:1].upper() + label[1:])} du '
            f"{date_courte(day)}\u00a0: {pluriel(len(rows), 'point noté', 'points notés')}</h2>"
        )
        self.saisie.montrer(ordonner.en_ordre(contrat))
        asked = tuple(tuple(row.items()) for row in rows)
        if asked != self._notes:
            self._notes = asked
            self._lister(contrat, rows)
        shown = (self.titre, self.saisie.widget, self.liste)
        if self.droite.children != shown:
            self.droite.children = shown

    def _lister(self, contrat: Contrat, rows: list[Ligne]) -> None:
        before, made = self.liste.children, list[Any]()
        with w.ensemble():
            for code, label in nomenclature("nature_releve").libelles.items():
                held = [row for row in rows if str(row["nature"]) == code]
                if held:
                    made.append(w.HTML(f"<h3>{escape(label[:1].upper() + label[1:])}</h3>"))
                made += [self._rangee(contrat, row) for row in held]
        self.liste.children = tuple(made)
        for widget in before:
            widget.close()

    def _rangee(self, contrat: Contrat, row: Ligne) -> Any:
        number = int(row["numero"])
        buttons = [
            _bouton("Modifier", f"Modifier le point {number}", lambda: self._reprendre(row)),
            _bouton("Retirer", f"Retirer le point {number}", lambda: self._retirer(row)),
        ]
        line = w.HTML(en_ligne(contrat, row))
        return classe(w.Box([line, classe(w.Box(buttons), "cpom-rang")]), "cpom-note")

    def _rester(self, contrat: Contrat) -> None:
        """List what other meetings left open."""
        rows = [row for row in contrat.de("releves") if row["close_le"] is None
                and (self.choisie is None or row["date"] != self.choisie[0])]  # fmt: skip
        asked = tuple(tuple(row.items()) for row in rows)
        if asked == self._restes:
            return
        self._restes = asked
        before = self.restes.children
        head = [w.HTML("<h2>Encore ouvert, des réunions passées</h2>")] if rows else []
        made = [self._reste(contrat, row) for row in rows]
        self.restes.children = (*head, *made)
        for widget in before:
            widget.close()

    def _reste(self, contrat: Contrat, row: Ligne) -> Any:
        due = row["echeance"]
        late = " cpom-point-seul" if due and due < self.page.vu.jour else ""
        said = f'<div class="cpom-reste{late}">{en_ligne(contrat, row)}</div>'
        name = f"le point {row['numero']} du {date_courte(row['date'])}"
        close = _bouton("C’est fait", f"Clore {name}", lambda: self._clore(row))
        return classe(w.VBox([w.HTML(said), close]), "cpom-point-carte")

    def _choisir(self, rencontre: Rencontre | None) -> None:
        self.choisie = rencontre
        self._laisser()

    def _ouvrir(self) -> None:
        page = self.page
        self.choisie = self.reunion.demandee()
        writer = page.acces.redacteur
        draft = ouvrir_rencontre(page.vu.base, page.brouillon, self.choisie, writer)
        page.changer(draft, cible=".cpom-noter textarea")
        page.figurer(".cpom-noter textarea")

    def _noter(self) -> None:
        assert self.choisie is not None
        page, day = self.page, self.choisie[0]
        if day > page.vu.jour:
            raise CommandeError(
                f"La réunion du {date_courte(day)} est à venir\u00a0: ce qui s’y dit se note ce "
                "jour-là."
            )
        draft = noter(page.vu.base, page.brouillon, day, self.saisie.valeurs(), self.modifie)
        self.modifie = 0
        self.saisie.vider()
        page.changer(draft, cible=".cpom-noter textarea")

    def _laisser(self) -> None:
        self.modifie = 0
        self.saisie.vider()
        self.page.figurer()

    def _reprendre(self, row: Ligne) -> None:
        self.modifie = int(row["numero"])
        self.saisie.reprendre(row)
        self.page.figurer(".cpom-noter textarea")

    def _retirer(self, row: Ligne) -> None:
        page = self.page
        page.changer(retirer(page.vu.base, page.brouillon, row), cible=".cpom-noter textarea")

    def _clore(self, row: Ligne) -> None:
        page = self.page
        page.changer(clore(page.vu.base, page.brouillon, row, page.vu.jour))

    def _compte_rendu(self) -> None:
        """Give the minutes of the meeting, in Word."""
        from cpomlib.pages.contrat.compte_rendu import NATURE, docx

        assert self.choisie is not None
        self.page.gestes.donner(*docx(self.page.vu, self.page.contrat, self.choisie), NATURE)


def en_ligne(contrat: Contrat, row: Ligne) -> str:
    """Write what was noted, with its objective, who answers for it, and when."""
    titles = {str(one["id_objectif"]): str(one["intitule"]) for one in contrat.de("objectifs")}
    code = row["id_objectif"]
    told = [f"objectif {code} · {titles.get(str(code), '')}"] if code else []
    told += [str(row["responsable"])] if row["responsable"] else []
    told += [f"pour le {date_courte(row['echeance'])}"] if row["echeance"] else []
    told += [f"clos le {date_courte(row['close_le'])}"] if row["close_le"] else []
    more = f'<span class="cpom-base">{escape(", ".join(told))}</span>' if told else ""
    return f"<p><b>{row['numero']}.</b> {escape(str(row['texte']))} {more}</p>"


def _bouton(label: str, hint: str, action: Any) -> Any:
    button = classe(w.Button(description=label, tooltip=hint), "cpom-petit")
    button.on_click(lambda _: action())
    return button
