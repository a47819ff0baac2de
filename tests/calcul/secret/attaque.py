"""An attacker: all published outputs of a region in, what can be recovered out.

Written apart from the code it attacks: it knows the definitions of the indicators only, and that
a zero is always shown.
"""

import math
from collections import defaultdict

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from cpomlib.calcul.indicateurs import fiches

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
    "etp_pour_100_places": "etp_total",
}
STAFF = ("part_cdi", "part_temps_plein", "part_femmes", "effectif_part_age")
PUBLICS = ("part_composition", "part_age", "part_ressources", "part_nationalite", "part_motif")
FAMILLES = (*PUBLICS, "effectif_part_age", "etp_part")
REELS = ("etp_total", "etp_part", "taux_absenteisme")
"""What is no whole number: posts, and days of absence."""

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
    "cout_moyen_etp": "etp_total",
}
UN, DEUX = (
    ("homme_seul", "femme_seule", "homme_enfants", "femme_enfants"),
    ("couple", "couple_enfants"),
)
FAMILLE = ("couple_enfants", "homme_enfants", "femme_enfants", "mineur")
"""Compositions of one adult, of two, and those that hold at least one child."""


def below(name):
    """Name the count that a rate or a mean is related to, None when it counts nobody."""
    if name in BELOW:
        return BELOW[name]
    if name.startswith(STAFF):
        return "effectif"
    if name.startswith(("etp_part", "taux_absenteisme")):
        return "etp_total"
    rate = fiches()[name].volet == "publics" and fiches()[name].unite == "taux"
    return "menages_accueillis" if rate else None


def told(name):
    """Name the counts that a published indicator gives away: (numerator, denominator)."""
    counted = fiches()[name].personnes or name.startswith(REELS) or name in SAME
    return (SAME.get(name, name) if counted else None), below(name)


def compte(name, num, den):
    """Return both counts of a row; a rate of absence is related to days of work, 365 a post."""
    return num, den / 365 if name.startswith("taux_absenteisme") else den


