"""What is said beside a target: does the retained scenario lead there, is it realistic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from cpomlib.calcul.contrat import (
    CibleSuivie,
    Contrat,
    Manquement,
    Mesuree,
    au_dela,
    dernieres_mesures,
    est_fragile,
    tendance,
    verifier,
)
from cpomlib.dossier import vue_avec
from cpomlib.pages.contrat.dit import ecrite, gens_de, unite_de
from cpomlib.pages.contrat.donnees import Ouvert
from cpomlib.socle import NBSP, nombre, pluriel

GRAVITES = {
    "bloquant": ("point bloquant", "points bloquants"),
    "a_corriger": ("point à corriger", "points à corriger"),
    "conseil": ("conseil", "conseils"),
}
MENE = {"atteinte": "il y mène", "proche": "il s’en approche", "non_atteinte": "il n’y mène pas"}
ATTEND = "Le contrôle est en cours…"


def encadres(ouvert: Ouvert, contrat: Contrat, cible: CibleSuivie, reserve: bool) -> str:
    """Return the two boxes under the drawing, as HTML."""
    alerts, said = _realiste(ouvert, contrat, cible, reserve)
    kind = " cpom-dit-alerte" if alerts else ""
    return (
        '<div class="cpom-dits"><div class="cpom-dit">'
        "<h3>Le scénario retenu y mène-t-il\u00a0?</h3>"
        f"{_paragraphes([scenario(ouvert, contrat, cible)])}</div>"
        f'<div class="cpom-dit{kind}"><h3>Réaliste\u00a0?</h3>{_paragraphes(said)}</div></div>'
    )


def en_attente() -> str:
    """Return the boxes while what they need is read."""
    return f'<div class="cpom-dits"><div class="cpom-dit"><p>{ATTEND}</p></div></div>'


def _paragraphes(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def scenario(ouvert: Ouvert, contrat: Contrat, cible: CibleSuivie) -> str:
    """Say whether the retained scenario leads to a target."""
    held = ouvert.retenu
    if held is None:
        return "Aucun scénario n’est retenu pour ce gestionnaire."
    name = f"«{NBSP}{held.scenario.titre}{NBSP}»"
    if held.refus:
        return f"{name}\u00a0: {held.refus}"
    lines = [one for one in ouvert.scenario(contrat) if one.cible.cle == cible.cle]
    if not lines:
        return f"{name} ne dit rien de cet indicateur. À argumenter."
    last, unit = lines[-1], unite_de(cible)
    if last.projete is None:
        return f"{name}\u00a0: {last.raison}"
    given, wanted = ecrite(last.projete, unit), ecrite(last.attendu, unit)
    way = MENE.get(last.jugement, "")
    return f"{name} donne {given} en {last.annee}, pour {wanted} attendus\u00a0: {way}."


def _realiste(
    ouvert: Ouvert, contrat: Contrat, cible: CibleSuivie, reserve: bool
) -> tuple[bool, list[str]]:
    """Return whether something is to be looked at, and what is said."""
    told = [one.message for one in manquements(ouvert, contrat) if one.objet == cible.indicateur]
    known = dernieres_mesures(contrat, cible, ouvert.mesures(contrat), ouvert.jour)
    chance = hasard(cible, known)
    said = [comparaison(ouvert, cible, reserve), chance, rythme(ouvert, contrat, cible), *told]
    kept = [line for line in said if line]
    return bool(told or chance), kept or ["Rien ne s’y oppose."]


def manquements(ouvert: Ouvert, contrat: Contrat) -> list[Manquement]:
    """Apply the rules to the contract as it is being changed."""
    vue = vue_avec(ouvert.vue, contrat, ouvert.mesures(contrat), ouvert.comparables)
    return verifier(contrat, vue)


def comparaison(ouvert: Ouvert, cible: CibleSuivie, reserve: bool) -> str:
    """Say how many comparables do as well; never to one party alone.

    Moving the target would give back each of their figures.
    """
    others = compares(ouvert, cible)
    if reserve or not others or cible.derniere is None:
        return ""
    count = au_dela(others, cible.derniere[1], cible.sens)
    if count is None:
        return ""
    among = f"Sur {len(others)} gestionnaires comparables de la région"
    if count == 0:
        return f"{among}, aucun ne fait aussi bien."
    return f"{among}, {count} {'fait' if count == 1 else 'font'} déjà aussi bien."


def compares(ouvert: Ouvert, cible: CibleSuivie) -> Sequence[float]:
    """Return the values that a target may be set beside: those of whole CHRS."""
    if cible.perimetre != "chrs" or cible.etablissement:
        return ()
    return ouvert.comparables.get(cible.indicateur, ())


def hasard(cible: CibleSuivie, mesurees: Sequence[tuple[int, Mesuree]]) -> str:
    """Say that chance alone would give as much, empty where it would not."""
    if cible.derniere is None or not mesurees or not mesurees[-1][1].effectif:
        return ""
    last = mesurees[-1][1]
    if not est_fragile(last.numerateur, last.denominateur, cible.derniere[1]):
        return ""
    return (
        f"Sur {nombre(last.denominateur)} {gens_de(cible)} par an, cet écart se distingue à peine "
        "du hasard\u00a0: à juger sur deux années réunies."
    )


def rythme(ouvert: Ouvert, contrat: Contrat, cible: CibleSuivie) -> str:
    """Say where the present pace leads, empty where it is not known."""
    slope = tendance(contrat, cible, ouvert.mesures(contrat), ouvert.jour)
    if slope is None or cible.derniere is None:
        return ""
    if slope.atteinte:
        return "Elle est déjà atteinte."
    if slope.annee is None:
        return "Au rythme actuel, elle ne serait pas atteinte."
    return f"Au rythme actuel, elle le serait en {slope.annee}."


def controle(found: Sequence[Manquement]) -> str:
    """Return all that the rules find of the contract, folded, as HTML."""
    if not found:
        return '<p class="cpom-controle">Le contrôle du contrat ne trouve rien à signaler.</p>'
    counts = [
        pluriel(n, *GRAVITES[kind])
        for kind in GRAVITES
        if (n := len([one for one in found if one.gravite == kind]))
    ]
    rows = "".join(
        f'<li class="cpom-{escape(one.gravite)}"><b>{escape(GRAVITES[one.gravite][0])}</b> '
        f"{escape(one.message)} <span>{escape(one.article)}</span></li>"
        for one in found
    )
    return (
        '<figure class="cpom-controle" id="fig-controle"><details class="cpom-donnees"><summary>'
        f"Le contrat contrôlé\u00a0: {escape(', '.join(counts))}</summary><ul>{rows}</ul></details>"
        "</figure>"
    )
