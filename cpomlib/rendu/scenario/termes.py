"""The workbook's side of each hypothesis: the terms it adds to the rows of an establishment.

Each function is the twin of one in ``scenarios.application``: same names of rows, a
formula in place of an array. A test recalculates the workbook and compares the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cpomlib.calcul.scenarios import (
    Actualisation,
    Cofinancement,
    Convergence,
    Etp,
    FermerPlaces,
    Hypothese,
    HypotheseFraisSiege,
    Inflation,
    Investissement,
    MasseSalariale,
    Mutualisation,
    NonReconductible,
    Occupation,
    OuvrirPlaces,
    TransformerPlaces,
    poids_dotation,
    poids_siege,
)
from cpomlib.rendu.scenario.saisies import Saisies

Termes = dict[str, str]
"""Row of the establishment's sheet → term to add (or factor to multiply), without ``=``."""


@dataclass(frozen=True)
class Case:
    """One hypothesis seen from one establishment in one year.

    Attributes:
        saisies: where the inputs are.
        rang: rank of the hypothesis.
        etablissement: row of the establishment.
        t: year, from 1.
        an: address of the year on the establishment's sheet.
        cle: address of its key, the share it takes of what concerns everybody.
        places: address of its places of the base year.
        occupation: address of its rate of occupancy of the base year.
        siege: address of the frais de siège of the gestionnaire.
    """

    saisies: Saisies
    rang: int
    etablissement: int
    t: int
    an: str
    cle: str
    places: str
    occupation: str
    siege: str

    def v(self, nom: str) -> str:
        """Return the address of a single value."""
        return self.saisies.valeur(self.rang, nom)

    def a(self, nom: str) -> str:
        """Return the address of the year's value."""
        return self.saisies.annee(self.rang, nom, self.t)

    def si(self, formule: str) -> str:
        """Keep a formula in the year of the hypothesis only."""
        return f"IF({self.an}={self.v('annee')},{formule},0)"

    def des(self, formule: str) -> str:
        """Keep a formula from the year of the hypothesis on."""
        return f"IF({self.an}>={self.v('annee')},{formule},0)"

    def part(self, item: Any, formule: str) -> str:
        """Give an amount to its establishment, or share it."""
        return formule if item.etablissement else f"({formule})*{self.cle}"


def termes(case: Case, item: Hypothese) -> Termes:
    """Return what a hypothesis adds to an establishment in a year; nothing when elsewhere."""
    named = getattr(item, "etablissement", None)
    if named and case.saisies.cadre.etat.ids[case.etablissement] != named:
        return {}
    return _TERMES[type(item)](case, item)


def _actualisation(case: Case, item: Actualisation) -> Termes:
    return {"f_dotation": f"(1+{case.a('taux')})"}


def _inflation(case: Case, item: Inflation) -> Termes:
    return {f"f_prix_{item.groupe}": f"(1+{case.a('taux')})"}


def _masse(case: Case, item: MasseSalariale) -> Termes:
    factor = f"(1+{case.a('gvt')})*(1+{case.a('point')})"
    return {"f_salaires": factor, "prime": case.a("segur_etp")}


def _ouvrir(case: Case, item: OuvrirPlaces) -> Termes:
    return {
        f"places_{item.gham}": case.des(case.v("places")),
        "financement": case.si(f"{case.v('places')}*{case.v('financement_place')}"),
    }


def _fermer(case: Case, item: FermerPlaces) -> Termes:
    return {
        f"places_{item.gham}": "-" + case.des(case.v("places")),
        "financement": "-" + case.si(f"{case.v('places')}*{case.v('financement_place')}"),
    }


def _transformer(case: Case, item: TransformerPlaces) -> Termes:
    count = case.v("places")
    made = {
        f"places_{item.de}": "-" + case.des(count),
        f"places_{item.vers}": case.des(count),
    }
    if item.financement_place is not None:
        made["financement"] = case.si(f"{count}*{case.v('financement_place')}")
        made["refinancees"] = case.si(count)
    if item.cout_place is not None:
        made["recoutees"] = case.si(f"{count}*{case.v('cout_place')}")
        for g in (1, 2, 3):
            made[f"parts_{g}"] = "-" + case.des(f"{count}/{case.places}")
    return made


