"""Invented contracts for an invented region: one in every state that a contract may be in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cpomlib.exemple import contrats_moyens
from cpomlib.tables import conform, contract_names, table

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
    """

    nom: str
    recul: int | None
    statut: str = "signe"
    proroge: bool = False


ETATS = (
    EtatInvente("à mi-parcours", 2),
    EtatInvente("dans sa dernière année", 3),
    EtatInvente("signé cette année", -1),
    EtatInvente("prorogé", 4, proroge=True),
    EtatInvente("en préparation", None, "preparation"),
    EtatInvente("résilié", 2, "resilie"),
)
"""Given in turn to the gestionnaires; in preparation, the legal date of signature is past."""
OBLIGATOIRES = (
    ("1.1", "cpom_1_taux", "hausse", 0.06), ("1.2", "cpom_2_taux", "hausse", 0.04),
    ("1.3", "cpom_3_taux_dls_active", "hausse", 0.15),
    ("2.1", "cpom_4_taux_presence_longue", "baisse", -0.05),
)  # fmt: skip
"""Objective, indicator, direction, and the change aimed at."""
LIBRES = (
    ("2.2", "L-places-urgence", "Places mobilisables en urgence", "places", 4, 10, 10),
    ("3.1", "L-conventions", "Conventions avec des bailleurs", "conventions", 2, 12, 11),
    ("3.2", "L-livrets", "Ménages qui ont reçu le livret d’accueil", "menages", 40, 90, 55),
)
"""Reached, near and missed at the last year: reference, target, measure."""
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
        contrats_moyens.enrich(made, rank, mine, frames["places"], annee)
        for name, lines in made.items():
            rows[name] += lines
    return {name: conform(name, _frame(name, lines)) for name, lines in rows.items() if lines}


def states(gestionnaires: Sequence[str]) -> dict[str, str]:
    """Return the state of the contract of each gestionnaire, in French."""
    return {who: ETATS[rank % len(ETATS)].nom for rank, who in enumerate(sorted(gestionnaires))}


def _frame(name: str, lines: Sequence[Ligne]) -> pd.DataFrame:
    import pandas as pd

    known = [c.nom for c in table(name).champs if any(c.nom in line for line in lines)]
    return pd.DataFrame({column: [line.get(column) for line in lines] for column in known})


def _contract(
    owner: str, rank: int, houses: pd.DataFrame, etat: EtatInvente, annee: int
) -> dict[str, list[Ligne]]:
    ident = f"C-{owner}-1"
    effet = None if etat.recul is None else date(annee - etat.recul, 1, 1)
    start = effet or date(annee + 2, 1, 1)
    made = {
        "contrats": [_head(owner, etat, effet, start, annee)],
        "contrat_etablissements": [
            {"id_etablissement": one, "date_entree": start} for one in houses["id_etablissement"]
        ],
        "contrat_parties": _parties(owner, houses),
        "objectifs": _objectives(),
        "cibles": _targets(start.year, annee, agreed=bool(_agreed(rank, start))),
        "conventions_contrat": _agreed(rank, start),
        "mesures": _measures(start.year, annee),
        "actions": _actions(start, annee),
        "demarche": _steps(start, done=effet is not None),
    }
    made |= _life(houses, etat, effet, annee) if effet else {}
    return {name: [{"id_contrat": ident, **line} for line in lines] for name, lines in made.items()}


