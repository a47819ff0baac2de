"""``campagne.json``: what was done, from what, with what; read again by the next campaign."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from cpomlib.campagne.fingerprint import file_hash
from cpomlib.socle import CommandeError
from cpomlib.socle.pannes import refus

NAME = "campagne.json"
VERSION = 3
_ILLISIBLE = "Ce que les campagnes précédentes ont noté ne peut pas être lu."
Statut = Literal["fait", "echec", "non_etabli"]


@dataclass(frozen=True)
class Rapport:
    """A report that stands: when it was made, from which state, and its files.

    Attributes:
        date: when it was made (ISO 8601, UTC).
        etat: the number of the state of the base it was made from.
        empreinte: hash of each thing it depends on; empty when an older cpom made it.
        fichiers: SHA-256 by file name.
        perimetre: whom it is about; empty when an older cpom made it.
        version: of the cpomlib that made it; empty likewise.
        resume: what the index says of it: its data, its first message, the contract.
    """

    date: str
    etat: int
    empreinte: Mapping[str, str]
    fichiers: Mapping[str, str]
    perimetre: str = ""
    version: str = ""
    resume: Mapping[str, Any] = field(default_factory=dict)

    def stands(self, folder: Path) -> bool:
        """Whether every file is there, whole, as it was made."""
        return bool(self.fichiers) and all(
            file_hash(folder / name) == digest for name, digest in self.fichiers.items()
        )


@dataclass(frozen=True)
class LigneManifeste:
    """What became of one gestionnaire.

    Attributes:
        id: identifier, and name of its folder.
        nom: as the base names it.
        statut: of the last attempt; ``non_etabli`` when there was none.
        raison: why it failed, in French; empty otherwise.
        avis: what must be known before the report is given to anybody, in French.
        date: when it was last tried (ISO 8601, UTC).
        duree_s: how long it took, in seconds.
        carnet: name of the executed notebook, empty when there is none.
        rapport: the report that stands, which may be older than a failure.
        gestionnaire: whose contract it is; empty where it is a gestionnaire, or the région.
    """

    id: str
    nom: str
    statut: Statut = "non_etabli"
    raison: str = ""
    avis: str = ""
    date: str = ""
    duree_s: float = 0.0
    carnet: str = ""
    rapport: Rapport | None = None
    gestionnaire: str = ""


@dataclass(frozen=True)
class Manifeste:
    """A campaign: a region, a year, and what became of each gestionnaire."""

    region: str
    nom_region: str
    annee: int
    exemple: bool = False
    modele: str = ""
    etat: Literal["en_cours", "terminee", "interrompue"] = "en_cours"
    debut: str = ""
    fin: str = ""
    duree_s: float = 0.0
    parametres: Mapping[str, Any] = field(default_factory=dict)
    depots: tuple[Mapping[str, Any], ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    reglages: Mapping[str, str] = field(default_factory=dict)
    gestionnaires: tuple[LigneManifeste, ...] = ()

    def with_line(self, line: LigneManifeste) -> Manifeste:
        """Return the campaign with what became of one gestionnaire."""
        lines = tuple(line if each.id == line.id else each for each in self.gestionnaires)
        return replace(self, gestionnaires=lines)

    def as_data(self) -> dict[str, Any]:
        """Return what ``campagne.json`` holds."""
        return {"version": VERSION, **asdict(self)}


class Redaction:
    """The text of ``campagne.json``, of which only the lines that have changed are written again.

    It is written as each report ends: whole, a région twice as large would cost four times more.
    """

    def __init__(self) -> None:
        self._connues: dict[str, tuple[LigneManifeste, str]] = {}

    def texte(self, manifeste: Manifeste) -> str:
        """Return the text of a campaign."""
        lines = [self._ligne(each) for each in manifeste.gestionnaires]
        head = _json(replace(manifeste, gestionnaires=()).as_data())
        if not lines:
            return head + "\n"
        start, empty, end = head.rpartition("[]")
        assert empty
        return f"{start}[\n{_MARGE}" + f",\n{_MARGE}".join(lines) + f"\n  ]{end}\n"

    def _ligne(self, ligne: LigneManifeste) -> str:
        known, text = self._connues.get(ligne.id, (None, ""))
        if known is not ligne:
            text = _json(asdict(ligne)).replace("\n", f"\n{_MARGE}")
            self._connues[ligne.id] = ligne, text
        return text


_MARGE = "    "


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def relire(folder: Path) -> Manifeste | None:
    """Read back the campaign of a folder; None when there is none that can be read."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        del data["version"]
        lists = {
            "depots": tuple(data["depots"]),
            "gestionnaires": tuple(map(_line, data["gestionnaires"])),
        }
        return Manifeste(**{**data, **lists})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def previous_lines(folder: Path) -> dict[str, LigneManifeste]:
    """Return what is known of earlier runs; nothing when there was none.

    Raises:
        CommandeError: the file is there and cannot be read: taken for absent, it would be written
            over, and the reports that stand forgotten.
    """
    path = folder / NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {each["id"]: _line(each) for each in data["gestionnaires"]}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise refus(error, _ILLISIBLE, CommandeError, ou=str(path)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandeError(
            _ILLISIBLE,
            ou=str(path),
            pourquoi="Il est abîmé, ou vient d’une autre version de cpomlib.",
            que_faire="Rétablissez-le, ou renommez-le\u00a0: tous les rapports seront refaits.",
        ) from error


def previous_causes(folder: Path) -> tuple[frozenset[int], dict[str, str]]:
    """Return the deposits and the settings of the last campaign; nothing when it did not say."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        known = frozenset(int(one["id"]) for one in data.get("depots", ()))
        return known, dict(data.get("reglages", {}))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return frozenset(), {}


def _line(data: Mapping[str, Any]) -> LigneManifeste:
    rapport = Rapport(**data["rapport"]) if data["rapport"] else None
    if rapport and isinstance(rapport.empreinte, str):
        # one hash for all, until the third version of the file
        rapport = replace(rapport, empreinte={})
    return LigneManifeste(**{**data, "rapport": rapport})
