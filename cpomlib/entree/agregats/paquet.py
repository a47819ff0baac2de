"""The package: a Frictionless data package in a zip, the same bytes for the same figures."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cpomlib import __version__
from cpomlib.calcul.agregats import Agregats
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.entree import write_csv
from cpomlib.socle import fichiers
from cpomlib.tables import AGREGATS, aggregate_names, table

DESCRIPTEUR = "datapackage.json"
FORMAT = 1
"""Version of the package."""

_JOUR = (1980, 1, 1, 0, 0, 0)
"""The date of every file of the zip: its earliest, so that no run differs from another."""

ANNEXES = {
    "etablissements": {
        "id_etablissement": "Établissement",
        "categorie": "Catégorie FINESS",
        "departement": "Département",
        "region": "Région",
    },
    "indicateurs": {
        "id": "Indicateur",
        "libelle": "Libellé",
        "unite": "Unité",
        "numerateur": "Ce qui est compté",
        "denominateur": "Ce à quoi il se rapporte",
        "definition": "Définition",
    },
}
"""Resources for the reader, which are not deposited: their columns and the title of each."""

RESSOURCES = (*ANNEXES, *aggregate_names())


@dataclass(frozen=True)
class OrigineAgregats:
    """Where the figures of a package come from.

    Attributes:
        etat: the number of the state of the base they were read in.
        empreinte: SHA-256 of what that state is made of, for this gestionnaire.
    """

    etat: int
    empreinte: str


def ecrire(agregats: Agregats, origine: OrigineAgregats, fichier: Path) -> str:
    """Write a package; it appears whole under its name, or not at all.

    Args:
        agregats: the figures.
        origine: where they come from.
        fichier: the zip to write; one of the same name is replaced.

    Returns:
        The SHA-256 of the file.

    Raises:
        EcritureError: the file cannot be written there.
    """
    content = contenu(agregats, origine)
    fichiers.ecrire(fichier, content)
    return hashlib.sha256(content).hexdigest()


def contenu(agregats: Agregats, origine: OrigineAgregats) -> bytes:
    """Return the bytes of a package."""
    files = {f"{name}.csv": text for name, text in _tables(agregats).items()}
    described = descripteur(agregats, origine, files)
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {DESCRIPTEUR: text.encode(), **files}.items():
            entry = zipfile.ZipInfo(name, _JOUR)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def descripteur(
    agregats: Agregats, origine: OrigineAgregats, fichiers: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return ``datapackage.json``: the resources with their schema, and how they were made."""
    first, last = agregats.annees[0], agregats.annees[-1]
    agreed, rules = agregats.conventions, agregats.regles
    return {
        "profile": "tabular-data-package",
        "name": f"agregats-{agregats.gestionnaire.lower()}-{last}",
        "title": f"Agrégats du gestionnaire {agregats.gestionnaire}, {first} à {last}",
        "description": "Indicateurs sur les publics, l’activité et les objectifs du CPOM, par "
        "établissement et par année. Aucune ligne ne porte sur un ménage. Les effectifs de 1 à "
        f"{rules.plus_grand_masque}, et ceux qui permettraient de les calculer, sont masqués.",
        "version": str(FORMAT),
        "resources": [_resource(path, content) for path, content in fichiers.items()],
        "cpom": {
            "format": FORMAT,
            "gestionnaire": agregats.gestionnaire,
            "annees": list(agregats.annees),
            "etat": origine.etat,
            "empreinte": origine.empreinte,
            "cpomlib": __version__,
            "conventions": {
                "seuil_presence_longue_mois": agreed.seuil_presence_longue_mois,
                "anciennete_min_mois": agreed.anciennete_min_mois,
            },
            "secret": {
                "seuil_personnes": rules.seuil_personnes,
                "protection_largeur": rules.protection_largeur,
            },
        },
    }


def _resource(path: str, content: bytes) -> dict[str, Any]:
    name = path.removesuffix(".csv")
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": table(name).titre if name in aggregate_names() else f"Liste des {name}",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": empreinte(content),
        "schema": schema(name),
    }


def empreinte(content: bytes) -> str:
    """Return the digest of a resource, as a data package writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def schema(name: str) -> dict[str, Any]:
    """Return the Table Schema of a resource; it refers to no table outside the package."""
    if name in ANNEXES:
        fields = [
            {"name": field, "type": "string", "title": title}
            for field, title in ANNEXES[name].items()
        ]
        return {"fields": fields, "primaryKey": [fields[0]["name"]], "missingValues": [""]}
    described = json.loads((AGREGATS / f"{name}.json").read_text(encoding="utf-8"))
    kept = {key: described[key] for key in ("fields", "primaryKey", "missingValues")}
    inside = [key for key in described["foreignKeys"] if key["reference"]["resource"] in RESSOURCES]
    return {**kept, "foreignKeys": inside} if inside else kept


def _tables(agregats: Agregats) -> dict[str, bytes]:
    """Return the bytes of each resource, in their order."""
    with TemporaryDirectory() as folder:
        for name, frame in agregats.tables.items():
            write_csv(table(name), frame, Path(folder) / f"{name}.csv")
        written = {name: (Path(folder) / f"{name}.csv").read_bytes() for name in agregats.tables}
    structures = agregats.structures.sort_values("id_etablissement")
    known = structures[list(ANNEXES["etablissements"])].astype("str").to_numpy().tolist()
    return {
        "etablissements": _csv(ANNEXES["etablissements"], known),
        "indicateurs": _csv(ANNEXES["indicateurs"], _definitions()),
        **written,
    }


def _definitions() -> Iterable[Sequence[str]]:
    for fiche in fiches().values():
        if fiche.transmis:
            yield [str(getattr(fiche, field)) for field in ANNEXES["indicateurs"]]


def _csv(header: Iterable[str], rows: Iterable[Sequence[str]]) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(list(header))
    writer.writerows(rows)
    return sheet.getvalue().encode()
