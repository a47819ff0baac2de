"""Invented contracts for an invented region: one in every state that a contract may be in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cpomlib.exemple import contrats_cibles, contrats_moyens
from cpomlib.tables import contract_names

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

Ligne = dict[str, Any]


@dataclass(frozen=True)
class EtatInvente:
    """A state of a contract.

    Attributes:
        nom: what it is, in French.
        recul: years between the first day and the last year of data; None in preparation.
        statut: of the table ``contrats``.
        proroge: it was extended by a year, by the silence of the others.
        ans: years it was signed for.
    """

    nom: str
    recul: int | None
    statut: str = "signe"
    proroge: bool = False
    ans: int = 5


ETATS = (
    EtatInvente("à mi-parcours", 1),
    EtatInvente("dans sa dernière année", 1, ans=3),
    EtatInvente("signé cette année", -1),
    EtatInvente("prorogé", 4, proroge=True),
    EtatInvente("en préparation", None, "preparation"),
    EtatInvente("résilié", 1, "resilie"),
)
"""Given in turn to the gestionnaires, as they stand in the year after the last one of data; in
preparation, the legal date of signature is past.

A contract is signed in June and counts from January: its diagnostic is that of the year before,
which the data hold for all but the one that was extended."""
_OBJECTIFS = (
    ("1", "acces_logement", "", "Faciliter l’accès rapide au logement"),
    ("1.1", "acces_logement", "1", "Augmenter les sorties vers un logement ordinaire"),
    ("1.2", "acces_logement", "1", "Développer les sorties vers le logement adapté"),
    ("1.3", "acces_logement", "1", "Activer la demande de logement social dès l’entrée"),
    ("2", "adaptation_offre", "", "Adapter l’offre aux besoins du territoire"),
    ("2.1", "adaptation_offre", "2", "Réduire les présences anormalement longues"),
    ("2.2", "adaptation_offre", "2", "Mobiliser des places en urgence"),
    ("3", "qualite", "", "Améliorer la qualité de l’accompagnement"),
    ("3.1", "qualite", "3", "Nouer des partenariats avec les bailleurs"),
    ("3.2", "qualite", "3", "Informer chaque ménage de ses droits"),
)


def contracts(frames: Frames, annee: int) -> dict[str, pd.DataFrame]:
    """Return the tables of the contracts of an invented region, one for each gestionnaire.

    Args:
        frames: the region, as :func:`cpomlib.exemple.build` makes it.
        annee: the last of its years.
    """
    rows: dict[str, list[Ligne]] = {name: [] for name in contract_names()}
    owners = sorted(frames["gestionnaires"]["id_gestionnaire"])
    for rank, owner in enumerate(owners):
        houses = frames["etablissements"]
        mine = houses[(houses["id_gestionnaire"] == owner) & (houses["regime"] != "siege")]
        made = _contract(owner, rank, mine, ETATS[rank % len(ETATS)], annee)
        contrats_moyens.enrich(made, rank, mine, frames, annee)
        for name, lines in made.items():
            rows[name] += lines
    rows["cibles"] = list(contrats_cibles.targets(frames, rows, annee))
    return {name: contrats_cibles.framed(name, lines) for name, lines in rows.items() if lines}


def states(gestionnaires: Sequence[str]) -> dict[str, str]:
    """Return the state of the contract of each gestionnaire, in French."""
    return {who: ETATS[rank % len(ETATS)].nom for rank, who in enumerate(sorted(gestionnaires))}


def _contract(
    owner: str, rank: int, houses: pd.DataFrame, etat: EtatInvente, annee: int
) -> dict[str, list[Ligne]]:
    ident = f"C-{owner}-1"
    effet = None if etat.recul is None else date(annee - etat.recul, 1, 1)
    start = effet or date(annee + 2, 1, 1)
    base, last = min(start.year - 1, annee), start.year + etat.ans - 1
    since = contrats_cibles.reference_year(base, annee)
    made = {
        "contrats": [_head(owner, etat, effet, base, annee)],
        "contrat_etablissements": [
            {"id_etablissement": one, "date_entree": start} for one in houses["id_etablissement"]
        ],
        "contrat_parties": _parties(owner, houses),
        "objectifs": _objectives(),
        "conventions_contrat": _agreed(rank, since),
        "mesures": contrats_cibles.measures(since, last, annee),
        "actions": _actions(start, last, annee),
        "demarche": _steps(
            date(base, 7, 1) if effet else date(base + 1, 1, 1), done=effet is not None
        ),
    }
    made |= _life(houses, etat, effet, annee) if effet else {}
    return {name: [{"id_contrat": ident, **line} for line in lines] for name, lines in made.items()}


def _head(owner: str, etat: EtatInvente, effet: date | None, base: int, annee: int) -> Ligne:
    ended = {"date_resiliation": date(annee, 12, 31)} if etat.statut == "resilie" else {}
    return {
        "id_gestionnaire": owner, "cadre": "l313_11_2", "statut": etat.statut,
        "intitule": f"Contrat inventé, {etat.nom}", "date_effet": effet,
        "duree_mois": 12 * etat.ans, "annee_diagnostic": base, "libre_affectation": False,
        "modulation": False, "diagnostic_valide_le": date(base + 1, 4, 30) if effet else None,
        "plan_retour_equilibre": False, "periodicite_comite_mois": 12, **ended,
    }  # fmt: skip


def _parties(owner: str, houses: pd.DataFrame) -> list[Ligne]:
    region = str(houses["region"].iloc[0])
    made: list[Ligne] = [
        {"partie": "prefet-region", "nature": "prefet_region", "territoire": region,
         "organisme": "Préfecture de région (inventée)", "role": "autorite_tarification",
         "qualite": "préfet de région"},
        {"partie": "gestionnaire", "nature": "gestionnaire", "organisme": f"Organisme {owner}",
         "role": "signataire", "qualite": "président"},
    ]  # fmt: skip
    subsidised = houses.loc[houses["regime"].isin(["subventionne", "declare"]), "departement"]
    for departement in sorted(set(subsidised)):
        made.append(
            {"partie": f"prefet-{departement}", "nature": "prefet_departement",
             "territoire": str(departement), "organisme": "Préfecture (inventée)",
             "role": "signataire", "qualite": "préfet de département"}
        )  # fmt: skip
    return made


def _objectives() -> list[Ligne]:
    return [
        {"id_objectif": number, "axe": axe, "parent": parent or None, "intitule": told,
         "niveau": "operationnel" if parent else "strategique"}
        for number, axe, parent, told in _OBJECTIFS
    ]  # fmt: skip


def _agreed(rank: int, base: int) -> list[Ligne]:
    """One contract in three has agreed its own « durée anormalement longue ».

    It counts from the year of reference: what is aimed at and what one starts from compare.
    """
    if rank % 3:
        return []
    return [{"cle": "seuil_presence_longue_mois", "date_effet": date(base, 1, 1), "valeur": 24,
             "texte": "Au-delà de vingt-quatre mois, la présence est dite longue."}]  # fmt: skip


def _actions(start: date, last: int, annee: int) -> list[Ligne]:
    """One is done, one is late, the others go to the end of the contract."""
    begun = start.year <= annee
    state, done = ("en_cours", 0.4) if begun else ("a_venir", 0.0)
    made: list[Ligne] = [
        {"id_objectif": number, "id_action": f"{number}-A", "intitule": told,
         "pilote": "direction du pôle hébergement", "date_debut": start,
         "date_fin": date(last, 12, 31), "etat": state, "avancement": done,
         "cout_annuel": 12_000_00}
        for number, _, parent, told in _OBJECTIFS
        if parent
    ]  # fmt: skip
    if begun:
        made[-1] |= {"etat": "faite", "avancement": 1.0, "date_fin": date(annee, 6, 30)}
        made[1] |= {"date_fin": date(annee, 12, 31)}
    return made


def _steps(first: date, *, done: bool) -> list[Ligne]:
    """The twelve months that lead to a signature."""
    return [
        {"etape": step, "tache": told, "debut": _later(first, begun, 1),
         "fin": _later(first, ended, 28), "responsable": who,
         "faite_le": _later(first, ended, 25) if done else None}
        for step, told, begun, ended, who in (
            ("cadrage", "Réunir les parties et fixer le périmètre", 0, 1, "service de l’État"),
            ("diagnostic", "Établir le diagnostic partagé", 2, 9, "direction de l’organisme"),
            ("objectifs", "Négocier les objectifs et les cibles", 9, 10, "les deux parties"),
            ("moyens", "Négocier les moyens", 10, 10, "service de l’État"),
            ("signature", "Signer le contrat", 11, 11, "les signataires"),
        )
    ]  # fmt: skip


def _later(first: date, months: int, number: int) -> date:
    """Return a day of the month that comes so many months after another."""
    years, rank = divmod(first.month - 1 + months, 12)
    return date(first.year + years, rank + 1, number)


def _life(
    houses: pd.DataFrame, etat: EtatInvente, effet: date, annee: int
) -> dict[str, list[Ligne]]:
    """What has happened since the signature: acts, meetings, decisions, an extension."""
    signed = date(effet.year, 6, 28)
    middle = effet.year + etat.ans // 2
    parties = [row["partie"] for row in _parties("", houses)]
    made: dict[str, list[Ligne]] = {
        "signatures": [
            {"acte": "0", "partie": one, "recu_le": signed, "preuve": "remise en mains propres",
             "reponse": "accord", "repondu_le": signed}
            for one in parties
        ],
        "actes": [act for year in range(effet.year, annee + 1) for act in _acts(year)],
        "rencontres": [
            {"date": date(year, 11, 20), "nature": "mi_parcours" if year == middle
             else "comite_suivi", "redacteur": "gestionnaire", "validee_le": date(year, 12, 5)}
            for year in range(effet.year, annee + 1)
        ],
        "releves": [
            {"date": date(annee, 11, 20), "numero": 1, "nature": "decision", "id_objectif": "1.1",
             "texte": "Réunir les bailleurs du département.", "responsable": "service de l’État",
             "echeance": date(annee + 1, 3, 31)},
        ] if effet.year <= annee else [],
    }  # fmt: skip
    if etat.proroge:
        made["avenants"] = [_EXTENSION]
        made["signatures"] += _asked(parties, effet)
    return made


def _acts(year: int) -> list[Ligne]:
    return [
        {"nature": nature, "exercice": year, "fait_le": day, "recu_le": day,
         "preuve": "dépôt en ligne"}
        for nature, day in (
            ("budget_previsionnel", date(year - 1, 10, 28)),
            *((("compte_administratif", date(year + 1, 4, 27)),
               ("bilan_etape", date(year + 1, 4, 27))) if year < 2026 else ()),
        )
    ]  # fmt: skip


_EXTENSION: Ligne = {
    "numero": 1, "nature": "avenant", "objet": "prorogation", "duree_mois": 12,
    "resume": "Prorogation d’un an, par accord tacite.",
}  # fmt: skip


def _asked(parties: Sequence[str], effet: date) -> list[Ligne]:
    """The extension, asked of the others in time, every receipt proved."""
    asked = date(effet.year + 3, 10, 1)
    return [
        {"acte": "P", "partie": one, "recu_le": asked, "preuve": "lettre recommandée"}
        for one in parties
        if one != "gestionnaire"
    ]
