"""A package received: opened with care, checked whole, all its faults at once."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.agregats import fautes_des_chiffres
from cpomlib.entree import FichierError, IllisibleError, limites, read_file, refuser_special, taille
from cpomlib.entree.agregats.paquet import DESCRIPTEUR, FORMAT, RESSOURCES, empreinte, schema
from cpomlib.socle import CpomError, DonneesError, Faute, fichiers, suggestion
from cpomlib.tables import Lue, aggregate_names, check_read, conform, first_per_cell

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

DEPLIE_MAX = 1 << 28
"""Bytes of a package once uncompressed (256 Mio): a large gestionnaire's is under one."""

_REFAIRE = "Demandez au gestionnaire de le refaire avec « cpom agreger »."
_ABIME = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)


@dataclass(frozen=True, eq=False)
class Paquet:
    """A package without fault.

    Attributes:
        gestionnaire: whose it is.
        annees: the years it tells of.
        conventions: the agreed thresholds it was made with, in months.
        frames: the tables to deposit.
    """

    gestionnaire: str
    annees: tuple[int, ...]
    conventions: Mapping[str, float | None]
    frames: Mapping[str, pd.DataFrame]


def lire(fichier: Path, known: Frames) -> Paquet:
    """Read and check a package.

    Args:
        fichier: the zip.
        known: ``gestionnaires`` and ``etablissements`` of the base it is deposited in.

    Raises:
        FichierError: it is not a zip that may be opened, or not a package of aggregates.
        DonneesError: at least one fault; it holds all of them.
    """
    files = ouvrir(fichier)
    head = _head(fichier, files)
    faults = [*_archive(fichier.name, files, head), *_resources(fichier.name, files, head)]
    read, told = _read(fichier.name, files)
    faults += [*told, *_about(fichier.name, head, read, known)]
    if faults:
        raise DonneesError(first_per_cell(faults))
    made = head["cpom"]
    return Paquet(
        gestionnaire=made["gestionnaire"],
        annees=tuple(made["annees"]),
        conventions=made["conventions"],
        frames={name: conform(name, lue.frame) for name, lue in read.items()},
    )


def ouvrir(fichier: Path) -> dict[str, bytes]:
    """Return the files of the zip, none read beyond what the archive declares.

    Raises:
        FichierError: it is not a zip that may be opened.
    """
    refuser_special(fichier)
    if not fichier.is_file():
        raise FichierError(
            "Ce fichier n’existe pas.", ou=str(fichier), que_faire="Vérifiez son nom."
        )
    try:
        with zipfile.ZipFile(fichier) as archive:
            _refuse_bomb(fichier, archive.infolist())
            _refuse_twice(fichier, archive.namelist())
            return {name: archive.read(name) for name in archive.namelist()}
    except _ABIME as error:
        raise _broken(fichier) from error
    except RuntimeError as error:  # an encrypted archive
        raise _broken(fichier) from error


def _broken(fichier: Path) -> CpomError:
    return FichierError(
        "Ce fichier n’est pas une archive ZIP, ou il est abîmé ou chiffré.",
        ou=fichier.name,
        que_faire=_REFAIRE,
    )


def _refuse_bomb(fichier: Path, parts: list[zipfile.ZipInfo]) -> None:
    size, ratio = sum(part.file_size for part in parts), limites().taux_compression_max
    swollen = any(
        part.file_size > (1 << 20) and part.file_size > ratio * max(part.compress_size, 1)
        for part in parts
    )
    if size > DEPLIE_MAX or swollen:
        raise FichierError(
            f"Cette archive se déplie en {taille(size)} : elle n’est pas ouverte.",
            ou=fichier.name,
            que_faire=_REFAIRE,
        )


