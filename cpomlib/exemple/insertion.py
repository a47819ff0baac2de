"""An invented département of insertion, on the figures that a scheme of 2007 publishes.

In 2006: 44 persons received by structure, 21.3 % of them to work, 1 079 € of the Département for
each, a quarter of the beneficiaries received, two territories less well endowed than the others.
The structures, the territories' sizes and the years after are invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cpomlib.tables import conform

if TYPE_CHECKING:
    import pandas as pd

Ligne = dict[str, Any]

DEPARTEMENT, REGION = "45", "24"
CONSEIL = "EJ-450000001"
"""The Conseil départemental, whose scheme it is."""
ANNEES = (2006, 2007, 2008, 2009)
ALLOCATAIRES: Mapping[str, tuple[int, ...]] = {
    # 4 000 beneficiaries in 2006, 3 520 in 2009
    "Orléanais": (1800, 1760, 1650, 1580), "Montargois": (800, 790, 750, 720),
    "Pithiverais": (400, 395, 370, 350), "Giennois": (400, 395, 375, 355),
    "Beauce": (300, 290, 270, 260), "Sologne": (300, 290, 265, 255),
}  # fmt: skip
STRUCTURES: Mapping[str, tuple[tuple[str, int], ...]] = {
    # type, then weight among the structures
    "Orléanais": (("accompagnement_social", 60), ("accompagnement_social", 50), ("aci", 45),
                  ("aci", 40), ("ai", 75), ("ei", 30), ("etti", 35), ("remobilisation", 55),
                  ("mise_a_l_emploi", 80)),
    "Montargois": (("accompagnement_social", 50), ("aci", 40), ("aci", 30), ("ai", 60),
                   ("remobilisation", 40), ("mise_a_l_emploi", 45)),
    "Pithiverais": (("accompagnement_social", 30), ("aci", 20)),
    "Giennois": (("aci", 25), ("remobilisation", 20)),
    "Beauce": (("ai", 45), ("aci", 25), ("accompagnement_social", 30)),
    "Sologne": (("ei", 25), ("remobilisation", 30), ("mise_a_l_emploi", 40)),
}  # fmt: skip
NOMS: Mapping[str, str] = {
    "accompagnement_social": "Accompagnement social", "aci": "Chantier d’insertion",
    "ai": "Association intermédiaire", "ei": "Entreprise d’insertion",
    "etti": "Travail temporaire d’insertion", "remobilisation": "Atelier de remobilisation",
    "mise_a_l_emploi": "Mise à l’emploi",
}  # fmt: skip
PROFILS: Mapping[str, tuple[float, float, float]] = {
    # persons a year for a place, chance of a job beside the others, cost beside the others
    "accompagnement_social": (2.5, 0.4, 0.4), "aci": (1.5, 0.7, 1.9), "ai": (3.0, 1.4, 0.6),
    "ei": (1.2, 1.3, 2.2), "etti": (2.0, 1.6, 1.0), "remobilisation": (2.0, 0.5, 0.8),
    "mise_a_l_emploi": (4.0, 1.7, 0.5),
}  # fmt: skip
TOTAUX: Mapping[int, Mapping[str, int]] = {
    # 1 100 ÷ 25 = 44; (90 + 144) ÷ 1 100 = 21.3 %; 1 186 900 ÷ 1 100 = 1 079 €; 1 000 ÷ 4 000
    2006: {"accueillis": 1100, "dont_rsa": 1000, "sortants": 700, "emploi_durable": 90,
           "emploi_transition": 144, "sorties_positives": 98, "retraits": 28,
           "etp": 260, "cout": 3_410_000_00, "departement": 1_186_900_00},
    2007: {"accueillis": 1150, "dont_rsa": 1055, "sortants": 740, "emploi_durable": 105,
           "emploi_transition": 160, "sorties_positives": 104, "retraits": 30,
           "etp": 264, "cout": 3_480_000_00, "departement": 1_210_000_00},
    2008: {"accueillis": 1290, "dont_rsa": 1200, "sortants": 830, "emploi_durable": 138,
           "emploi_transition": 190, "sorties_positives": 125, "retraits": 33,
           "etp": 280, "cout": 3_760_000_00, "departement": 1_290_000_00},
    2009: {"accueillis": 1400, "dont_rsa": 1320, "sortants": 910, "emploi_durable": 160,
           "emploi_transition": 215, "sorties_positives": 140, "retraits": 36,
           "etp": 290, "cout": 3_950_000_00, "departement": 1_365_000_00},
}  # fmt: skip
EMPLOYEURS = ("aci", "ei", "etti")
"""Types whose posts are funded."""
_AUTRES = (("autre", "Aide au poste de l’État", 0.38), ("europe", "Fonds social européen", 0.14),
           ("commune", "Subvention de fonctionnement", 0.06))  # fmt: skip


_SERVICE: Ligne = {
    "id_etablissement": "S-45-INSERTION", "id_gestionnaire": CONSEIL,
    "nom": "Direction de l’insertion (inventée)", "categorie": "000", "regime": "siege",
    "autorite": "departement", "programme": "autre", "departement": DEPARTEMENT, "region": REGION,
}  # fmt: skip
"""The Département's own service: by it, its contracts are found in its région."""


