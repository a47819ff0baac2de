"""The rules as data: ``parameters/anomalies.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cpomlib.calcul.anomalies.modele import SEVERITES
from cpomlib.calcul.indicateurs import fiche
from cpomlib.droit import closed, read_yaml, seuil, shipped_dir
from cpomlib.socle import ParametreError, suggestion
from cpomlib.tables import table_names

VOLETS = ("structure", "publics", "activite", "finances", "rh", "qualite")
NIVEAUX = ("etablissement", "gestionnaire")
NATURES = ("entier", "centimes", "taux", "variation", "decimal", "texte")
REGION = "region"
"""Need of the rules that compare with the region; its « document » names the measure."""

_FILE = "anomalies.yaml"
_TEXTS = ("libelle", "message", "pourquoi", "limites", "que_faire")
_REQUIRED = frozenset({"volet", "severite", "besoins", "chiffres", *_TEXTS})
_KEYS = _REQUIRED | {
    "niveau", "seuils", "reperes", "categories", "indicateurs", "annee_finie",
}  # fmt: skip


@dataclass(frozen=True)
class Besoin:
    """A table without which a rule is not evaluated.

    Attributes:
        table: the shared table, or ``region`` for a comparison.
        document: ``bp``, ``be`` or ``ca`` for the budgets; the measure for ``region``.
        recul: years before the year examined.
    """

    table: str
    document: str = ""
    recul: int = 0


@dataclass(frozen=True)
class RegleAnomalie:
    """A rule: what it looks at, why it is a doubt, what it does not prove.

    Attributes:
        code: its name, also that of its function.
        volet: part of the diagnostic.
        severite: ``forte``, ``moyenne``, ``faible``.
        libelle: short French name.
        niveau: whom it is about, ``etablissement`` or ``gestionnaire``.
        besoins: the tables it needs.
        seuils: names of the thresholds it uses (``seuils.yaml``).
        chiffres: figure of the entity → nature (see ``NATURES``).
        reperes: mark it is compared with → nature; shown, not part of the digest.
        categories: FINESS categories it is about; all when empty.
        message: French template, with the figures between braces.
        pourquoi: why it is a doubt.
        limites: when it may be right all the same.
        que_faire: what to check.
        indicateurs: ids of the indicators that it makes doubtful.
        annee_finie: it reads the whole year: it is not applied while the year goes on.
    """

    code: str
    volet: str
    severite: str
    libelle: str
    niveau: str
    besoins: tuple[Besoin, ...]
    seuils: tuple[str, ...]
    chiffres: Mapping[str, str]
    reperes: Mapping[str, str]
    categories: tuple[str, ...]
    message: str
    pourquoi: str
    limites: str
    que_faire: str
    indicateurs: tuple[str, ...] = ()
    annee_finie: bool = False


def regles() -> Mapping[str, RegleAnomalie]:
    """Return every rule by code, in file order.

    Raises:
        ParametreError: the file is badly written.
    """
    path = shipped_dir() / _FILE
    return _regles(path, path.stat().st_mtime_ns)


@cache
def _regles(path: Path, _changed: int) -> Mapping[str, RegleAnomalie]:
    entries = read_yaml(path)["regles"]
    return MappingProxyType({code: _regle(code, entry) for code, entry in entries.items()})


def regle(code: str) -> RegleAnomalie:
    """Return one rule.

    Raises:
        ParametreError: no such rule; the nearest one is named.
    """
    known = regles()
    if code not in known:
        raise ParametreError(
            f"La règle «\u00a0{code}\u00a0» n’existe pas.", que_faire=suggestion(code, known)
        )
    return known[code]


def _regle(code: str, entry: Mapping[str, Any]) -> RegleAnomalie:
    where = f"{_FILE}, règle «\u00a0{code}\u00a0»"
    closed(entry, _KEYS, _REQUIRED, where)
    _known(entry["volet"], VOLETS, where)
    _known(entry["severite"], SEVERITES, where)
    niveau = entry.get("niveau", NIVEAUX[0])
    _known(niveau, NIVEAUX, where)
    figures, marks = entry["chiffres"], entry.get("reperes", {})
    for nature in [*figures.values(), *marks.values()]:
        _known(nature, NATURES, where)
    names = tuple(entry.get("seuils", ()))
    for name in names:
        seuil(name)
    return RegleAnomalie(
        code=code,
        volet=entry["volet"],
        severite=entry["severite"],
        niveau=niveau,
        besoins=tuple(_besoin(text, where) for text in entry["besoins"]),
        seuils=names,
        chiffres=figures,
        reperes=marks,
        categories=tuple(entry.get("categories", ())),
        indicateurs=tuple(fiche(name).id for name in entry.get("indicateurs", ())),
        annee_finie=entry.get("annee_finie", False) is True,
        **{key: " ".join(entry[key].split(" ")).replace("\n", " ").strip() for key in _TEXTS},
    )


def _besoin(text: str, where: str) -> Besoin:
    """Read « budgets.ca N-1 »."""
    name, _, back = text.partition(" N-")
    table, _, document = name.partition(".")
    _known(table, (*table_names(), REGION), where)
    return Besoin(table, document, int(back or 0))


def _known(value: str, choices: Collection[str], where: str) -> None:
    if value not in choices:
        raise ParametreError(
            f"La valeur «\u00a0{value}\u00a0» n’est pas connue.",
            ou=where,
            que_faire=suggestion(str(value), choices),
        )
