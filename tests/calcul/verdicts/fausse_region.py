"""Invented regions whose law is known: what is concluded there may be told true or false.

``python tests/calcul/verdicts/fausse_region.py`` reports, over a hundred regions, how many reports
state what is false when every gestionnaire is drawn from one law and nothing changes, how many
statements are on the right side when they truly differ, and which planted troubles are found.
The figures go through the functions that reports use: ``compute``, ``complements``,
``rassembler``, ``juger``, ``rediger``.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))

from calcul.anomalies.tables import frame
from conftest import cpom

from cpomlib.calcul import par_gestionnaire
from cpomlib.calcul.indicateurs import compute, conventions_des_seuils
from cpomlib.calcul.verdicts import (
    EtatDesDonnees,
    Jugements,
    Message,
    Plume,
    Region,
    complements,
    etaler,
    juger,
    rassembler,
    rediger,
    regles,
)
from cpomlib.dossier import written
from cpomlib.dossier.gestionnaire import load
from cpomlib.exemple import profiles

ANNEES = (2023, 2024, 2025)
DEBUT = pd.Timestamp("2015-01-01")
PLACES = (320, 300, 290, 365, 280, 310, 95, 90, 100, 80, 50, 30)
"""Places of the gestionnaires of a region: the sizes of the example."""
MOIS = 15.0
LOI = {"ordinaire": 0.38, "adapte": 0.12, "inconnu": 0.08, "dls": 0.57, "siao": 0.87, "cdi": 0.88}
JUGES = {
    "cpom_1_taux": "ordinaire", "cpom_2_taux": "adapte", "cpom_3_taux_dls_active": "dls",
    "part_via_siao": "siao", "part_cdi": "cdi", "cpom_4_taux_presence_longue": "longue",
}  # fmt: skip
"""Rate judged → the probability of the law it estimates."""


@dataclass(frozen=True)
class Rapport:
    """What is concluded of one gestionnaire, and the laws of all of them.

    Attributes:
        rang: which of the laws is its own.
    """

    rang: int
    lois: list[dict[str, float]]
    jugements: Jugements
    messages: tuple[Message, ...]

    def faux(self) -> list[str]:
        """Return what is stated, where nothing is true: verdicts and gaps beside the others."""
        found = self.jugements.verdicts.values()
        said = [v.indicateur for v in found if v.verdict in ("favorable", "defavorable")]
        return said + [m.indicateur for m in self.messages if m.nature == "ecart"]


def region(graine: int, ecart: float = 0.0) -> list[Rapport]:
    """Judge the gestionnaires of an invented region.

    Args:
        graine: seed.
        ecart: standard deviation between gestionnaires of each probability; 0 for one law.
    """
    hasard = np.random.default_rng(graine)
    lois = [_loi(hasard, ecart) for _ in PLACES]
    tables, conventions = _tables(hasard, lois), conventions_des_seuils()
    units = par_gestionnaire(tables["etablissements"])
    computed = {year: compute(tables, units, year, conventions) for year in ANNEES}
    around = complements(tables, units, ANNEES, conventions)
    known = Region(etaler(computed, around, list(regles()), set()), list(regles()))
    return [_rapport(rank, lois, computed, around, known) for rank in range(len(PLACES))]


def _rapport(rank, lois, computed, around, known) -> Rapport:
    unit = f"G{rank}"
    mine = {year: rows[rows["unite"] == unit] for year, rows in computed.items()}
    facts = rassembler(unit, mine, around, known)
    found = juger(facts)
    said = rediger(found, Plume(facts, written, "18\u00a0mois"), EtatDesDonnees())
    return Rapport(rank, lois, found, said)


def _loi(hasard: np.random.Generator, ecart: float) -> dict[str, float]:
    drawn = {name: p + ecart * hasard.standard_normal() for name, p in LOI.items()}
    drawn["inconnu"] = LOI["inconnu"]
    months = MOIS * float(np.exp(2 * ecart * hasard.standard_normal()))
    kept = {name: float(np.clip(p, 0.02, 0.98)) for name, p in drawn.items()}
    # who is there has been so for a time of the law of the stays, which forgets
    return kept | {"mois": months, "longue": float(np.exp(-18 / months))}


def _tables(hasard: np.random.Generator, lois: list[dict[str, float]]) -> dict[str, pd.DataFrame]:
    houses = [{"id_etablissement": f"E{n}", "id_gestionnaire": f"G{n}"} for n in range(len(lois))]
    places = [
        {"id_etablissement": f"E{n}", "annee": year, "places_autorisees": count,
         "places_financees": count}
        for n, count in enumerate(PLACES) for year in ANNEES
    ]  # fmt: skip
    stays = [
        _sejours(hasard, n, count, law)
        for n, (count, law) in enumerate(zip(PLACES, lois, strict=True))
    ]
    staff = [
        _salaries(hasard, n, count, law)
        for n, (count, law) in enumerate(zip(PLACES, lois, strict=True))
    ]
    return {
        "etablissements": frame("etablissements", houses),
        "places": frame("places", places),
        "sejours": frame("sejours", pd.concat(stays).to_dict("records")),
        "salaries": frame("salaries", [row for rows in staff for row in rows]),
    }


def _sejours(hasard, n: int, places: int, loi: dict[str, float]) -> pd.DataFrame:
    """Fill the dwellings of a gestionnaire, half as many as its places, one stay after another."""
    begun, parts = np.zeros(places // 2), []
    while (begun < 366 * 11).any():
        begun = begun[begun < 366 * 11]
        lasted = np.ceil(hasard.exponential(loi["mois"] * 30.4375, len(begun))) + 1
        parts.append(np.column_stack([begun, begun + lasted]))
        begun = begun + lasted + hasard.integers(1, 20, len(begun))
    days = np.vstack(parts)
    days = days[days[:, 1] > 366 * 7]
    count = len(days)
    reached = [loi["ordinaire"], loi["adapte"], loi["inconnu"]]
    gone = hasard.choice(
        ["logement_social", "logement_adapte", "inconnu", "hebergement"], count,
        p=[*reached, 1 - sum(reached)],
    )  # fmt: skip
    left = DEBUT + pd.to_timedelta(days[:, 1], unit="D")
    over = left <= pd.Timestamp("2025-12-31")
    return pd.DataFrame({
        "id_sejour": [f"S{n}-{i}" for i in range(count)], "id_etablissement": f"E{n}",
        "id_menage": [f"M{n}-{i}" for i in range(count)],
        "date_entree": DEBUT + pd.to_timedelta(days[:, 0], unit="D"),
        "date_sortie": left.where(over), "destination": np.where(over, gone, None),
        "dls_active": hasard.random(count) < loi["dls"],
        "via_siao": hasard.random(count) < loi["siao"],
        "droits_incomplets": hasard.random(count) < 0.1,
        "refus_logement": hasard.random(count) < 0.05,
    })  # fmt: skip


def _salaries(hasard, n: int, places: int, loi: dict[str, float]) -> list[dict[str, object]]:
    """Hold the posts year after year; one person in five leaves."""
    count = max(places // 4, 2)
    rows, who, kind = [], np.arange(count), hasard.random(count) < loi["cdi"]
    for year in ANNEES:
        new = hasard.random(count) < 0.2
        who = np.where(new, who + 1000, who)
        kind = np.where(new, hasard.random(count) < loi["cdi"], kind)
        rows += [
            {"id_etablissement": f"E{n}", "annee": year, "id_salarie": f"P{n}-{w}",
             "contrat": "cdi" if k else "cdd", "etp": 0.8}
            for w, k in zip(who, kind, strict=True)
        ]  # fmt: skip
    return rows


def cotes(rapport: Rapport) -> Iterator[bool]:
    """Tell of each statement whether it is on the side of the truth; that a rate moved never is."""
    found = rapport.jugements.verdicts
    for name in rapport.faux():
        if found[name].cours in ("ameliore", "degrade"):
            yield False
        elif name == "duree_moyenne_sejours_termines":
            rest = np.median([one["mois"] for one in _autres(rapport)])
            yield bool(rapport.lois[rapport.rang]["mois"] > rest) == (
                rapport.jugements.cotes[name] > 0
            )
        else:
            yield name in JUGES and _du_bon_cote(rapport, name)


def _du_bon_cote(rapport: Rapport, name: str) -> bool:
    """Tell whether the law of a gestionnaire is on the side of the rest that a verdict says."""
    found, law = rapport.jugements.verdicts[name], JUGES[name]
    weights = [places for rank, places in enumerate(PLACES) if rank != rapport.rang]
    rest = np.average([one[law] for one in _autres(rapport)], weights=weights)
    higher = bool(rapport.lois[rapport.rang][law] > rest)
    return (higher != (law == "longue")) == (found.niveau == "meilleur")


def _autres(rapport: Rapport) -> list[dict[str, float]]:
    return [one for rank, one in enumerate(rapport.lois) if rank != rapport.rang]


def bilan(regions: int, ecart: float) -> str:
    """Say of many regions what their reports state."""
    reports = [one for seed in range(regions) for one in region(seed, ecart)]
    if not ecart:
        wrong = [one.faux() for one in reports]
        share = sum(map(bool, wrong)) / len(reports)
        kinds = Counter(name for names in wrong for name in names)
        return f"one law: {len(reports)} reports, {share:.1%} state what is false {dict(kinds)}"
    told = [list(cotes(one)) for one in reports]
    sides = [right for one in told for right in one]
    return (
        f"spread of {ecart:.0%}: {len(reports)} reports, {sum(map(bool, told)) / len(told):.0%} "
        f"state a difference, {sum(not all(one) for one in told) / len(told):.1%} a false one; "
        f"{len(sides)} statements, {np.mean(sides) if sides else 0:.1%} on the right side"
    )


PLANTES = {
    "deficit": ("taux_resultat",),
    "cout_eleve": ("cout_place", "etp_pour_100_places"),
    "sejours_longs": (
        "cpom_4_taux_presence_longue", "cpom_3_taux_dls_active", "duree_moyenne_sejours_termines",
    ),
    "rh_absente": ("équipes",),
    "chiffres_incoherents": ("vérifier",),
    "petit": ("effectifs",),
    "sans_qualite": ("qualité",),
}  # fmt: skip
"""Planted trouble → what tells of it: indicators, else a word of the title."""


def plantes(graines: int) -> str:
    """Say which planted troubles the dossiers of the example tell, and which they tell first."""
    told, first, count = Counter(), Counter(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, graines + 1):
            base = f"sqlite:///{folder}/{seed}.db"
            cpom("exemple", "--base", base, "--region", "52", "--graine", str(seed))
            for name, profile in profiles("52", 12).items():
                for trouble in PLANTES.get(profile, ()):
                    said = [_dit(one, trouble) for one in load(base, name, 2025, "52").messages]
                    count[profile] += 1
                    told[profile] += any(said)
                    first[profile] += any(said[:3])
    lines = (f"{p}: {told[p]} of {n} told, {first[p]} in the first three" for p, n in count.items())
    return f"planted troubles, {sum(told.values())} of {sum(count.values())}: " + "; ".join(lines)


def _dit(message: Message, trouble: str) -> bool:
    return message.nature != "force" and (
        message.indicateur == trouble or (not message.indicateur and trouble in message.titre)
    )


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    sys.stdout.write(plantes(max(asked // 20, 1)) + "\n")
    for spread in (0.0, 0.03, 0.05, 0.08):
        sys.stdout.write(bilan(asked, spread) + "\n")
        sys.stdout.flush()
