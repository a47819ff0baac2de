"""The gestionnaires, establishments and capacities of the invented region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cpomlib.droit import reference
from cpomlib.exemple import ids, names
from cpomlib.exemple.calibration import valeur
from cpomlib.exemple.draws import Tirage
from cpomlib.exemple.profiles import profil

SIEGE, SERVICE = "siege", "service"
_AT_LEAST_TWO = ("deficit", "cout_eleve", "sejours_longs", "chiffres_incoherents")
"""Profiles of gestionnaires large enough for the trouble to show."""
_PROGRAMMES = {"214": "177", "219": "177", "258": "177", "443": "303"}


@dataclass(frozen=True)
class Structure:
    """The establishments before anything happens in them.

    Attributes:
        region: code of the région.
        annees: the three years, in order.
        gestionnaires: rang, id_gestionnaire, profil.
        etablissements: one row per establishment or service, sorted by gestionnaire:
            gestionnaire (rank), id_etablissement, categorie, nature (the FINESS category,
            ``service`` or ``siege``), departement, commune, nom_commune, capacite (places
            of the last year; 0 without places), etendu (whether the capacity grew in the
            second year), part_diffus.
    """

    region: str
    annees: tuple[int, int, int]
    gestionnaires: pd.DataFrame
    etablissements: pd.DataFrame

    @property
    def profils(self) -> np.ndarray:
        """Profile of each establishment."""
        ranks = self.etablissements["gestionnaire"].to_numpy()
        return self.gestionnaires["profil"].to_numpy(dtype=object)[ranks]

    def colonne(self, nom: str) -> np.ndarray:
        """Return a column of the establishments as an array."""
        dtype = object if pd.api.types.is_string_dtype(self.etablissements[nom]) else None
        return self.etablissements[nom].to_numpy(dtype=dtype)


def structure(
    region: str, gestionnaires: int, annee: int, tirage: Tirage, facteur: float | None = None
) -> Structure:
    """Draw who manages what, where, with how many places.

    Args:
        region: code of the région.
        gestionnaires: how many.
        annee: last year.
        tirage: stream of the step.
        facteur: multiplies the capacities; by default they are brought closer to the
            dotation régionale limitative, within declared bounds.
    """
    ranks = list(range(gestionnaires))
    profils = [profil(rank) for rank in ranks]
    counts = _counts(profils, tirage)
    services = tirage.vrai(valeur("structure.part_service"), gestionnaires)
    services[0] = True
    services &= counts >= valeur("structure.service_a_partir_de")
    natures = _natures(counts, services, tirage)
    frame = pd.DataFrame(natures, columns=["gestionnaire", "nature"])
    frame = _localise(frame, region, tirage)
    frame["capacite"] = _capacities(frame, region, profils, tirage, facteur)
    frame["etendu"] = tirage.vrai(valeur("structure.part_extension"), len(frame))
    frame["part_diffus"] = np.floor(tirage.uniforme(len(frame)) * 5) / 5
    managers = pd.DataFrame(
        {
            "rang": ranks,
            "id_gestionnaire": [ids.siren(region, rank) for rank in ranks],
            "profil": profils,
        }
    )
    frame = _identified(frame, managers)
    return Structure(region, (annee - 2, annee - 1, annee), managers, frame)


def _counts(profils: list[str], tirage: Tirage) -> np.ndarray:
    """Return the establishments with places of each gestionnaire; the first is large."""
    codes, drawn = tirage.parts("structure.etablissements_par_gestionnaire", len(profils))
    counts = np.array(codes)[drawn]
    kinds = np.array(profils)
    counts = np.where(kinds == "petit", 1, counts)
    counts = np.where(np.isin(kinds, _AT_LEAST_TWO), np.maximum(counts, 2), counts)
    counts[0] = max(codes)
    return counts


def _natures(counts: np.ndarray, services: np.ndarray, tirage: Tirage) -> list[tuple[int, str]]:
    codes, drawn = tirage.parts("structure.categories", int(counts.sum()))
    categories = np.array(codes, dtype=object)[drawn]
    with_head_office = valeur("structure.siege_a_partir_de")
    rows, position = [], 0
    for rank, count in enumerate(counts.tolist()):
        mine = ["214", *sorted(categories[position + 1 : position + count])]
        position += count
        mine += [SERVICE] * bool(services[rank]) + [SIEGE] * (count >= with_head_office)
        rows += [(rank, nature) for nature in mine]
    return rows


def _localise(frame: pd.DataFrame, region: str, tirage: Tirage) -> pd.DataFrame:
    """Put establishments in real communes, every département by its population.

    The establishments of a gestionnaire follow one another, hence are neighbours; head
    offices and services stand where the first establishment is.
    """
    placed = ~frame["nature"].isin([SIEGE, SERVICE]).to_numpy()
    towns = _towns(region)
    where = _departements(towns, int(placed.sum()))
    chosen = [
        _town(towns[towns["departement"] == code], u)
        for code, u in zip(where, tirage.uniforme(len(where)), strict=True)
    ]
    index = np.full(len(frame), -1)
    index[placed] = chosen
    first = frame.groupby("gestionnaire").head(1).index.to_numpy()
    index = np.where(placed, index, index[first[frame["gestionnaire"]]])
    located = towns.loc[index, ["departement", "code", "nom"]].reset_index(drop=True)
    return frame.join(located.rename(columns={"code": "commune", "nom": "nom_commune"}))


def _towns(region: str) -> pd.DataFrame:
    """Return the towns of a région where a centre is plausible, with their population."""
    codes = reference.departements(region)["code"]
    towns = reference.communes()
    towns = towns[towns["departement"].isin(codes) & (towns["type"] == "commune")]
    towns = towns.dropna(subset=["population"]).astype({"population": "int64"})
    towns = towns.sort_values(["departement", "population", "code"], ascending=[True, False, True])
    rank = towns.groupby("departement").cumcount()
    return towns[(towns["population"] >= 10_000) | (rank < 3)].reset_index(drop=True)


def _departements(towns: pd.DataFrame, count: int) -> list[str]:
    """Share ``count`` establishments: one each as far as it goes, then by population."""
    people = reference.communes().groupby("departement")["population"].sum()
    codes = sorted(towns["departement"].unique(), key=lambda code: (-people[code], code))
    weights = np.array([float(people[code]) for code in codes])
    given = np.zeros(len(codes), dtype=int)
    for position in range(count):
        need = weights / (given + 0.5)
        given[position if position < len(codes) else int(np.argmax(need))] += 1
    return [code for code, times in zip(codes, given, strict=True) for _ in range(times)]


def _town(towns: pd.DataFrame, u: float) -> int:
    edges = towns["population"].cumsum().to_numpy(dtype="float64")
    return int(towns.index[np.searchsorted(edges[:-1], u * edges[-1], side="right")])


def _capacities(
    frame: pd.DataFrame, region: str, profils: list[str], tirage: Tirage, facteur: float | None
) -> np.ndarray:
    """Return whole capacities, scaled to ``facteur`` or towards the DRL of the région."""
    natural = tirage.quantiles("structure.capacites_quantiles", len(frame))
    natural[~frame["nature"].isin(list(_PROGRAMMES)).to_numpy()] = 0
    kinds = np.array(profils, dtype=object)[frame["gestionnaire"]]
    natural[kinds == "petit"] = valeur("profils.petit")["capacite"]
    least = valeur("structure.capacite_minimale")
    if facteur is None:
        factor = _regional_factor(natural[frame["nature"].to_numpy() == "214"].sum(), region)
    else:
        factor, least = facteur, 2
    capacities = np.floor(natural * factor + 0.5).astype("int64")
    fixed = (kinds == "petit") & (facteur is None or facteur > 1)
    capacities[fixed] = valeur("profils.petit")["capacite"]
    return np.where(natural > 0, np.maximum(capacities, least), 0)


def _regional_factor(places_chrs: float, region: str) -> float:
    """Return what brings the places of CHRS closer to those the région's DRL pays for."""
    grants = reference.dotations_regionales()
    mine = grants[(grants["region"] == region) & (grants["exercice"] == "2023")]
    paid = mine["montant"].sum() / valeur("finances.dotation_place")[2023]
    low, high = valeur("structure.facteur_regional")
    return float(np.clip(paid / places_chrs, low, high))


