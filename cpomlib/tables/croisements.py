"""Cross checks: what two cells, or several rows, say together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cpomlib.socle import Faute
from cpomlib.tables.cellules import Refus
from cpomlib.tables.croisements_contrat import CITENT_UN_AVENANT, REGLES, avenants_inconnus
from cpomlib.tables.croisements_insertion import (
    POPULATION,
    SITUEES,
    doubles_ecritures,
    territoires_inconnus,
)
from cpomlib.tables.croisements_insertion import REGLES as REGLES_INSERTION
from cpomlib.tables.croisements_region import REGLES_REGION, version_faults
from cpomlib.tables.lecture import Provenance

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables.frames import Frames

CATEGORIE_CHRS = "214"
"""FINESS category of the centres d’hébergement et de réinsertion sociale."""


def cross_faults(
    name: str, frames: Frames, known: Frames, provenances: Mapping[str, Provenance]
) -> list[Faute]:
    """Return the faults of the cross checks of one table.

    Args:
        name: shared table.
        frames: the deposit.
        known: what the base already holds (the categories of establishments).
        provenances: where each frame of the deposit comes from.
    """
    frame, provenance = frames[name], provenances[name]
    rules = _RULES.get(name, ())
    faults = [fault for rule in rules for fault in rule(frame, provenance)]
    if name in CITENT_UN_AVENANT:
        faults += avenants_inconnus(name, frames, known, provenance)
    if name in SITUEES:
        faults += territoires_inconnus(name, frames, known, provenance)
    if name == POPULATION:
        faults += doubles_ecritures(frames, known, provenance)
    if name == "programmation":
        faults += version_faults(frames, known, provenance)
    if name == "places":
        faults += _capacity(frame, provenance, _chrs(frames, known))
    return faults


def _stay_dates(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    refus = Refus("La date de sortie est avant la date d’entrée.", "Corrigez l’une des deux dates.")
    return provenance.fautes_si(
        frame["date_sortie"] < frame["date_entree"], "date_sortie", refus, frame
    )


def _destination(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    left = provenance.rempli("date_sortie", frame)
    told = provenance.rempli("destination", frame)
    lacking = Refus(
        "La destination manque alors que le séjour a une date de sortie.",
        "Indiquez-la : « inconnu » si elle n’est pas connue.",
    )
    extra = Refus(
        "Une destination est indiquée sans date de sortie.",
        "Indiquez la date de sortie, ou videz la destination si le ménage est présent.",
    )
    return [
        *provenance.fautes_si(left & ~told, "destination", lacking, frame),
        *provenance.fautes_si(told & ~left, "destination", extra, frame),
    ]


def _places(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    refus = Refus(
        "Il y a plus de places financées que de places autorisées.",
        "Corrigez l’un des deux nombres.",
    )
    beyond = frame["places_financees"] > frame["places_autorisees"]
    return provenance.fautes_si(beyond, "places_financees", refus, frame)


def _balance(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    refus = Refus(
        "Le compte a un solde débiteur et un solde créditeur.",
        "Un solde de clôture est d’un seul côté : mettez 0 de l’autre.",
    )
    both = (frame["debit"] != 0) & (frame["credit"] != 0)
    return provenance.fautes_si(both, "credit", refus, frame)


def _chrs(frames: Frames, known: Frames) -> set[str]:
    """Return the ids of the CHRS; what the deposit says of an establishment prevails."""
    categories: dict[str, str] = {}
    for source in (known, frames):
        if "etablissements" in source:
            rows = source["etablissements"]
            categories |= dict(zip(rows["id_etablissement"], rows["categorie"], strict=True))
    return {key for key, category in categories.items() if category == CATEGORIE_CHRS}


def _capacity(frame: pd.DataFrame, provenance: Provenance, chrs: set[str]) -> list[Faute]:
    """Σ financed places by GHAM of a CHRS within its capacity (arrêté tarifs plafonds)."""
    scope = ["id_etablissement", "annee"]
    rows = frame.loc[frame["id_etablissement"].isin(chrs)].dropna(subset=scope)
    capacity = rows.groupby(scope)["places_autorisees"].sum()
    funded = rows.dropna(subset=["gham"]).groupby(scope)["places_financees"].sum()
    faults: list[Faute] = []
    for (establishment, year), total in funded.items():
        limit = capacity[(establishment, year)]
        if total > limit:
            chosen = (rows["id_etablissement"] == establishment) & (rows["annee"] == year)
            refus = Refus(
                f"En {year}, ce CHRS a {total} places financées réparties par GHAM "
                f"pour une capacité de {limit} places.",
                "Corrigez la répartition ou la capacité.",
            )
            first = int(rows.index[chosen][0])
            faults += provenance.fautes([first], "id_etablissement", refus, frame)
    return faults


_RULES: Mapping[str, tuple[Callable[[pd.DataFrame, Provenance], list[Faute]], ...]] = {
    "sejours": (_stay_dates, _destination),
    "places": (_places,),
    "balances": (_balance,),
    **REGLES,
    **REGLES_INSERTION,
    **REGLES_REGION,
}
