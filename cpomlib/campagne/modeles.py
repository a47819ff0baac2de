"""The report notebooks that are shipped, by name."""

from __future__ import annotations

from pathlib import Path

from cpomlib.socle import CommandeError, notebooks_dir, suggestion

DOSSIERS = ("rapports", "contrat", "region")
"""The folders of the report notebooks: on a gestionnaire or a région, on a contract, on
the contracts of a région."""
_SUFFIXE = ".ipynb"
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
    """Return the report notebook called ``nom``, or one's own, given by its path.

    Raises:
        CommandeError: no such notebook; names the nearest ones.
    """
    known = modeles()
    if nom not in known and nom.endswith(_SUFFIXE):
        return _own(Path(nom).expanduser().resolve())
    if nom not in known:
        raise CommandeError(
            f"Le modèle de rapport «\u00a0{nom}\u00a0» n’existe pas.",
            que_faire=suggestion(nom, known),
        )
    return known[nom]


def _own(path: Path) -> Path:
    if not path.is_file():
        raise CommandeError(
            f"Le carnet «\u00a0{path}\u00a0» n’existe pas.",
            que_faire="«\u00a0cpom modele nouveau CHEMIN\u00a0» en commence un.",
        )
    refuser_nom(path)
    return path


def refuser_nom(path: Path) -> None:
    """Refuse a notebook of one's own that its reports would not tell from a shipped one.

    Raises:
        CommandeError: it has the name of a shipped notebook, or is no notebook.
    """
    if path.suffix != _SUFFIXE:
        raise CommandeError(
            f"«\u00a0{path.name}\u00a0» n’est pas un nom de carnet.",
            que_faire="Finissez-le par .ipynb.",
        )
    if path.stem in modeles():
        raise CommandeError(
            f"«\u00a0{path.stem}\u00a0» est le nom d’un modèle livré\u00a0: leurs rapports se "
            "mêleraient.",
            que_faire="Donnez un autre nom au carnet.",
        )
