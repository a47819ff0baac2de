"""What may be said about others: regional references and ranks, masked where they reveal.

Rules: no mean, median or rank over fewer than 5 units (CASF R. 314-31, tableau de bord of the
CHRS), no cell on 1 to 10 persons, no cell where one unit exceeds 85 % (Insee, *Manuel de
protection des tableaux*).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cpomlib.secret.regles import Regles, regles_des_seuils
from cpomlib.typography import nombre

if TYPE_CHECKING:
    import pandas as pd

AUCUNE_VALEUR = "Aucun gestionnaire n’a de valeur."
PEU_DE_GESTIONNAIRES = "Moins de {seuil} gestionnaires ont une valeur."
PEU_DE_PERSONNES = "Le total porte sur moins de {seuil} personnes ou ménages."
DOMINANCE = "Un seul gestionnaire pèse plus de {part}\u00a0% du total."


@dataclass(frozen=True)
class Reference:
    """What may be said of an indicator over several gestionnaires.

    Attributes:
        n: gestionnaires that have a value.
        moyenne: that of the whole (Σ numerators / Σ denominators), the plain mean for a count
            or an amount; None where masked, unknown, or for a median, which does not average.
        mediane: middle value of the gestionnaires; None where masked or unknown.
        statut: ``ok``, ``nd`` when nobody has a value, ``secret`` when masked.
        raison: why nothing is said, a French sentence; empty when ok.
        rang: place of the gestionnaire asked for, the greatest value first (« 3e sur 12 »);
            empty when it has no value or there are too few to rank.
    """

    n: int
    moyenne: float | None
    mediane: float | None
    statut: Literal["ok", "nd", "secret"]
    raison: str
    rang: str


def reference(
    valeurs: pd.DataFrame, unite: str = "", *, regles: Regles | None = None
) -> Mapping[str, Reference]:
    """Say of each indicator what may be said over several gestionnaires.

    Args:
        valeurs: results of ``cpomlib.indicators.compute``, one unit per gestionnaire.
        unite: the gestionnaire to rank among them, if any.
        regles: the thresholds of secrecy; those of ``seuils.yaml`` by default.

    Returns:
        Id of the indicator → reference, in the order of ``valeurs``.
    """
    from cpomlib.indicators import fiches

    rules = regles or regles_des_seuils()
    known = valeurs[valeurs["statut"] == "ok"]
    groups = {str(name): group for name, group in known.groupby("id", sort=False)}
    none, sheets = known.iloc[:0], fiches()
    return {
        name: _reference(groups.get(name, none), unite, rules, sheets[name].personnes)
        for name in valeurs["id"].drop_duplicates()
    }


def _reference(group: pd.DataFrame, unite: str, regles: Regles, personnes: bool) -> Reference:
    if group.empty:
        return Reference(0, None, None, "nd", AUCUNE_VALEUR, "")
    reason = _reason(group, regles, personnes)
    rank = _rank(group, unite, regles)
    if reason:
        return Reference(len(group), None, None, "secret", reason, rank)
    return Reference(len(group), _mean(group), float(group["valeur"].median()), "ok", "", rank)


def _reason(group: pd.DataFrame, regles: Regles, personnes: bool) -> str:
    """Return why nothing may be shown, empty when all may be."""
    if len(group) < regles.seuil_etablissements:
        return PEU_DE_GESTIONNAIRES.format(seuil=regles.seuil_etablissements)
    if personnes and 1 <= group["numerateur"].sum() < regles.seuil_personnes:
        return PEU_DE_PERSONNES.format(seuil=regles.seuil_personnes)
    weight = group["denominateur"] if group["denominateur"].notna().any() else group["numerateur"]
    if weight.abs().max() > regles.dominance_max * weight.abs().sum():
        return DOMINANCE.format(part=nombre(regles.dominance_max * 100))
    return ""


def _mean(group: pd.DataFrame) -> float | None:
    """Weigh each gestionnaire by its denominator, so that the mean is that of the whole."""
    if group["denominateur"].isna().all():
        return float(group["valeur"].mean())
    if group["numerateur"].isna().any():
        return None
    weighted = (group["valeur"] * group["denominateur"]).sum()
    return float(weighted / group["denominateur"].sum())


def _rank(group: pd.DataFrame, unite: str, regles: Regles) -> str:
    """Return « 3e sur 12 »; equal values share the best place."""
    own = group.loc[group["unite"] == unite, "valeur"]
    if own.empty or len(group) < regles.seuil_etablissements:
        return ""
    place = int((group["valeur"] > own.iloc[0]).sum()) + 1
    return f"{place}{'er' if place == 1 else 'e'} sur {len(group)}"
