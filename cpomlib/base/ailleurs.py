"""What a deposit of stays does to what it does not name: a stay known elsewhere, aggregates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Text, bindparam, text

from cpomlib.socle import MAX_LISTED, Faute, pluriel

if TYPE_CHECKING:
    import pandas as pd

_SIBLINGS = """
SELECT r.id_sejour, l.entite FROM lots_courants l JOIN lignes_sejours r ON r.lot = l.source
WHERE l.nom_table = 'sejours' AND l.lignes > 0 AND l.entite NOT IN :named AND l.entite IN (
    SELECT e.id_etablissement FROM etablissements e WHERE e.id_gestionnaire IN (
        SELECT n.id_gestionnaire FROM etablissements n WHERE n.id_etablissement IN :named))
"""


_AGGREGATED = """
SELECT DISTINCT a.entite FROM lots_courants a
WHERE a.nom_table = 'agregats_etablissements' AND a.lignes > 0 AND a.entite IN :named
AND NOT EXISTS (SELECT 1 FROM lots_courants s
    WHERE s.nom_table = 'sejours' AND s.lignes > 0 AND s.entite = a.entite)
"""


def doutes_des_sejours(
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    vides: Sequence[Mapping[str, object]],
) -> tuple[Faute, ...]:
    """Return what a deposit of stays makes doubtful beside what it names."""
    if "sejours" not in frames or frames["sejours"].empty:
        return ()
    named = sorted(frames["sejours"]["id_etablissement"].unique())
    return (*_sejours_ailleurs(connection, frames["sejours"], vides), *_eclipse(connection, named))


def _eclipse(connection: Connection, named: Sequence[str]) -> tuple[Faute, ...]:
    """Doubt the first stays of an establishment known by its aggregates: they count before."""
    query = text(_AGGREGATED).bindparams(bindparam("named", named, expanding=True, type_=Text))
    found = sorted(connection.execute(query).scalars())
    if not found:
        return ()
    shown = ", ".join(found[:MAX_LISTED]) + " …" * (len(found) > MAX_LISTED)
    message = (
        f"Des agrégats tenaient lieu de séjours pour {shown}\u00a0: ces séjours comptent désormais "
        "à leur place."
    )
    advice = "Vérifiez que tous les séjours sont dans le fichier."
    return (Faute("sejours", 0, "id_etablissement", "", message, advice),)


def _sejours_ailleurs(
    connection: Connection,
    stays: pd.DataFrame,
    vides: Sequence[Mapping[str, object]],
) -> tuple[Faute, ...]:
    """Return a doubt when stays of a deposit are known in an establishment it does not name.

    Moved without a word, a stay would count in both; numbered apart in each, it may not be the
    same: only the sender knows.
    """
    emptied = {each["entite"] for each in vides if each["nom_table"] == "sejours"}
    named = sorted({*stays["id_etablissement"].unique(), *emptied})
    query = text(_SIBLINGS).bindparams(bindparam("named", named, expanding=True, type_=Text))
    siblings = connection.execute(query).all()
    given = set(stays["id_sejour"]) if siblings else set()
    found = sorted(tuple(row) for row in siblings if row[0] in given)
    return (_doubt(found),) if found else ()


def _doubt(found: Sequence[Sequence[str]]) -> Faute:
    shown = ", ".join(f"{stay} ({house})" for stay, house in found[:MAX_LISTED])
    more = f" et {pluriel(len(found) - MAX_LISTED, 'autre')}" * (len(found) > MAX_LISTED)
    return Faute(
        "sejours",
        0,
        "id_sejour",
        "",
        f"Des séjours de ce dépôt sont aussi en base dans un autre établissement\u00a0: "
        f"{shown}{more}. S’ils y ont été déplacés, ils comptent deux fois.",
        "Redéposez l’autre établissement sans eux.",
    )
