"""The invented programming of a région: two versions of its arrêté, and envelopes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from cpomlib.exemple.contrats import ETATS
from cpomlib.tables import conform

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

Ligne = dict[str, Any]
CHRS, PROGRAMME = "214", "177"
MARGE = (51, 50)
"""What an envelope holds, over what is funded today; to the thousand euros below."""
MILLE = 100_000
_ANS = {
    "à mi-parcours": (2, "prevu"), "dans sa dernière année": (1, "engage"),
    "signé cette année": (0, "signe"), "prorogé": (1, "prevu"), "en préparation": (1, "engage"),
    "résilié": (2, "prevu"),
}  # fmt: skip
"""State of a contract → years after the last one of the data, and state of its line."""
_AVANT = {"signé cette année": 0, "en préparation": 0}
"""Those that the first version named, for its first year."""


def programming(frames: Frames, annee: int) -> dict[str, pd.DataFrame]:
    """Return the tables of what an invented région programmes.

    Args:
        frames: the region, as :func:`cpomlib.exemple.build` makes it.
        annee: the last of its years.
    """
    import pandas as pd

    houses = frames["etablissements"]
    region = str(houses["region"].iloc[0])
    signers = _signers(frames, annee)
    rows = {
        "arretes_programmation": list(_versions(annee)),
        "programmation": [*_first(signers, annee), *_second(signers, annee)],
        "enveloppes": list(_envelopes(frames, annee)),
    }
    return {
        name: conform(name, pd.DataFrame([{"region": region, **line} for line in lines]))
        for name, lines in rows.items()
        if lines
    }


def _versions(annee: int) -> Iterator[Ligne]:
    for number, form, told in (
        (1, "volume", "Première programmation, nominative la première année."),
        (2, "nominative", "La programmation devient nominative pour toute la période."),
    ):
        year = annee - 2 + number
        yield {
            "version": number, "forme": form, "numero": f"{year}-{100 + number} (inventé)",
            "date_avis_crhh": date(year, 11, 20), "avis_crhh": "favorable",
            "date_arrete": date(year, 12, 10), "publie_le": date(year, 12, 14), "objet": told,
        }  # fmt: skip


def _signers(frames: Frames, annee: int) -> list[Ligne]:
    """Return the gestionnaires of CHRS, with the state of their contract and their funding."""
    houses = frames["etablissements"]
    chrs = houses[houses["categorie"].astype(str) == CHRS]
    paid = _funding(frames, annee)
    owners = sorted(frames["gestionnaires"]["id_gestionnaire"])
    return [
        {
            "id_gestionnaire": str(who), "etat_contrat": ETATS[owners.index(who) % len(ETATS)].nom,
            "departements": " ".join(sorted(set(mine["departement"].astype(str)))),
            "nombre_chrs": len(mine),
            "volume": sum(paid.get(str(one), 0) for one in mine["id_etablissement"]),
        }
        for who, mine in chrs.groupby("id_gestionnaire", observed=True)
    ]  # fmt: skip


def _funding(frames: Frames, annee: int) -> dict[str, int]:
    rows = frames["financements"]
    rows = rows[(rows["annee"] == annee) & (rows["financeur"].astype(str) == "etat_177")]
    paid = rows.groupby("id_etablissement")["montant_accorde"].sum()
    return {str(house): int(amount) for house, amount in paid.items()}


def _second(signers: Sequence[Ligne], annee: int) -> Iterator[Ligne]:
    order = sorted(signers, key=lambda one: (_ANS[one["etat_contrat"]][0], one["id_gestionnaire"]))
    for rank, one in enumerate(order, 1):
        after, state = _ANS[one["etat_contrat"]]
        yield {"version": 2, "rang": rank, "annee": annee + after, "etat": state,
               "motif": f"Contrat {one['etat_contrat']} (inventé).", **_known(one)}  # fmt: skip


def _first(signers: Sequence[Ligne], annee: int) -> Iterator[Ligne]:
    named = [one for one in signers if one["etat_contrat"] in _AVANT]
    for rank, one in enumerate(named, 1):
        yield {"version": 1, "rang": rank, "annee": annee, "etat": "prevu", **_known(one)}
    for after in (1, 2):
        rest = [one for one in signers
                if one not in named and _ANS[one["etat_contrat"]][0] == after]  # fmt: skip
        if rest and named:
            yield {
                "version": 1, "rang": len(named) + after, "annee": annee + after, "etat": "prevu",
                "departements": _codes(rest),
                "nombre_chrs": sum(one["nombre_chrs"] for one in rest),
                "volume": sum(one["volume"] for one in rest),
            }  # fmt: skip


def _codes(signers: Sequence[Ligne]) -> str:
    return " ".join(sorted({code for one in signers for code in one["departements"].split()}))


def _known(one: Mapping[str, Any]) -> Ligne:
    return {name: value for name, value in one.items() if name != "etat_contrat"}


def _envelopes(frames: Frames, annee: int) -> Iterator[Ligne]:
    houses = frames["etablissements"]
    where = dict(zip(houses["id_etablissement"], houses["departement"].astype(str), strict=True))
    held: dict[str, int] = {}
    for house, amount in _funding(frames, annee).items():
        held[where[house]] = held.get(where[house], 0) + amount
    for code in sorted(held):
        more = held[code] * MARGE[0] // MARGE[1]
        for year in range(annee, annee + 4):
            yield {"departement": code, "programme": PROGRAMME, "annee": year,
                   "montant": more - more % MILLE}  # fmt: skip
