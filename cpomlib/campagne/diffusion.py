"""Versions to publish that must not be published together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cpomlib.campagne import inputs, manifest
from cpomlib.socle import CommandeError

BASE = "(base)"
"""What stands for the address of the base in what leaves the service."""
PUBLIABLE = "publiable"
"""Folder of the versions to publish, inside their model's."""


def separer(carnet: Path, racine: Path, modeles: Mapping[str, Path], defaut: str) -> None:
    """Refuse a version to publish of a région beside those of its gestionnaires, and the reverse.

    Totals over persons published for a whole région, set beside the masked counts of each of its
    gestionnaires, give some of them back by subtraction.

    Args:
        carnet: the notebook about to be run for publication.
        racine: the région's and year's folder.
        modeles: the report notebooks by name.
        defaut: the name of the model whose reports are in ``racine`` itself.

    Raises:
        CommandeError: the other kind stands there; names its folder.
    """
    asked = inputs.portee(carnet)
    for nom, folder in _publies(racine, modeles, defaut):
        if inputs.portee(modeles[nom]) != asked:
            raise CommandeError(
                "Une version à diffuser de la région et celles de ses gestionnaires ne peuvent pas "
                "être publiées ensemble.",
                pourquoi="Les totaux de l’une laisseraient retrouver des effectifs masqués dans "
                f"les autres, qui sont déjà dans «\u00a0{folder.relative_to(racine)}\u00a0».",
                que_faire="Choisissez ce que vous diffusez, et retirez l’autre dossier.",
            )


def sans_adresse(texte: str, adresse: str) -> str:
    """Return a text that will be read elsewhere, the address of the base left out of it."""
    from sqlalchemy import make_url

    url = make_url(adresse)
    forms = {adresse, url.render_as_string(), url.database if "/" in (url.database or "") else ""}
    for form in sorted(filter(None, forms), key=len, reverse=True):
        texte = texte.replace(form, BASE)
    return texte


def _publies(racine: Path, modeles: Mapping[str, Path], defaut: str) -> Iterable[tuple[str, Path]]:
    for nom in modeles:
        folder = (racine if nom == defaut else racine / nom) / PUBLIABLE
        if (folder / manifest.NAME).exists():
            yield nom, folder
