"""The contract of a gestionnaire as reports write it: its state, what is due, its targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpomlib.calcul.contrat import JUGEMENTS, LigneSuivi, valeur_convenue
from cpomlib.calcul.programmation import Recense
from cpomlib.dossier import ContratVu, Dossier, written
from cpomlib.droit import seuil
from cpomlib.rendu.blocs import Paragraphe
from cpomlib.socle import date_courte, insecable, minuscule, nombre, pluriel

NOTE = (
    "Cible\u00a0: jugée sur le périmètre et avec les conventions du contrat{}\u00a0; fragile "
    "quand le hasard seul peut donner l’écart.{} Aucun jugement n’entre dans un tarif."
)
REPERE = " Un repère, entre deux cibles, n’est pas contractuel."


def etat_en_mots(contrat: ContratVu) -> str:
    """Say where a contract stands."""
    begin, end = (date_courte(day) if day else "" for day in (contrat.debut, contrat.fin))
    until = f" jusqu’au {end}" if end else ""
    since = f" le {end}" if end else ""
    return {
        "preparation": "en préparation",
        "a_venir": f"signé, prend effet le {begin}" if begin else "signé, sans date d’effet",
        "en_vigueur": f"en vigueur{until}",
        "echu": f"arrivé à échéance{since}",
        "resilie": f"résilié{since}",
    }[contrat.etat]


def contrat_en_mots(one: Recense) -> str:
    """Say where the contract of a gestionnaire stands."""
    until = f" jusqu’au {date_courte(one.fin)}" if one.fin else ""
    since = f" le {date_courte(one.fin)}" if one.fin else ""
    return {
        "": "aucun contrat en base",
        "preparation": "en préparation",
        "a_venir": f"signé, à venir{until}",
        "en_vigueur": f"en vigueur{until}",
        "echu": f"arrivé à échéance{since}",
        "resilie": f"résilié{since}",
    }[one.etat]


def echeance_en_mots(contrat: ContratVu) -> str:
    """Say what is due next, empty where nothing is."""
    due = contrat.echeance
    if due is None:
        return ""
    others = f" (et {pluriel(due.autres, 'autre')} ce jour-là)" if due.autres else ""
    return f"{due.libelle}, {date_courte(due.le)}{others}"


def contrat(dossier: Dossier) -> tuple[Paragraphe, ...]:
    """Say in a line where the contract stands and what is due; nothing where there is none."""
    known = dossier.contrat
    if known is None:
        return ()
    state, due = etat_en_mots(known), echeance_en_mots(known)
    then = f" Prochaine échéance\u00a0: {minuscule(due)}." if due else ""
    day = f" au {date_courte(dossier.jour)}"
    return (
        Paragraphe(insecable(f"{state[:1].upper()}{state[1:]}.{then}"), titre=f"Le contrat{day}."),
    )


def resumer_contrat(dossier: Dossier) -> Mapping[str, Any]:
    """Return what an index says of the contract; empty where there is none."""
    known = dossier.contrat
    if known is None:
        return {}
    due = known.echeance
    return {
        "etat": etat_en_mots(known),
        "echeance": echeance_en_mots(known),
        "le": due.le.isoformat() if due else "",
    }


def cible_en_mots(dossier: Dossier, indicateur: str) -> str:
    """Say the target of an indicator for the year and its judgement.

    Its counts follow where they are not those the report shows, the perimeter or the conventions
    of the contract being others.
    """
    shown = dossier.termes(indicateur)
    return "\u00a0; ".join(_ligne(one, shown) for one in dossier.suivi.get(indicateur, ()))


def note_des_cibles(dossier: Dossier) -> str:
    """Say under a table how targets are judged, and what the contract agreed otherwise."""
    agreed = [
        f"{seuil(key).libelle[:1].lower()}{seuil(key).libelle[1:]}\u00a0: "
        f"{valeur_convenue(key, value)}"
        for key, value in dossier.conventions_du_contrat.items()
    ]
    between = any(line.interpolee for lines in dossier.suivi.values() for line in lines)
    return NOTE.format(f" ({', '.join(agreed)})" if agreed else "", REPERE if between else "")


def _ligne(line: LigneSuivi, montres: tuple[float, float] | None) -> str:
    judged = JUGEMENTS[line.jugement] + (", fragile" if line.fragile else "")
    if line.attendu is None:
        return judged
    what = "repère" if line.interpolee else "cible"
    told = f"{what} {written(line.cible.indicateur, line.attendu)}\u00a0: {judged}"
    same = montres is not None and montres == (line.numerateur, line.denominateur)
    return told if same else f"{told}{_comptes(line)}"


def _comptes(line: LigneSuivi) -> str:
    if line.mesure is None or line.jugement == "a_venir":
        return ""
    if line.numerateur is None or line.denominateur is None:
        return f" ({written(line.cible.indicateur, line.mesure)})"
    return f" ({nombre(line.numerateur)} sur {nombre(line.denominateur)})"