def insertion() -> dict[str, pd.DataFrame]:
    """Return the tables of an invented département of insertion, from 2006 to 2009."""
    houses = tuple(_structures())
    rows: dict[str, list[Ligne]] = {
        "gestionnaires": list(_owners()),
        "etablissements": [_SERVICE, *(_house(one) for one in houses)],
        "structures_insertion": [
            {"id_etablissement": one["id"], "territoire": one["territoire"], "type": one["type"]}
            for one in houses
        ],
        "activite_insertion": [row for year in ANNEES for row in _activity(houses, year)],
        "population_insertion": [
            {"departement": DEPARTEMENT, "territoire": name, "annee": year, "public": "rsa",
             "effectif": counts[rank]}
            for name, counts in ALLOCATAIRES.items() for rank, year in enumerate(ANNEES)
        ],
        "financements": [row for year in ANNEES for row in _money(houses, year)],
    }  # fmt: skip
    return {name: framed(name, lines) for name, lines in rows.items()}


def framed(name: str, lines: Sequence[Ligne]) -> pd.DataFrame:
    """Return rows as a checked table has them, empty where nothing is said."""
    import pandas as pd

    known = list(dict.fromkeys(column for line in lines for column in line))
    return conform(name, pd.DataFrame({c: [line.get(c) for line in lines] for c in known}))


def _owners() -> Iterator[Ligne]:
    yield {"id_gestionnaire": CONSEIL, "raison_sociale": "Conseil départemental (inventé)",
           "statut": "public", "departement_siege": DEPARTEMENT}  # fmt: skip
    for rank, name in enumerate(ALLOCATAIRES, 1):
        yield {"id_gestionnaire": owner(rank), "raison_sociale": f"Insertion {name}",
               "statut": "association", "departement_siege": DEPARTEMENT}  # fmt: skip


def owner(rank: int) -> str:
    """Return the number of an invented association."""
    return f"EJ-4500001{rank:02d}"


def _structures() -> Iterator[Ligne]:
    for rank, (where, held) in enumerate(STRUCTURES.items(), 1):
        for number, (kind, weight) in enumerate(held, 1):
            yield {"id": f"S-45-{rank}{number:02d}", "owner": owner(rank), "territoire": where,
                   "type": kind, "poids": weight,
                   "nom": f"{NOMS[kind]}, {where} {number}"}  # fmt: skip


def _house(one: Ligne) -> Ligne:
    return {"id_etablissement": one["id"], "id_gestionnaire": one["owner"], "nom": one["nom"],
            "categorie": "000", "regime": "subventionne", "autorite": "departement",
            "programme": "autre", "departement": DEPARTEMENT, "region": REGION}  # fmt: skip


def _activity(houses: Sequence[Ligne], annee: int) -> Iterator[Ligne]:
    totals = TOTAUX[annee]
    sizes = [float(one["poids"]) for one in houses]
    chances = [size * PROFILS[one["type"]][1] for one, size in zip(houses, sizes, strict=True)]
    costs = [size * PROFILS[one["type"]][2] for one, size in zip(houses, sizes, strict=True)]
    posts = [size if one["type"] in EMPLOYEURS else 0 for one, size in
             zip(houses, sizes, strict=True)]  # fmt: skip
    shared = {
        name: shares(totals[name], chances if name.startswith("emploi") else sizes)
        for name in ("accueillis", "dont_rsa", "sortants", "emploi_durable", "emploi_transition",
                     "sorties_positives", "retraits")
    }  # fmt: skip
    money, funded = shares(totals["cout"], costs), shares(totals["etp"], posts)
    for rank, one in enumerate(houses):
        row: Ligne = {"id_etablissement": one["id"], "annee": annee}
        row |= {name: counts[rank] for name, counts in shared.items()}
        row["capacite"] = max(1, round(one["poids"] / PROFILS[one["type"]][0]))
        row["cout_total"] = money[rank]
        if funded[rank]:
            row["etp_conventionnes"] = float(funded[rank])
            row["etp_realises"] = round(funded[rank] * (0.88 + 0.02 * (annee - 2006)), 2)
        yield row


def _money(houses: Sequence[Ligne], annee: int) -> Iterator[Ligne]:
    totals = TOTAUX[annee]
    weights = [one["poids"] * PROFILS[one["type"]][2] ** 0.5 for one in houses]
    granted = [("departement", "Programme départemental d’insertion", totals["departement"])]
    granted += [(who, what, round(totals["cout"] * part)) for who, what, part in _AUTRES]
    for who, what, total in granted:
        mine = [w if who != "autre" or one["type"] in EMPLOYEURS else 0.0
                for one, w in zip(houses, weights, strict=True)]  # fmt: skip
        for one, cents in zip(houses, shares(total, mine), strict=True):
            if cents:
                asked = cents + cents // 12
                yield {"id_etablissement": one["id"], "annee": annee, "financeur": who,
                       "dispositif": what, "montant_demande": asked, "montant_accorde": cents,
                       "montant_verse": cents}  # fmt: skip


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Share a whole number out by weights, the largest remainders first: nothing is lost."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    made = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda rank: (made[rank] - exact[rank], rank))
    for rank in order[: total - sum(made)]:
        made[rank] += 1
    return made
