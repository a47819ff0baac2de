"""From the base of a gestionnaire to its aggregates: each unit, three years, small ones masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cpomlib.calcul.agregats.masquage import masquer
from cpomlib.calcul.indicateurs import (
    Conventions,
    compute,
    convention_de,
    no_denominator,
    sejours_couvrants,
)
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.perimetre import Perimetre, par_etablissement, selection
from cpomlib.calcul.secret import Regles, regles_des_seuils
from cpomlib.socle import CommandeError, Periode
from cpomlib.tables import CATEGORIE_CHRS, conform

if TYPE_CHECKING:
    from cpomlib.tables import Frames

ANNEES = 3
"""How many years a package holds, as many as a diagnostic sets side by side."""

TOUS, CHRS = "tous", "chrs"
"""The units that hold several establishments: all of them, or the CHRS only."""


@dataclass(frozen=True, eq=False)
class Agregats:
    """What a package says of a gestionnaire.

    Attributes:
        gestionnaire: its id.
        annees: the years, oldest first.
        structures: its establishments (rows of the shared table).
        conventions: what the parties agreed.
        regles: the thresholds of secrecy applied.
        tables: the rows of ``agregats_etablissements`` and ``agregats_gestionnaires``.
    """

    gestionnaire: str
    annees: tuple[int, ...]
    structures: pd.DataFrame
    conventions: Conventions
    regles: Regles
    tables: Mapping[str, pd.DataFrame]

    @property
    def masques(self) -> int:
        """How many indicators are masked."""
        return sum(int((frame["statut"] == "secret").sum()) for frame in self.tables.values())

    @property
    def lignes(self) -> int:
        """How many indicators there are, whatever their status."""
        return sum(len(frame) for frame in self.tables.values())


def agreger(
    frames: Frames,
    gestionnaire: str,
    annee: int,
    conventions: Conventions,
    regles: Regles | None = None,
) -> Agregats:
    """Compute and mask the aggregates of a gestionnaire, for a year and the two before it.

    Args:
        frames: its shared tables, stays included.
        gestionnaire: its id.
        annee: the latest year.
        conventions: what the parties agreed.
        regles: the thresholds of secrecy; those of ``seuils.yaml`` by default.

    Raises:
        CommandeError: it has no stay, or none that has begun by the end of the year.
        SecretError: a masked count could be deduced from the rest.
    """
    _refuse_without_stays(frames, gestionnaire, conventions.periode(annee))
    rules = regles or regles_des_seuils()
    units = _units(frames["etablissements"], gestionnaire)
    years = range(annee - ANNEES + 1, annee + 1)
    made = [_year(frames, units, year, conventions, rules) for year in years]
    rows = pd.concat(made, ignore_index=True)
    return Agregats(
        gestionnaire=gestionnaire,
        annees=tuple(years),
        structures=frames["etablissements"],
        conventions=conventions,
        regles=rules,
        tables=_tables(rows, gestionnaire),
    )


def _refuse_without_stays(frames: Frames, gestionnaire: str, periode: Periode) -> None:
    stays, annee = frames["sejours"], periode.annee
    if stays.empty:
        raise CommandeError(
            f"La base n’a aucun séjour du gestionnaire «\u00a0{gestionnaire}\u00a0»\u00a0: "
            "il n’y a rien à agréger.",
            que_faire="Déposez d’abord sejours.csv avec «\u00a0cpom importer tables\u00a0».",
        )
    first = int(stays["date_entree"].dt.year.min())
    if annee < first:
        raise CommandeError(
            f"Aucun séjour n’a commencé avant la fin de {annee}.",
            que_faire=f"Le premier séjour de la base est de {first}.",
        )
    whole, _ = sejours_couvrants(frames, periode)
    if whole.empty:
        raise CommandeError(
            f"Les séjours de la base ne couvrent pas {annee}\u00a0: il n’y a rien à agréger.",
            pourquoi="Ils commencent plus tard, ou s’arrêtent avant sa fin\u00a0: ils ne disent "
            "pas tous les ménages accueillis, ni tous ceux qui sont partis.",
            que_faire=f"Déposez aussi les séjours terminés en {annee}, jusqu’au 31 décembre.",
        )


def _units(known: pd.DataFrame, gestionnaire: str) -> Perimetre:
    """Make a unit per establishment, one of all of them, one of the CHRS where they are a part."""
    parts = [par_etablissement(known), selection(known, TOUS)]
    chrs = int((known["categorie"] == CATEGORIE_CHRS).sum())
    if 0 < chrs < len(known):
        parts.append(selection(known, CHRS, perimetre="chrs"))
    return Perimetre(
        pd.concat([part.etablissements for part in parts], ignore_index=True),
        pd.concat([part.gestionnaires for part in parts], ignore_index=True),
    )


def _year(
    frames: Frames, units: Perimetre, annee: int, conventions: Conventions, rules: Regles
) -> pd.DataFrame:
    computed = compute(frames, units, annee, conventions)
    sent = [name for name, fiche in fiches().items() if fiche.transmis]
    rows = computed[computed["id"].isin(sent)]
    there = rows["numerateur"].notna() | rows["denominateur"].notna()
    # what is said with a figure is written where the report is made
    rows = rows[there].drop(columns="note").reset_index(drop=True)
    coded = rows.assign(
        annee=annee,
        raison=[_code(row) for row in rows.to_dict("records")],
        convention=[convention_de(name, conventions) for name in rows["id"]],
    )
    return masquer(coded, units, rules)


def _code(row: Mapping[str, object]) -> str | None:
    """Return the code of a reason: the sentence is written where the report is made."""
    if row["statut"] == "ok":
        return None
    said = no_denominator(fiches()[str(row["id"])].denominateur)
    return "denominateur_nul" if row["raison"] == said else "non_renseigne"


def _tables(rows: pd.DataFrame, gestionnaire: str) -> dict[str, pd.DataFrame]:
    together = rows["unite"].isin([TOUS, CHRS])
    named = rows.rename(columns={"id": "indicateur"})
    return {
        "agregats_etablissements": _typed(
            "agregats_etablissements",
            named[~together].rename(columns={"unite": "id_etablissement"}),
            ["id_etablissement", "annee"],
        ),
        "agregats_gestionnaires": _typed(
            "agregats_gestionnaires",
            named[together]
            .rename(columns={"unite": "perimetre"})
            .assign(id_gestionnaire=gestionnaire),
            ["annee", "perimetre"],
        ),
    }


def _typed(name: str, rows: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Sort by unit and year, the indicators staying in catalogue order."""
    return conform(name, rows.sort_values(list(order), kind="stable"))
