"""What is known of each household, and the table ``sejours``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.draws import Tirage
from cpomlib.exemple.stays import ABSENT, Sejours, day
from cpomlib.exemple.structure import Structure

Columns = dict[str, "np.ndarray | pd.Categorical"]
_WOMEN = ("femme_seule", "femme_enfants")
_MEN = ("homme_seul", "homme_enfants")
_COUPLES = ("couple", "couple_enfants", "groupe_adultes")


def sejours_table(plan: Structure, stays: Sejours, tirage: Tirage) -> pd.DataFrame:
    """Return the table ``sejours``: stays, households, what they said and where they went."""
    order = np.lexsort((stays.menage, stays.entree, stays.etablissement))
    stays = stays.pris(order)
    _, first, household = np.unique(stays.menage, return_index=True, return_inverse=True)
    known = _households(stays.taille[first], tirage)
    said = {name: values[household] for name, values in known.items()}
    table = {
        "id_sejour": _numbered("SEJ", np.arange(len(stays))),
        "id_etablissement": plan.colonne("id_etablissement")[stays.etablissement],
        "id_menage": _numbered("MEN", household),
        "date_entree": stays.entree.astype("datetime64[D]").astype("datetime64[s]"),
        "date_sortie": _exits(stays),
        **said,
        **_followed(plan, stays, said, tirage),
    }
    return pd.DataFrame(table)


def _numbered(prefix: str, numbers: np.ndarray) -> pd.Series:
    """Return pseudonyms such as ``SEJ-0000001``."""
    padded = pd.Series(numbers + 10_000_000).astype("str").str.slice(1)
    return prefix + "-" + padded


def _exits(stays: Sejours) -> np.ndarray:
    present = stays.sortie == ABSENT
    exits = np.where(present, 0, stays.sortie).astype("datetime64[D]").astype("datetime64[s]")
    exits[present] = np.datetime64("NaT")
    return exits


def _households(taille: np.ndarray, tirage: Tirage) -> Columns:
    """Draw what does not change from one stay of a household to the next."""
    n = len(taille)
    composition = _composition(taille, tirage)
    minor = composition == "mineur"
    adults = np.where(np.isin(composition, _COUPLES), 2, 1) - minor
    age = _drawn("publics.tranche_age", n, tirage)
    employed = np.where(minor, "inactif", _drawn("publics.emploi", n, tirage))
    income = np.where(minor, "sans", _income(employed, tirage))
    incomplete = _incomplete(income, tirage)
    nationality = _drawn("publics.nationalite", n, tirage)
    columns = {
        "composition": composition,
        "nb_adultes": adults,
        "nb_enfants": taille - adults,
        "tranche_age": np.where(minor, "moins_18", age),
        "sexe": _blank(_sex(composition, tirage), tirage),
        "nationalite": _blank(np.where(incomplete, "hors_ue", nationality), tirage),
        "droits_incomplets": incomplete,
        "ressources": _blank(income, tirage),
        "emploi": _blank(employed, tirage),
    }
    return columns


def _drawn(path: str, n: int, tirage: Tirage) -> np.ndarray:
    codes, drawn = tirage.parts(path, n)
    return np.array(codes, dtype=object)[drawn]


def _blank(values: np.ndarray, tirage: Tirage) -> np.ndarray:
    """Leave a small share of an optional column empty, as in real life."""
    return _without(values, tirage.vrai(valeur("publics.non_renseigne"), len(values)))


def _without(values: np.ndarray, where: np.ndarray) -> np.ndarray:
    kept = values.astype(object)
    kept[where] = None
    return kept


def _composition(taille: np.ndarray, tirage: Tirage) -> np.ndarray:
    composition = np.empty(len(taille), dtype=object)
    for size in valeur("publics.taille_menages"):
        mine = taille == size
        composition[mine] = _drawn(f"publics.composition_{size}", int(mine.sum()), tirage)
    return composition


def _sex(composition: np.ndarray, tirage: Tirage) -> np.ndarray:
    either = np.where(tirage.vrai(0.5, len(composition)), "F", "M").astype(object)
    either = np.where(np.isin(composition, _WOMEN), "F", either)
    return np.where(np.isin(composition, _MEN), "M", either)


def _income(employed: np.ndarray, tirage: Tirage) -> np.ndarray:
    n = len(employed)
    works = np.isin(employed, ("cdi", "cdd_interim", "insertion"))
    earning = _drawn("publics.ressources_en_emploi", n, tirage)
    return np.where(works, earning, _drawn("publics.ressources_sans_emploi", n, tirage))


def _incomplete(income: np.ndarray, tirage: Tirage) -> np.ndarray:
    without = valeur("publics.droits_incomplets_si_sans")
    chance = np.where(income == "sans", without, valeur("publics.droits_incomplets_sinon"))
    return tirage.vrai(chance, len(income))


def _followed(plan: Structure, stays: Sejours, said: Columns, tirage: Tirage) -> Columns:
    """Draw what belongs to a stay: the way in, the housing request, the way out."""
    n = len(stays)
    long = (plan.profils == "sejours_longs")[stays.etablissement]
    incomplete = np.asarray(said["droits_incomplets"])
    women = np.isin(np.asarray(said["composition"]), _WOMEN)
    reason = np.where(
        women,
        _drawn("publics.motif_femme", n, tirage),
        _drawn("publics.motif_homme", n, tirage),
    )
    refused = tirage.vrai(valeur("publics.refus_logement"), n) & ~incomplete
    return {
        "via_siao": tirage.vrai(valeur("publics.via_siao"), n),
        "dls_active": tirage.vrai(_request_chance(plan, stays, incomplete, long), n),
        "motif": _blank(reason, tirage),
        "destination": _destination(stays, incomplete, long, tirage),
        "refus_logement": _blank(refused.astype(object), tirage),
    }


def _request_chance(
    plan: Structure, stays: Sejours, incomplete: np.ndarray, long: np.ndarray
) -> np.ndarray:
    """Return the chance of an active housing request: rises after three months."""
    until = np.minimum(stays.sortie, day(plan.annees[2] + 1))
    late = until - stays.entree > 92
    chance = np.where(late, valeur("publics.dls_active"), valeur("publics.dls_active_courte"))
    chance = np.where(long, chance * valeur("profils.sejours_longs")["dls"], chance)
    return np.where(incomplete, 0.0, chance)


def _destination(
    stays: Sejours, incomplete: np.ndarray, long: np.ndarray, tirage: Tirage
) -> np.ndarray:
    n = len(stays)
    usual = _drawn("publics.destination", n, tirage)
    usual = np.where(long, _drawn("publics.destination_longs", n, tirage), usual)
    without = _drawn("publics.destination_droits_incomplets", n, tirage)
    gone = np.where(incomplete, without, usual)
    return _without(gone, stays.sortie == ABSENT)