def _identified(frame: pd.DataFrame, managers: pd.DataFrame) -> pd.DataFrame:
    owner = managers["id_gestionnaire"].to_numpy(dtype=object)[frame["gestionnaire"]]
    named = []
    for row, (nature, dept) in enumerate(zip(frame["nature"], frame["departement"], strict=True)):
        apart = {SIEGE: f"S-{owner[row]}-SIEGE", SERVICE: f"S-{owner[row]}-AVDL"}
        named.append(apart.get(nature) or ids.finess(dept, row))
    frame["id_etablissement"] = named
    return frame


def structure_tables(plan: Structure) -> dict[str, pd.DataFrame]:
    """Return the tables ``gestionnaires`` and ``etablissements`` of the plan."""
    frame, managers = plan.etablissements, plan.gestionnaires
    seats = frame.groupby("gestionnaire")["departement"].first().tolist()
    foundation = [names.gestionnaire(rank).startswith("Fondation") for rank in managers["rang"]]
    return {
        "gestionnaires": pd.DataFrame(
            {
                "id_gestionnaire": managers["id_gestionnaire"],
                "raison_sociale": [names.gestionnaire(rank) for rank in managers["rang"]],
                "finess_ej": [ids.finess(dept, rank, "98") for rank, dept in enumerate(seats)],
                "statut": ["fondation" if true else "association" for true in foundation],
                "departement_siege": seats,
            }
        ),
        "etablissements": _establishments(plan),
    }


def _establishments(plan: Structure) -> pd.DataFrame:
    frame = plan.etablissements
    owners = plan.gestionnaires["id_gestionnaire"].to_numpy(dtype=object)[frame["gestionnaire"]]
    regimes = {"214": "autorise", "443": "autorise", "258": "declare", SIEGE: "siege"}
    opened = 1975 + (np.arange(len(frame)) * 7) % 40
    return pd.DataFrame(
        {
            "id_etablissement": frame["id_etablissement"],
            "id_gestionnaire": owners,
            "nom": _names(frame),
            "categorie": frame["nature"].replace({SIEGE: "000", SERVICE: "219"}),
            "regime": frame["nature"].map(regimes).fillna("subventionne"),
            "autorite": "prefet",
            "programme": frame["nature"].map(_PROGRAMMES).fillna("177"),
            "commune": frame["commune"],
            "departement": frame["departement"],
            "region": plan.region,
            "date_ouverture": pd.to_datetime([f"{year}-09-01" for year in opened]),
        }
    )


def _names(frame: pd.DataFrame) -> list[str]:
    apart = {SIEGE: "Siège", SERVICE: "Accompagnement vers et dans le logement"}
    return [
        apart.get(nature) or names.etablissement(nature, row, town)
        for row, (nature, town) in enumerate(
            zip(frame["nature"], frame["nom_commune"], strict=True)
        )
    ]
