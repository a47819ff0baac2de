"""The targets of a contract: one per objective and indicator, in the set in force that year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cpomlib.calcul.contrat.modele import Contrat, Ligne

LIBRE = "L-"
MONTENT, DESCENDENT = ("hausse", "plancher"), ("baisse", "plafond")
VERS = ("hausse", "baisse")
"""Directions that lead somewhere: an expected value is interpolated for them only."""


@dataclass(frozen=True)
class CibleSuivie:
    """What is aimed at, year after year.

    Attributes:
        objectif: number of the objective.
        indicateur: id of the indicator, or ``L-…`` for a free one.
        etablissement: whose; None for the whole contract.
        perimetre: ``chrs``, ``tout`` or ``departement``.
        sens: hausse, baisse, maintien, plancher, plafond.
        annee_reference: the year one starts from.
        reference: the value one starts from, None where it is the measure of that year.
        tolerance: the difference allowed, None where it is the default one.
        points: the years that have a target, in order, with it.
        avenant: the amendment that sets it, 0 for the contract.
        libelle: of a free indicator.
        unite: of a free indicator.
    """

    objectif: str
    indicateur: str
    etablissement: str | None
    perimetre: str
    sens: str
    annee_reference: int
    reference: float | None
    tolerance: float | None
    points: tuple[tuple[int, float], ...]
    avenant: int = 0
    libelle: str = ""
    unite: str = ""

    @property
    def cle(self) -> tuple[str, str, str]:
        """What it is, whatever the set: objective, indicator, establishment."""
        return self.objectif, self.indicateur, self.etablissement or ""

    @property
    def derniere(self) -> tuple[int, float] | None:
        """The last year that has a target, with it; None when it is followed without any."""
        return self.points[-1] if self.points else None


def perimetre_par_defaut(indicateur: str) -> str:
    """Return what counts where nothing is said: the CHRS for the mandatory indicators."""
    return "chrs" if indicateur.startswith("cpom_") else "tout"


def avenants_en_vigueur(contrat: Contrat, jour: date) -> set[int]:
    """Return the amendments in force on a day, 0 being the contract itself."""
    return {0} | {
        int(row["numero"])
        for row in contrat.de("avenants")
        if row["date_effet"] is not None and row["date_effet"] <= jour
    }


def cibles_en_vigueur(contrat: Contrat, annee: int) -> list[CibleSuivie]:
    """Return the targets with the sets in force on 31 December of a year, sorted.

    An amendment restates the whole set of a target: of each, the last set in force counts.
    """
    return cibles_des_annees(contrat, (annee,))[annee]


def cibles_des_annees(contrat: Contrat, annees: Iterable[int]) -> dict[int, list[CibleSuivie]]:
    """Return the targets of several years; years with the same sets share them."""
    made: dict[frozenset[int], list[CibleSuivie]] = {}
    found: dict[int, list[CibleSuivie]] = {}
    for year in annees:
        known = frozenset(avenants_en_vigueur(contrat, date(year, 12, 31)))
        if known not in made:
            held = [row for row in contrat.de("cibles") if _set_of(row) in known]
            made[known] = _last_sets(held)
        found[year] = made[known]
    return found


def toutes_les_cibles(contrat: Contrat) -> list[CibleSuivie]:
    """Return the targets with their last set, whatever the day."""
    return _last_sets(contrat.de("cibles"))


def _last_sets(rows: Sequence[Ligne]) -> list[CibleSuivie]:
    sets: dict[tuple[str, str, str], dict[int, list[Ligne]]] = {}
    for row in rows:
        key = (str(row["id_objectif"]), str(row["indicateur"]), row["id_etablissement"] or "")
        sets.setdefault(key, {}).setdefault(_set_of(row), []).append(row)
    return [_target(max(held), held[max(held)]) for _, held in sorted(sets.items())]


def _set_of(row: Ligne) -> int:
    return int(row["avenant"] or 0)


def _target(avenant: int, rows: Sequence[Ligne]) -> CibleSuivie:
    ordered = sorted(rows, key=lambda row: int(row["annee"]))
    first = ordered[0]
    indicateur = str(first["indicateur"])
    return CibleSuivie(
        objectif=str(first["id_objectif"]),
        indicateur=indicateur,
        etablissement=first["id_etablissement"],
        perimetre=str(first["perimetre"] or perimetre_par_defaut(indicateur)),
        sens=str(first["sens"]),
        annee_reference=int(first["annee_reference"]),
        reference=first["valeur_reference"],
        tolerance=first["tolerance"],
        points=tuple(
            (int(row["annee"]), float(row["cible"])) for row in ordered if row["cible"] is not None
        ),
        avenant=avenant,
        libelle=first["libelle"] or "",
        unite=first["unite"] or "",
    )
