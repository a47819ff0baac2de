"""Who must have a contract in a région, where, with what, and where its contract stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.calcul.contrat import (
    CADRES_CPOM,
    Contrat,
    contrat_courant,
    etat_du_contrat,
    terme_actuel,
)
from cpomlib.calcul.grandeurs import somme_connue
from cpomlib.calcul.perimetre import en_service
from cpomlib.calcul.places import capacites
from cpomlib.calcul.regional import de_region
from cpomlib.tables import CATEGORIE_CHRS

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

EN_COURS = ("en_vigueur", "a_venir")
"""States of a contract that is signed and not over."""


@dataclass(frozen=True)
class Activite:
    """Establishments of a kind that a contract could hold besides the CHRS.

    Attributes:
        regime: of the nomenclature, as ``autorite`` and ``programme``.
        nombre: how many; ``places``: authorised, None where none is known.
    """

    regime: str
    autorite: str
    programme: str
    nombre: int
    places: int | None


@dataclass(frozen=True)
class Recense:
    """A gestionnaire of CHRS in the région.

    Attributes:
        chrs: département → its CHRS there.
        places: département → authorised places of these, None where none is known.
        contrat: code of the contract to speak of, empty where there is none.
        etat: where it stands on the day, empty where there is none.
        fin: its last day, None while nobody knows.
        activites: what could join.
        contrats: all of its contracts in the région.
    """

    id: str
    nom: str
    chrs: Mapping[str, int]
    places: Mapping[str, int | None]
    contrat: str = ""
    etat: str = ""
    fin: date | None = None
    activites: tuple[Activite, ...] = ()
    contrats: tuple[str, ...] = field(default=())

    @property
    def departements(self) -> tuple[str, ...]:
        """The départements where it has CHRS, in the order of their codes."""
        return tuple(sorted(self.chrs))

    @property
    def nombre_chrs(self) -> int:
        """Its CHRS."""
        return sum(self.chrs.values())

    @property
    def total_places(self) -> int | None:
        """Its places, None where those of a département are not known."""
        return somme_connue(self.places.values())

    @property
    def interdepartemental(self) -> bool:
        """Whether it has CHRS in several départements."""
        return len(self.chrs) > 1

    @property
    def en_cours(self) -> bool:
        """Whether it has a contract that is signed and not over."""
        return self.etat in EN_COURS

    @property
    def autorites(self) -> tuple[str, ...]:
        """The authorities that would sign for what could join, beside the préfet de région."""
        return tuple(sorted({one.autorite for one in self.activites} - {"prefet", "autre"}))


def recenser(
    frames: Frames, contrats: Mapping[str, Contrat], region: str, annee: int, jour: date
) -> tuple[Recense, ...]:
    """List the gestionnaires of CHRS of a région, by name.

    Args:
        frames: the tables ``gestionnaires``, ``etablissements``, ``places``.
        contrats: the contracts, by code.
        region: code of the région.
        annee: the year whose establishments and places are counted.
        jour: the day contracts are looked at.
    """
    here = en_service(de_region(frames["etablissements"], region), annee)
    held = capacites(frames["places"], annee)
    names = dict(
        zip(frames["gestionnaires"]["id_gestionnaire"], frames["gestionnaires"]["raison_sociale"],
            strict=True)
    )  # fmt: skip
    found = [
        _one(str(who), str(names.get(who, who)), rows, held, _own(contrats, str(who), here), jour)
        for who, rows in here.groupby("id_gestionnaire", observed=True)
        if (rows["categorie"] == CATEGORIE_CHRS).any()
    ]
    return tuple(sorted(found, key=lambda one: (one.nom, one.id)))


def _own(contrats: Mapping[str, Contrat], who: str, here: pd.DataFrame) -> list[Contrat]:
    """Return the CPOM of a gestionnaire that hold an establishment of the région, or none yet."""
    ids = set(here["id_etablissement"])
    return [
        one
        for one in contrats.values()
        if one.gestionnaire == who
        and one.ligne["cadre"] in CADRES_CPOM
        and (not (rows := one.de("contrat_etablissements"))
             or ids & {row["id_etablissement"] for row in rows})
    ]  # fmt: skip


def _one(
    who: str, nom: str, rows: pd.DataFrame, held: Mapping[str, int], contrats: Sequence[Contrat],
    jour: date,
) -> Recense:  # fmt: skip
    chrs = rows[rows["categorie"] == CATEGORIE_CHRS]
    current = contrat_courant(contrats, jour)
    by_code = {str(code): each["id_etablissement"].tolist()
               for code, each in chrs.groupby("departement", observed=True)}  # fmt: skip
    return Recense(
        who,
        nom,
        {code: len(ids) for code, ids in by_code.items()},
        {code: somme_connue(held.get(str(one)) for one in ids) for code, ids in by_code.items()},
        current.id if current else "",
        etat_du_contrat(current, jour) if current else "",
        terme_actuel(current, jour) if current else None,
        _activities(rows[rows["categorie"] != CATEGORIE_CHRS], held),
        tuple(sorted(one.id for one in contrats)),
    )


def _activities(rows: pd.DataFrame, held: Mapping[str, int]) -> tuple[Activite, ...]:
    columns = ["regime", "autorite", "programme"]
    texts = rows[[*columns, "id_etablissement"]].astype("str")
    return tuple(
        _activity(tuple(map(str, key)), each.tolist(), held)
        for key, each in texts.groupby(columns)["id_etablissement"]
    )


def _activity(key: tuple[str, ...], ids: Sequence[str], held: Mapping[str, int]) -> Activite:
    regime, autorite, programme = key
    places = somme_connue(held.get(one) for one in ids)
    return Activite(regime, autorite, programme, len(ids), places)


@dataclass(frozen=True)
class CouvertureContrats:
    """How far a territory is under contract.

    Attributes:
        departement: its code, empty for the région.
        etats: state of the contracts → gestionnaires; empty: none has been prepared.
        sous_contrat: places of the gestionnaires whose contract is signed and not over.
    """

    departement: str
    gestionnaires: int
    interdepartementaux: int
    chrs: int
    places: int | None
    etats: Mapping[str, int]
    sous_contrat: int | None

    @property
    def signes(self) -> int:
        """Gestionnaires whose contract is signed and not over."""
        return sum(self.etats.get(one, 0) for one in EN_COURS)

    @property
    def part_signee(self) -> float | None:
        """Share of the gestionnaires, None where there is none."""
        return self.signes / self.gestionnaires if self.gestionnaires else None

    @property
    def parts(self) -> Mapping[str, float] | None:
        """Shares of the places, under contract then not; None where they are not known."""
        if not self.places or self.sous_contrat is None:
            return None
        share = self.sous_contrat / self.places
        return {"Sous contrat signé": share, "Sans contrat signé": 1 - share}


def couvertures(
    recenses: Sequence[Recense], departements: Iterable[str]
) -> list[CouvertureContrats]:
    """Count who is under contract: each département, then the région; each counts in each."""
    parts = [_covered(code, [one for one in recenses if code in one.chrs]) for code in departements]
    return [*parts, _covered("", recenses)]


def _covered(code: str, recenses: Sequence[Recense]) -> CouvertureContrats:
    def places(some: Iterable[Recense]) -> int | None:
        chosen = [one.places.get(code) if code else one.total_places for one in some]
        return somme_connue(chosen) if chosen else 0

    return CouvertureContrats(
        code,
        len(recenses),
        sum(one.interdepartemental for one in recenses),
        sum(one.chrs[code] if code else one.nombre_chrs for one in recenses),
        places(recenses),
        Counter(one.etat for one in recenses),
        places(one for one in recenses if one.en_cours),
    )
