"""The fiche of each indicator: declared once, as data, in ``parameters/indicateurs``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from cpomlib.droit import closed, nomenclature, read_yaml, shipped_dir
from cpomlib.socle import ParametreError, suggestion

VOLETS = ("publics", "activite", "cpom", "finances", "rh")
"""Parts of the catalogue, in its order; each has its file."""

_TEXTS = (
    "id", "libelle", "unite", "numerateur", "denominateur", "definition", "source", "sens",
    "objectif", "interet", "limites", "frequence",
)  # fmt: skip
_LISTS = ("besoins", "lies")
_KEYS = frozenset({*_TEXTS, *_LISTS, "modalites"})
_OPTIONAL = frozenset({"denominateur", "lies", "modalites"})

_HEADS = frozenset({
    "sorties_menages", "taux_rotation_places", "taux_refus_logement", "effectif", "part_cdi",
    "part_temps_plein", "part_femmes", "effectif_part_age",
})  # fmt: skip
"""Indicators outside the volets on publics whose numerator counts persons or households."""

Sens = Literal["haut", "bas", "neutre"]
SENS: tuple[Sens, ...] = ("haut", "bas", "neutre")


@dataclass(frozen=True)
class Fiche:
    """What an indicator means and how to read it (guide of 2012, descriptive sheet).

    Attributes:
        id: stable name of the indicator.
        volet: part of the diagnostic.
        libelle: French name.
        unite: ``nombre``, ``taux``, ``euros``, ``jours``, ``mois``, ``annees``, ``etp``.
        numerateur: what is counted, in French.
        denominateur: what it is related to, empty for a plain count or amount.
        definition: how it is calculated.
        source: shared tables and texts it comes from.
        besoins: sources without which it does not exist (see ``absence.SOURCES``).
        sens: favourable direction: ``haut``, ``bas``, or ``neutre`` when neither is.
        objectif: the objective it serves.
        interet: what it is read for.
        limites: what it does not say.
        frequence: how often it is made.
        lies: ids of related indicators.
        famille: common start of the ids when it is one of several modalities, else empty.
        modalite: code of the modality, empty outside a family.
    """

    id: str
    volet: str
    libelle: str
    unite: str
    numerateur: str
    denominateur: str
    definition: str
    source: str
    besoins: tuple[str, ...]
    sens: Sens
    objectif: str
    interet: str
    limites: str
    frequence: str
    lies: tuple[str, ...]
    famille: str = ""
    modalite: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the shared tables it comes from."""
        return tuple(dict.fromkeys(need.partition(".")[0] for need in self.besoins))

    @property
    def personnes(self) -> bool:
        """Whether its numerator counts persons or households (statistical secrecy)."""
        heads = self.volet in ("publics", "cpom") or self.id in _HEADS or self.famille in _HEADS
        return heads and self.unite in ("nombre", "taux")


@cache
def fiches() -> Mapping[str, Fiche]:
    """Return the fiche of every indicator by id, in catalogue order.

    Raises:
        ParametreError: a file is badly written, or declares an id twice.
    """
    catalogue: dict[str, Fiche] = {}
    for volet in VOLETS:
        path = shipped_dir() / "indicateurs" / f"{volet}.yaml"
        for fiche in _file(path, volet):
            if fiche.id in catalogue:
                raise ParametreError(
                    f"L’indicateur «\u00a0{fiche.id}\u00a0» est déclaré deux fois.", ou=str(path)
                )
            catalogue[fiche.id] = fiche
    return MappingProxyType(catalogue)


def fiche(identifiant: str) -> Fiche:
    """Return the fiche of one indicator.

    Raises:
        ParametreError: no such indicator; the nearest one is named.
    """
    known = fiches()
    if identifiant not in known:
        raise ParametreError(
            f"L’indicateur «\u00a0{identifiant}\u00a0» n’existe pas.",
            que_faire=suggestion(identifiant, known),
        )
    return known[identifiant]


def _file(path: Path, volet: str) -> Iterator[Fiche]:
    content = read_yaml(path)
    closed(content, frozenset({"communs", "indicateurs"}), frozenset({"indicateurs"}), str(path))
    for entry in content["indicateurs"]:
        full = {**content.get("communs", {}), **entry}
        where = f"{path}, «\u00a0{full.get('id')}\u00a0»"
        closed(full, _KEYS, _KEYS - _OPTIONAL, where)
        if full["sens"] not in SENS:
            raise ParametreError(
                f"Le sens «\u00a0{full['sens']}\u00a0» n’est pas connu.",
                ou=where,
                que_faire=suggestion(str(full["sens"]), SENS),
            )
        yield from _fiches(full, volet)


def _fiches(entry: Mapping[str, Any], volet: str) -> Iterator[Fiche]:
    """Make the fiche of an entry, or one per modality when it declares a family."""
    texts: dict[str, Any] = {key: _one_line(entry.get(key, "")) for key in _TEXTS}
    lists: dict[str, Any] = {key: tuple(entry.get(key, ())) for key in _LISTS}
    if "modalites" not in entry:
        yield Fiche(volet=volet, **texts, **lists)
        return
    for code, label in nomenclature(entry["modalites"]).libelles.items():
        filled = {key: text.replace("{modalite}", label) for key, text in texts.items()}
        filled["id"] = f"{texts['id']}_{code}"
        yield Fiche(volet=volet, **filled, **lists, famille=texts["id"], modalite=code)


def _one_line(text: str) -> str:
    return " ".join(text.split(" ")).replace("\n", " ").strip()