def _etp(case: Case, item: Etp) -> Termes:
    count = case.v("variation")
    if item.cout_etp is None:
        return {"etp": case.des(count), "masse": case.des(f"{count}*{case.v('cout_base')}")}
    return {"etp": case.des(count), "masse_nouvelle": case.si(f"{count}*{case.v('cout_etp')}")}


def _occupation(case: Case, item: Occupation) -> Termes:
    rate = case.a("taux")
    return {"f_presence": f'IF({rate}="",1,{rate}/{case.occupation})'}


def _frais_siege(case: Case, item: HypotheseFraisSiege) -> Termes:
    cadre = case.saisies.cadre
    gained = poids_siege(cadre, True)[case.etablissement]
    left = poids_siege(cadre, False)[case.etablissement]
    moved = f"({case.a('part')}-{case.v('aujourdhui')})*{case.siege}"
    return {"siege": f"{float(gained - left)!r}*{moved}"}


def _mutualisation(case: Case, item: Mutualisation) -> Termes:
    once = case.si(case.part(item, case.v("cout_de_transition")))
    made = {f"charges_{item.groupe}": once, "ponctuelles": once}
    if item.economie < 1:
        return made | {f"parts_{item.groupe}": "-" + case.des(case.v("economie"))}
    return made | {f"nouvelles_{item.groupe}": "-" + case.si(case.part(item, case.v("economie")))}


def _investissement(case: Case, item: Investissement) -> Termes:
    rank = f"({case.an}-{case.v('annee')}+1)"
    used = f"AND({rank}>=1,{rank}<={case.v('duree')})"
    owed = f"AND({rank}>=1,{rank}<={case.v('duree_emprunt')},{case.v('capital')}>0)"
    worn = f"IF({used},{case.v('montant')}/{case.v('duree')},0)"
    given = f"IF({used},{case.v('subvention')}/{case.v('duree')},0)"
    loan = f"{case.v('taux')},{rank},{case.v('duree_emprunt')},{case.v('capital')}"
    interest, paid = (f"IF({owed},-{name}({loan}),0)" for name in ("IPMT", "PPMT"))
    bought = case.si(f"{case.v('subvention')}+{case.v('capital')}-{case.v('montant')}")
    return {
        "charges_3": case.part(item, f"{worn}+{interest}"),
        "produits_3": case.part(item, given),
        "flux": case.part(item, f"{worn}-{given}-{paid}+{bought}"),
    }


def _cofinancement(case: Case, item: Cofinancement) -> Termes:
    return {"produits_2": case.part(item, case.a("montant"))}


def _convergence(case: Case, item: Convergence) -> Termes:
    if item.mode == "sans":
        return {}
    own = float(poids_dotation(case.saisies.cadre)[case.etablissement])
    weight = "1" if item.etablissement else repr(own)
    return {"financement": f"-{case.a('reste_a_converger')}*{weight}"}


def _non_reconductible(case: Case, item: NonReconductible) -> Termes:
    once = case.si(case.part(item, case.v("montant")))
    if item.sens == "produit":
        return {f"produits_{item.rang}": once}
    return {f"charges_{item.rang}": once, "ponctuelles": once}


_TERMES: dict[type[Hypothese], Callable[[Case, Any], Termes]] = {
    Actualisation: _actualisation,
    Inflation: _inflation,
    MasseSalariale: _masse,
    OuvrirPlaces: _ouvrir,
    FermerPlaces: _fermer,
    TransformerPlaces: _transformer,
    Etp: _etp,
    Occupation: _occupation,
    HypotheseFraisSiege: _frais_siege,
    Mutualisation: _mutualisation,
    Investissement: _investissement,
    Cofinancement: _cofinancement,
    Convergence: _convergence,
    NonReconductible: _non_reconductible,
}
