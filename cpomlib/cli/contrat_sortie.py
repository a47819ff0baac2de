"""Contracts written for a screen: the list, one contract, the following of its targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from cpomlib.calcul.contrat import Contrat, LigneSuivi, Manquement, Mesures
    from cpomlib.dossier import ContratsLus

LISTE = {
    "contrat": "Contrat", "gestionnaire": "Gestionnaire", "raison_sociale": "Raison sociale",
    "statut": "Statut", "date_effet": "Effet", "terme": "Échéance",
    "etablissements": "Établissements", "departements": "Départements", "cibles": "Cibles",
}  # fmt: skip
MANQUEMENTS = {
    "gravite": "Gravité", "message": "Constat", "article": "Texte", "code": "Règle",
}  # fmt: skip
DEMARCHE = {
    "etape": "Étape", "tache": "Tâche", "debut": "Début", "fin": "Fin", "etat": "État",
    "responsable": "Responsable", "acteurs": "Acteurs", "consultes": "Consultés",
    "informes": "Informés",
}  # fmt: skip
GRAVITES = {"bloquant": "bloquant", "a_corriger": "à corriger", "conseil": "conseil"}
_NOM = 40
"""Characters of the name of a gestionnaire in the list."""
NEUTRE = "Ce jugement n’entre dans aucun tarif."


def liste(lus: ContratsLus) -> list[dict[str, Any]]:
    """Return one row per contract, nothing but JSON types."""
    from cpomlib.calcul.contrat import membres, terme_actuel, toutes_les_cibles

    names = _names(lus)
    places = lus.frames["etablissements"].set_index("id_etablissement")["departement"].to_dict()
    rows = []
    for one in lus.contrats.values():
        held, end = membres(one, lus.jour.year), terme_actuel(one, lus.jour)
        rows.append(
            {
                "contrat": one.id,
                "gestionnaire": one.gestionnaire,
                "raison_sociale": names.get(one.gestionnaire),
                "statut": str(one.ligne["statut"]),
                "date_effet": one.effet.isoformat() if one.effet else None,
                "terme": end.isoformat() if end else None,
                "etablissements": len(held),
                "departements": sorted({str(places[h]) for h in held if h in places}),
                "cibles": len(toutes_les_cibles(one)),
            }
        )
    return rows


def en_mots(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Write the list in words."""
    from cpomlib.droit import nomenclature
    from cpomlib.socle import date_courte

    labels = nomenclature("statut_contrat")
    return [
        {
            **row,
            "statut": labels.libelle(row["statut"]),
            "date_effet": date_courte(_day(row["date_effet"])) if row["date_effet"] else None,
            "terme": date_courte(_day(row["terme"])) if row["terme"] else None,
            "departements": ", ".join(row["departements"]),
            "raison_sociale": (row["raison_sociale"] or "")[:_NOM],
        }
        for row in rows
    ]


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def _names(lus: ContratsLus) -> dict[str, str]:
    known = lus.frames["gestionnaires"]
    return dict(zip(known["id_gestionnaire"], known["raison_sociale"], strict=True))


def fiche(lus: ContratsLus, contrat: Contrat, mesures: Mesures) -> dict[str, Any]:
    """Return a contract whole, nothing but JSON types: what it agreed, and where its targets go."""
    from cpomlib.calcul.contrat import convenues, suivre, usages_des_seuils

    lines = suivre({contrat.id: contrat}, mesures, usages_des_seuils(), lus.jour)
    (head,) = liste(lus.parmi({contrat.id: contrat}))
    return {
        **head,
        "intitule": contrat.ligne["intitule"],
        "cadre": str(contrat.ligne["cadre"]),
        "prorogation": _extension(contrat, lus),
        "parties": _plain(contrat.de("contrat_parties")),
        "perimetre": _plain(contrat.de("contrat_etablissements")),
        "conventions": _plain(convenues(contrat, lus.jour.year)),
        "objectifs": _objectives(contrat, lines, lus.jour.year - 1),
        "cibles": _trends(lus, contrat, mesures),
        "constantes": [
            {"indicateur": one.cible.indicateur, "annee": one.annee, "mesure": one.mesure,
             "perimetre_constant": one.constante}
            for one in lines
            if one.constante is not None
        ],
    }  # fmt: skip


def _plain(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: _json(value) for name, value in row.items()} for row in rows]


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _extension(contrat: Contrat, lus: ContratsLus) -> dict[str, Any]:
    from cpomlib.calcul.contrat import prorogation

    state = prorogation(contrat, lus.jour)
    days = {name: getattr(state, name) for name in ("demandee_le", "reponse_le", "acquise_le")}
    said = {name: day.isoformat() if day else None for name, day in days.items()}
    return {"etat": state.etat, "mois": state.mois, **said}


