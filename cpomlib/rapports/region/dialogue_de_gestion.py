"""The dialogue de gestion of a year: what is done for each operator, what is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cpomlib.calcul.programmation import (
    DIALOGUE,
    ETATS_ETAPE,
    Avancee,
    Recense,
    avancees,
    comptes,
    retards,
)
from cpomlib.dossier import DossierRegion
from cpomlib.rapports.contractuel import compte_rendu
from cpomlib.rapports.contrat import contrat_en_mots
from cpomlib.rapports.region.elements import ENJEUX, INTERNE, couverture, methode
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import carte_chaleur
from cpomlib.socle import Valeur, date_courte, pluriel

_ETATS = {
    "faite": "faite", "en_cours": "en cours", "en_retard": "en retard", "a_venir": "à venir",
    "sans_objet": "sans objet", "sans_trace": "sans trace",
}  # fmt: skip
_RELEVES = {"convergence": "Convergences", "divergence": "Divergences",
            "a_approfondir": "À approfondir", "reorientation": "Réorientations",
            "decision": "Décisions"}  # fmt: skip
_A_EXECUTER = "À exécuter\u00a0: décisions, points à approfondir et réorientations non clos."
_SANS_TRACE = (
    "«\u00a0Sans trace\u00a0»\u00a0: aucune table ne dit l’étape faite, ni due (le temps d’une "
    "rencontre est passé, la dotation dont court une notification n’est pas en base), ou aucun "
    "contrat ne couvre l’année."
)
Parcours = Mapping[str, Sequence[Avancee]]
"""Gestionnaire → its steps."""


def parcours(dossier: DossierRegion) -> Parcours:
    """Say where each operator stands on each step of the year."""
    return {
        one.id: avancees(
            [dossier.contrats[code] for code in one.contrats], dossier.delais, dossier.annee,
            dossier.jour,
        )
        for one in dossier.recenses
    }  # fmt: skip


def entete(dossier: DossierRegion, pas: Parcours) -> Groupe:
    """Show which région and year, and how much is late."""
    late = retards(pas)
    count = pluriel(len(late), "étape") if late else "aucune étape"
    return Groupe((
        *couverture(dossier, f"Dialogue de gestion {dossier.annee}", INTERNE, chiffres=True),
        Paragraphe(
            f"{pluriel(len(pas), 'opérateur')}\u00a0; {count} en retard au "
            f"{date_courte(dossier.jour)}.",
        ),
    ))  # fmt: skip


def etapes(dossier: DossierRegion, pas: Parcours) -> Groupe:
    """Show the calendar of the year, and how many operators are at each step."""
    counted = comptes(pas.values())
    shown = [state for state in ETATS_ETAPE if any(each.get(state) for each in counted.values())]
    rows: list[tuple[Valeur, ...]] = []
    for step in DIALOGUE.lire().etapes:
        one = next((each for every in pas.values() for each in every if each.etape == step), None)
        when = f"{date_courte(one.debut)} au {date_courte(one.fin)}" if one else ""
        counts = counted.get(step.code, {})
        rows.append((step.libelle, when, step.document, *(counts.get(s, 0) for s in shown)))
    columns = (
        Colonne("Étape"), Colonne("Quand"), Colonne("Document"),
        *(Colonne(_ETATS[state].capitalize(), "nombre") for state in shown),
    )  # fmt: skip
    return Groupe((
        Titre(2, "Le calendrier de l’année", "etapes"),
        Tableau("Les étapes, et combien d’opérateurs y sont", columns, tuple(rows),
                note=f"{_SANS_TRACE} {DIALOGUE.lire().source}".rstrip(". ") + "."),
        *_figure(dossier, pas),
    ))  # fmt: skip


def _figure(dossier: DossierRegion, pas: Parcours) -> tuple[Bloc, ...]:
    steps = [one for one in DIALOGUE.lire().etapes if one.preuve]
    late = comptes(pas.values())
    rows = [
        {"etape": step.libelle, "etat": _ETATS[state], "n": late.get(step.code, {}).get(state, 0)}
        for step in steps for state in ("faite", "en_cours", "en_retard", "a_venir")
    ]  # fmt: skip
    met = {row["etape"] for row in rows if row["n"]}
    if not met:
        return ()
    rows = [row for row in rows if row["etape"] in met]
    columns = (Colonne("Étape"), Colonne("État"), Colonne("Opérateurs", "nombre"))
    behind = retards(pas)
    count = pluriel(len(behind), "étape") if behind else "Aucune étape"
    said = f"{count} en retard au {date_courte(dossier.jour)}"
    return (
        Figure(
            titre=said,
            graphique=carte_chaleur(rows, "etape", "etat", "n", format="nombre"),
            unite="Nombre d’opérateurs",
            source="rencontres, actes, avenants des contrats",
            alternative=f"{said}.",
            tableau=Tableau(
                "Opérateurs par étape et par état", columns,
                tuple((str(r["etape"]), str(r["etat"]), int(str(r["n"]))) for r in rows),
            ),
        ),
    )  # fmt: skip


def operateurs(dossier: DossierRegion, pas: Parcours) -> Groupe:
    """Show, operator by operator, what is done; the operators at stake first."""
    held = sorted(dossier.recenses, key=lambda one: (-_weight(dossier, one), one.nom))
    steps = [one for one in DIALOGUE.lire().etapes if one.preuve]
    columns = (Colonne("Opérateur"), *(Colonne(step.libelle) for step in steps))
    rows = tuple(
        (
            f"{one.nom}{' (à enjeux)' if _weight(dossier, one) else ''}",
            *(_cell(each) for each in pas[one.id] if each.etape.preuve),
        )
        for one in held
    )
    return Groupe((
        Titre(2, "Opérateur par opérateur", "operateurs"),
        Tableau("Ce qui est fait pour chacun", columns, rows,
                note="Les opérateurs à enjeux d’abord\u00a0: ceux que relèvent le plus de règles. "
                f"{ENJEUX}"),
        *_enjeux(dossier, held),
    ))  # fmt: skip


def _weight(dossier: DossierRegion, one: Recense) -> int:
    return len(dossier.enjeux.signaux.get(one.id, ()))


def _cell(one: Avancee) -> str:
    if one.le is not None:
        done = "effet le" if one.etape.preuve == "contrat" else "faite le"
        return f"{done} {date_courte(one.le)}"
    return f"en retard ({date_courte(one.fin)})" if one.etat == "en_retard" else _ETATS[one.etat]


def _enjeux(dossier: DossierRegion, held: Sequence[Recense]) -> tuple[Bloc, ...]:
    rows = tuple(
        (
            one.nom, contrat_en_mots(one),
            ", ".join(s.regle.libelle for s in dossier.enjeux.signaux.get(one.id, ())),
            dossier.annee_programmee(one.id),
        )
        for one in held
        if _weight(dossier, one)
    )  # fmt: skip
    if not rows:
        return (Paragraphe("Aucun opérateur à enjeux n’est relevé cette année.", role="note"),)
    columns = (Colonne("Opérateur"), Colonne("Contrat"), Colonne("Règles qui le relèvent"),
               Colonne("Signature programmée"))  # fmt: skip
    return (Tableau("Les opérateurs à enjeux et leur contrat", columns, rows),)


def retard(dossier: DossierRegion, pas: Parcours) -> Groupe:
    """List what is late, and what the meetings of the year left open."""
    late = retards(pas)
    steps = list(dict.fromkeys((one.etape.code, one.fin) for _, one in late))
    rows = tuple(_late(dossier, late, code, end) for code, end in steps)
    columns = (Colonne("Étape"), Colonne("Attendue le", "date"), Colonne("Opérateurs", "nombre"),
               Colonne("Lesquels"))  # fmt: skip
    shown: Bloc = (
        Tableau("Ce qui est en retard, le plus ancien d’abord", columns, rows) if rows
        else Paragraphe("Rien n’est en retard.", role="note")
    )  # fmt: skip
    return Groupe((Titre(2, "Ce qui est en retard", "retards"), shown, *_releves(dossier)))


def _late(
    dossier: DossierRegion, late: Sequence[tuple[str, Avancee]], code: str, end: date
) -> tuple[Valeur, ...]:
    held = [pair for pair in late if (pair[1].etape.code, pair[1].fin) == (code, end)]
    names = "\u00a0; ".join(sorted(dossier.noms.get(who, who) for who, _ in held))
    return (held[0][1].etape.libelle, end, len(held), names)


def _releves(dossier: DossierRegion) -> tuple[Bloc, ...]:
    years = {dossier.annee - 1, dossier.annee}
    rows = []
    for one in dossier.recenses:
        held = [
            row for code in one.contrats for row in dossier.contrats[code].de("releves")
            if row["date"].year in years
        ]  # fmt: skip
        counts = [sum(row["nature"] == kind for row in held) for kind in _RELEVES]
        waiting = sum(
            row["nature"] in compte_rendu.A_FAIRE and (row["close_le"] or date.max) > dossier.jour
            for row in held
        )
        if held:
            rows.append((one.nom, *counts, waiting))
    if not rows:
        return ()
    columns = (Colonne("Opérateur"), *(Colonne(name, "nombre") for name in _RELEVES.values()),
               Colonne("Encore à exécuter", "nombre"))  # fmt: skip
    return (Tableau("Ce que les rencontres ont relevé", columns, tuple(rows), note=_A_EXECUTER),)


def fin(dossier: DossierRegion) -> Groupe:
    """Say how a step is known to be done."""
    return methode(
        dossier,
        "Une étape est faite quand une rencontre de sa nature a eu lieu dans ses dates (trois mois "
        "avant, neuf mois après), quand l’échéance qu’elle porte est faite, ou quand un contrat ou "
        "un avenant prend effet dans l’année. Elle est en retard tant qu’elle peut encore se tenir "
        "(neuf mois après ses dates)\u00a0; une échéance des textes le reste.",
        "L’année est celle du contrat qui la couvre, même échu ou résilié depuis\u00a0; les "
        "rencontres de tous les contrats de l’opérateur comptent.",
    )
