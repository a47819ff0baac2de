"""What every part is built of: tables by département and by year, maps, points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.regional import REGION, departement
from cpomlib.dossier import Territoire, form, written
from cpomlib.droit import contours_departements
from cpomlib.rapports.elements import UNITES, sources
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Paragraphe, Tableau
from cpomlib.rendu.graphiques import EN_NOMBRES, carte
from cpomlib.rendu.graphiques.points import points
from cpomlib.socle import Format, Mesure, Secret, Valeur, pluriel, write

TEINTE = (
    "La teinte va de la plus basse à la plus haute des valeurs\u00a0: elle les ordonne, même quand "
    "elles sont proches."
)
SANS_CONTOUR = "Un département sans contour dans le fond de carte est figuré par un carré."


def tableau_annees(
    territoire: Territoire, titre: str, indicateurs: Sequence[str], note: str = ""
) -> Tableau:
    """Set indicators of the région in rows and years in columns."""
    columns = (
        Colonne("Indicateur"),
        *territoire.colonnes(),
    )
    rows = tuple(
        (territoire.libelle(i), *(territoire.cellule(REGION, i, y) for y in territoire.annees))
        for i in indicateurs
    )
    return Tableau(titre, columns, rows, note=note, source=sources(indicateurs))


def tableau_departements(
    territoire: Territoire, titre: str, indicateurs: Mapping[str, str], note: str = ""
) -> Tableau:
    """Set départements in rows and indicators in columns, the région last.

    Args:
        territoire: whose.
        titre: of the table.
        indicateurs: id → heading of its column.
        note: what the reader must know.
    """
    columns = (Colonne("Département"), *(Colonne(head, "nombre") for head in indicateurs.values()))
    rows = [
        (name, *(territoire.cellule(departement(code), i) for i in indicateurs))
        for code, name in territoire.departements.items()
    ]
    rows.append(("Région", *(territoire.cellule(REGION, i) for i in indicateurs)))
    return Tableau(
        titre, columns, tuple(rows), note=note, source=sources(list(indicateurs)), lignes_total=1
    )


def par_departement(territoire: Territoire, indicateur: str) -> pd.DataFrame:
    """Return ``code``, ``nom``, ``valeur``, ``statut``, ``dit`` of an indicator, by département."""
    return montrees(
        (code, name, territoire.cellule(departement(code), indicateur))
        for code, name in territoire.departements.items()
    )


def montrees(cells: Iterable[tuple[str, str, Valeur]]) -> pd.DataFrame:
    """Return what a chart shows of cells: ``code``, ``nom``, ``valeur``, ``statut``, ``dit``.

    A rate that its cell tells in counts has no value to be drawn, and says its counts.
    """
    return pd.DataFrame(
        [(code, name, *_shown(cell)) for code, name, cell in cells],
        columns=["code", "nom", "valeur", "statut", "dit"],
    ).astype({"valeur": "float64"})


def _shown(cell: Valeur) -> tuple[Valeur, str, str]:
    if isinstance(cell, Secret):
        return None, "secret", ""
    if isinstance(cell, str):
        return None, EN_NOMBRES, cell
    return cell.valeur if isinstance(cell, Mesure) else cell, "ok", ""


def carte_indicateur(territoire: Territoire, titre: str, indicateur: str) -> Figure:
    """Map an indicator by département, its values in the table of the figure."""
    shape, unit = form(indicateur)
    table = tableau_departements(territoire, titre, {indicateur: fiches()[indicateur].libelle})
    return carte_valeurs(
        territoire, titre, par_departement(territoire, indicateur), table, shape, unit,
        UNITES.get(fiches()[indicateur].unite, ""),
    )  # fmt: skip


def carte_valeurs(
    territoire: Territoire, titre: str, frame: pd.DataFrame, table: Tableau, shape: Format,
    unit: str, unite: str,
) -> Figure:  # fmt: skip
    """Map values by département: ``code``, ``nom``, ``valeur``, ``statut``; their span is told."""
    outlines = contours_departements(list(territoire.departements))
    missing = len(outlines) < len(territoire.departements)
    return Figure(
        titre=etendue(titre, frame, shape, unit, territoire.exercice),
        graphique=carte(frame, "code", "nom", "valeur", outlines, format=shape, unite=unit),
        unite=unite,
        source=f"{table.source}\u00a0; fond de carte\u00a0: IGN Admin Express 2018, simplifié",
        alternative=f"Carte des départements. {extremes(frame, shape, unit)}",
        tableau=table,
        note=f"{TEINTE} {SANS_CONTOUR}" if missing else TEINTE,
    )


def points_indicateur(territoire: Territoire, titre: str, indicateur: str) -> Bloc:
    """Set the départements beside each other on a line, the région as a dashed mark."""
    frame = par_departement(territoire, indicateur)
    shape, unit = form(indicateur)
    if frame["valeur"].isna().all():
        return Paragraphe(
            "Aucun département n’a de valeur que l’on puisse montrer.",
            role="manque",
            titre=f"{titre}\u00a0:",
        )
    frame = frame.sort_values("valeur", ascending=False, kind="stable", na_position="last")
    unknown = territoire.masque(REGION, indicateur) or territoire.en_nombres(REGION, indicateur)
    whole = None if unknown else territoire.valeur(REGION, indicateur)
    said = "" if whole is None else f" Région\u00a0: {written(indicateur, whole)}."
    return Figure(
        titre=etendue(titre, frame, shape, unit, territoire.exercice),
        graphique=points(
            frame, "nom", "valeur", format=shape, unite=unit, repere=whole, nom_repere="Région"
        ),
        unite=UNITES.get(fiches()[indicateur].unite, ""),
        source=sources([indicateur]),
        alternative=f"{extremes(frame, shape, unit)}{said}",
        tableau=tableau_departements(territoire, titre, {indicateur: fiches()[indicateur].libelle}),
    )


def etendue(titre: str, frame: pd.DataFrame, shape: Format, unit: str, exercice: str) -> str:
    """Return the title of a chart of départements: their span, where all of them may be said."""
    shown = frame.dropna(subset=["valeur"])
    if len(shown) < 2 or (frame["statut"] != "ok").any():
        return f"{titre}\u00a0: les départements en {exercice}"
    said = extremes(frame, shape, unit).rstrip(".")
    return f"{titre}\u00a0: {said[:1].lower()}{said[1:]} en {exercice}"


def extremes(frame: pd.DataFrame, shape: Format, unit: str = "") -> str:
    """Say the lowest and the highest département, for who does not see the chart.

    Where some are masked, or on too few to be a rate, the lowest and the highest shown are not said
    to be those of all.
    """
    others = _others(frame)
    known = frame.dropna(subset=["valeur"]).sort_values("valeur", kind="stable")
    if known.empty:
        return _joined(others) if others else "Aucune valeur ne peut être montrée."
    low, high = known.iloc[0], known.iloc[-1]
    if len(known) == 1:
        return _joined([f"{low['nom']}\u00a0: {write(low['valeur'], shape, unit)}", *others])
    span = (
        f"e {write(low['valeur'], shape, unit)} ({low['nom']}) "
        f"à {write(high['valeur'], shape, unit)} ({high['nom']})"
    )
    if not others:
        return f"D{span}."
    return _joined([f"Parmi les valeurs montrées, d{span}", *others])


def _others(frame: pd.DataFrame) -> list[str]:
    """Say what a chart draws no mark for: rates told in counts, values that are masked."""
    said = [
        f"{row['nom']}\u00a0: {row['dit']}"
        for row in frame.to_dict("records")
        if row["statut"] == EN_NOMBRES
    ]
    hidden = int((frame["statut"] == "secret").sum())
    masked = pluriel(hidden, "valeur est masquée", "valeurs sont masquées")
    return [*said, masked] if hidden else said


def _joined(said: Sequence[str]) -> str:
    return "\u00a0; ".join(said) + "."
