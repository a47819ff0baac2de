"""Somebody who reads the package only, with a computer, tries to place a masked count."""

import csv
import io
import math
import zipfile
from collections import defaultdict

import numpy as np
import pytest
from calcul.agregats.conftest import ANNEE
from scipy.optimize import linprog

from cpomlib.calcul.indicateurs import Conventions, compute
from cpomlib.calcul.perimetre import Perimetre, par_etablissement, selection

FAMILIES = (
    "part_composition_",
    "part_age_",
    "part_ressources_",
    "part_nationalite_",
    "part_motif_",
)
OUTS = {
    "social": "cpom_1_sorties_logement_social",
    "prive": "cpom_1_sorties_logement_prive",
    "ordinaire": "cpom_1_sorties_logement_ordinaire",
    "adapte": "cpom_2_sorties_logement_adapte",
}
# What the definitions say, written here by hand: total, then its parts; « ? » is never written.
SUMS = [
    ("accueillis", ["presents", "sortis"]),
    ("accueillis", ["part_droits_incomplets", "den_cpom_3"]),
    ("den_cpom_3", ["cpom_3_taux_dls_active", "?sans_dls"]),
    ("presents", ["cpom_4_taux_presence_longue", "?courts"]),
    ("sortis", ["den_cpom_1", "?sortis_droits_incomplets"]),
    ("sejours_termines", ["sortis", "?sans_depart"]),
    (OUTS["ordinaire"], [OUTS["social"], OUTS["prive"]]),
    ("den_cpom_1", [OUTS["ordinaire"], OUTS["adapte"], "?autres"]),
    ("personnes", ["enfants", "?adultes"]),
    ("accueillis", ["part_via_siao", "?hors_siao"]),
    ("accueillis", ["part_emploi", "?sans_emploi"]),
    ("accueillis", ["taux_refus_logement", "?sans_refus"]),
]
NUMBERS = {
    "menages_accueillis": "accueillis",
    "menages_presents_31_12": "presents",
    "sorties_menages": "sortis",
    "personnes_accueillies": "personnes",
    "enfants_accueillis": "enfants",
}
BELOW = {
    "cpom_1_taux": "den_cpom_1",
    "cpom_1_taux_social": "den_cpom_1",
    "cpom_1_taux_prive": "den_cpom_1",
    "cpom_2_taux": "den_cpom_1",
    "cpom_3_taux_dls_active": "den_cpom_3",
    "cpom_4_taux_presence_longue": "presents",
    "anciennete_mediane_presents": "presents",
    "duree_moyenne_sejours_termines": "sejours_termines",
    "duree_mediane_sejours_termines": "sejours_termines",
}
ABOVE = {
    "cpom_1_taux": OUTS["ordinaire"],
    "cpom_1_taux_social": OUTS["social"],
    "cpom_1_taux_prive": OUTS["prive"],
    "cpom_2_taux": OUTS["adapte"],
    "taux_rotation_places": "sortis",
}


def said(name):
    """Name the counts that an indicator says above and below the line."""
    above = ABOVE.get(name) or NUMBERS.get(name)
    if above is None and name.startswith(("part_", "cpom_", "taux_refus")):
        above = name
    below = BELOW.get(name)
    if below is None and (name.startswith("part_") or name == "taux_refus_logement"):
        below = "accueillis"
    return above, below


def counts(rows):
    """Read every count that is written, and name those that are not: (unit, count) → number."""
    known, named = {}, set()
    for row in rows:
        unit = row.get("id_etablissement") or row.get("perimetre") or row["unite"]
        for cell, text in zip(
            said(row["indicateur"]), (row["numerateur"], row["denominateur"]), strict=True
        ):
            if cell:
                named.add((unit, cell))
                if text not in ("", None) and not math.isnan(float(text)):
                    known[unit, cell] = float(text)
    return known, named


@pytest.fixture(scope="module")
def published(envoi):
    """The counts of the package, and what they really are."""
    rows = []
    with zipfile.ZipFile(envoi.paquet) as archive:
        for name in ("agregats_etablissements", "agregats_gestionnaires"):
            text = archive.read(f"{name}.csv").decode()
            rows += [r for r in csv.DictReader(io.StringIO(text)) if r["annee"] == str(ANNEE)]
    structures = envoi.frames["etablissements"]
    parts = [par_etablissement(structures), selection(structures, "tous"),
             selection(structures, "chrs", perimetre="chrs")]  # fmt: skip
    both = Perimetre(*(_joined(parts, name) for name in ("etablissements", "gestionnaires")))
    truth = compute(envoi.frames, both, ANNEE, Conventions(18)).rename(columns={"id": "indicateur"})
    truth = truth[truth["indicateur"].isin({row["indicateur"] for row in rows})]
    seen, named = counts(rows)
    real, _ = counts(truth.to_dict("records"))
    return seen, named, real, structures


