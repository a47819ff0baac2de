"""What is said of a folder: what it holds, what became of it, what is still lacking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.cli.envoi_etapes import Etape
    from cpomlib.cli.envoi_repetition import Suite
    from cpomlib.entree import Envoi

_DOUTES_MAX = 3
_A_PART = " à part\u00a0: "
_COMPTES = ("fec", "balance")
"""Formats whose reading says its controls at length: the rows set aside are enough here."""
_SUIVI = {
    "places": "places", "activite": "activité", "sejours": "séjours", "budgets": "comptes",
    "balances": "balance", "salaries": "salariés",
}  # fmt: skip
"""The tables without which a diagnostic says little, and how they are called."""


def compris(envoi: Envoi) -> list[str]:
    """Say what each file was taken for."""
    from cpomlib.socle import pluriel

    count = len(envoi.pieces) + len(envoi.aides) + len(envoi.a_part)
    lines = [f"{pluriel(count, 'fichier reçu', 'fichiers reçus')}\u00a0:"]
    for piece in (*envoi.pieces, *envoi.aides):
        lines.append(f"  {piece.path.name}\u00a0: {piece.reconnu.nature}")
    if envoi.a_part:
        lines.append("Laissés de côté\u00a0:")
        lines += [f"  {path.name}\u00a0: {why}" for path, why in envoi.a_part]
    return lines


def issue(etape: Etape, suite: Suite, detail: bool) -> list[str]:
    """Say what became of one deposit: its rows, what was not taken, what is to be checked."""
    from cpomlib.cli.importer_finess import SANS_CHANGEMENT
    from cpomlib.socle import nombre, pluriel
    from cpomlib.tables import table

    if suite.refus:
        return [f"  {etape.nom}\u00a0: REFUSÉ", *(f"    {one}" for one in suite.refus.splitlines())]
    if suite.deja:
        return [f"  {etape.nom}\u00a0: déjà dans la base (dépôt n°\u00a0{suite.deja})"]
    if SANS_CHANGEMENT in suite.dit:
        return [f"  {etape.nom}\u00a0: ne change rien à ce que la base sait"]
    rows = ", ".join(
        f"{table(name).titre.lower()} {nombre(count)}" for name, count in suite.lignes.items()
    )
    lines = [f"  {etape.nom}\u00a0: {rows}"]
    if detail:
        return [*lines, *(f"    {one}" for one in suite.dit.splitlines())]
    told = [one for one in suite.lues if _A_PART in one or etape.format not in _COMPTES]
    lines += [f"    {one}" for one in told]
    doubts = suite.doutes
    lines += [f"    à vérifier\u00a0: {one}" for one in doubts[:_DOUTES_MAX]]
    if len(doubts) > _DOUTES_MAX:
        more = pluriel(len(doubts) - _DOUTES_MAX, "autre doute", "autres doutes")
        lines.append(f"    et {more}\u00a0; «\u00a0--detail\u00a0» les dit tous.")
    return lines


def bilan(engine: Engine, gestionnaires: Sequence[str]) -> list[str]:
    """Say what the base has of each gestionnaire, table by table and year by year.

    Args:
        engine: the base, the folder deposited.
        gestionnaires: ids; all those of the base when empty.
    """
    from cpomlib.base import read
    from cpomlib.cli.formes import en_table

    held = read(engine, ["gestionnaires", "etablissements", *_SUIVI])
    owners = held["gestionnaires"].sort_values("raison_sociale")
    rows = []
    for row in owners.itertuples():
        if gestionnaires and row.id_gestionnaire not in gestionnaires:
            continue
        houses = held["etablissements"]
        mine = houses.loc[houses["id_gestionnaire"] == row.id_gestionnaire, "id_etablissement"]
        known = {name: _years(name, held[name], row.id_gestionnaire, mine) for name in _SUIVI}
        rows.append({"nom": row.raison_sociale, "n": len(mine), **known})
    headings = {"nom": "Gestionnaire", "n": "Établissements"} | {
        name: label.capitalize() for name, label in _SUIVI.items()
    }
    return ["", "Ce que la base a de chacun\u00a0:", *en_table(rows, headings).splitlines()]


def _years(name: str, frame: pd.DataFrame, owner: str, houses: pd.Series) -> str:
    """Say which years a table has of a gestionnaire; stays are counted."""
    from cpomlib.socle import nombre

    if "id_gestionnaire" in frame:
        kept = frame[frame["id_gestionnaire"] == owner]
    else:
        kept = frame[frame["id_etablissement"].isin(houses)]
    if name == "budgets":
        kept = kept[kept["document"] == "ca"]
    if kept.empty:
        return "manque"
    if "annee" not in kept:
        return nombre(len(kept))
    years = sorted({int(year) for year in kept["annee"]})
    whole = years == list(range(years[0], years[-1] + 1)) and len(years) > 1
    return f"{years[0]}-{years[-1]}" if whole else ", ".join(map(str, years))


def suite_a_donner(held: Mapping[str, pd.DataFrame], base: str | None) -> list[str]:
    """Say what is done next, as it is typed."""
    from cpomlib.cli.depot import exists
    from cpomlib.cli.suites import base_montree

    houses = held["etablissements"]
    regions = sorted(set(houses["region"].dropna()))
    if not regions or not exists(base):
        return []
    where = base_montree(base)
    return [
        "",
        "Pour la suite\u00a0:",
        *(
            f"  cpom {verb} --region {region}{year}{where}"
            for region in regions
            for verb, year in (("anomalies", ""), ("rapports", f" --annee {_last(held)}"))
        ),
    ]


def _last(held: Mapping[str, pd.DataFrame]) -> int:
    """Return the last year that a table names."""
    from datetime import date

    years = [
        int(frame["annee"].max()) for frame in held.values() if "annee" in frame and len(frame)
    ]
    return max(years, default=date.today().year - 1)


def dit_correspondance(path: Path) -> str:
    """Say where the mapping of an export is kept."""
    return f"Correspondance gardée pour la prochaine fois\u00a0: {path}"