class Attaque:
    """Unknown counts and the relations between them."""

    def __init__(self, zeros=False):
        """Take masked counts for at least one; every masked one when ``zeros``."""
        self.known, self.rows, self.names, self.shown = {}, [], {}, zeros
        self.part_of = {}

    def lire(self, unite, lignes):
        """Read published rows: every count that a row which is not masked gives."""
        for name, num, den, statut in lignes:
            top, bottom = told(name)
            for cell, value in zip((top, bottom), compte(name, num, den), strict=True):
                if cell is None:
                    continue
                self.names.setdefault((unite, cell), len(self.names))
                zero = statut == "nd" and value == 0 and cell == bottom
                written = value is not None and not math.isnan(value)
                if written and (statut == "ok" or zero or self.shown):
                    self.known[unite, cell] = float(value)
            if top and bottom and top not in COUNTS:
                self.part_of[unite, top] = (unite, bottom)

    def relation(self, termes, constante=0.0):
        if all(cell in self.names for cell, _ in termes):
            self.rows.append((termes, constante))

    def au_plus(self, small, large):
        """A part is not more than its whole: what is left is one more unknown."""
        self.somme(large, ((small, 1),))

    def somme(self, total, termes):
        """Some counts, times what each is worth, are not more than a total."""
        if total in self.names and all(cell in self.names for cell, _ in termes):
            rest = ("reste", total, termes)
            self.names[rest] = len(self.names)
            self.rows.append(((*termes, (rest, 1), (total, -1)), 0.0))

    def definitions(self, unite):
        """Write what the definitions of the indicators say of one unit."""
        families = defaultdict(list)
        for name, fiche in fiches().items():
            top, bottom = told(name)
            if fiche.famille in FAMILLES:
                families[fiche.famille, bottom].append((unite, top))
            share = fiche.unite == "taux" and not name.startswith(REELS[2:])
            if share and top and bottom:
                self.au_plus((unite, top), (unite, bottom))
        for (_, total), parts in families.items():
            here = [(part, 1) for part in parts if part in self.names]
            if here:
                self.relation((*here, ((unite, total), -1)))
        a, p, s = "menages_accueillis", "menages_presents_31_12", "sorties_menages"
        self._sum(unite, a, (p, s))
        self._sum(unite, COUNTS[5], COUNTS[6:8])
        self.somme((unite, "sortis_a_droits"), (((unite, COUNTS[5]), 1), ((unite, COUNTS[8]), 1)))
        self.au_plus((unite, "sortis_a_droits"), (unite, s))
        self.au_plus((unite, s), (unite, "sejours_termines"))
        self._sum(unite, a, ("accueillis_a_droits", "part_droits_incomplets"))
        self.au_plus((unite, "enfants_accueillis"), (unite, "personnes_accueillies"))
        self._compositions(unite)
        self.au_plus((unite, "part_temps_plein"), (unite, "etp_total"))
        self.au_plus((unite, "etp_total"), (unite, "effectif"))

    def _compositions(self, unite):
        """Persons less children are adults: one, two, at least two, or none in a household."""
        part = "part_composition_"
        adults = [*(((unite, part + c), 1) for c in UN), *(((unite, part + c), 2) for c in DEUX)]
        adults += [((unite, part + "groupe_adultes"), 2), ((unite, "enfants_accueillis"), 1)]
        self.somme((unite, "personnes_accueillies"), tuple(adults))
        if self.known.get((unite, part + "groupe_adultes")) == 0:
            self.relation((*adults, ((unite, "personnes_accueillies"), -1)))
        self.somme((unite, "enfants_accueillis"), tuple(((unite, part + c), 1) for c in FAMILLE))
        self.au_plus((unite, part + "mineur"), (unite, "part_age_moins_18"))

    def _sum(self, unite, total, parts):
        self.relation((*(((unite, part), 1) for part in parts), ((unite, total), -1)))

    def _bornes(self):
        """Bound the counts: a masked one is no zero where its zero would have been shown."""
        bounds = np.tile([0.0, 1e6], (len(self.names), 1))
        for name, place in self.names.items():
            if name in self.known:
                bounds[place] = self.known[name]
            elif len(name) == 2 and not name[1].startswith(REELS):
                seen = name[1] in COUNTS or self.part_of.get(name) in self.known
                bounds[place, 0] = 1.0 if seen or self.shown else 0.0
        return bounds

    def resoudre(self, vrais):
        """Bound the small counts; every point met widens the interval of all counts at once."""
        size = len(self.names)
        matrix, right = lil_matrix((len(self.rows), size)), []
        for row, (termes, constante) in enumerate(self.rows):
            for name, factor in termes:
                matrix[row, self.names[name]] += factor
            right.append(constante)
        matrix, bounds = matrix.tocsr(), self._bornes()
        low, high = np.full(size, np.inf), np.full(size, -np.inf)
        for cell in vrais:
            place = self.names[cell]
            for sign in (1, -1):
                if (low if sign > 0 else -high)[place] <= (1 if sign > 0 else -10):
                    continue
                target = np.zeros(size)
                target[place] = sign
                found = linprog(target, A_eq=matrix, b_eq=right, bounds=bounds)
                assert found.x is not None, "the attack contradicts itself"
                low, high = np.minimum(low, found.x), np.maximum(high, found.x)
        return low, high

    def caches(self, vrais):
        """Return the true small counts that are not published; days of absence are no heads."""
        days = REELS[2]
        return {
            c: v
            for c, v in vrais.items()
            if c not in self.known and 0 < v <= 10 and not c[1].startswith(days)
        }

    def trouves(self, vrais):
        """List the small counts that are recovered, or bounded within fewer than ten values."""
        hidden = self.caches(vrais)
        low, high = self.resoudre(hidden)
        found = []
        for cell, value in hidden.items():
            first, last = (float(side[self.names[cell]]) for side in (low, high))
            if not cell[1].startswith(REELS):
                first, last = math.ceil(first - 1e-6), math.floor(last + 1e-6)
            if not (first <= 1 + 1e-6 and last >= 10 - 1e-6) and last - first < 9 - 1e-6:
                found.append((cell, value, first, last))
        return found
