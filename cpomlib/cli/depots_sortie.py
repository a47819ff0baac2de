"""The register of deposits, written for a screen or for a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from cpomlib.base import Doute, Evenement, FicheDepot, local
from cpomlib.cli.ecran import write_json
from cpomlib.socle import Faute, nombre, pluriel

STATUTS = {
    "brouillon": "brouillon",
    "transmis": "transmis",
    "refuse": "refusé",
    "valide": "validé",
    "remplace": "remplacé",
}
_NATURES = {
    "transmission": "transmis",
    "validation": "validé",
    "retablissement": "rétabli",
    "refus": "refusé",
}
_ENTETE = ("N°", "Date", "Statut", "Auteur", "Format", "Fichier", "Périmètre", "Lignes")
_WIDEST = 40
_DOUBTS = 20


def table_des_depots(fiches: Sequence[FicheDepot], names: Mapping[str, str]) -> str:
    """Write the register as aligned columns, one line per deposit."""
    if not fiches:
        return "Aucun dépôt.\n"
    rows = [_ENTETE, *(_line(fiche, names) for fiche in fiches)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_ENTETE))]
    return "".join(
        "  ".join(
            cell.rjust(width) if i in {0, len(_ENTETE) - 1} else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        + "\n"
        for row in rows
    )


def _line(fiche: FicheDepot, names: Mapping[str, str]) -> tuple[str, ...]:
    depot = fiche.depot
    return (
        str(depot.id),
        moment(depot.horodatage),
        STATUTS[fiche.statut],
        _short(depot.auteur),
        _short(depot.format),
        _short(depot.fichier),
        _short(perimetre(fiche, names)),
        nombre(sum(fiche.lignes.values())),
    )


def _short(text: str) -> str:
    """Keep a cell on one line: what was typed elsewhere may hold anything."""
    flat = "".join(char if char.isprintable() else " " for char in text)
    return flat if len(flat) <= _WIDEST else flat[: _WIDEST - 1] + "…"


def moment(when: datetime) -> str:
    """Write a moment in French local time: ``09/11/2026 14:05``."""
    return local(when).strftime("%d/%m/%Y %H:%M")


def perimetre(fiche: FicheDepot, names: Mapping[str, str]) -> str:
    """Say whom a deposit is about, and which years."""
    who = fiche.gestionnaires
    parts = [names.get(who[0], who[0]) if len(who) == 1 else ""]
    if len(who) > 1:
        parts = [pluriel(len(who), "gestionnaire")]
    if not who and fiche.departements:
        parts = [
            f"département {fiche.departements[0]}"
            if len(fiche.departements) == 1
            else pluriel(len(fiche.departements), "département")
        ]
    return ", ".join(part for part in (*parts, years(fiche.annees)) if part)


def years(annees: Sequence[int]) -> str:
    """Write years: ``2025``, ``2023-2025``, or one by one when some are missing."""
    if len(annees) > 1 and [*annees] == [*range(annees[0], annees[0] + len(annees))]:
        return f"{annees[0]}-{annees[-1]}"
    return " ".join(map(str, annees))


def json_des_depots(fiches: Sequence[FicheDepot], _names: Mapping[str, str]) -> str:
    """Write the register as JSON: moments in UTC, nothing abridged."""
    return _json([as_data(fiche) for fiche in fiches])


def as_data(fiche: FicheDepot) -> dict[str, Any]:
    """Return a deposit as JSON holds it."""
    depot = fiche.depot
    return {
        "id": depot.id,
        "horodatage": depot.horodatage.isoformat(),
        "auteur": depot.auteur,
        "fichier": depot.fichier,
        "sha256": depot.sha256,
        "format": depot.format,
        "statut": fiche.statut,
        "gestionnaires": list(fiche.gestionnaires),
        "etablissements": list(fiche.etablissements),
        "departements": list(fiche.departements),
        "annees": list(fiche.annees),
        "lignes": dict(fiche.lignes),
        "lots": fiche.lots,
        "lots_en_vigueur": fiche.en_vigueur,
        "evenements": [_event_data(event) for event in fiche.evenements],
    }


def _event_data(event: Evenement) -> dict[str, Any]:
    return {
        "nature": event.nature,
        "horodatage": event.horodatage.isoformat(),
        "auteur": event.auteur,
        "etat": event.etat,
        "motif": event.motif,
    }


def table_du_depot(
    fiche: FicheDepot, names: Mapping[str, str], suite: Sequence[int], doubts: Sequence[Doute]
) -> str:
    """Write all that is known of a deposit."""
    depot = fiche.depot
    facts = [
        ("Déposé", f"le {_le(depot.horodatage)} par {depot.auteur}"),
        ("Fichier", f"{depot.fichier} (format {depot.format})"),
        ("SHA-256", depot.sha256),
        *((_NATURES[event.nature].capitalize(), _told(event)) for event in fiche.evenements),
        ("En vigueur", _in_force(fiche, suite)),
        ("Gestionnaires", _listed([_named(each, names) for each in fiche.gestionnaires])),
        ("Établissements", _listed(fiche.etablissements)),
        ("Départements", _listed(fiche.departements)),
        ("Années", years(fiche.annees)),
    ]  # fmt: skip
    width = max(len(name) for name, _ in facts)
    lines = [f"Dépôt n°\u00a0{depot.id}, {STATUTS[fiche.statut]}"]
    lines += [f"  {name:<{width}}  {value}" for name, value in facts if value]
    lines.append("Tables")
    lines += [f"  {name}\u00a0: {pluriel(count, 'ligne')}" for name, count in fiche.lignes.items()]
    if doubts:
        lines.append("Ce qui était douteux à l’entrée")
    lines += [f"  {_doubt(each)}" for each in doubts[:_DOUBTS]]
    if len(doubts) > _DOUBTS:
        lines.append(f"  … et {pluriel(len(doubts) - _DOUBTS, 'autre')} (« --format json »)")
    return "\n".join(lines) + "\n"


def _doubt(doubt: Doute) -> str:
    """Write a doubt as it was told at the door, its value left out."""
    flat = Faute(
        doubt.fichier, doubt.ligne, doubt.colonne, "", doubt.message, doubt.que_faire, doubt.feuille
    )
    return "".join(char if char.isprintable() else " " for char in str(flat))


def _named(gestionnaire: str, names: Mapping[str, str]) -> str:
    return f"{gestionnaire} {names.get(gestionnaire, '')}".strip()


def _told(event: Evenement) -> str:
    made = f" (état des données n°\u00a0{event.etat})" if event.etat else ""
    why = f"\u00a0: {event.motif}" if event.motif else ""
    return f"le {_le(event.horodatage)} par {event.auteur}{made}{why}"


def _le(when: datetime) -> str:
    return local(when).strftime("%d/%m/%Y à %H:%M")


def _in_force(fiche: FicheDepot, suite: Sequence[int]) -> str:
    if fiche.statut == "refuse":
        return "non"
    if fiche.statut in {"brouillon", "transmis"}:
        return "non, pas avant sa validation"
    by = f", remplacé par {_numbers(suite)}" if suite else ""
    if fiche.en_vigueur == fiche.lots:
        return "oui"
    if not fiche.en_vigueur:
        return f"non{by}"
    return f"en partie ({nombre(fiche.en_vigueur)} lots sur {nombre(fiche.lots)}){by}"


def _numbers(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers))
    return f"le dépôt n°\u00a0{listed}" if len(numbers) == 1 else f"les dépôts {listed}"


def _listed(values: Sequence[str], most: int = 5) -> str:
    shown = ", ".join(values[:most])
    left = len(values) - most
    return f"{shown} et {pluriel(left, 'autre')}" if left > 0 else shown


def json_du_depot(
    fiche: FicheDepot, _names: Mapping[str, str], suite: Sequence[int], doubts: Sequence[Doute]
) -> str:
    """Write all that is known of a deposit as JSON."""
    told = [{name: value for name, value in asdict(each).items() if name != "depot"}
            for each in doubts]  # fmt: skip
    return _json({**as_data(fiche), "remplace_par": list(suite), "doutes": told})


def _json(data: Any) -> str:
    return write_json(data) + "\n"


LISTES: dict[str, Callable[[Sequence[FicheDepot], Mapping[str, str]], str]] = {
    "table": table_des_depots,
    "json": json_des_depots,
}
FICHES: dict[
    str, Callable[[FicheDepot, Mapping[str, str], Sequence[int], Sequence[Doute]], str]
] = {
    "table": table_du_depot,
    "json": json_du_depot,
}
