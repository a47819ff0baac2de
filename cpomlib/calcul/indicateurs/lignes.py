"""The rows behind a figure: what each row of a shared table adds to it.

The other way round from the measures: they add up, this keeps the rows. A test adds these up
again and finds each numerator and each denominator of the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from cpomlib.calcul.indicateurs.activite import filled_places
from cpomlib.calcul.indicateurs.bilan import EUROS, LISTES
from cpomlib.calcul.indicateurs.comptes import SoldesDesComptes, comptes_en_vigueur
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.cpom import termes
from cpomlib.calcul.indicateurs.finances import ETAT, carried, exploitation
from cpomlib.calcul.indicateurs.measure import MOIS
from cpomlib.calcul.indicateurs.publics import EN_EMPLOI, FAMILLES
from cpomlib.calcul.indicateurs.rh import JOURS_AN, heads_of
from cpomlib.calcul.indicateurs.rows import Rows
from cpomlib.droit import NON_RENSEIGNE
from cpomlib.tables import table


@dataclass(frozen=True, eq=False)
class Apport:
    """Rows of a shared table, and what each adds to a numerator or a denominator.

    Attributes:
        table: name of the shared table.
        rows: the rows.
        valeurs: what each adds: 1 for a household, euros for an amount, ETP, days…
    """

    table: str
    rows: Rows
    valeurs: np.ndarray

    def where(self, mask: np.ndarray) -> Apport:
        """Keep the rows for which ``mask`` is true."""
        return Apport(self.table, self.rows.where(mask), self.valeurs[mask])


Cotes: TypeAlias = tuple[Apport | None, Apport | None]
"""Behind the numerator, behind the denominator; None where the indicator has none."""


def apports(contexte: Contexte) -> dict[str, Cotes]:
    """Return what is behind every indicator of the catalogue."""
    found: dict[str, Cotes] = {}
    for volet in (_publics, _activite, _cpom, _finances, _bilan, _rh):
        found |= volet(contexte)
    return found


def _each(name: str, rows: Rows) -> Apport:
    return Apport(name, rows, np.ones(len(rows.at)))


def _of(name: str, rows: Rows, column: str) -> Apport:
    values = rows.frame[column].array.take(rows.at).to_numpy("float64", na_value=np.nan)
    return Apport(name, rows, np.nan_to_num(values))


def _euros(rows: Rows, column: str = "montant", name: str = "budgets") -> Apport:
    held = _of(name, rows, column)
    return Apport(name, rows, held.valeurs / 100)


def _part(name: str, rows: Rows, column: str, *values: object) -> Cotes:
    return _each(name, rows.equal(column, *values)), _each(name, rows)


def _shares(prefix: str, column: str, held: Apport) -> dict[str, Cotes]:
    field = table(held.table).champ(column)
    known = {f"{prefix}_{each}": held.rows.holds(column, each) for each in field.categories}
    if not field.requis:
        known[f"{prefix}_{NON_RENSEIGNE}"] = held.rows.column(column).isna().to_numpy()
    return {name: (held.where(mask), held) for name, mask in known.items()}


def _publics(contexte: Contexte) -> dict[str, Cotes]:
    received, present = contexte.sejours.accueillis.rows, contexte.sejours.presents.rows
    children = _of("sejours", received, "nb_enfants")
    adults = _of("sejours", received, "nb_adultes")
    found: dict[str, Cotes] = {
        "menages_accueillis": (_each("sejours", received), None),
        "menages_presents_31_12": (_each("sejours", present), None),
        "personnes_accueillies": (
            Apport("sejours", received, adults.valeurs + children.valeurs), None,
        ),
        "enfants_accueillis": (children, None),
        "part_via_siao": _part("sejours", received, "via_siao", True),
        "part_droits_incomplets": _part("sejours", received, "droits_incomplets", True),
        "part_emploi": _part("sejours", received, "emploi", *EN_EMPLOI),
    }  # fmt: skip
    for prefix, column in FAMILLES.items():
        found |= _shares(prefix, column, _each("sejours", received))
    return found


def _activite(contexte: Contexte) -> dict[str, Cotes]:
    stays, places, months = contexte.sejours, contexte.places, contexte.activite
    told = filled_places(places)
    gone, ended = _each("sejours", stays.sortis.rows), stays.termines
    financed = _of("places", places, "places_financees")
    spent = (ended.sortie - ended.entree).astype("float64") / MOIS
    return {
        "places_autorisees": (_of("places", places, "places_autorisees"), None),
        "places_financees": (financed, None),
        "taux_indisponibilite": (
            _of("places", told, "places_indisponibles"), _of("places", told, "places_financees"),
        ),
        "taux_occupation": (
            _of("activite", months, "journees_realisees"),
            _of("activite", months, "journees_theoriques"),
        ),
        "sorties_menages": (gone, None),
        "duree_moyenne_sejours_termines": (
            Apport("sejours", ended.rows, spent), _each("sejours", ended.rows),
        ),
        "duree_mediane_sejours_termines": (None, _each("sejours", ended.rows)),
        "anciennete_mediane_presents": (None, _each("sejours", stays.presents.rows)),
        "taux_rotation_places": (gone, financed),
        "taux_refus_logement": _part("sejours", stays.accueillis.rows, "refus_logement", True),
    }  # fmt: skip


def _cpom(contexte: Contexte) -> dict[str, Cotes]:
    return {
        name: (_each("sejours", above), None if below is None else _each("sejours", below))
        for name, (above, below) in termes(contexte).items()
    }


def _finances(contexte: Contexte) -> dict[str, Cotes]:
    year, before = _euros(exploitation(contexte.ca)), _euros(exploitation(contexte.ca_precedent))
    charges, products = _side(year, "charge"), _side(year, "produit")
    once = charges.rows.holds("non_reconductible", True)
    result = _signed(year, year.rows.holds("sens", "produit"), year.rows.holds("sens", "charge"))
    found: dict[str, Cotes] = {
        f"{name}_groupe_{number}": (side.where(side.rows.holds("groupe", number)), None)
        for name, side in (("charges", charges), ("produits", products))
        for number in (1, 2, 3)
    }
    net, earlier = charges.where(~once), _side(before, "charge")
    days = _of("activite", contexte.activite, "journees_realisees")
    places = _of("places", contexte.places, "places_financees")
    return found | {
        **{
            f"charges_place_groupe_{n}": (found[f"charges_groupe_{n}"][0], places)
            for n in (1, 2, 3)
        },
        "charges_brutes": (charges, None),
        "charges_non_reconductibles": (charges.where(once), None),
        "recettes_attenuation": (products.where(products.rows.holds("groupe", 2, 3)), None),
        "resultat": (result, None),
        "taux_resultat": (result, products),
        "cout_place": (net, places),
        "cout_journee": (net, days),
        "part_personnel": (charges.where(charges.rows.holds("groupe", 2)), charges),
        "base_budgetaire": (_base(contexte.be), None),
        "evolution_charges": (_difference(charges, earlier), earlier),
        **_financeurs(_euros(contexte.financements, "montant_accorde", "financements")),
    }


def _side(held: Apport, sens: str) -> Apport:
    return held.where(held.rows.holds("sens", sens))


def _signed(held: Apport, plus: np.ndarray, minus: np.ndarray) -> Apport:
    """Keep the rows that add and those that take away, with their sign."""
    sign = plus.astype("float64") - minus.astype("float64")
    return Apport(held.table, held.rows, held.valeurs * sign).where(sign != 0)


def _difference(one: Apport, other: Apport) -> Apport:
    """Put the rows of two selections of a table one after the other, the second negative."""
    first, second = one.rows, other.rows
    unit, at = (np.concatenate(both) for both in ((first.unit, second.unit), (first.at, second.at)))
    rows = Rows(first.n, unit, first.frame, at)
    return Apport(one.table, rows, np.concatenate([one.valeurs, -other.valeurs]))


def _base(be: Rows) -> Apport:
    """Base budgétaire: see ``finances``, the same terms row by row."""
    held, charge = carried(be), be.holds("sens", "charge")
    lasting = charge & ~be.holds("non_reconductible", True)
    plus = (~held & lasting) | (held & ~charge)
    minus = (~held & ~charge & be.holds("groupe", 2, 3)) | (held & charge)
    return _signed(_euros(be), plus, minus)


def _financeurs(granted: Apport) -> dict[str, Cotes]:
    others = granted.where(~granted.rows.holds("financeur", *ETAT))
    shares = _shares("part_financeur", "financeur", granted)
    return shares | {"taux_cofinancement": (others, granted)}


def _bilan(contexte: Contexte) -> dict[str, Cotes]:
    lists = contexte.conventions.comptes or comptes_en_vigueur(LISTES, contexte.annee)
    soldes = SoldesDesComptes(contexte.balances)
    cents = {name: soldes.apports(lists[name]) for name in LISTES}
    cents["tresorerie"] = cents["frng"] - cents["bfr"]
    held = {
        name: Apport("balances", soldes.balances, values / 100).where(values != 0)
        for name, values in cents.items()
    }
    return {
        **{name: (held[name], None) for name in EUROS},
        "jours_tresorerie": (held["tresorerie"], held["charges_decaissables"]),
        "taux_caf": (held["caf"], held["produits_caf"]),
        "taux_vetuste": (held["vetuste_amortissements"], held["vetuste_immobilisations"]),
        "taux_endettement": (held["emprunts"], held["financements_stables"]),
        "duree_apparente_dette": (held["emprunts"], held["caf"]),
    }


def _rh(contexte: Contexte) -> dict[str, Cotes]:
    rows = contexte.salaries
    heads, etp_of_head = heads_of(rows, contexte.units.employeurs)
    etp, head = _of("salaries", rows, "etp"), _each("salaries", heads)
    years = heads.column("anciennete").to_numpy("float64", na_value=np.nan)
    weighed = Apport("salaries", heads, etp_of_head)
    spent = Apport("salaries", heads, np.nan_to_num(years) * etp_of_head)
    known = ~np.isnan(years)
    return {
        "effectif": (head, None),
        "etp_total": (etp, None),
        "etp_pour_100_places": (etp, _of("places", contexte.places, "places_financees")),
        **_shares("etp_part", "fonction", etp),
        "part_cdi": _part("salaries", heads, "contrat", "cdi"),
        "part_temps_plein": _part("salaries", heads, "etp", 1.0),
        "part_femmes": _part("salaries", heads, "sexe", "F"),
        **_shares("effectif_part_age", "tranche_age", head),
        "anciennete_moyenne": (spent.where(known), weighed.where(known)),
        "cout_moyen_etp": (_euros(rows, "cout_employeur", "salaries"), etp),
        **_absences(contexte, etp),
        **_movements(contexte.mouvements, head),
    }


def _absences(contexte: Contexte, etp: Apport) -> dict[str, Cotes]:
    days = _of("absences", contexte.absences, "jours")
    work = Apport("salaries", etp.rows, etp.valeurs * JOURS_AN)
    motifs = table("absences").champ("motif").categories
    return {
        "taux_absenteisme": (days, work),
        **{
            f"taux_absenteisme_{motif}": (days.where(days.rows.holds("motif", motif)), work)
            for motif in motifs
        },
    }


def _movements(rows: Rows, head: Apport) -> dict[str, Cotes]:
    came, left = (_of("mouvements", rows, name).valeurs for name in ("entrees", "sorties"))
    return {
        "taux_rotation": (Apport("mouvements", rows, (came + left) / 2), head),
        "taux_etp_vacants": (
            _of("mouvements", rows, "etp_vacants"), _of("mouvements", rows, "etp_budgetes"),
        ),
    }  # fmt: skip
