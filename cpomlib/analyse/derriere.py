"""The rows behind one figure, with their deposits; never rows that do not add up to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cpomlib import base as store
from cpomlib.analyse.tables import in_euros
from cpomlib.calcul import concorde
from cpomlib.calcul.indicateurs import (
    INSERTION,
    MEDIANES,
    Contexte,
    Conventions,
    Cotes,
    apports,
    conventions_des_seuils,
    fiche,
    units_of,
)
from cpomlib.calcul.insertion import apports_insertion, compute_with_insertion
from cpomlib.socle import CommandeError, Periode, suggestion
from cpomlib.socle.periode import periode

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.analyse.chiffres import Demande
    from cpomlib.calcul.indicateurs import Apport

PARTS = ("numerateur", "denominateur")
_TRANSMIS = (
    "Une partie de ce chiffre vient d’agrégats\u00a0: les lignes dont ils sont tirés sont restées "
    "chez le gestionnaire."
)


@dataclass(frozen=True)
class Chiffre:
    """Which figure: an indicator, a year or a part of one, its numerator or its denominator."""

    indicateur: str
    annee: int
    part: str
    partie: str = ""


def rows_behind(engine: Engine, etat: int, demande: Demande, chiffre: Chiffre) -> pd.DataFrame:
    """Return the rows of a shared table behind a figure of a single unit.

    Returns:
        ``apport`` (what the row adds to the figure), the columns of the table with money in
        euros, then ``depot``, ``fichier``, ``depose_le`` and ``depose_par``.

    Raises:
        CommandeError: there is no such figure, or some of it has no row in the base.
    """
    value, behind = _figure(demande, chiffre)
    if behind is None or not concorde(behind.valeurs, value):
        raise CommandeError(
            f"Les lignes derrière «\u00a0{fiche(chiffre.indicateur).libelle}\u00a0» ne sont pas "
            "toutes dans la base.",
            pourquoi=_TRANSMIS,
            que_faire="Demandez-lui d’où vient ce chiffre.",
        )
    frame = behind.rows.frame.take(behind.rows.at).reset_index(drop=True)
    shown = in_euros(behind.table, frame)
    shown.insert(0, "apport", behind.valeurs)
    return shown.assign(**_deposits(engine, etat, behind.table, frame))


def _figure(demande: Demande, chiffre: Chiffre) -> tuple[float, Apport | None]:
    """Return a figure and what is behind it."""
    if chiffre.part not in PARTS:
        raise CommandeError(
            f"La part «\u00a0{chiffre.part}\u00a0» n’existe pas.",
            que_faire=suggestion(chiffre.part, PARTS),
        )
    seen = periode(chiffre.annee, demande.jour, chiffre.partie)
    conventions = conventions_des_seuils(seen.jour)
    when = (chiffre.annee, conventions, chiffre.partie)
    made = compute_with_insertion(demande.frames, demande.perimetre, *when).set_index("id")
    if chiffre.indicateur not in made.index:
        raise _not_theirs(chiffre)
    rows = made.loc[chiffre.indicateur]
    value = float(rows[chiffre.part])
    if pd.isna(value):
        raise _absent(chiffre, str(rows["raison"]))
    behind = _apports(demande, chiffre, conventions)[chiffre.indicateur]
    return value, behind[PARTS.index(chiffre.part)]


def _apports(demande: Demande, chiffre: Chiffre, conventions: Conventions) -> dict[str, Cotes]:
    if fiche(chiffre.indicateur).volet == INSERTION:
        return apports_insertion(demande.frames, demande.perimetre, chiffre.annee)
    units = units_of(demande.perimetre)
    when = (chiffre.annee, conventions, chiffre.partie)
    return apports(Contexte(demande.frames, units, *when))


def _not_theirs(chiffre: Chiffre) -> CommandeError:
    mine = fiche(chiffre.indicateur).volet == INSERTION
    return CommandeError(
        f"«\u00a0{fiche(chiffre.indicateur).libelle}\u00a0» ne se calcule pas ici.",
        pourquoi="Aucun de ces établissements n’est une structure d’insertion."
        if mine
        else "Ces établissements sont des structures d’insertion.",
        que_faire="«\u00a0cpom indicateurs\u00a0» donne ceux qui se calculent.",
    )


def _absent(chiffre: Chiffre, raison: str) -> CommandeError:
    """Say why a figure has no such part: it is a median, a plain count, or not available."""
    held = fiche(chiffre.indicateur)
    if chiffre.part == "numerateur" and held.id in MEDIANES and not raison:
        return CommandeError(
            f"«\u00a0{held.libelle}\u00a0» est une médiane\u00a0: elle n’a pas de numérateur.",
            que_faire='Demandez «\u00a0part="denominateur"\u00a0»\u00a0: ce sont les séjours '
            "dont elle est la médiane.",
        )
    if chiffre.part == "denominateur" and not held.denominateur:
        return CommandeError(
            f"«\u00a0{held.libelle}\u00a0» n’a pas de dénominateur.",
            que_faire='Demandez «\u00a0part="numerateur"\u00a0».',
        )
    return CommandeError(
        f"«\u00a0{held.libelle}\u00a0» n’est pas disponible "
        f"{'au' if chiffre.partie else 'en'} {Periode(chiffre.annee, partie=chiffre.partie).nom}.",
        pourquoi=raison,
    )


def _deposits(engine: Engine, etat: int, name: str, frame: pd.DataFrame) -> dict[str, pd.Series]:
    numbers = store.deposits_of_rows(engine, name, frame, etat)
    known = {each.id: each for each in store.deposits_used(engine, None, etat)}
    held = [known[number] for number in numbers]
    days = [store.local(each.horodatage).date() for each in held]
    return {
        "depot": numbers,
        "fichier": pd.Series([each.fichier for each in held], dtype="str"),
        "depose_le": pd.Series(pd.to_datetime(days), dtype="datetime64[s]"),
        "depose_par": pd.Series([each.auteur for each in held], dtype="str"),
    }
