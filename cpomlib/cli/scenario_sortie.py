"""How ``cpom scenario`` writes its answers: aligned tables, JSON, CSV."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.scenarios import contenu, dire, doutes, intitule
from cpomlib.classeurs import (
    SUSPECTS,
    ecrire_texte,
    hausser,
    poser,
    styles,
    sur_papier,
)
from cpomlib.cli.ecran import write_json
from cpomlib.rendu.scenario import RESUME
from cpomlib.socle import euros, nombre, pluriel

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.calcul.scenarios import Cascade, Etat, PointEquilibre, Projection, Scenario

_LARGEUR = 24.0
"""Width of a column of a comparison, in characters."""


def en_csv(frame: pd.DataFrame) -> str:
    """Write a tidy frame; text that a spreadsheet would take for a formula is marked as text."""
    safe = frame.copy()
    for column in safe.select_dtypes(include=["object", "string"]).columns:
        safe[column] = [f"'{v}" if str(v).startswith(tuple(SUSPECTS)) else v for v in safe[column]]
    return str(safe.to_csv(index=False, lineterminator="\n"))


def verification(scenario: Scenario, etat: Etat, sans_raison: Sequence[str], forme: str) -> str:
    """Say that a scenario can be applied, with what the reader must know."""
    if forme == "json":
        said = {
            "titre": scenario.titre,
            "valide": True,
            "hypotheses": len(scenario.hypotheses),
            "sans_justification": list(sans_raison),
            "avertissements": _notes(etat, scenario),
        }
        return _json(said)
    head = f"«\u00a0{scenario.titre}\u00a0» peut être projeté\u00a0: "
    head += f"{pluriel(len(scenario.hypotheses), 'hypothèse')}, "
    head += f"{pluriel(len(etat.ids), 'établissement')}, {scenario.annee_base} à "
    head += f"{scenario.annee_base + scenario.horizon}."
    return "\n".join([head, *sans_raison, *_notes(etat, scenario)]) + "\n"


def _notes(etat: Etat, scenario: Scenario) -> list[str]:
    """Return what the reader must know: what the hypotheses leave out, then the base year."""
    return [*doutes(etat, scenario.hypotheses), *etat.avertissements]


def table_de_projection(
    scenario: Scenario, projection: Projection, bandes: pd.DataFrame | None
) -> str:
    """Write a projection for a screen: the gestionnaire, then each establishment's result."""
    years = [str(year) for year in projection.annees]
    rows = [[label, *_cells(poste, projection.total(poste))] for poste, label in RESUME.items()]
    results = projection.euros("resultat")
    own = [
        [name, *_cells("resultat", results[rank])] for rank, name in enumerate(projection.etat.noms)
    ]
    parts = [
        f"{scenario.titre} ({scenario.gestionnaire}, base {scenario.annee_base})",
        "",
        *_aligned(["Ensemble", *years], rows),
        "",
        *_aligned(["Résultat par établissement (€)", *years], own),
    ]
    if bandes is not None:
        parts += ["", *_bands(bandes)]
    notes = [f"• {text}" for text in _notes(projection.etat, scenario)]
    return "\n".join([*parts, "", *notes]).rstrip() + "\n"


def json_de_projection(
    scenario: Scenario, projection: Projection, bandes: pd.DataFrame | None
) -> str:
    """Write a projection for a program: the scenario, the totals and the establishments."""
    said = {
        "scenario": contenu(scenario),
        "avertissements": _notes(projection.etat, scenario),
        "ensemble": _records(projection.ensemble()),
        "etablissements": _records(projection.frame()),
    }
    if bandes is not None:
        said["bandes"] = _records(bandes)
    return _json(said)


def table_de_comparaison(frame: pd.DataFrame, cascades: Mapping[str, Cascade]) -> str:
    """Write scenarios side by side, then what each hypothesis does to the cumulative result."""
    years = sorted(frame["annee"].unique())
    blocks: list[str] = []
    for poste in ("resultat", "resultat_cumule", "reserves", "cout_place"):
        kept = frame[frame["poste"] == poste]
        wide = kept.pivot(index="scenario", columns="annee", values="montant")
        rows = [[title, *_cells(poste, wide.loc[title, years])] for title in cascades]
        blocks += [*_aligned([RESUME[poste], *map(str, years)], rows), ""]
    for title, fall in cascades.items():
        blocks += [*_fall(title, fall), ""]
    return "\n".join(blocks).rstrip() + "\n"


