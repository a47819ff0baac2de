"""What the right of the page shows, as the blocks of the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cpomlib.calcul.scenarios import Cascade, Etat, Projection, etp_pour_cent_places, intitule
from cpomlib.pages.scenarios import figures
from cpomlib.rendu.blocs import (
    Bloc,
    ChiffreCle,
    ChiffresCles,
    Colonne,
    Figure,
    Groupe,
    Paragraphe,
    Tableau,
)
from cpomlib.socle import euros_ronds, is_missing, taux, write

DOCUMENTS = {"ca": "compte administratif", "be": "budget exécutoire"}
DETAIL = {
    "produits_groupe_1": ("Produits de la tarification (groupe I)", "euros_ronds"),
    "produits_groupe_2": ("Autres produits d’exploitation (groupe II)", "euros_ronds"),
    "produits_groupe_3": ("Produits financiers et non encaissables (groupe III)", "euros_ronds"),
    "charges_groupe_1": ("Charges d’exploitation courante (groupe I)", "euros_ronds"),
    "charges_groupe_2": ("Charges de personnel (groupe II)", "euros_ronds"),
    "charges_groupe_3": ("Charges de structure (groupe III)", "euros_ronds"),
    "resultat": ("Résultat", "euros_ronds"),
    "resultat_cumule": ("Résultat cumulé", "euros_ronds"),
    "reserves": ("Réserves et report à nouveau", "euros_ronds"),
    "tresorerie": ("Trésorerie", "euros_ronds"),
    "places": ("Places financées", "nombre"),
    "etp": ("ETP", "decimal2"),
    "cout_place": ("Coût d’une place", "euros_ronds"),
}
CARTES = ("resultat", "resultat_cumule", "cout_place", "tresorerie", "reserves")
PAREIL = "="


def source(etat: Etat) -> str:
    """Say what the base year was read in."""
    documents = " et ".join(sorted({DOCUMENTS[name] for name in etat.documents}))
    return f"{documents} {etat.annee}, calcul cpomlib"


def chiffres(projection: Projection, base: Projection) -> ChiffresCles:
    """Show the key figures of the last year, each beside what no hypothesis would give."""
    year = projection.annees[-1]
    cards = [_card(name, projection.total(name)[-1], base.total(name)[-1]) for name in CARTES]
    ratios = [float(etp_pour_cent_places(p)[-1]) for p in (projection, base)]
    cards.append(
        ChiffreCle("etp_places", "ETP pour 100 places", ratios[0], "decimal",
                   reference=f"sans hypothèse : {write(ratios[1], 'decimal')}",
                   raison="aucun salarié déposé")
    )  # fmt: skip
    return ChiffresCles(f"À la fin de {year}", tuple(cards), ancre="chiffres")


def resultats(
    titre: str, projection: Projection, base: Projection
) -> tuple[ChiffresCles, Figure, Figure]:
    """Show the key figures, the result of each year, the charges by groupe."""
    where = source(projection.etat)
    return (
        chiffres(projection, base),
        figures.resultats({titre: projection}, base, where),
        figures.charges(projection, where),
    )


def comparaison(titres: Mapping[str, Projection], base: Projection) -> Tableau:
    """Lay the scenarios side by side in the last year.

    What differs comes first, as differences to the base; what does not is said once.
    """
    year = base.annees[-1]
    held = [(label, form, base.total(poste)[-1], [p.total(poste)[-1] for p in titres.values()])
            for poste, (label, form) in DETAIL.items()]  # fmt: skip
    ratios = [float(etp_pour_cent_places(p)[-1]) for p in (base, *titres.values())]
    held.append(("ETP pour 100 places", "decimal", ratios[0], ratios[1:]))
    rows = [_cote(*line) for line in held]
    moved = [row for row in rows if any(cell != PAREIL for cell in row[2:])]
    same = [row for row in rows if row not in moved]
    columns = (Colonne("Poste"), Colonne("Sans hypothèse", "nombre"),
               *(Colonne(title, "nombre") for title in titres))  # fmt: skip
    return Tableau(f"En {year}, écarts à l’année sans hypothèse", columns, (*moved, *same),
                   note=f"«\u00a0{PAREIL}\u00a0»\u00a0: comme sans hypothèse.",
                   source=source(base.etat))  # fmt: skip


def _cote(label: str, form: Any, before: float, values: Sequence[float]) -> tuple[Any, ...]:
    """Return a row: the base, then what each scenario adds to it."""
    cells = []
    for value in values:
        gap = float(value) - float(before)
        shown = write(gap, form)
        none = is_missing(gap) or shown in (write(0.0, form), write(-0.0, form))
        cells.append(PAREIL if none else f"{'+' if gap > 0 else ''}{shown}")
    return (label, write(float(before), form), *cells)


def ecart(held: Cascade, source: str) -> tuple[Bloc, ...]:
    """Show what each hypothesis adds to the cumulative result, from the base to the scenario."""
    from cpomlib.rendu.graphiques import cascade as drawing

    names = ["Sans hypothèse", *(f"{item.rang + 1}. {intitule(item.hypothese)}"
                                 for item in held.contributions)]  # fmt: skip
    amounts = [held.depart_euros, *(item.euros for item in held.contributions)]
    frame = pd.DataFrame({"etape": names, "valeur": amounts})
    title = "D’où vient l’écart avec la base ?"
    end = held.arrivee_euros
    table = Tableau(
        title,
        (Colonne("Hypothèse"), Colonne("Effet sur le résultat cumulé", "euros")),
        (*zip(names, amounts, strict=True), ("Scénario", end)),
        note=held.explication,
        lignes_total=1,
    )
    figure = Figure(
        titre=title,
        graphique=drawing(frame, "etape", "valeur", total="Scénario"),
        unite="résultat cumulé des années projetées, en euros",
        source=source,
        alternative=f"De {euros_ronds(amounts[0])} sans hypothèse à {euros_ronds(end)}.",
        tableau=table,
        ancre="fig-ecart",
    )
    return figure, table


def detail(projection: Projection, titre: str) -> Tableau:
    """Show every poste year by year, for the whole gestionnaire."""
    columns = (Colonne("Poste"), *(Colonne(str(year), "nombre") for year in projection.annees))
    rows = [
        (label, *(write(float(value), form) for value in projection.total(poste)))  # type: ignore[arg-type]
        for poste, (label, form) in DETAIL.items()
    ]
    ratios = (write(float(value), "decimal") for value in etp_pour_cent_places(projection))
    rows.append(("ETP pour 100 places", *ratios))
    return Tableau(f"{titre}, année par année", columns, tuple(rows),
                   source=source(projection.etat))  # fmt: skip


def etablissements(projection: Projection) -> Tableau:
    """Show each establishment in the last year."""
    year, names = projection.annees[-1], projection.etat.noms
    asked = ("places", "etp", "cout_place", "resultat")
    columns = (Colonne("Établissement"),
               *(Colonne(DETAIL[poste][0], DETAIL[poste][1]) for poste in asked))  # type: ignore[arg-type]  # fmt: skip
    values = [projection.valeurs(poste)[:, -1] for poste in asked]
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (name, *(float(held[rank]) for held in values)) for rank, name in enumerate(names)
    )
    return Tableau(f"Par établissement, en {year}", columns, rows)


def regles(etat: Etat) -> tuple[str, ...]:
    """Say the conventions of the calculation."""
    shares = [taux(part, 0) for part in etat.part_variable]
    return (
        "Sans hypothèse, chaque année vaut l’année de base. Les mesures non reconductibles de "
        "l’année de base sont retirées.",
        f"Quand des places ouvrent ou ferment, {shares[0]} des charges du groupe I et "
        f"{shares[1]} de celles du groupe III suivent leur nombre (convention à régler dans "
        "seuils.yaml).",
    )


def methode(etat: Etat) -> Bloc:
    """Say what the base year leaves in doubt, and the conventions of the calculation."""
    notes = [Paragraphe(text, "avertissement") for text in etat.avertissements]
    return Groupe((*notes, *(Paragraphe(rule, "note") for rule in regles(etat))))


def _card(name: str, value: float, without: float) -> ChiffreCle:
    label = "Réserves" if name == "reserves" else DETAIL[name][0]
    return ChiffreCle(
        name, label, float(value), "euros_ronds",
        reference=f"sans hypothèse : {euros_ronds(float(without))}",
        raison="sans balance de clôture déposée",
    )  # fmt: skip
