"""Where actions and decisions stand: one is chosen, its state is said, with a word on why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.contrat import Contrat, Ligne
from cpomlib.calcul.scenarios import ChampHypothese, ValeurRefuseeError
from cpomlib.droit import nomenclature
from cpomlib.pages.contrat.brouillon import cle_de
from cpomlib.pages.contrat.noter import faire_le_point
from cpomlib.pages.tenue import Boite, classe, du_texte, en_texte, lire_jour
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import date_courte, resserrer

if TYPE_CHECKING:
    from cpomlib.pages.contrat.page import Page

Sujet = tuple[str, ...]
"""Table and key of what a point is made of."""
NOM = 90
"""Letters of an action in the list."""
_FAIT: ChampHypothese = ChampHypothese("avancement", "Avancement (%)", "taux", False, 0, 1)
FAITES = {"releves": "close_le", "demarche": "faite_le"}
"""Table → its column that says which day a thing was done."""
_OUVERTE, _FAITE = 0, 1


class Point:
    """The list of actions and decisions, and the fields of the one that is chosen."""

    def __init__(self, page: Page, tables: Sequence[str], quoi: str) -> None:
        self.page, self.tables = page, tables
        self.choisi: Sujet | None = None
        self._sujets: list[Sujet | None] = []
        self._muet = False
        self._champs: _Action | _Faite | None = None
        self._aucun = f"choisir {quoi}"
        self.liste = w.Dropdown(options=[("", 0)], description="Faire le point sur",
                                tooltip=f"Faire le point sur {quoi}")  # fmt: skip
        self.liste.observe(self._choisir, "value")
        self.champs = classe(w.VBox([]), "cpom-point-champs")
        self.widget = w.VBox([self.liste, self.champs], layout=w.Layout())
        classe(self.widget, "cpom-point-fait")

    def oublier(self) -> None:
        """Leave what was chosen of another contract, and its fields: its codes are the same."""
        self.choisi = None
        self._ranger({})

    def montrer(self, contrat: Contrat) -> None:
        """Show what a point can be made of, and where the one that is chosen stands."""
        rows = sujets(contrat, self.tables)
        options = [(self._aucun, 0)] + [
            (resserrer(nom(subject[0], row), NOM), rank)
            for rank, (subject, row) in enumerate(rows.items(), 1)
        ]
        self._sujets = [None, *rows]
        if self.choisi not in rows:
            self.choisi = None
        self._muet = True
        if list(self.liste.options) != options:
            self.liste.options = options
        self.liste.value = self._sujets.index(self.choisi)
        self._muet = False
        self.widget.layout.display = "" if rows else "none"
        self._ranger(rows)

    def _ranger(self, rows: Mapping[Sujet, Ligne]) -> None:
        """Make the fields of what is chosen, once; what is typed late goes to what it was for."""
        held = self._champs
        if (held.sujet if held else None) != self.choisi:
            before = self.champs.children
            self._champs = None if self.choisi is None else _champs(self.page, self.choisi)
            self.champs.children = self._champs.widgets if self._champs else ()
            for widget in before:
                widget.close()
        if self._champs is not None:
            self._champs.montrer(rows[self._champs.sujet])

    def _choisir(self, change: Mapping[str, Any]) -> None:
        if not self._muet and change["new"] is not None:
            self.choisi = self._sujets[change["new"]]
            self.page.figurer()


def sujets(contrat: Contrat, tables: Sequence[str]) -> dict[Sujet, Ligne]:
    """Return what a point can be made of: of each table, what is open, then what is done."""
    return {
        (name, *cle_de(name, row)): row
        for name in tables
        for row in sorted(contrat.de(name), key=partial(_close, name))
    }


def _close(table: str, row: Ligne) -> bool:
    return table in FAITES and row[FAITES[table]] is not None


def nom(table: str, row: Ligne) -> str:
    """Return what an action, a point of a meeting or a task is called."""
    if table == "actions":
        return f"Action {row['id_action']} · {row['intitule']}"
    if table == "demarche":
        step = nomenclature("etape").libelle(str(row["etape"]))
        return f"{_majuscule(step)} · {row['tache']}"
    label = nomenclature("nature_releve").libelles.get(str(row["nature"]), "point")
    return f"{_majuscule(label)} du {date_courte(row['date'])} · {row['texte']}"


def _majuscule(texte: str) -> str:
    return f"{texte[:1].upper()}{texte[1:]}"


def _champs(page: Page, sujet: Sujet) -> _Action | _Faite:
    return _Action(page, sujet) if sujet[0] == "actions" else _Faite(page, sujet)


class _Action:
    """Where an action stands: its state, how far it is, why."""

    def __init__(self, page: Page, sujet: Sujet) -> None:
        self.page, self.sujet, self._muet = page, sujet, False
        states = nomenclature("etat_action").libelles
        self.etat = _menu("État", [(label, code) for code, label in states.items()])
        self.etat.observe(self._dit("etat"), "value")
        self.part = Boite(_FAIT.libelle, "", lambda text: du_texte(_FAIT, text),
                          page.gardien(lambda read: self._changer("avancement", read)))  # fmt: skip
        self.mot = w.Textarea(description="Pourquoi, en un mot", tooltip="Commentaire", rows=1,
                              continuous_update=False)  # fmt: skip
        self.mot.observe(self._dit("commentaire"), "value")
        self.dit = w.HTML("")
        fields = classe(w.Box([self.etat, self.part.widget]), "cpom-deux-egaux")
        self.widgets = (self.dit, fields, self.mot)

    def montrer(self, row: Ligne) -> None:
        """Show where it stands, without telling it back."""
        self._muet = True
        self.etat.value = str(row["etat"])
        if self.mot.value.strip() != (row["commentaire"] or ""):
            self.mot.value = row["commentaire"] or ""
        self._muet = False
        self.part.montrer(en_texte(_FAIT, row["avancement"]))
        told = [row["intitule"], _periode(row), row["pilote"]]
        last = f"Dernier point le {date_courte(row['date_point'])}." if row["date_point"] else ""
        self.dit.value = _phrase(told, last or "Aucun point n’est daté.")

    def _dit(self, nom: str) -> Callable[[Mapping[str, Any]], None]:
        def change(said: Mapping[str, Any]) -> None:
            if not self._muet:
                self.page.gardien(self._changer)(nom, said["new"].strip() or None)

        return change

    def _changer(self, nom: str, valeur: Any) -> None:
        page, code = self.page, self.sujet[1]
        draft = faire_le_point(page.vu.base, page.brouillon, code, {nom: valeur}, page.vu.jour)
        page.changer(draft, ("point", *self.sujet, nom))


class _Faite:
    """Where a task, or what a meeting noted, stands: open, or done on a day."""

    def __init__(self, page: Page, sujet: Sujet) -> None:
        self.page, self.sujet, self._muet = page, sujet, False
        self.colonne = FAITES[sujet[0]]
        self.etat = _menu("État", [("à faire", _OUVERTE), ("fait", _FAITE)])
        self.etat.observe(self._bascule, "value")
        self.jour = Boite("Fait le", "", self._lire, page.gardien(self._clore), "06/08/2026")
        self.dit = w.HTML("")
        fields = classe(w.Box([self.etat, self.jour.widget]), "cpom-deux-egaux")
        self.widgets = (self.dit, fields)

    def montrer(self, row: Ligne) -> None:
        """Show where it stands, without telling it back."""
        done = row[self.colonne]
        self._muet = True
        self.etat.value = _FAITE if done else _OUVERTE
        self._muet = False
        self.jour.montrer(date_courte(done) if done else "")
        end = row.get("echeance") or row.get("fin")
        due = f"pour le {date_courte(end)}" if end else ""
        said = row.get("texte") or row.get("tache")
        self.dit.value = _phrase([said, row["responsable"], due], "")

    def _lire(self, texte: str) -> date | None:
        if not texte.strip():
            return None
        read = lire_jour(texte)
        if read > self.page.vu.jour:
            raise ValeurRefuseeError(
                f"Le {date_courte(read)} est à venir\u00a0: dites le jour où ce fut fait."
            )
        return read

    def _bascule(self, change: Mapping[str, Any]) -> None:
        if not self._muet:
            self.page.gardien(self._clore)(self.page.vu.jour if change["new"] else None)

    def _clore(self, jour: date | None) -> None:
        page, table = self.page, self.sujet[0]
        row = sujets(page.contrat, (table,))[self.sujet]
        draft = page.brouillon.avec(page.vu.base, table, {**row, self.colonne: jour})
        page.changer(draft, ("point", *self.sujet))


def _menu(libelle: str, options: Sequence[tuple[str, Any]]) -> Any:
    return w.Dropdown(options=list(options), description=libelle, tooltip=libelle)


def _periode(row: Ligne) -> str:
    first, last = (date_courte(row[name]) if row[name] else "" for name in ("date_debut",
                                                                           "date_fin"))  # fmt: skip
    if first and last:
        return f"du {first} au {last}"
    return f"depuis le {first}" if first else f"jusqu’au {last}" if last else "sans dates"


def _phrase(morceaux: Sequence[Any], fin: str) -> str:
    told = ", ".join(str(one).rstrip(".") for one in morceaux if one)
    return f'<p class="cpom-base">{escape(f"{told}. {fin}".strip())}</p>'