def _objectives(contrat: Contrat, lines: Sequence[LigneSuivi], annee: int) -> list[dict[str, Any]]:
    """Say where each objective stands, those under it included."""
    from cpomlib.calcul.contrat import etat_objectif, sous

    rows = contrat.de("objectifs")
    judged = [(one.cible.objectif, one.jugement) for one in lines if one.annee == annee]
    return [
        {"objectif": row["id_objectif"], "axe": str(row["axe"]), "intitule": row["intitule"],
         "annee": annee,
         "etat": etat_objectif([j for o, j in judged if o in sous(contrat, row["id_objectif"])])}
        for row in rows
    ]  # fmt: skip


def _trends(lus: ContratsLus, contrat: Contrat, mesures: Mesures) -> list[dict[str, Any]]:
    from cpomlib.calcul.contrat import tendance, toutes_les_cibles

    made = []
    for one in toutes_les_cibles(contrat):
        slope = tendance(contrat, one, mesures, lus.jour)
        made.append(
            {"objectif": one.objectif, "indicateur": one.indicateur,
             "libelle": libelle(one.indicateur, one.libelle), "etablissement": one.etablissement,
             "perimetre": one.perimetre, "sens": one.sens, "cibles": [list(p) for p in one.points],
             "par_an": slope.par_an if slope else None,
             "atteinte_vers": slope.annee if slope else None,
             "tendance": _trend(slope)}
        )  # fmt: skip
    return made


def _trend(slope: Any) -> str:
    if slope is None:
        return "moins de trois mesures, ou pas de direction"
    if slope.atteinte:
        return "déjà atteinte"
    if slope.annee is None:
        return "pas au rythme actuel"
    return f"vers {slope.annee}, au rythme actuel (simple prolongement, pas une prévision)"


def libelle(indicateur: str, libre: str) -> str:
    """Return the name of an indicator, free or of the catalogue."""
    from cpomlib.calcul.indicateurs import fiches_connues

    known = fiches_connues()
    return known[indicateur].libelle if indicateur in known else libre or indicateur


def fiche_en_mots(fiche: Mapping[str, Any]) -> str:
    """Write a contract for a screen."""
    from cpomlib.droit import nomenclature, seuil

    roles = nomenclature("role_partie")
    lines = [f"{fiche['contrat']} — {fiche['intitule'] or ''}".rstrip(" —")]
    (head,) = en_mots([{**fiche, "departements": ()}])
    dates = f"du {head['date_effet']} au {head['terme']}" if head["terme"] else "sans date d’effet"
    lines.append(f"{head['raison_sociale'] or fiche['gestionnaire']}, {head['statut']}, {dates}")
    lines.append(f"Prorogation\u00a0: {fiche['prorogation']['etat'].replace('_', ' ')}")
    lines += ["", "PARTIES"]
    lines += [f"  {one['organisme']} ({roles.libelle(one['role'])})" for one in fiche["parties"]]
    lines += ["", "CONVENTIONS"] * bool(fiche["conventions"])
    lines += [
        f"  {seuil(one['cle']).libelle}\u00a0: {one['valeur']:g}" for one in fiche["conventions"]
    ]
    lines += ["", "OBJECTIFS"]
    lines += [
        f"  {one['objectif']}  {one['intitule']}\u00a0: {one['etat'].replace('_', ' ')} "
        f"en {one['annee']}"
        for one in fiche["objectifs"]
    ]
    lines += ["", "CIBLES"]
    lines += [
        f"  {one['objectif']}  {one['libelle']}\u00a0: {one['tendance']}" for one in fiche["cibles"]
    ]
    return "\n".join([*lines, "", NEUTRE]) + "\n"


def etapes(
    rows: Sequence[dict[str, Any]], jour: date, code: str, *, raw: bool
) -> list[dict[str, Any]]:
    """Write the tasks of a contract: as its table has them, or in words."""
    from cpomlib.calcul.contrat import ETATS_TACHE, etat_tache
    from cpomlib.droit import nomenclature
    from cpomlib.socle import date_courte

    if raw:
        return [
            {"id_contrat": code, **{name: _json(value) for name, value in row.items()}}
            for row in rows
        ]
    labels = nomenclature("etape")
    return [
        {
            **row,
            "etape": labels.libelle(str(row["etape"])),
            "debut": date_courte(row["debut"]) if row["debut"] else None,
            "fin": date_courte(row["fin"]) if row["fin"] else None,
            "etat": ETATS_TACHE[etat_tache(row, jour)],
        }
        for row in rows
    ]


def manquement(each: Manquement) -> dict[str, Any]:
    """Write what a rule found in words; on a signed contract, a blocking one is an irregularity."""
    told = "irrégularité" if each.irregularite else GRAVITES[each.gravite]
    return each.record() | {"gravite": told}
