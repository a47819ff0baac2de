"""What is doubted in a région, its totals without it, and what is concluded from the région."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cpomlib.calcul import selection
from cpomlib.calcul.anomalies import Anomalie, examiner, regle
from cpomlib.calcul.indicateurs import compute
from cpomlib.calcul.regional import REGION, Enjeux, gestionnaire, regles
from cpomlib.calcul.regional.enjeux import enjeux
from cpomlib.calcul.verdicts import Faits, Jugements, complements, juger, rassembler
from cpomlib.dossier.chiffres import termes
from cpomlib.dossier.doutes import FORTE
from cpomlib.socle import pluriel

if TYPE_CHECKING:
    from cpomlib.dossier.territoire import Territoire


@dataclass(frozen=True)
class SansDoute:
    """A figure of the région without the gestionnaires whose own is doubted.

    Attributes:
        ecartes: the gestionnaires left out, by id.
        valeur: the figure over the others; None where there is none.
        termes: its numerator and its denominator, where it has both.
    """

    ecartes: tuple[str, ...]
    valeur: float | None
    termes: tuple[float, float] | None = None


def anomalies(territoire: Territoire) -> Mapping[str, tuple[Anomalie, ...]]:
    """Return the anomalies of each gestionnaire of the région, for the year."""
    own = territoire.structures.set_index("id_etablissement")["id_gestionnaire"].astype("str")
    found = examiner(
        territoire.frames,
        territoire.annee,
        etablissements=set(own.index),
        justifications=territoire.justifications,
    ).anomalies
    by_owner: dict[str, list[Anomalie]] = {}
    for one in found:
        by_owner.setdefault(str(own.get(one.entite, one.entite)), []).append(one)
    return {who: tuple(listed) for who, listed in by_owner.items()}


def douteux(territoire: Territoire) -> Mapping[str, tuple[str, ...]]:
    """Return indicator → the gestionnaires whose figure a strong anomaly makes doubtful."""
    found = _touches(territoire, lambda one: one.statut != "justifiee")
    return {name: tuple(sorted(who)) for name, who in found.items()}


def hors_reference(territoire: Territoire) -> Mapping[str, set[str]]:
    """Return indicator → the gestionnaires whose figure enters no median, as in the diagnostics.

    One that was explained since stays out: it is still far from the others.
    """
    return _touches(territoire, lambda one: True)


def _touches(territoire: Territoire, compte: Callable[[Anomalie], bool]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for who, listed in territoire.anomalies.items():
        for one in listed:
            if one.severite == FORTE and compte(one):
                for name in regle(one.code).indicateurs:
                    found.setdefault(name, set()).add(who)
    return found


def sans_douteux(territoire: Territoire, indicateurs: Collection[str]) -> dict[str, SansDoute]:
    """Compute again some figures of the région without what is doubted of each.

    Their difference would tell of a gestionnaire: it is never for a version to publish.
    """
    left = {name: who for name in indicateurs if (who := territoire.douteux.get(name))}
    found = {who: _sans(territoire, who) for who in set(left.values())}
    return {
        name: SansDoute(who, _known(rows["valeur"], name), termes(rows).get(name))
        for name, who in left.items()
        for rows in [found[who]]
    }


def _sans(territoire: Territoire, ecartes: Collection[str]) -> pd.DataFrame:
    kept = territoire.structures[~territoire.structures["id_gestionnaire"].isin(list(ecartes))]
    if kept.empty:
        return pd.DataFrame(columns=["valeur", "statut", "numerateur", "denominateur"])
    ids = kept["id_etablissement"].tolist()
    unit = selection(territoire.frames["etablissements"], REGION, choisis=ids)
    rows = compute(territoire.frames, unit, territoire.annee, territoire.conventions)
    return rows[rows["statut"] == "ok"].set_index("id")


def _known(values: pd.Series, name: str) -> float | None:
    return float(values[name]) if name in values.index else None


def jugements(territoire: Territoire) -> Jugements:
    """Conclude from the figures of the région over its years; what is masked is left out."""
    if territoire.periode.ouverte:
        return juger(Faits(territoire.annee, {}, ouverte=True))
    known = territoire.frames["etablissements"]
    ids = territoire.structures["id_etablissement"].tolist()
    unit = selection(known, REGION, choisis=ids)
    years = territoire.annees
    around = complements(territoire.frames, unit, years, territoire.conventions)
    rows = {year: _visibles(territoire, year) for year in years}
    said = {
        name: f"chiffres douteux de {pluriel(len(who), 'gestionnaire')}"
        for name, who in territoire.douteux.items()
    }
    return juger(rassembler(REGION, rows, around, None, said))


def _visibles(territoire: Territoire, annee: int) -> pd.DataFrame:
    """Return the figures of the région for a year, those masked in any of its years left out."""
    rows = territoire.resultats[annee]
    mine = rows[rows["unite"] == REGION]
    hidden = {name for _, unit, name in territoire.masques if unit == REGION}
    return mine[~mine["id"].isin(list(hidden))]


def enjeux_de(
    territoire: Territoire, connues: Mapping[str, tuple[Anomalie, ...]] | None = None
) -> Enjeux:
    """Apply the rules of the operators at stake to the gestionnaires of the région.

    Args:
        territoire: the région.
        connues: the anomalies of each; found again where they are not given.
    """
    return enjeux(
        regles(),
        territoire.valeurs,
        territoire.gestionnaires,
        territoire.anomalies if connues is None else connues,
        territoire.regles,
        {
            rule.indicateur: _comptes(territoire, rule.indicateur)
            for rule in regles()
            if rule.methode == "hasard"
        },
        territoire.hors_reference,
    )


def _comptes(territoire: Territoire, indicateur: str) -> dict[str, tuple[int, int]]:
    """Return the count and the total of each gestionnaire, where it has a value."""
    rows = territoire.resultats[territoire.annee]
    known = rows[(rows["id"] == indicateur) & (rows["statut"] == "ok")].set_index("unite")
    units = {gestionnaire(each): each for each in territoire.gestionnaires}
    mine = known[known.index.isin(list(units))]
    columns = (mine[name].tolist() for name in ("numerateur", "denominateur"))
    return {
        units[unit]: (round(k), round(n)) for unit, k, n in zip(mine.index, *columns, strict=True)
    }
