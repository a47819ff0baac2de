"""What is always in sight: one sentence, and four figures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cpomlib.calcul.scenarios import (
    Projection,
    exact,
    gain,
    libelle_genre,
    mode_de,
    par_mode,
    places_deplacees,
)
from cpomlib.socle import euros_ronds, is_missing, pluriel

FIGURES = {
    "resultat": "Résultat {annee}",
    "tresorerie": "Trésorerie fin {annee}",
    "cout_place": "Coût d’une place",
    "etp": "Postes (ETP)",
}
RAISONS = {
    "tresorerie": "sans balance de clôture déposée",
    "cout_place": "sans place financée",
    "etp": "aucun salarié déposé",
}
PETIT = 0.005
MOINS = ("-", "\u2212")


def bandeau(projection: Projection, base: Projection, doutes: Sequence[str]) -> str:
    """Return the sentence, the figures, and what the hypotheses leave out, as HTML."""
    alerts = "".join(f"<li>{escape(text)}</li>" for text in doutes)
    listed = f'<ul class="cpom-doutes" role="status">{alerts}</ul>' if alerts else ""
    cards = "".join(_carte(name, projection, base) for name in FIGURES)
    return (
        f'<div class="cpom-bandeau"><p class="cpom-phrase">{phrase(projection, base)}</p>'
        f'<div class="cpom-cartes cpom-quatre">{cards}</div>{listed}</div>'
    )


def phrase(projection: Projection, base: Projection) -> str:
    """Say what the scenario does to the last year: its result, its places, its posts."""
    year = projection.annees[-1]
    now, before = (float(p.total("resultat")[-1]) for p in (projection, base))
    moved = [*_places(projection, base), *_postes(projection, base)]
    if euros_ronds(now) == euros_ronds(before) and not moved:
        return f"Sans changement, le résultat {year} serait de {_fort(now)}."
    if euros_ronds(now) == euros_ronds(before):
        head = f"laisse le résultat {year} à {_fort(now)}"
    else:
        verb = "porte" if now > before else "ramène"
        base_said = escape(euros_ronds(before))
        head = f"{verb} le résultat {year} à {_fort(now)} (base\u00a0: {base_said})"
    parts = [head, *moved]
    return f"Ce scénario {_enumere(parts)}."


def _places(projection: Projection, base: Projection) -> list[str]:
    """Say the places closed and opened, mode by mode."""
    by_kind, kinds = places_deplacees(projection, base)
    gaps = par_mode(by_kind, mode_de)
    gone = [(mode, -n) for mode, n in gaps.items() if n < -PETIT]
    come = [(mode, n) for mode, n in gaps.items() if n > PETIT]
    if not gone and not come and kinds > PETIT:
        return [f"change de GHAM {pluriel(round(kinds), 'place')}"]
    return [
        f"{verb} {pluriel(round(n), 'place')} en {escape(libelle_genre(mode))}"
        for verb, listed in (("ferme", gone), ("ouvre", come))
        for mode, n in listed
    ]


def _postes(projection: Projection, base: Projection) -> list[str]:
    gap = gain(projection, base, "etp")
    if is_missing(gap) or abs(gap) < PETIT:
        return []
    count = exact(round(abs(gap), 2))
    noun = "poste" if abs(gap) < 2 else "postes"
    return [f"{'crée' if gap > 0 else 'retire'} {count}\u00a0{noun}"]


def _enumere(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} et {parts[-1]}"


def _fort(value: float) -> str:
    shown = euros_ronds(value)
    # of what is read: ten centimes of deficit are written 0 €
    name = "cpom-sous" if shown.startswith(MOINS) else ""
    return f'<strong class="{name}">{escape(shown)}</strong>'


def _carte(name: str, projection: Projection, base: Projection) -> str:
    label = FIGURES[name].format(annee=projection.annees[-1])
    shown, without = (_ecrit(name, float(p.total(name)[-1])) for p in (projection, base))
    why = RAISONS.get(name, "") if shown == "n. d." else f"base {without}"
    moved = " cpom-bouge" if shown != without else ""
    return (
        f'<div class="cpom-carte{moved}"><span class="cpom-carte-libelle">{escape(label)}</span>'
        f'<span class="cpom-carte-valeur">{escape(shown)}</span>'
        f'<span class="cpom-carte-region">{escape(why)}</span></div>'
    )


def _ecrit(name: str, value: float) -> str:
    if is_missing(value):
        return "n. d."
    return exact(round(value, 2)) if name == "etp" else euros_ronds(value)
