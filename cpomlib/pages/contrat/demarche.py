"""The screen of the way to the contract: what is done, what comes next, who does what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.contrat import ETATS_TACHE, demarche_de, etat_tache
from cpomlib.droit import nomenclature
from cpomlib.pages.contrat.point import Point
from cpomlib.pages.tenue import classe
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import NBSP, date_courte, pluriel

if TYPE_CHECKING:
    from cpomlib.pages.contrat.page import Page

Tache = Mapping[str, Any]
ROLES = {"responsable": "", "acteurs": "avec", "consultes": "consultés", "informes": "informés"}
"""Column of a task → what is said before those that it names."""
TYPE = (
    "Démarche type du guide, proposée à partir du lancement\u00a0: ce contrat n’a pas encore la "
    "sienne. Déposez-la (table «\u00a0demarche\u00a0»), ou la feuille du classeur «\u00a0cpom "
    "contrat trame\u00a0»."
)
AUCUNE = (
    "<h2>La démarche n’est pas dans la base</h2><p>Ce contrat est signé\u00a0: elle n’est pas "
    "inventée après coup.</p>"
)


class Demarche:
    """The tasks, one line each; those of the contract may be said done."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.titre, self.taches = w.HTML(""), w.HTML("")
        self.point = Point(page, ("demarche",), "une tâche")
        self.widget = classe(w.VBox([self.titre, self.point.widget, self.taches]), "cpom-droite",
                             "cpom-demarche")  # fmt: skip

    def montrer(self) -> None:
        """Show where the tasks stand."""
        contrat, day = self.page.contrat, self.page.vu.jour
        rows, own = demarche_de(contrat, day)
        self.point.montrer(contrat)
        if not rows:
            self.titre.value, self.taches.value = AUCUNE, ""
            return
        head = f'<h2 class="cpom-phrase-cible">{escape(titre(rows, day))}</h2>'
        note = "" if own else f'<p class="cpom-doux-texte">{escape(TYPE)}</p>'
        self.titre.value = f"{head}{note}"
        self.taches.value = tableau(rows, day)

    def suivre(self) -> bool:
        """Nothing is slow here."""
        return False

    def oublier(self) -> None:
        """Leave what was of another contract."""
        self.point.oublier()


def titre(rows: Sequence[Tache], jour: date) -> str:
    """Say where the way stands, and what comes next."""
    states = [etat_tache(dict(row), jour) for row in rows]
    told = [
        f"{count} {label}{'s' if count > 1 and code == 'faite' else ''}"
        for code, label in ETATS_TACHE.items()
        if (count := states.count(code))
    ]
    left = [row for row, state in zip(rows, states, strict=True) if state != "faite"]
    head = f"{pluriel(len(rows), 'tâche')}{NBSP}: {', '.join(told)}."
    if not left:
        return head
    first = left[0]
    until = f", pour le {date_courte(first['fin'])}" if first["fin"] else ""
    who = f" ({first['responsable']})" if first["responsable"] else ""
    return f"{head} La première à faire{NBSP}: {first['tache']}{until}{who}."


def tableau(rows: Sequence[Tache], jour: date) -> str:
    """Return the tasks as a table: what, when, where it stands, who."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Tâche", "Quand", "État", "Qui"))
    lines = "".join(_ligne(row, jour) for row in rows)
    return (
        f'<table class="cpom-table cpom-taches"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )


def _ligne(row: Tache, jour: date) -> str:
    state, step = etat_tache(dict(row), jour), nomenclature("etape").libelle(str(row["etape"]))
    done = f" le {date_courte(row['faite_le'])}" if state == "faite" else ""
    return (
        f'<tr><th scope="row">{escape(str(row["tache"]))} <span class="cpom-base">{escape(step)}'
        f"</span></th><td>{escape(_quand(row))}</td>"
        f'<td class="cpom-tache-{state}">{escape(f"{ETATS_TACHE[state]}{done}")}</td>'
        f"<td>{escape(_qui(row))}</td></tr>"
    )


def _quand(row: Tache) -> str:
    first, last = (date_courte(row[n]) if row[n] else "" for n in ("debut", "fin"))
    if first and last:
        return f"du {first} au {last}"
    return f"dès le {first}" if first else f"pour le {last}" if last else "sans dates"


def _qui(row: Tache) -> str:
    told = [f"{said} {row[name]}".strip() for name, said in ROLES.items() if row[name]]
    return "\u00a0; ".join(told) or "à compléter"
