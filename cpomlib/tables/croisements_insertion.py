"""Cross checks of the tables of insertion: counts that hold together, territories that exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cpomlib.socle import Faute, nearest, plie
from cpomlib.tables.cellules import Refus
from cpomlib.tables.lecture import Provenance

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables.frames import Frames

SORTIES = ("emploi_durable", "emploi_transition", "sorties_positives", "retraits")
"""What becomes of those who leave; the other exits are the rest."""
POPULATION = "population_insertion"
SITUEES = ("structures_insertion", "gouvernance")
"""Tables whose territories are those that have a population."""


def _within(part: str, whole: str, dit: str) -> Regle:
    """Return the rule of a count that is a part of another."""

    def rule(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
        refus = Refus(dit, "Corrigez l’un des deux nombres.")
        return provenance.fautes_si(frame[part] > frame[whole], part, refus, frame)

    return rule


def _exits(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    told = frame[list(SORTIES)].astype("Float64").fillna(0).sum(axis=1)
    refus = Refus(
        "Les sorties par motif et les retraits dépassent le nombre de sortants.",
        "Corrigez l’un des nombres\u00a0: emploi durable, emploi de transition, sorties positives "
        "et retraits font au plus les sortants.",
    )
    beyond = Refus(
        "Les sorties par motif et les retraits dépassent les personnes accueillies.",
        "Corrigez l’un des nombres, et indiquez les sortants.",
    )
    unsaid = frame["sortants"].isna() & (told > frame["accueillis"])
    return [
        *provenance.fautes_si(told > frame["sortants"], "sortants", refus, frame),
        *provenance.fautes_si(unsaid, "accueillis", beyond, frame),
    ]


def territoires_inconnus(
    name: str, frames: Frames, known: Frames, provenance: Provenance
) -> list[Faute]:
    """Return one fault per row whose territory has no population in its département.

    A territory written in two ways would be two territories, neither of them covered rightly. A
    département without any population has nothing to be compared with.
    """
    frame, listed = frames[name], _territoires(frames, known)
    where = frame["departement"] if "departement" in frame else _departements(frame, frames, known)
    faults: list[Faute] = []
    for row, (place, told) in enumerate(zip(where, frame["territoire"], strict=True)):
        named = listed.get(str(place))
        if named and isinstance(told, str) and told not in named:
            refus = _unknown(told, sorted(named))
            faults += provenance.fautes([row], "territoire", refus, frame)
    return faults


def _territoires(frames: Frames, known: Frames) -> dict[str, set[str]]:
    """Return the territories of each département that have a population."""
    found: dict[str, set[str]] = {}
    for rows in (source[POPULATION] for source in (frames, known) if POPULATION in source):
        for place, name in zip(rows["departement"], rows["territoire"], strict=True):
            if isinstance(place, str) and isinstance(name, str):
                found.setdefault(place, set()).add(name)
    return found


def _departements(frame: pd.DataFrame, frames: Frames, known: Frames) -> list[str]:
    """Return the département of each structure; what the deposit says of it prevails."""
    places: dict[str, str] = {}
    for source in (known, frames):
        if "etablissements" in source:
            rows = source["etablissements"]
            places |= dict(zip(rows["id_etablissement"], rows["departement"], strict=True))
    return [str(places.get(house, "")) for house in frame["id_etablissement"]]


def _unknown(name: str, named: list[str]) -> Refus:
    close = nearest(name, named)
    told = f" Le plus proche\u00a0: «\u00a0{close[0]}\u00a0»." if close else ""
    return Refus(
        "Ce territoire n’a aucune ligne dans «\u00a0population_insertion\u00a0».",
        f"Ajoutez sa population, ou corrigez le nom.{told}",
    )


def doubles_ecritures(frames: Frames, known: Frames, provenance: Provenance) -> list[Faute]:
    """Return one fault per row whose territory differs from another by accents or capitals alone.

    What the base holds is right; else what comes first.
    """
    frame, first = frames[POPULATION], dict[tuple[str, str], str]()
    for rows in (known[POPULATION], frame) if POPULATION in known else (frame,):
        for place, name in zip(rows["departement"], rows["territoire"], strict=True):
            if isinstance(name, str):
                first.setdefault((str(place), plie(name)), name)
    faults: list[Faute] = []
    for row, (place, name) in enumerate(
        zip(frame["departement"], frame["territoire"], strict=True)
    ):
        if isinstance(name, str) and first[str(place), plie(name)] != name:
            written = first[str(place), plie(name)]
            refus = Refus(
                "Ce territoire est déjà écrit autrement.",
                f"Écrivez partout «\u00a0{written}\u00a0».",
            )
            faults += provenance.fautes([row], "territoire", refus, frame)
    return faults


Regle = Callable[["pd.DataFrame", Provenance], list[Faute]]
REGLES: Mapping[str, tuple[Regle, ...]] = {
    "activite_insertion": (
        _within(
            "dont_rsa", "accueillis", "Il y a plus d’allocataires que de personnes accueillies."
        ),
        _within("sortants", "accueillis", "Il y a plus de sortants que de personnes accueillies."),
        _exits,
    ),
}
