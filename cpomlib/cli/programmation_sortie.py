"""A programming written for a screen, a file, or the base."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cpomlib.calcul.programmation import Arrete, CalendrierPropose, LigneProposee, Recense
    from cpomlib.dossier import DossierRegion

RECENSEMENT = {
    "gestionnaire": "Gestionnaire", "raison_sociale": "Nom", "departements": "Départements",
    "chrs": "CHRS", "places": "Places", "etat": "Contrat", "fin": "Échéance",
    "activites": "Pourrait entrer au contrat", "autorites": "Autres autorités",
}  # fmt: skip
PROPOSITION = {
    "annee": "Année", "raison_sociale": "Gestionnaire", "departements": "Départements",
    "chrs": "CHRS", "volume": "Volume", "priorite": "Priorité", "motif": "Pourquoi cette année",
}  # fmt: skip
ARRETE = {
    "rang": "Rang", "annee": "Année", "raison_sociale": "Gestionnaire",
    "departements": "Départements", "nombre_chrs": "CHRS", "volume": "Volume", "etat": "État",
    "motif": "Pourquoi cette année",
}  # fmt: skip


def plat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Write a row for a file of cells: a list is a text, what is nested has columns of its own."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{name}_{inner}": each for inner, each in value.items()}
        elif isinstance(value, list):
            flat[name] = (" " if name == "departements" else "\u00a0; ").join(map(str, value))
        else:
            flat[name] = value
    return flat


def recense(one: Recense, *, raw: bool) -> dict[str, Any]:
    """Write a gestionnaire: nothing but JSON types, or words."""
    from cpomlib.rapports.region import activite_en_mots, contrat_en_mots
    from cpomlib.socle import date_courte

    row: dict[str, Any] = {
        "gestionnaire": one.id, "raison_sociale": one.nom, "departements": list(one.departements),
        "chrs": one.nombre_chrs, "places": one.total_places, "contrat": one.contrat or None,
        "etat": one.etat or None, "fin": one.fin.isoformat() if one.fin else None,
        "activites": [activite_en_mots(each) for each in one.activites],
        "autorites": list(one.autorites),
    }  # fmt: skip
    if raw:
        return row
    return row | {
        "departements": ", ".join(one.departements), "etat": contrat_en_mots(one),
        "fin": date_courte(one.fin) if one.fin else None,
        "activites": "\u00a0; ".join(row["activites"]), "autorites": ", ".join(one.autorites),
    }  # fmt: skip


def pied_recensement(found: DossierRegion) -> str:
    """Say how many are under contract, and that the legal day is past, which judges nothing."""
    from cpomlib.rapports.region import couverture_en_mots

    return couverture_en_mots(found)


def proposee(line: LigneProposee, *, raw: bool) -> dict[str, Any]:
    """Write a signature: nothing but JSON types, or words."""
    from cpomlib.socle import dire_centimes, euros_exacts, nombre

    one = line.recense
    row: dict[str, Any] = {
        "annee": line.annee, "gestionnaire": one.id, "raison_sociale": one.nom,
        "departements": list(one.departements), "chrs": one.nombre_chrs,
        "volume": None if line.volume is None else float(euros_exacts(line.volume)),
        "priorite": line.priorite.note, "motif": line.motif,
    }  # fmt: skip
    if raw:
        details = {each.critere.code: each.apport for each in line.priorite.details}
        return row | {"criteres": details}
    return row | {
        "departements": ", ".join(one.departements), "priorite": nombre(line.priorite.note, 2),
        "volume": None if line.volume is None else dire_centimes(line.volume),
    }  # fmt: skip


def pied_proposition(made: CalendrierPropose) -> str:
    """Say who is left out and why, and what would make all of it hold."""
    lines = [f"Hors de l’horizon\u00a0: {one.nom}. {why}" for one, why in made.hors]
    if made.relachements:
        lines += ["Les capacités ne suffisent pas\u00a0; le plus petit relâchement\u00a0:"]
        lines += [f"  {told}" for told in made.relachements]
    else:
        lines.append(made.tenue)
    return "\n".join(lines)


def programmee(row: Mapping[str, Any], found: DossierRegion, *, raw: bool) -> dict[str, Any]:
    """Write a line of an arrêté: nothing but JSON types, or words."""
    from cpomlib.droit import nomenclature
    from cpomlib.socle import dire_centimes, euros_exacts

    who, volume = row["id_gestionnaire"], row["volume"]
    plain = {**row, "volume": None if volume is None else float(euros_exacts(volume))}
    if raw:
        return plain
    return plain | {
        "raison_sociale": found.noms.get(who, who) if who else "en volume",
        "departements": (row["departements"] or "").replace(" ", ", "),
        "volume": None if volume is None else dire_centimes(volume),
        "etat": nomenclature("etat_programmation").libelle(str(row["etat"])),
    }


def pied_arrete(found: DossierRegion, one: Arrete) -> str:
    """Say which version it is, what the committee said of it, and what it changes."""
    from cpomlib.rapports.region import changements_de, tete_de_l_arrete

    return "\n".join([tete_de_l_arrete(one), *changements_de(found, one)])


def ecrire_version(found: DossierRegion, made: CalendrierPropose, forme: str, dossier: Path) -> str:
    """Write the next version as files that a deposit takes; say what to do with them."""
    import pandas as pd

    from cpomlib.calcul.programmation import lignes_a_deposer
    from cpomlib.entree import write_folder
    from cpomlib.tables import conform, empty

    number = max((one.version for one in found.versions), default=0) + 1
    rows = lignes_a_deposer(made, found.region, number, forme)
    frames = {
        name: conform(name, pd.DataFrame(lines)) if lines else empty(name)
        for name, lines in rows.items()
    }
    write_folder(frames, dossier)
    return (
        f"Version {number} écrite dans {dossier}. Relisez-la, puis déposez-la\u00a0: "
        f"«\u00a0cpom importer tables {dossier}\u00a0». Elle n’est vue que de la région tant que "
        "«\u00a0publie_le\u00a0» est vide."
    )