def _head(owner: str, etat: EtatInvente, effet: date | None, start: date, annee: int) -> Ligne:
    ended = {"date_resiliation": date(annee, 12, 31)} if etat.statut == "resilie" else {}
    return {
        "id_gestionnaire": owner, "cadre": "l313_11_2", "statut": etat.statut,
        "intitule": f"Contrat inventé, {etat.nom}", "date_effet": effet, "duree_mois": 60,
        "annee_diagnostic": start.year - 2, "libre_affectation": False, "modulation": False,
        "diagnostic_valide_le": date(start.year - 1, 6, 15) if effet else None,
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
    subsidised = houses.loc[houses["regime"] == "subventionne", "departement"]
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


def _targets(start: int, annee: int, *, agreed: bool) -> list[Ligne]:
    """The mandatory indicators start from their measure; the free ones from what is written."""
    made: list[Ligne] = []
    base = max(start - 1, annee - 2)
    for objective, indicator, sens, change in OBLIGATOIRES:
        aimed = {"cpom_1_taux": 0.35, "cpom_2_taux": 0.15, "cpom_3_taux_dls_active": 0.6}
        # beyond twenty-four months there are fewer than beyond eighteen
        level = aimed.get(indicator, 0.17 if agreed else 0.25)
        for year, part in ((base + 2, 0.5), (start + 4, 1.0)):
            made.append(
                {"id_objectif": objective, "indicateur": indicator, "sens": sens,
                 "annee_reference": base, "annee": max(year, base + 1),
                 "cible": round(level + part * change, 4)}
            )  # fmt: skip
    for objective, indicator, told, unit, reference, aim, _ in LIBRES:
        for year in range(base + 1, start + 5):
            made.append(
                {"id_objectif": objective, "indicateur": indicator, "libelle": told, "unite": unit,
                 "sens": "hausse", "annee_reference": base, "valeur_reference": reference,
                 "annee": year, "cible": aim}
            )  # fmt: skip
    unique = {(one["indicateur"], one["annee"]): one for one in made}
    return list(unique.values())


def _measures(start: int, annee: int) -> list[Ligne]:
    base = max(start - 1, annee - 2)
    return [
        {"indicateur": indicator, "annee": year, "valeur": found, "etat": "validee",
         "source": "Rapport d’activité (inventé)",
         "explication": None if found >= aim else "Démarrage plus lent que prévu.",
         "piste": None if found >= aim else "Un point à chaque comité de suivi."}
        for _, indicator, _, _, _, aim, found in LIBRES
        for year in range(base + 1, annee + 1)
    ]  # fmt: skip


def _agreed(rank: int, start: date) -> list[Ligne]:
    """One contract in three has agreed its own « durée anormalement longue »."""
    if rank % 3:
        return []
    return [{"cle": "seuil_presence_longue_mois", "date_effet": start, "valeur": 24,
             "texte": "Au-delà de vingt-quatre mois, la présence est dite longue."}]  # fmt: skip


def _actions(start: date, annee: int) -> list[Ligne]:
    begun = start.year <= annee
    return [
        {"id_objectif": number, "id_action": f"{number}-A", "intitule": told,
         "pilote": "direction du pôle hébergement", "date_debut": start,
         "date_fin": date(start.year + 3, 12, 31), "etat": "en_cours" if begun else "a_venir",
         "avancement": 0.4 if begun else 0.0, "cout_annuel": 12_000_00}
        for number, _, parent, told in _OBJECTIFS
        if parent
    ]  # fmt: skip


def _steps(start: date, *, done: bool) -> list[Ligne]:
    year = start.year - 1
    return [
        {"etape": step, "tache": told, "debut": date(year, first, 1), "fin": date(year, last, 28),
         "responsable": who, "faite_le": date(year, last, 25) if done else None}
        for step, told, first, last, who in (
            ("cadrage", "Réunir les parties et fixer le périmètre", 1, 2, "service de l’État"),
            ("diagnostic", "Établir le diagnostic partagé", 3, 6, "direction de l’organisme"),
            ("objectifs", "Négocier les objectifs et les cibles", 7, 9, "les deux parties"),
            ("moyens", "Négocier les moyens", 9, 10, "service de l’État"),
            ("signature", "Signer le contrat", 11, 12, "les signataires"),
        )
    ]  # fmt: skip


def _life(
    houses: pd.DataFrame, etat: EtatInvente, effet: date, annee: int
) -> dict[str, list[Ligne]]:
    """What has happened since the signature: acts, meetings, decisions, an extension."""
    signed = date(effet.year - 1, 12, 10)
    parties = [row["partie"] for row in _parties("", houses)]
    made: dict[str, list[Ligne]] = {
        "signatures": [
            {"acte": "0", "partie": one, "recu_le": signed, "preuve": "remise en mains propres",
             "reponse": "accord", "repondu_le": signed}
            for one in parties
        ],
        "actes": [act for year in range(effet.year, annee + 1) for act in _acts(year)],
        "rencontres": [
            {"date": date(year, 11, 20), "nature": "mi_parcours" if year == effet.year + 2
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
    day = date(effet.year + 3, 10, 1)
    return [
        {"acte": "P", "partie": one, "recu_le": day, "preuve": "lettre recommandée"}
        for one in parties
        if one != "gestionnaire"
    ]
