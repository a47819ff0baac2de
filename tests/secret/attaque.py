"""An attacker: all published outputs of a region in, what can be recovered out.

Written apart from the code it attacks: it knows the definitions of the indicators only.
"""

import math
from collections import defaultdict

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from cpomlib.indicators import fiches

COUNTS = (
    "menages_accueillis", "menages_presents_31_12", "sorties_menages", "personnes_accueillies",
    "enfants_accueillis", "cpom_1_sorties_logement_ordinaire", "cpom_1_sorties_logement_social",
    "cpom_1_sorties_logement_prive", "cpom_2_sorties_logement_adapte", "effectif",
)  # fmt: skip
SAME = {
    "cpom_1_taux": "cpom_1_sorties_logement_ordinaire",
    "cpom_1_taux_social": "cpom_1_sorties_logement_social",
    "cpom_1_taux_prive": "cpom_1_sorties_logement_prive",
    "cpom_2_taux": "cpom_2_sorties_logement_adapte",
    "taux_rotation_places": "sorties_menages",
}
STAFF = ("part_cdi", "part_temps_plein", "part_femmes", "effectif_part_age")
PUBLICS = ("part_composition", "part_age", "part_ressources", "part_nationalite", "part_motif")


BELOW = {
    "taux_rotation": "effectif",
    "cpom_1_taux": "sortis_a_droits",
    "cpom_1_taux_social": "sortis_a_droits",
    "cpom_1_taux_prive": "sortis_a_droits",
    "cpom_2_taux": "sortis_a_droits",
    "cpom_3_taux_dls_active": "accueillis_a_droits",
    "cpom_4_taux_presence_longue": "menages_presents_31_12",
    "anciennete_mediane_presents": "menages_presents_31_12",
    "duree_moyenne_sejours_termines": "sejours_termines",
    "duree_mediane_sejours_termines": "sejours_termines",
    "taux_refus_logement": "menages_accueillis",
}


def below(name):
    """Name the count that a rate or a mean is related to, None when it counts nobody."""
    if name in BELOW:
        return BELOW[name]
    if name.startswith(STAFF):
        return "effectif"
    rate = fiches()[name].volet == "publics" and fiches()[name].unite == "taux"
    return "menages_accueillis" if rate else None


def told(name):
    """Name the counts that a published indicator gives away: (numerator, denominator)."""
    counted = fiches()[name].personnes
    return (SAME.get(name, name) if counted else None), below(name)


class Attaque:
    """Unknown counts and the relations between them."""

    def __init__(self):
        self.known, self.rows, self.names = {}, [], {}

    def lire(self, unite, lignes):
        """Read published rows: every count that a row which is not masked gives."""
        for name, num, den, statut in lignes:
            top, bottom = told(name)
            for cell, value in ((top, num), (bottom, den)):
                if cell is None:
                    continue
                self.names.setdefault((unite, cell), len(self.names))
                if statut == "ok" and value is not None and not math.isnan(value):
                    self.known[unite, cell] = float(value)

    def relation(self, termes, constante=0.0):
        if all(cell in self.names for cell, _ in termes):
            self.rows.append((termes, constante))

    def au_plus(self, small, large):
        """A part is not more than its whole: what is left is one more unknown."""
        if small in self.names and large in self.names:
            rest = ("reste", small, large)
            self.names[rest] = len(self.names)
            self.rows.append((((small, 1), (rest, 1), (large, -1)), 0.0))

    def definitions(self, unite):
        """Write what the definitions of the indicators say of one unit."""
        families = defaultdict(list)
        for name, fiche in fiches().items():
            top, bottom = told(name)
            if fiche.famille in PUBLICS or fiche.famille == "effectif_part_age":
                families[fiche.famille, bottom].append((unite, top))
            if fiche.unite == "taux" and top and bottom:
                self.au_plus((unite, top), (unite, bottom))
        for (_, total), parts in families.items():
            here = [(part, 1) for part in parts if part in self.names]
            self.relation((*here, ((unite, total), -1)))
        a, p, s = "menages_accueillis", "menages_presents_31_12", "sorties_menages"
        self._sum(unite, a, (p, s))
        self._sum(unite, COUNTS[5], COUNTS[6:8])
        self.au_plus((unite, "sortis_a_droits"), (unite, s))
        self._sum(unite, a, ("accueillis_a_droits", "part_droits_incomplets"))
        self.au_plus((unite, "enfants_accueillis"), (unite, "personnes_accueillies"))

    def _sum(self, unite, total, parts):
        self.relation((*(((unite, part), 1) for part in parts), ((unite, total), -1)))

    def resoudre(self, vrais):
        """Bound the small counts; every point met widens the interval of all counts at once."""
        size = len(self.names)
        matrix, right = lil_matrix((len(self.rows), size)), []
        for row, (termes, constante) in enumerate(self.rows):
            for name, factor in termes:
                matrix[row, self.names[name]] += factor
            right.append(constante)
        bounds = np.tile([0.0, 1e6], (size, 1))
        for name, value in self.known.items():
            bounds[self.names[name]] = value
        low, high = np.full(size, np.inf), np.full(size, -np.inf)
        for cell in vrais:
            place = self.names[cell]
            for sign in (1, -1):
                if (low if sign > 0 else -high)[place] <= (1 if sign > 0 else -10):
                    continue
                target = np.zeros(size)
                target[place] = sign
                found = linprog(target, A_eq=matrix.tocsr(), b_eq=right, bounds=bounds)
                assert found.x is not None, "the attack contradicts itself"
                low, high = np.minimum(low, found.x), np.maximum(high, found.x)
        return low, high

    def trouves(self, vrais):
        """List the small counts that are recovered, or bounded within fewer than ten values."""
        hidden = {c: v for c, v in vrais.items() if c not in self.known and 0 < v <= 10}
        low, high = self.resoudre(hidden)
        found = []
        for cell, value in hidden.items():
            ends = [float(side[self.names[cell]]) for side in (low, high)]
            first, last = math.ceil(ends[0] - 1e-6), math.floor(ends[1] + 1e-6)
            if not (first <= 1 and last >= 10) and last - first < 9:
                found.append((cell, value, first, last))
        return found
