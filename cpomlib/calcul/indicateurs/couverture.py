"""The units whose stays do not cover a period: their figures are not available, and say why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from cpomlib.calcul.indicateurs.registres import Manque, non_couverts
from cpomlib.calcul.indicateurs.rows import Rows, Units
from cpomlib.calcul.perimetre import nommes
from cpomlib.socle import date_courte, date_fr, pluriel

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.socle import Periode
    from cpomlib.tables import Frames

SANS_SORTIE = "aucune sortie n’est connue"


@dataclass(frozen=True, eq=False)
class CouvertureSejours:
    """What of the stays of the units does not cover a period.

    The figures of a gestionnaire are not available where those of one of its establishments are
    not whole. In a unit that holds several gestionnaires, such a gestionnaire is left out, whole.

    Attributes:
        ecartes: unit and establishment whose stays are left out.
        raisons: per unit, why its stays tell nothing, in French; empty where they do.
        notes: per unit, who is left out, in French; empty for nobody.
    """

    ecartes: frozenset[tuple[int, str]]
    raisons: np.ndarray
    notes: np.ndarray

    def comptes(self, rows: Rows) -> Rows:
        """Keep the stays that count."""
        return rows.sans(self.ecartes)


def couverture(frames: Frames, units: Units, periode: Periode) -> CouvertureSejours:
    """Tell what of the stays of some units does not cover a period."""
    reasons, notes = (np.full(units.n, "", dtype=object) for _ in range(2))
    late = non_couverts(frames, periode)
    if not late:
        return CouvertureSejours(frozenset(), reasons, notes)
    known = frames["etablissements"]
    owner = dict(zip(known["id_etablissement"], known["id_gestionnaire"], strict=True))
    told = frozenset(frames["sejours"]["id_etablissement"].unique())
    out: set[tuple[int, str]] = set()
    for unit, houses in units.membres.items():
        found, owners = late.keys() & houses, {owner[house] for house in houses}
        apart = {owner[house] for house in (found if len(owners) == 1 else late)} & owners
        out |= {(unit, house) for house in houses if owner[house] in apart}
        if apart == owners:
            same = _du_meme_genre(late, found)
            named = "" if same >= told & houses else nommes(known, same)
            reasons[unit] = non_couverte(periode, [late[house] for house in same], named)
        elif apart:
            notes[unit] = _sans(periode, len(apart))
    return CouvertureSejours(frozenset(out), reasons, notes)


def _du_meme_genre(manques: Mapping[str, Manque], maisons: Collection[str]) -> frozenset[str]:
    """Keep the establishments that lack the same: one sentence is true of all it names."""
    for lacks in (lambda one: one.arret is not None, lambda one: one.absent):
        if same := frozenset(house for house in maisons if lacks(manques[house])):
            return same
    return frozenset(maisons)


def sejours_couvrants(frames: Frames, periode: Periode) -> tuple[pd.DataFrame, str]:
    """Keep the stays of the gestionnaires whose stays cover a period; say whose are left out."""
    stays, known = frames["sejours"], frames["etablissements"]
    late = non_couverts(frames, periode)
    if not late:
        return stays, ""
    apart = set(known.loc[known["id_etablissement"].isin(list(late)), "id_gestionnaire"])
    houses = known.loc[known["id_gestionnaire"].isin(list(apart)), "id_etablissement"]
    return stays[~stays["id_etablissement"].isin(houses)], _sans(periode, len(apart))


def non_couverte(periode: Periode, manques: Iterable[Manque], nommes: str = "") -> str:
    """Say why stays tell nothing of a period, from or to when they do, and how to supply it.

    Args:
        periode: the period.
        manques: what the stays of each establishment lack of it.
        nommes: which they are; empty where it is all of them.
    """
    held, where = list(manques), f" ({nommes})" if nommes else ""
    what = f"du {periode.nom}" if periode.partie else f"de {periode.annee}"
    if stopped := [one.arret for one in held if one.arret is not None]:
        return _arretes(periode, min(stopped), where)
    if any(one.absent for one in held):
        return _absents(what, where)
    days = [one.premiere_sortie for one in held if one.premiere_sortie is not None]
    known = f"la première sortie connue remonte à {_mois(min(days))}" if days else SANS_SORTIE
    return (
        f"Les séjours déposés ne disent, {what}, que les ménages restés ensuite\u00a0: {known}"
        f"{where}, et ceux qui étaient partis avant n’y sont pas. Pour le fournir, déposez aussi "
        f"les séjours terminés depuis le {date_courte(periode.debut)}, avec "
        "«\u00a0cpom importer tables\u00a0»."
    )


def _arretes(periode: Periode, jour: date, where: str) -> str:
    return (
        f"Les séjours déposés s’arrêtent en {_mois(jour)}{where}\u00a0: ni entrée ni sortie "
        "ensuite, et les ménages qui sont partis depuis sont comptés comme présents. Pour le "
        f"fournir, déposez-les jusqu’au {date_courte(periode.fin)}, avec "
        "«\u00a0cpom importer tables\u00a0»."
    )


def _absents(what: str, where: str) -> str:
    return (
        f"Aucun séjour {what} n’est déposé{where}, alors que des journées y sont réalisées\u00a0: "
        "les ménages accueillis n’y sont pas. Pour le fournir, déposez sejours.csv avec "
        "«\u00a0cpom importer tables\u00a0»."
    )


def _sans(periode: Periode, gestionnaires: int) -> str:
    what = f"le {periode.nom}" if periode.partie else str(periode.annee)
    return (
        f"Sans les séjours de {pluriel(gestionnaires, 'gestionnaire')}, qui ne couvrent pas {what}."
    )


def _mois(day: date) -> str:
    """Name a month: the day would say when somebody left."""
    return date_fr(day).partition(" ")[2]
