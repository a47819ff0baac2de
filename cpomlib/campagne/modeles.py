"""The report notebooks that are shipped, by name."""

from __future__ import annotations

from pathlib import Path

from cpomlib.socle import CommandeError, notebooks_dir, suggestion

DOSSIERS = ("rapports", "contrat", "region")
"""The folders of the report notebooks: on a gestionnaire or a région, on a contract, on
the contracts of a région."""
DIAGNOSTIC = "diagnostic"
"""The notebook of a campaign that names none; another one's reports have their own folder."""


def modeles() -> dict[str, Path]:
    """Return the report notebooks by name."""
    return {
        path.stem: path
        for folder in DOSSIERS
        for path in sorted((notebooks_dir() / folder).glob("*.ipynb"))
    }


def modele(nom: str) -> Path:
    """Return the report notebook called ``nom``.

    Raises:
        CommandeError: no such notebook; names the nearest ones.
    """
    known = modeles()
    if nom not in known:
        raise CommandeError(
            f"Le modèle de rapport «\u00a0{nom}\u00a0» n’existe pas.",
            que_faire=suggestion(nom, known),
        )
    return known[nom]
