"""Calendars of a contract: its tasks before the signature, its actions after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpomlib.calcul.contrat import ETATS_TACHE, demarche_de, etat_tache
from cpomlib.dossier import DossierContrat
from cpomlib.rapports.contractuel.elements import A_COMPLETER, jour, mots
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Tableau
from cpomlib.rendu.graphiques import calendrier
from cpomlib.socle import date_courte, pluriel

SOURCE = "tables partagées du contrat"
_COURT = 60
"""Characters of a name beside its bar."""
_PAGE = 20
"""Bars of a drawing."""


def tableau_demarche(dossier: DossierContrat) -> Tableau:
    """List who does what, and by when."""
    rows, own = demarche_de(dossier.contrat, dossier.jour)
    roles = {"acteurs": "Acteurs", "consultes": "Consultés", "informes": "Informés"}
    told = {name: said for name, said in roles.items() if any(row[name] for row in rows)}
    titles = ("Étape", "Tâche", "Début", "Fin", "État", "Responsable", *told.values())
    note = "" if own else "Démarche type, proposée\u00a0: la table «\u00a0Démarche\u00a0» est vide."
    return Tableau(
        "Qui fait quoi, pour quand",
        tuple(Colonne(title) for title in titles),
        tuple(
            (mots("etape", row["etape"]), str(row["tache"]), jour(row["debut"]), jour(row["fin"]),
             ETATS_TACHE[etat_tache(row, dossier.jour)], row["responsable"] or A_COMPLETER,
             *(row[name] or "" for name in told))
            for row in rows
        ),
        note=note,
    )  # fmt: skip


def figure_demarche(dossier: DossierContrat) -> tuple[Bloc, ...]:
    """Draw the way to the signature."""
    rows, _ = demarche_de(dossier.contrat, dossier.jour)
    lines = [
        {"nom": _court(str(row["tache"])), "debut": row["debut"], "fin": row["fin"],
         "etat": ETATS_TACHE[etat_tache(row, dossier.jour)],
         "avancement": 1.0 if row["faite_le"] else 0.0}
        for row in rows
        if row["debut"] and row["fin"]
    ]  # fmt: skip
    return _figure("Rétroplanning", lines, dossier, "tâche")


def figure_actions(dossier: DossierContrat) -> tuple[Bloc, ...]:
    """Draw the actions over the years."""
    # the hyphen that is never cut is in no font of a drawing: its whole line would change of font
    lines = [
        {"nom": _court(f"{row['id_action']} {row['intitule']}"), "debut": row["date_debut"],
         "fin": row["date_fin"], "etat": etat_action(dossier, row),
         "avancement": 1.0 if row["etat"] == "faite" else row["avancement"]}
        for row in (one.ligne for one in dossier.actions)
        if row["date_debut"] and row["date_fin"]
    ]  # fmt: skip
    return _figure("Calendrier des actions", lines, dossier, "action")


def etat_action(dossier: DossierContrat, action: Mapping[str, Any]) -> str:
    """Say where an action stands; one whose end is past and that is not over is late."""
    open_ = action["etat"] in {"a_venir", "en_cours"}
    if open_ and action["date_fin"] and action["date_fin"] < dossier.jour:
        return "en retard"
    return mots("etat_action", action["etat"]).lower()


def _figure(
    titre: str, lines: Sequence[Mapping[str, Any]], dossier: DossierContrat, quoi: str
) -> tuple[Bloc, ...]:
    """Draw them a page at a time: more would not be read."""
    parts = [lines[rank : rank + _PAGE] for rank in range(0, len(lines), _PAGE)]
    alone = len(parts) < 2
    return tuple(
        _drawn(titre if alone else f"{titre}, {rank} sur {len(parts)}", part, dossier, quoi)
        for rank, part in enumerate(parts, 1)
    )


def _drawn(
    titre: str, lines: Sequence[Mapping[str, Any]], dossier: DossierContrat, quoi: str
) -> Figure:
    first, last = min(one["debut"] for one in lines), max(one["fin"] for one in lines)
    inside = first <= dossier.jour <= last
    today = f" Tirets\u00a0: {date_courte(dossier.jour)}." if inside else ""
    span = f"du {date_courte(first)} au {date_courte(last)}"
    columns = (Colonne(quoi.capitalize()), Colonne("Début", "date"), Colonne("Fin", "date"),
               Colonne("Fait", "taux"), Colonne("État"))  # fmt: skip
    rows = tuple(
        (one["nom"], one["debut"], one["fin"], one["avancement"] or 0.0, one["etat"])
        for one in lines
    )
    return Figure(
        titre=titre,
        graphique=calendrier(lines, dossier.jour),
        unite="",
        source=SOURCE,
        alternative=f"{pluriel(len(lines), quoi)}, {span}.",
        tableau=Tableau(titre, columns, rows),
        note=f"Part foncée\u00a0: ce qui est fait.{today}",
    )


def _court(texte: str) -> str:
    return texte if len(texte) <= _COURT else f"{texte[: len(texte[:_COURT])]}…"
