"""The money and the life of the invented contracts: means, funding, what meetings left open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

Ligne = dict[str, Any]
ETAT, ROND = "etat_", -4
"""How the State is called among who pays; a base is to the hundred euros, in centimes."""
SANS = 140_000_00
"""Base of whom the data grant nothing to."""
COMPLET = 1
"""Rank of the gestionnaire whose contract has all that a contract may have."""
_TAUX = 0.01
"""The yearly rate of the base."""
_GROUPES = (("groupe_1", 0.2), ("groupe_2", 0.65), ("groupe_3", 0.15))
"""Share of each group in the base."""


def enrich(
    made: dict[str, list[Ligne]], rank: int, houses: pd.DataFrame, frames: Frames, annee: int
) -> None:
    """Add the money of a contract, and to one of them all that a contract may have.

    Args:
        made: its rows by table, which are added to.
        rank: of its gestionnaire.
        houses: its establishments.
        frames: the tables of the région.
        annee: the last year of data.
    """
    head = made["contrats"][0]
    ident, effet = {"id_contrat": head["id_contrat"]}, head["date_effet"]
    start = made["contrat_etablissements"][0]["date_entree"]
    years = range(start.year, start.year + head["duree_mois"] // 12)
    complet = rank == COMPLET
    more = {
        "moyens": means(houses, granted(frames["financements"], start.year - 1), years, complet),
        "financements_actions": funding(start),
    }
    if complet and effet:
        more |= {"releves": minutes(annee)} | complete(effet, annee)
        head |= {"libre_affectation": True, "modulation": True}
        head["arrete_programmation"] = f"n° {effet.year - 1}-12 (inventé)"
        rows = made["contrat_etablissements"]
        made["contrat_etablissements"] = houses_said(rows, houses, annee)
        more["moyens"] = _until_left(more["moyens"], made["contrat_etablissements"])
    for name, lines in more.items():
        made[name] = [*made.get(name, []), *({**ident, **line} for line in lines)]


def _until_left(means_: list[Ligne], rows: list[Ligne]) -> list[Ligne]:
    """Keep of the means those of years in which their establishment is in the contract."""
    left = {row["id_etablissement"]: row["date_sortie"] for row in rows if row.get("date_sortie")}
    return [
        line for line in means_
        if line["annee"] <= left.get(line["id_etablissement"], date.max).year
    ]  # fmt: skip


def granted(financements: pd.DataFrame, annee: int) -> dict[str, int]:
    """Return what the State grants each establishment in a year, else in the nearest of the data.

    The base of a contract follows from it: it is what the annexed diagnostic shows.
    """
    rows = financements[financements["financeur"].astype(str).str.startswith(ETAT)]
    known = sorted(set(rows["annee"].astype(int)), key=lambda year: abs(year - annee))
    paid = rows[rows["annee"] == known[0]].groupby("id_etablissement")["montant_accorde"].sum()
    return {str(house): round(int(amount), ROND) for house, amount in paid.items()}


def means(
    houses: pd.DataFrame, bases: Mapping[str, int], years: range, complet: bool
) -> list[Ligne]:
    """Return the means of each year of a contract: base, groups, way of changing.

    Args:
        houses: its establishments.
        bases: what each is granted before it.
        years: its years, as it was signed.
        complet: its CHRS share a common endowment.
    """
    pairs = zip(houses["id_etablissement"], houses["regime"], houses["categorie"], strict=True)
    return [
        line
        for house, regime, kind in pairs
        for line in _of_house(house, (regime, kind), bases.get(house, SANS), years, complet)
    ]


def _of_house(
    house: str, sorte: tuple[str, str], base: int, years: range, complet: bool
) -> list[Ligne]:
    subsidised = sorte[0] != "autorise"
    shared = complet and sorte[1] == "214"
    way = "avenant_annuel" if subsidised else "taux_drl"
    made = []
    for rank, year in enumerate(years):
        amount = round(base * (1 + _TAUX) ** rank)
        first: Ligne = {"base_budgetaire": base} | {n: round(base * p) for n, p in _GROUPES}
        made.append(
            {"id_etablissement": house, "annee": year,
             "regime": "subvention" if subsidised else "dgc" if shared else "dgf",
             "modalite": None if subsidised else way, "taux": None if subsidised else _TAUX,
             "montant_prevu": amount, **(first if not rank else {})}
        )  # fmt: skip
    return made


def funding(start: date) -> list[Ligne]:
    """Return who pays for the first actions: granted, paid, asked, refused."""
    return [
        {"id_action": action, "financeur": who, "annee": start.year + later, "montant": amount,
         "etat": state}
        for action, who, later, amount, state in (
            ("1.1-A", "etat_177", 0, 12_000_00, "verse"),
            ("1.1-A", "etat_177", 1, 12_000_00, "accorde"),
            ("1.1-A", "departement", 2, 6_000_00, "demande"),
            ("1.2-A", "departement", 0, 4_000_00, "refuse"),
            ("2.1-A", "caf", 0, 5_000_00, "accorde"),
        )
    ]  # fmt: skip


def minutes(annee: int) -> list[Ligne]:
    """Return what the last committee left: one line of each nature."""
    day = date(annee, 11, 20)
    return [
        {"date": day, "numero": number, "nature": nature, "id_objectif": aim, "texte": told,
         "responsable": who, "echeance": due}
        for number, nature, aim, told, who, due in (
            (2, "convergence", "1.3", "La demande de logement social se fait dès l’entrée.",
             "direction du pôle hébergement", None),
            (3, "divergence", "2.1", "La durée au-delà de laquelle une présence est longue.",
             None, None),
            (4, "a_approfondir", "2.2", "Les places mobilisables en urgence l’hiver.",
             "service de l’État en département", date(annee + 1, 6, 30)),
            (5, "reorientation", "3.1", "Viser d’abord les bailleurs du littoral.",
             "direction du pôle hébergement", date(annee + 1, 12, 31)),
        )
    ]  # fmt: skip


def houses_said(rows: list[Ligne], houses: pd.DataFrame, annee: int) -> list[Ligne]:
    """Say of each CHRS its decree, publics and missions; of the last service, that it has left."""
    kinds = dict(zip(houses["id_etablissement"], houses["categorie"], strict=True))
    made = []
    for row in rows:
        chrs = kinds[row["id_etablissement"]] == "214"
        more: Ligne = {"arrete_autorisation": "Arrêté (inventé) du 1er juin 2017"} if chrs else {}
        if chrs:
            more |= {
                "publics": "Ménages sans domicile, avec ou sans enfants",
                "missions": "Héberger, accompagner vers le logement",
                "accueil_urgence": "Deux places, jour et nuit",
                "concours_siao": "Toutes les places, par le SIAO",
                "groupe_dgc": "chrs", "groupe_affectation": "chrs",
            }  # fmt: skip
        made.append(row | more)
    others = [row for row in made if kinds[row["id_etablissement"]] not in {"214", "219"}]
    if others:
        others[-1] |= {"date_sortie": date(annee - 1, 12, 31), "avenant": 1}
    return made


def complete(effet: date, annee: int) -> dict[str, list[Ligne]]:
    """Return what only the most complete contract has: an amendment, acts, a text of its own."""
    return {
        "avenants": [
            {"numero": 1, "nature": "avenant", "objet": "perimetre",
             "date_effet": date(annee, 1, 1),
             "resume": "Cession d’un service à un autre gestionnaire."}
        ],
        "actes": [
            {"nature": "ppi", "numero": 1, "fait_le": date(effet.year - 1, 9, 1),
             "recu_le": date(effet.year - 1, 9, 3), "preuve": "dépôt en ligne"},
            {"nature": "frais_siege", "exercice": effet.year,
             "fait_le": date(effet.year - 1, 10, 15), "recu_le": date(effet.year - 1, 10, 15)},
            {"nature": "deliberation_ca", "fait_le": date(effet.year, 6, 12)},
        ],
        "textes_contrat": [
            {"clause": "presentation", "texte": "Texte inventé. L’association accueille depuis "
             "1982 des ménages sans domicile."}
        ],
    }  # fmt: skip
