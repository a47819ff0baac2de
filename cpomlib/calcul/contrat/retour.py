"""The yearly return of a contract: what is measured already, what its gestionnaire says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpomlib.calcul.contrat.cibles import LIBRE, cibles_en_vigueur
from cpomlib.calcul.contrat.mesures import Mesures
from cpomlib.calcul.contrat.modele import Contrat

DITES = ("valeur", "numerateur", "denominateur", "source", "pieces", "explication", "piste")
"""Columns that the gestionnaire fills; those of a computed measure are the last two."""
_SUR_TOUTES = ("etat", "explication", "piste")


def a_remplir(table: str, ligne: Mapping[str, Any] | None, colonne: str, annee: int) -> bool:
    """Tell whether the gestionnaire fills a cell of the return of a year.

    Args:
        table: ``mesures`` or ``actions``.
        ligne: its row; None for one to be added.
        colonne: the column.
        annee: the year: the measures of the others, and those that are validated, stay as they are.
    """
    if table == "actions":
        return ligne is None or colonne not in {"id_contrat", "id_action"}
    if ligne is None or ligne["annee"] != annee or ligne["etat"] == "validee":
        return False
    free = str(ligne["indicateur"]).startswith(LIBRE)
    return colonne in (("etat", *DITES) if free else _SUR_TOUTES)


def mesures_du_retour(contrat: Contrat, mesures: Mesures, annee: int) -> list[dict[str, Any]]:
    """Return the rows of ``mesures``: those that are there, and one for each target of the year.

    A computed measure brings its two terms, for the record: its value comes from the tables.
    """
    held = [dict(row) for row in contrat.de("mesures")]
    known = {(r["indicateur"], r["id_etablissement"] or "", int(r["annee"])) for r in held}
    for cible in cibles_en_vigueur(contrat, annee):
        key = (cible.indicateur, cible.etablissement or "", annee)
        if annee <= cible.annee_reference or key in known:
            continue
        known.add(key)
        found = mesures.de(contrat.id, cible, annee)
        free = cible.indicateur.startswith(LIBRE)
        held.append(
            {
                "id_contrat": contrat.id,
                "indicateur": cible.indicateur,
                "id_etablissement": cible.etablissement,
                "annee": annee,
                "valeur": None,
                "numerateur": None if free else found.numerateur,
                "denominateur": None if free else found.denominateur,
                "source": None if free else "Tables partagées",
                "pieces": None,
                "etat": "provisoire",
                "explication": None,
                "piste": None,
            }
        )
    return held
