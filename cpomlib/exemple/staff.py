"""People at work: posts, who holds them year after year, absences, movements.

A post is a function with a fraction of full time in one establishment. Each year it is
vacant, or held by the same person, or by somebody new. A director shared by two
establishments is one person on two posts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.draws import Tirage, repartir
from cpomlib.exemple.money import centimes
from cpomlib.exemple.structure import SERVICE, SIEGE, Structure

_SERVICE_ETP, _SIEGE_ETP_100_PLACES = 2.5, 1.2
_SHARED_ETP = 0.5
_GOLDEN, _SILVER = 0.6180339887498949, 0.41421356237309503
"""Steps whose multiples fill [0, 1) evenly, each in its own way."""
_AGES = (25, 35, 45, 55, 60)
_AGE_LABELS = ("moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus")


@dataclass(frozen=True)
class Postes:
    """Posts as arrays of the same length.

    Attributes:
        etablissement: row of the establishment in the plan.
        source: the post whose holder this one shares (itself most of the time).
        fonction: function.
        etp: fraction of full time.
        tenu: whether the post is held on 31 December (columns: the year before the first,
            then the three years).
        generation: which holder of the post it is, same columns.
    """

    etablissement: np.ndarray
    source: np.ndarray
    fonction: np.ndarray
    etp: np.ndarray
    tenu: np.ndarray
    generation: np.ndarray

    @property
    def titulaire(self) -> np.ndarray:
        """Number of the person on each post and year."""
        return self.source[:, None] * 8 + self.generation


def postes(plan: Structure, places: np.ndarray, tirage: Tirage) -> Postes:
    """Draw the posts of every establishment and their holders."""
    count = _post_counts(plan, places)
    where = np.repeat(np.arange(len(count)), count)
    functions, fraction = _functions(count, tirage)
    source = np.arange(len(where))
    source, functions, fraction = _shared(plan, where, source, functions, fraction)
    held, generation = _careers(source, tirage)
    return Postes(where, source, functions, fraction, held, generation)


def _post_counts(plan: Structure, places: np.ndarray) -> np.ndarray:
    """Return how many posts bring the calibrated ETP per 100 places, vacancies included."""
    nature = plan.colonne("nature")
    factors = valeur("personnel.etp_facteurs")
    per_place = np.array([factors.get(kind, 0.0) for kind in nature])
    per_place = per_place * valeur("personnel.etp_pour_100_places") / 100
    dear = plan.profils == "cout_eleve"
    per_place = np.where(dear, per_place * valeur("profils.cout_eleve")["etp"], per_place)
    wanted = places.mean(axis=1) * per_place
    wanted = np.where(nature == SERVICE, _SERVICE_ETP, wanted)
    owner = plan.colonne("gestionnaire")
    together = np.bincount(owner, places[:, 2])[owner] * _SIEGE_ETP_100_PLACES / 100
    wanted = np.where(nature == SIEGE, np.maximum(together, 2.0), wanted)
    mean = sum(float(etp) * part for etp, part in valeur("personnel.quotites").items())
    budgeted = wanted / (1 - valeur("personnel.vacance"))
    budgeted[_pairs(plan).ravel()] += mean - _SHARED_ETP
    return np.maximum(np.floor(budgeted / mean + 0.5).astype("int64"), 1)


def _functions(count: np.ndarray, tirage: Tirage) -> tuple[np.ndarray, np.ndarray]:
    """Return function and fraction of each post, in the calibrated shares."""
    total = int(count.sum())
    return (
        _spread("personnel.fonctions", total, _GOLDEN, tirage),
        _spread("personnel.quotites", total, _SILVER, tirage),
    )


def _spread(path: str, n: int, step: float, tirage: Tirage) -> np.ndarray:
    """Deal modalities so evenly that every establishment is near the calibrated shares.

    Plain draws would leave small establishments, hence most gestionnaires, far from them.
    """
    law = valeur(path)
    edges = np.cumsum(np.array([*law.values()], dtype="float64"))
    points = (tirage.uniforme(1) + np.arange(n) * step) % 1.0 * edges[-1]
    kinds = np.array([*law], dtype=object)[np.searchsorted(edges[:-1], points, side="right")]
    return kinds.astype("float64") if path.endswith("quotites") else kinds


def _shared(
    plan: Structure,
    where: np.ndarray,
    source: np.ndarray,
    functions: np.ndarray,
    fraction: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make one half-time director common to the first two establishments of a gestionnaire."""
    first_post = np.searchsorted(where, np.arange(len(plan.etablissements)))
    pairs = first_post[_pairs(plan)]
    source[pairs[:, 1]] = pairs[:, 0]
    functions[pairs.ravel()] = "direction"
    fraction[pairs.ravel()] = _SHARED_ETP
    return source, functions, fraction


def _pairs(plan: Structure) -> np.ndarray:
    """Return the first two establishments of each gestionnaire that has two or more."""
    owner = plan.colonne("gestionnaire")
    starts = np.concatenate([[True], owner[1:] != owner[:-1]])
    second = np.flatnonzero(~starts[1:] & starts[:-1]) + 1
    return np.stack([second - 1, second], axis=1)


def _careers(source: np.ndarray, tirage: Tirage) -> tuple[np.ndarray, np.ndarray]:
    """Draw, post by post, vacancy and change of holder over four years."""
    vacancy, rotation = valeur("personnel.vacance"), valeur("personnel.rotation")
    shape = (len(source), 4)
    held = tirage.uniforme(*shape) >= vacancy
    replaced = tirage.uniforme(*shape) < (rotation - vacancy)
    replaced[:, 1:] |= ~held[:, :-1]
    replaced[:, 0] = False
    generation = np.cumsum(replaced, axis=1)
    return held[source], generation[source]


