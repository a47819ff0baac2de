"""The targets of the invented contracts: from what the invented data measure, a step further."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cpomlib.tables import conform, table

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

Ligne = dict[str, Any]
Departs = Mapping[tuple[str, str], float | None]
"""Contract and indicator → what is measured where the contract starts from; None where nothing."""
OBLIGATOIRES = (
    ("1.1", "cpom_1_taux", "hausse", 0.06), ("1.2", "cpom_2_taux", "hausse", 0.04),
    ("1.3", "cpom_3_taux_dls_active", "hausse", 0.25),
    ("2.1", "cpom_4_taux_presence_longue", "baisse", 0.12),
)  # fmt: skip
"""Objective, indicator, direction, and the part of what remains to be done that is aimed at."""
_TENIR = {"hausse": "plancher", "baisse": "plafond"}
"""Where nothing remains to be done, what is held is kept."""
_PAS = 0.02
"""Least step of a target: under two points, nothing would be aimed at."""
_TOLERANCE = 0.02
"""What the parties call near: two points."""
_LUES = ("gestionnaires", "etablissements", "places", "sejours")
"""All that the mandatory indicators are measured from."""


@dataclass(frozen=True)
class Libre:
    """A free indicator.

    Attributes:
        objectif: the objective it follows.
        code: its code.
        libelle: what it counts.
        unite: its unit.
        depart: what there was in the year of reference.
        vise: what is aimed at in the last year.
        fait: the part of the way to each year's target that was made.
    """

    objectif: str
    code: str
    libelle: str
    unite: str
    depart: int
    vise: int
    fait: float = 1.0


LIBRES = (
    Libre("2.2", "L-places-urgence", "Places mobilisables en urgence", "places", 4, 10),
    Libre("3.1", "L-conventions", "Logements mobilisés par convention avec un bailleur",
          "logements", 5, 45, 0.9),
    Libre("3.2", "L-livrets", "Ménages sur 100 qui ont reçu le livret d’accueil", "menages", 40, 90,
          0.3),
)  # fmt: skip
"""Reached, near and missed, every year."""


def targets(frames: Frames, rows: Mapping[str, Sequence[Ligne]], annee: int) -> Iterator[Ligne]:
    """Return the targets of contracts, each on the right side of what it starts from.

    Args:
        frames: the région.
        rows: the rows of the contracts, by table.
        annee: the last year of data.
    """
    found = _starts(frames, rows, annee)
    for head in rows["contrats"]:
        ident, last = head["id_contrat"], _last(head, rows)
        base = reference_year(head["annee_diagnostic"], annee)
        for line in (*_mandatory(ident, base, last, found), *_free(base, last)):
            yield {"id_contrat": ident, **line}


def reference_year(diagnostic: int, annee: int) -> int:
    """Return the year that targets start from: that of the diagnostic, the first one at least."""
    return max(diagnostic, annee - 2)


def measures(base: int, last: int, annee: int) -> list[Ligne]:
    """Return what the parties wrote of the free indicators, for each year that is over.

    Args:
        base: the year of reference.
        last: the last year of the contract.
        annee: the last year of data.
    """
    return [
        {"indicateur": one.code, "annee": year, "valeur": found, "etat": "validee",
         "source": "Rapport d’activité (inventé)",
         "explication": None if found >= aim else "Démarrage plus lent que prévu.",
         "piste": None if found >= aim else "Un point à chaque comité de suivi."}
        for one in LIBRES
        for year in range(base + 1, min(annee, last) + 1)
        for aim in [_path(one, base, last, year)]
        for found in [round(one.depart + one.fait * (aim - one.depart))]
    ]  # fmt: skip


def _last(head: Ligne, rows: Mapping[str, Sequence[Ligne]]) -> int:
    """Return the last year of a contract, as it was signed."""
    start = head["date_effet"] or next(
        row["date_entree"]
        for row in rows["contrat_etablissements"]
        if row["id_contrat"] == head["id_contrat"]
    )
    return int(start.year + head["duree_mois"] // 12 - 1)


def _mandatory(ident: str, base: int, last: int, departs: Departs) -> Iterator[Ligne]:
    """The reference is left to what the tables measure."""
    for objective, indicator, way, share in OBLIGATOIRES:
        sens, aims = _aims(way, share, departs[ident, indicator], base, last)
        for year, aim in aims.items():
            yield {
                "id_objectif": objective, "indicateur": indicator, "sens": sens,
                "annee_reference": base, "annee": year, "cible": aim, "tolerance": _TOLERANCE,
            }  # fmt: skip


def _aims(
    sens: str, part: float, depart: float | None, base: int, last: int
) -> tuple[str, dict[int, float | None]]:
    """Return the direction, and the target of the middle and of the last year, in whole points.

    What remains to be done is what is above the start for a rise, what is under it for a fall.
    """
    if depart is None:
        return sens, {last: None}
    left = 1 - depart if sens == "hausse" else depart
    if left < _PAS:
        return _TENIR[sens], {last: round(depart, 2)}
    step = max(_PAS, part * left)
    aim = round(depart + step if sens == "hausse" else depart - step, 2)
    middle = base + 2
    half = {middle: round((depart + aim) / 2, 3)} if middle < last else {}
    return sens, {**half, last: aim}


def _free(base: int, last: int) -> Iterator[Ligne]:
    for one in LIBRES:
        for year in range(base + 1, last + 1):
            yield {
                "id_objectif": one.objectif, "indicateur": one.code, "libelle": one.libelle,
                "unite": one.unite, "sens": "hausse", "annee_reference": base,
                "valeur_reference": one.depart, "annee": year,
                "cible": _path(one, base, last, year),
            }  # fmt: skip


def _path(one: Libre, base: int, last: int, year: int) -> int:
    """Return the target of a year, on the way to the last one."""
    return one.depart + round((one.vise - one.depart) * (year - base) / (last - base))


def _starts(frames: Frames, rows: Mapping[str, Sequence[Ligne]], annee: int) -> Departs:
    """Measure where each contract starts from, by its own definitions."""
    from cpomlib.calcul.contrat import contrats_de, mesurer_chacun
    from cpomlib.calcul.indicateurs import conventions_des_seuils

    years = {
        row["id_contrat"]: reference_year(row["annee_diagnostic"], annee)
        for row in rows["contrats"]
    }
    wanted = [
        {"id_contrat": ident, "id_objectif": objective, "indicateur": indicator, "sens": sens,
         "annee_reference": year, "annee": year + 1}
        for ident, year in years.items()
        for objective, indicator, sens, _ in OBLIGATOIRES
    ]  # fmt: skip
    names = ("contrats", "contrat_etablissements", "conventions_contrat")
    held = contrats_de({**{name: framed(name, rows[name]) for name in names},
                        "cibles": framed("cibles", wanted)})  # fmt: skip
    read = {name: one if name in _LUES else one.iloc[:0] for name, one in frames.items()}
    found = mesurer_chacun(
        read, held, {ident: (year,) for ident, year in years.items()}, conventions_des_seuils()
    )
    return {key[:2]: one.valeur for key, one in found.valeurs.items()}


def framed(name: str, lines: Sequence[Ligne]) -> pd.DataFrame:
    """Return rows as a checked table of the contracts has them."""
    import pandas as pd

    known = [c.nom for c in table(name).champs if any(c.nom in line for line in lines)]
    made = {column: [line.get(column) for line in lines] for column in known}
    return conform(name, pd.DataFrame(made))