def _refuse_twice(fichier: Path, names: list[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise FichierError(
            f"L’archive contient deux fois « {twice[0]} ».", ou=fichier.name, que_faire=_REFAIRE
        )


def _head(fichier: Path, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the descriptor, once it is known to be that of a package of aggregates."""
    try:
        head = json.loads(files[DESCRIPTEUR])
        made, resources = head["cpom"], head["resources"]
        named = isinstance(made["gestionnaire"], str) and isinstance(made["conventions"], dict)
        years = [int(year) for year in made["annees"]]
        paths = {str(one["name"]): (str(one["path"]), one["schema"]) for one in resources}
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise _foreign(fichier) from error
    if made.get("format") != FORMAT or not named or not years or not paths:
        raise _foreign(fichier)
    return head


def _foreign(fichier: Path) -> CpomError:
    return FichierError(
        f"Cette archive n’est pas un paquet d’agrégats de version {FORMAT}.",
        ou=fichier.name,
        pourquoi=f"Son fichier « {DESCRIPTEUR} » manque ou n’est pas celui que "
        "« cpom agreger » écrit.",
        que_faire=_REFAIRE,
    )


def _archive(nom: str, files: Mapping[str, bytes], head: Mapping[str, Any]) -> Iterator[Faute]:
    """Refuse what the package does not declare: nothing enters unseen."""
    declared = {DESCRIPTEUR, *(str(one["path"]) for one in head["resources"])}
    for path in sorted(set(files) - declared):
        yield Faute(nom, 0, "", path, "Ce fichier n’est pas déclaré dans le paquet.", "Retirez-le.")


def _resources(nom: str, files: Mapping[str, bytes], head: Mapping[str, Any]) -> Iterator[Faute]:
    declared = {str(one["name"]): one for one in head["resources"]}
    for name in declared:
        if name not in RESSOURCES:
            said = "Cette ressource n’est pas d’un paquet d’agrégats."
            yield Faute(nom, 0, "", name, said, suggestion(name, RESSOURCES))
    for name in RESSOURCES:
        if name not in declared or f"{name}.csv" not in files:
            yield Faute(nom, 0, "", name, "Cette ressource manque dans le paquet.", _REFAIRE)
            continue
        where, one = _place(nom, name), declared[name]
        if one["schema"] != schema(name):
            said = "Le schéma déclaré n’est pas celui des agrégats."
            yield Faute(where, 0, "", "", said, _REFAIRE)
        if one.get("hash") != empreinte(files[f"{name}.csv"]):
            said = "Le contenu ne correspond plus à son empreinte : il a été modifié."
            yield Faute(where, 0, "", "", said, _REFAIRE)


def _place(nom: str, ressource: str) -> str:
    return f"{nom}, ressource « {ressource} »"


def _read(nom: str, files: Mapping[str, bytes]) -> tuple[dict[str, Lue], list[Faute]]:
    """Read the tables to deposit; a fault names the package and the resource."""
    read: dict[str, Lue] = {}
    faults: list[Faute] = []
    with TemporaryDirectory() as folder:
        for name in aggregate_names():
            path = Path(folder) / f"{name}.csv"
            fichiers.ecrire(path, files.get(path.name, b""))
            try:
                lue = read_file(name, path)
            except IllisibleError as error:
                faults.append(replace(error.faute, fichier=_place(nom, name)))
                continue
            source = replace(lue.provenance, fichier=_place(nom, name))
            faults += [replace(fault, fichier=source.fichier) for fault in lue.fautes]
            read[name] = replace(lue, provenance=source)
    return read, faults


def _about(
    nom: str, head: Mapping[str, Any], read: Mapping[str, Lue], known: Frames
) -> Iterator[Faute]:
    """Check the rows: keys, references, whose they are, and what the figures say together."""
    frames = {name: lue.frame for name, lue in read.items()}
    sources = {name: lue.provenance for name, lue in read.items()}
    yield from check_read(frames, known, sources)
    owner, years = head["cpom"]["gestionnaire"], head["cpom"]["annees"]
    for name, lue in read.items():
        yield from fautes_des_chiffres(name, lue, known, owner, years)