def json_de_comparaison(frame: pd.DataFrame, cascades: Mapping[str, Cascade]) -> str:
    """Write scenarios side by side for a program."""
    falls = {
        title: {
            "depart": fall.depart_euros,
            "arrivee": fall.arrivee_euros,
            "methode": fall.methode,
            "explication": fall.explication,
            "contributions": [
                {
                    "hypothese": c.rang + 1,
                    "type": c.hypothese.type,
                    "intitule": intitule(c.hypothese),
                    "montant": c.euros,
                }
                for c in fall.contributions
            ],
        }
        for title, fall in cascades.items()
    }
    return _json({"comparaison": _records(frame), "cascades": falls})


def classeur_de_comparaison(frame: pd.DataFrame, lus: Mapping[str, tuple[Scenario, Etat]]) -> bytes:
    """Return a workbook with the comparison as a tidy sheet, and the hypotheses beside it."""
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Comparaison"
    _heads(sheet, list(map(str, frame.columns)))
    for row, record in enumerate(_records(frame), start=2):
        for column, (name, value) in enumerate(record.items(), start=1):
            if value is not None:
                poser(sheet.cell(row, column), value, "annee" if name == "annee" else "decimal2")
    _hypotheses(book.create_sheet("Hypothèses"), lus)
    for each in book.worksheets:
        each.freeze_panes = "A2"
        sur_papier(each, lignes_repetees="1:1", entete="Comparaison de scénarios")
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _hypotheses(sheet: Any, lus: Mapping[str, tuple[Scenario, Etat]]) -> None:
    _heads(sheet, ["Scénario", "Hypothèse", "Valeurs", "Établissement", "Années", "Justification"])
    rows: list[tuple[str, ...]] = []
    for title, (scenario, etat) in lus.items():
        names = dict(zip(etat.ids, etat.noms, strict=True))
        for said in (dire(item, names) for item in scenario.hypotheses):
            rows.append(
                (title, said.intitule, said.valeurs, said.ou, said.quand, said.justification)
            )
    for row, cells in enumerate(rows, start=2):
        for column, text in enumerate(cells, start=1):
            styles().texte(ecrire_texte(sheet.cell(row, column), text))
        hausser(sheet, row, [(text, _LARGEUR) for text in cells])


def _heads(sheet: Any, names: Sequence[str]) -> None:
    for column, name in enumerate(names, start=1):
        cell = ecrire_texte(sheet.cell(1, column), name)
        styles().entete(cell)
        sheet.column_dimensions[cell.column_letter].width = _LARGEUR


def json_d_equilibre(found: PointEquilibre, numero: int) -> str:
    """Write what a goal-seek found for a program."""
    from cpomlib.calcul.scenarios import phrase

    said = {
        "hypothese": numero,
        "champ": found.champ.nom,
        "valeur": found.valeur,
        "resultat": found.resultat,
        "cible": found.cible,
        "annee": found.annee,
        "atteint": found.atteint,
        "bornes": list(found.bornes),
        "phrase": phrase(found),
    }
    return _json(said).rstrip("\n")


def _fall(title: str, fall: Cascade) -> list[str]:
    rows = [["Résultat sans hypothèse", euros(fall.depart_euros)]]
    for part in fall.contributions:
        rows.append([f"{part.rang + 1}. {intitule(part.hypothese)}", euros(part.euros)])
    rows.append(["Résultat du scénario", euros(fall.arrivee_euros)])
    head = [f"{title}\u00a0: résultats additionnés sur l’horizon", "€"]
    return [*_aligned(head, rows), fall.explication]


def _bands(bandes: pd.DataFrame) -> list[str]:
    kept = bandes[bandes["poste"] == "resultat"]
    rows = [
        [str(line.annee), *(euros(value) for value in (line.p10, line.p50, line.p90))]
        for line in kept.itertuples()
    ]
    return _aligned(["Résultat, incertitude", "P10", "P50", "P90"], rows)


def _cells(poste: str, values: Any) -> list[str]:
    if poste in ("places", "etp"):
        return [nombre(float(v), 0 if poste == "places" else 2) for v in values]
    return [nombre(float(v), 2) for v in values]


def _aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Align a table: names on the left, figures on the right."""
    widths = [max(map(len, cells)) for cells in zip(head, *rows, strict=True)]
    lines = []
    for cells in (head, *rows):
        name, *figures = (
            c.ljust(w) if rank == 0 else c.rjust(w)
            for rank, (c, w) in enumerate(zip(cells, widths, strict=True))
        )
        lines.append("  ".join([name, *figures]).rstrip())
    return [lines[0], "─" * len(lines[0]), *lines[1:]]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values; what is missing is None."""
    rows = frame.astype(object).to_dict("records")
    return [
        {
            str(k): None if isinstance(v, float) and math.isnan(v) else _plain(v)
            for k, v in r.items()
        }
        for r in rows
    ]


def _plain(value: Any) -> Any:
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and math.isnan(plain) else plain


def _json(value: Any) -> str:
    return write_json(value, allow_nan=False, default=str) + "\n"