def salaries_table(
    plan: Structure, posts: Postes, indice: np.ndarray, tirage: Tirage
) -> pd.DataFrame:
    """Return the table ``salaries``, money in centimes.

    Args:
        plan: the establishments.
        posts: the posts and their holders.
        indice: pay of each establishment (rows) and year (columns), 1 being 2024's.
        tirage: stream of the step.
    """
    row, rank = np.nonzero(posts.tenu[:, 1:])
    people = posts.titulaire[row, rank + 1]
    persons, who = np.unique(people, return_inverse=True)
    traits = _traits(persons, posts, plan, tirage)
    since = _years_since(posts, row, rank)
    where, function = posts.etablissement[row], posts.fonction[row]
    first = posts.generation[row, rank + 1] == 0
    seniority = np.where(first, traits["anciennete"][who] + rank, since + 0.5)
    cost = np.array([valeur("personnel.couts")[name] for name in function], dtype="float64")
    cost = cost * traits["ecart"][who] * indice[where, rank] * posts.etp[row]
    owner = plan.colonne("gestionnaire")[where]
    return pd.DataFrame(
        {
            "id_etablissement": plan.colonne("id_etablissement")[where],
            "annee": np.array(plan.annees)[rank],
            "id_salarie": _pseudonyms(owner, people),
            "fonction": function,
            "contrat": traits["contrat"][who],
            "etp": posts.etp[row],
            "tranche_age": _age_bands(traits["age"][who] + rank),
            "sexe": traits["sexe"][who],
            "anciennete": np.floor(seniority * 10 + 0.5) / 10,
            "cout_employeur": centimes(cost),
            "convention": traits["convention"][owner],
        }
    )


def _pseudonyms(owner: np.ndarray, people: np.ndarray) -> pd.Series:
    numbers = pd.Series(people + 10_000_000).astype("str").str.slice(1)
    return "SAL-" + pd.Series(owner + 1000).astype("str").str.slice(1) + "-" + numbers


def _traits(
    persons: np.ndarray, posts: Postes, plan: Structure, tirage: Tirage
) -> dict[str, np.ndarray]:
    n = len(persons)
    contracts, drawn = tirage.parts("personnel.contrats", n)
    agreements, agreed = tirage.parts("personnel.conventions", len(plan.gestionnaires))
    women = tirage.vrai(valeur("personnel.part_femmes"), n)
    age = np.floor(tirage.quantiles("personnel.ages", n))
    seniority = np.minimum(tirage.quantiles("personnel.anciennete", n), age - 19)
    chief = posts.fonction[persons // 8] == "direction"
    return {
        "contrat": np.where(chief, "cdi", np.array(contracts, dtype=object)[drawn]),
        "convention": np.array(agreements, dtype=object)[agreed],
        "sexe": np.where(women, "F", "M"),
        "age": np.minimum(age, 64),
        "anciennete": seniority,
        "ecart": tirage.entre(0.92, 1.08, n),
    }


def _years_since(posts: Postes, row: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return how many full years the present holder has been on the post."""
    now = posts.generation[row, rank + 1]
    earlier = posts.generation[row] == now[:, None]
    before = np.arange(4)[None, :] < (rank + 1)[:, None]
    return (earlier & before & posts.tenu[row]).sum(axis=1).astype("float64")


def _age_bands(age: np.ndarray) -> np.ndarray:
    return np.array(_AGE_LABELS, dtype=object)[np.searchsorted(_AGES, age, side="right")]


def absences_table(salaries: pd.DataFrame, tirage: Tirage) -> pd.DataFrame:
    """Return the table ``absences``: calendar days by reason, in the calibrated shares."""
    etp = salaries.groupby(["id_etablissement", "annee"])["etp"].sum()
    reasons = [*valeur("personnel.absences")]
    shares = np.array([*valeur("personnel.absences").values()])
    rate = valeur("personnel.absenteisme") * tirage.entre(0.75, 1.25, len(etp))
    days = np.floor(etp.to_numpy() * 365 * rate + 0.5).astype("int64")
    parts = repartir(days, shares * tirage.entre(0.6, 1.4, len(etp), len(reasons)))
    keys = etp.index.repeat(len(reasons)).to_frame(index=False)
    return keys.assign(
        motif=np.tile(np.array(reasons, dtype=object), len(etp)), jours=parts.ravel()
    )


def mouvements_table(plan: Structure, posts: Postes) -> pd.DataFrame:
    """Return the table ``mouvements``, counted from the posts and their holders."""
    held, who = posts.tenu, posts.generation
    same = held[:, 1:] & held[:, :-1] & (who[:, 1:] == who[:, :-1])
    arrivals, departures = held[:, 1:] & ~same, held[:, :-1] & ~same
    count = len(plan.etablissements)
    index = posts.etablissement
    rows = []
    for rank, year in enumerate(plan.annees):
        vacant = np.bincount(index, posts.etp * ~held[:, rank + 1], minlength=count)
        rows.append(
            pd.DataFrame(
                {
                    "id_etablissement": plan.colonne("id_etablissement"),
                    "annee": year,
                    "entrees": np.bincount(index, arrivals[:, rank], minlength=count),
                    "sorties": np.bincount(index, departures[:, rank], minlength=count),
                    "etp_budgetes": np.bincount(index, posts.etp, minlength=count).round(2),
                    "etp_vacants": vacant.round(2),
                }
            )
        )
    frame = pd.concat(rows, ignore_index=True)
    whole = {"entrees": "int64", "sorties": "int64"}
    return frame.astype(whole).sort_values(["id_etablissement", "annee"], kind="stable")