def _joined(parts, name):
    import pandas as pd

    return pd.concat([getattr(part, name) for part in parts], ignore_index=True)


def relations(named, structures):
    """Write what the definitions and the perimeters tie: a total and its parts."""
    units = {unit for unit, _ in named}
    families = defaultdict(list)
    for unit, cell in named:
        for prefix in FAMILIES:
            if cell.startswith(prefix):
                families[unit, prefix].append((unit, cell))
    ties = [((unit, "accueillis"), parts) for (unit, _), parts in families.items()]
    ties += [((unit, total), [(unit, part) for part in parts])
             for unit in units for total, parts in SUMS if (unit, total) in named]  # fmt: skip
    chrs = set(structures.loc[structures["categorie"] == "214", "id_etablissement"])
    every = set(structures["id_etablissement"])
    for whole, members in (("tous", every), ("chrs", chrs)):
        for unit, cell in sorted(named):
            if unit == whole:
                parts = [(m, cell) for m in sorted(members) if (m, cell) in named]
                ties.append(((whole, cell), parts))
    return ties


class Adversary:
    """Knows the written counts and the relations; a slack between units is told to it as well."""

    def __init__(self, seen, named, real, structures):
        self.ties = relations(named, structures)
        cells = {cell for total, parts in self.ties for cell in (total, *parts)} | named
        self.unknown = sorted(cell for cell in cells if cell not in seen)
        self.rank = {cell: at for at, cell in enumerate(self.unknown)}
        self.rows, self.right = [], []
        for total, parts in self.ties:
            self._tie(total, parts, seen, real)

    def _tie(self, total, parts, seen, real):
        row, right = np.zeros(len(self.unknown)), 0.0
        hidden = [part for part in parts if part[1].startswith("?")]
        slack = 0.0 if hidden else sum(real[part] for part in parts) - real[total]
        for cell, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            if cell in self.rank:
                row[self.rank[cell]] += sign
            else:
                right -= sign * seen[cell]
        self.rows.append(row)
        self.right.append(right + slack)

    def interval(self, cell):
        """Return the lowest and highest value that a masked count may still have."""
        ends = []
        for sign in (1.0, -1.0):
            target = np.zeros(len(self.unknown))
            target[self.rank[cell]] = sign
            found = linprog(target, A_eq=np.array(self.rows), b_eq=self.right, method="highs")
            assert found.status in (0, 3), found.message
            ends.append(sign * found.fun if found.status == 0 else sign * -math.inf)
        return math.ceil(ends[0] - 1e-6), math.floor(ends[1] + 1e-6) if ends[1] < 1e9 else 10**9


def tight(adversary, real, sample):
    """List the small counts that the adversary places within less than ten values."""
    found = []
    for cell in sample:
        low, high = adversary.interval(cell)
        assert low <= real[cell] <= high
        if not (low <= 1 and high >= 10) and high - low < 9:
            found.append((cell, low, real[cell], high))
    return found


def small(seen, named, real):
    return [cell for cell in sorted(named) if cell not in seen and 1 <= real[cell] <= 10]


def test_no_small_count_can_be_placed(published):
    seen, named, real, structures = published
    hidden = small(seen, named, real)
    assert len(hidden) > 60
    assert tight(Adversary(seen, named, real, structures), real, hidden) == []


def test_the_adversary_finds_what_a_single_more_count_gives_away(published):
    """Write back a count that was masked for the sake of another: the other is recovered."""
    seen, named, real, structures = published
    protecting = [cell for cell in sorted(named) if cell not in seen and real[cell] > 10]
    assert protecting

    def recovered(given):
        near = [cell for cell in small(seen, named, real) if cell[0] == given[0]]
        told = {**seen, given: real[given]}
        return tight(Adversary(told, named, real, structures), real, near)

    assert any(map(recovered, protecting[:8]))


def test_every_indicator_that_counts_persons_is_in_the_adversarys_hands(published):
    _, named, _, _ = published
    assert {cell for unit, cell in named if unit == "tous"} >= {
        "accueillis", "presents", "sortis", "den_cpom_1", "den_cpom_3", *OUTS.values(),
    }  # fmt: skip
