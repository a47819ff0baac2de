"""Who is comparable to a gestionnaire or to one of its establishments, and what may be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import pandas as pd

from cpomlib.calcul import moyenne, par_etablissement, par_gestionnaire
from cpomlib.calcul.comparables import (
    Bareme,
    Position,
    Traits,
    bareme,
    decrire,
    ecarts,
    moyennes_par_critere,
    plus_proches,
    situer,
    traits,
)
from cpomlib.calcul.regional import de_region, hebergeurs
from cpomlib.calcul.secret import (
    Matrices,
    Regles,
    matrices,
    matrices_de_table,
    regles_des_seuils,
)
from cpomlib.dossier import (
    Dossier,
    Par,
    calcul,
    douteux_de_la_region,
    measured,
    valeurs,
    valeurs_de,
)
from cpomlib.droit.seuils import seuils
from cpomlib.rapports.publiable import COMPARABLES_NON_REPRIS, PROVISOIRE
from cpomlib.socle import Secret, Valeur

SANS_REGION = "Le rapport ne dit pas dans quelle région chercher."


@dataclass(frozen=True, eq=False)
class Alentours:
    """Every unit of the région, described and valued; never shown as such.

    Attributes:
        description: what is compared, one row per unit.
        matrices: the indicators compared, laid out for secrecy; what is doubted counts as absent.
        bareme: weights and scales of the distance.
    """

    description: pd.DataFrame
    matrices: Matrices
    bareme: Bareme

    @cached_property
    def traits(self) -> Traits:
        """What is compared, laid out for the distance."""
        return traits(self.description)

    @cached_property
    def regles(self) -> Regles:
        """The thresholds of secrecy in force."""
        return regles_des_seuils()


@dataclass(frozen=True)
class Voisinage:
    """What may be said of the units comparable to one of them.

    Attributes:
        n: how many are comparable.
        gestionnaires: how many gestionnaires they belong to.
        raison: why nothing is said of them, a French sentence; empty when all may be.
        distance: their mean distance; None when nothing is said.
        ecarts: criterion → their mean gap, from 0 to 1; None where unknown; empty when nothing
            is said.
        parts: criterion → its mean share of the distance, likewise.
        positions: indicator → where the unit stands among them.
    """

    n: int
    gestionnaires: int
    raison: str
    distance: float | None
    ecarts: Mapping[str, float | None]
    parts: Mapping[str, float | None]
    positions: Mapping[str, Position]

    def repere(self, indicateur: str) -> Valeur:
        """Return the median of an indicator among them, for a cell; masked where it must be."""
        return self._cell(indicateur, "mediane")

    def quartiles(self, indicateur: str) -> tuple[Valeur, Valeur, Valeur]:
        """Return the three quartiles of an indicator, for the cells of a row."""
        q1, middle, q3 = (self._cell(indicateur, name) for name in ("q1", "mediane", "q3"))
        return q1, middle, q3

    def rang(self, indicateur: str) -> str:
        """Return the rank of the unit on an indicator, empty when it is not said."""
        known = self.positions.get(indicateur)
        return known.rang if known else ""

    def _cell(self, indicateur: str, quoi: str) -> Valeur:
        known = self.positions.get(indicateur)
        if known is None or known.statut == "nd":
            return None
        if known.statut == "secret":
            return Secret(known.raison)
        return measured(indicateur, getattr(known, quoi))


def des_gestionnaires(dossier: Dossier) -> tuple[Alentours | None, Voisinage]:
    """Describe the gestionnaires of the région, valued on the declared indicators.

    Returns:
        None when the others are not looked at, and what may be said of those comparable to the
        gestionnaire: found once for all the parts of a report that say it.
    """
    if dossier not in _TROUVES:
        around = _alentours(dossier, par_gestionnaire, tuple(bareme().indicateurs))
        _TROUVES[dossier] = around, voisinage(around, dossier.id)
    return _TROUVES[dossier]


def des_etablissements(dossier: Dossier, indicateurs: Sequence[str]) -> Alentours | None:
    """Describe the establishments of the région, valued on the indicators to compare.

    Returns:
        None when the others are not looked at (:func:`empechement` says why).
    """
    return _alentours(dossier, par_etablissement, tuple(indicateurs))


_TROUVES: WeakKeyDictionary[Dossier, tuple[Alentours | None, Voisinage]] = WeakKeyDictionary()


def empechement(dossier: Dossier) -> str:
    """Say why the others are not looked at, empty when they may be."""
    if dossier.publiable:
        return COMPARABLES_NON_REPRIS
    if dossier.periode.ouverte:
        return f"{dossier.periode.avertissement} {PROVISOIRE}"
    return dossier.note_regionale if dossier.region else SANS_REGION


def voisinage(autour: Alentours | None, unite: str) -> Voisinage:
    """Find the units comparable to ``unite`` and say what may be said of them."""
    if autour is None or unite not in autour.description.index:
        return Voisinage(0, 0, SANS_REGION, None, {}, {}, {})
    scale = autour.bareme
    count, least = int(scale.reglage("au_plus")), int(scale.reglage("gestionnaires_min"))
    gaps = ecarts(autour.traits, unite, scale)
    near = plus_proches(autour.traits, unite, count, scale, gaps)
    positions = situer(autour.matrices, unite, near.unites, least, regles=autour.regles)
    owners = len(set(near.unites.values()))
    reason = _reason(len(near.unites), owners, least, autour.regles)
    if reason:
        return Voisinage(len(near.unites), owners, reason, None, {}, {}, positions)
    return Voisinage(
        len(near.unites), owners, "", moyenne(near.distance),
        moyennes_par_critere(scale, gaps.take(near.rangs, axis=1)),
        moyennes_par_critere(scale, near.parts), positions,
    )  # fmt: skip


def _alentours(dossier: Dossier, par: Par, indicateurs: tuple[str, ...]) -> Alentours | None:
    if not _looked_at(dossier):
        return None
    around, conventions = dossier.autour, dossier.conventions
    ou = (dossier.region, dossier.annee, dossier.perimetre)

    def faire() -> pd.DataFrame:
        inside = de_region(around["etablissements"], dossier.region)
        housing = hebergeurs(around["etablissements"], around["places"]) | {dossier.id}
        kept = inside["id_gestionnaire"].astype("str").isin(housing)
        ids = inside.loc[kept, "id_etablissement"].tolist()
        units = par(inside, choisis=ids, perimetre=dossier.perimetre)
        return decrire(around, units, dossier.annee, valeurs(around, par, ou, conventions))

    def disposer() -> pd.DataFrame:
        # secrecy is checked on what is shown together: the rest would only slow it down
        shown = valeurs_de(around, par, ou, conventions, ("id", indicateurs))
        doubted = douteux_de_la_region(around, ou, conventions)
        pairs = zip(shown["unite"].tolist(), shown["id"].tolist(), strict=True)
        unsure = pd.Series([pair in doubted for pair in pairs], index=shown.index, dtype="bool")
        return matrices(shown.assign(statut=shown["statut"].mask(unsure, "nd"))).en_table()

    # one that houses nobody is nobody's comparable but its own
    alone = dossier.id not in hebergeurs(dossier.frames["etablissements"], dossier.frames["places"])
    key = (par.__name__, *ou, conventions, dossier.id if alone else "")
    described = calcul(around, ("description", *key), faire)
    shown = calcul(around, ("matrices", *key, indicateurs, tuple(seuils().values())), disposer)
    return Alentours(described, matrices_de_table(shown), bareme())


def _looked_at(dossier: Dossier) -> bool:
    return dossier.region_lue and not dossier.publiable and not dossier.periode.ouverte


def _reason(n: int, gestionnaires: int, least: int, regles: Regles) -> str:
    needed = regles.seuil_etablissements
    if n < needed:
        return f"Moins de {needed} comparables ont été trouvés."
    if gestionnaires < least:
        return f"Les comparables relèvent de moins de {least} gestionnaires."
    return ""
