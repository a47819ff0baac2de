"""The following of a contract as it is read: targets judged, actions in time, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from cpomlib.calcul.contrat import ECHEANCES, JUGEMENTS, Contrat, Delai, LigneSuivi
from cpomlib.droit import nomenclature
from cpomlib.pages.contrat.dit import ecrite, libelle_de, unite_de
from cpomlib.socle import NBSP, date_courte, nombre, pluriel

SIGNES = {"atteinte": "✓", "proche": "≈", "non_atteinte": "✗"}
"""Beside the word and the colour: each of the three says it alone."""
STATUTS = {"en_retard": "en retard", "proche": "proche", "a_venir": "à venir"}
NEUTRE = "Aucun jugement n’entre dans un tarif."
DUS = 12
"""Deadlines shown at once."""


def titre(lignes: Sequence[LigneSuivi], annee: int) -> str:
    """Say in one sentence where the targets of a year stand: counts, never one mark."""
    counts = [
        f"{count} {JUGEMENTS[kind]}{'s' if count > 1 and kind != 'non_mesurable' else ''}"
        for kind in ("atteinte", "proche", "non_atteinte", "non_mesurable")
        if (count := len([one for one in lignes if one.jugement == kind]))
    ]
    if not counts:
        return f"Rien n’est encore jugé en {annee}"
    return f"{pluriel(len(lignes), 'cible')} en {annee}{NBSP}: {', '.join(counts)}"


def tableau(lignes: Sequence[LigneSuivi], petit: float, conventions: Sequence[str] = ()) -> str:
    """Return the targets of a year, as a table; under it, the conventions that they follow."""
    foot = "".join(f"<p class='cpom-base'>{escape(one)}</p>" for one in (*conventions, NEUTRE))
    rows = "".join(_ligne(one, petit) for one in lignes)
    heads = "".join(
        f'<th scope="col">{name}</th>' for name in ("Cible", "Attendu", "Mesuré", "Jugement")
    )
    return (
        '<table class="cpom-table cpom-suivi-cibles"><thead><tr>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table>{foot}"
    )


def _ligne(one: LigneSuivi, petit: float) -> str:
    unit = unite_de(one.cible)
    wanted = ecrite(one.attendu, unit)
    if one.interpolee:
        wanted += " (repère, non contractuel)"
    name = f"{one.cible.objectif} · {libelle_de(one.cible)}"
    return (
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(wanted)}</td>'
        f"<td>{escape(mesuree(one, petit))}</td><td>{jugement(one, petit)}</td></tr>"
    )


def mesuree(one: LigneSuivi, petit: float) -> str:
    """Write what was measured; a small or fragile rate in counts only."""
    unit = unite_de(one.cible)
    counted = one.numerateur is not None and one.denominateur
    if unit == "taux" and counted:
        said = f"{nombre(one.numerateur)} sur {nombre(one.denominateur)}"
        return said if en_nombres(one, petit) else f"{ecrite(one.mesure, unit)} ({said})"
    return ecrite(one.mesure, unit)


def en_nombres(one: LigneSuivi, petit: float) -> bool:
    """Whether a judgement is written without colour: fragile, or of too few."""
    return one.fragile or (one.denominateur is not None and one.denominateur < petit)


def jugement(one: LigneSuivi, petit: float) -> str:
    """Write a judgement in words, with a colour where it holds."""
    said = JUGEMENTS[one.jugement]
    if one.jugement not in SIGNES:
        more = "" if one.jugement == "suivi" else one.raison
        return f"<span>{escape(said)}</span> <span class='cpom-base'>{escape(more)}</span>"
    if one.fragile:
        return f"{escape(said)}, fragile\u00a0: le hasard seul peut donner l’écart"
    if en_nombres(one, petit):
        return f"{escape(said)}, sur un petit nombre"
    return f'<b class="cpom-jugement cpom-juge-{one.jugement}">{SIGNES[one.jugement]} {said}</b>'


def echeances(dus: Sequence[Delai], jour: date, contrat: Contrat) -> str:
    """Return what is due, the late first, as HTML."""
    named = _nommes(contrat)
    open_ = [one for one in dus if one.statut(jour) in STATUTS]
    late = [one for one in open_ if one.statut(jour) == "en_retard"]
    kept = [*late[-DUS:], *(one for one in open_ if one not in late)][:DUS]
    rows = "".join(_du(one, jour, named.get((one.nature, one.cle), "")) for one in kept)
    more = _autres(len(late) - len(late[-DUS:]), len(open_) - max(len(late), DUS))
    drawn = f'<ul class="cpom-dus">{rows}</ul>{more}' if rows else "<p>Rien n’est dû.</p>"
    return "".join(map(_depassee, (one for one in dus if _past(one)))) + drawn


def _autres(anciens: int, suivants: int) -> str:
    """Say how many are not shown, before and after those that are."""
    told = [f"{pluriel(anciens, 'autre')} en retard depuis plus longtemps"] if anciens else []
    told += [f"{pluriel(suivants, 'autre')} plus tard"] if suivants > 0 else []
    return f"<p class='cpom-base'>Et {', '.join(told)}.</p>" if told else ""


def _past(one: Delai) -> bool:
    return one.nature == "conclusion_cpom" and one.sans_objet


def _depassee(one: Delai) -> str:
    """Say that the legal day of the signature is past: a state, neither late nor blamed."""
    nature = ECHEANCES.lire().natures[one.nature]
    said = f"{nature.libelle}, {date_courte(one.le)}. {one.dit} {nature.silence}"
    return f"<p class='cpom-base'>{escape(said)}</p>"


def _nommes(contrat: Contrat) -> dict[tuple[str, str], str]:
    """Return what is due by its own words: an action, what a meeting decided."""
    actions = {("action", str(row["id_action"])): str(row["intitule"])
               for row in contrat.de("actions")}  # fmt: skip
    notes = {("releve", f"{row['date'].isoformat()}-{row['numero']}"): str(row["texte"])
             for row in contrat.de("releves")}  # fmt: skip
    return actions | notes


def _du(one: Delai, jour: date, nom: str) -> str:
    nature = ECHEANCES.lire().natures[one.nature]
    kind = one.statut(jour)
    said = " ".join(filter(None, (nom, one.dit, nature.silence)))
    more = f'<span class="cpom-base">{escape(said)}</span>' if said else ""
    key = f" {one.exercice}".rstrip()
    return (
        f'<li class="cpom-du-{kind}"><b>{date_courte(one.le)}</b> {escape(nature.libelle)}{key}, '
        f"{STATUTS[kind]} {more}</li>"
    )


def etat_action(code: str) -> str:
    """Return the words of the state of an action."""
    return nomenclature("etat_action").libelles.get(code, code)
