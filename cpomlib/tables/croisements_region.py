"""Cross checks of what a région programmes: the arrêté, its versions, its lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpomlib.socle import Faute, nearest
from cpomlib.tables.cellules import Refus
from cpomlib.tables.lecture import Provenance

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables.frames import Frames

_VERSION = ["region", "version"]


def _dated(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """The committee is heard before the arrêté; what is published was signed."""
    late = Refus(
        "L’avis du CRHH est après la date de l’arrêté.",
        "Corrigez l’une des deux dates\u00a0: le comité est consulté avant.",
    )
    early = Refus("La publication est avant la date de l’arrêté.", "Corrigez l’une des deux dates.")
    undated = Refus(
        "Une version publiée doit dire la date de l’arrêté.", "Indiquez « date_arrete »."
    )
    published = provenance.rempli("publie_le", frame).set_axis(frame.index)
    signed = provenance.rempli("date_arrete", frame).set_axis(frame.index)
    return [
        *provenance.fautes_si(
            frame["date_avis_crhh"] > frame["date_arrete"], "date_avis_crhh", late, frame
        ),
        *provenance.fautes_si(frame["publie_le"] < frame["date_arrete"], "publie_le", early, frame),
        *provenance.manques(published & ~signed, "date_arrete", undated, frame),
    ]


def _opinion(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    told = provenance.rempli("avis_crhh", frame).set_axis(frame.index)
    dated = provenance.rempli("date_avis_crhh", frame).set_axis(frame.index)
    refus = Refus("Un avis du CRHH est indiqué sans sa date.", "Indiquez « date_avis_crhh ».")
    return provenance.manques(told & ~dated, "date_avis_crhh", refus, frame)


def _once(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """A gestionnaire signs once in a version, unless a line of it was taken out."""
    held = frame[frame["id_gestionnaire"].notna() & (frame["etat"] != "retire")]
    twice = held[[*_VERSION, "id_gestionnaire"]].duplicated()
    rows = [int(row) for row in held.index[twice]]
    refus = Refus(
        "Ce gestionnaire est déjà programmé dans cette version.",
        "Gardez une seule ligne, ou donnez à l’autre l’état « retire ».",
    )
    return provenance.fautes(rows, "id_gestionnaire", refus, frame)


def _counted(frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """A line without a gestionnaire says how many CHRS, and how much."""
    faults: list[Faute] = []
    anonymous = frame["id_gestionnaire"].isna()
    for column, what in (("nombre_chrs", "un nombre de CHRS"), ("volume", "un volume financier")):
        refus = Refus(
            f"Une ligne sans gestionnaire doit dire {what}.",
            f"Indiquez « {column} », ou nommez le gestionnaire.",
        )
        empty = ~provenance.rempli(column, frame).set_axis(frame.index)
        faults += provenance.manques(anonymous & empty, column, refus, frame)
    return faults


@dataclass(frozen=True)
class _Version:
    """A version that a line may name: its form, and the first year of its lines."""

    forme: str
    premiere: int


def version_faults(frames: Frames, known: Frames, provenance: Provenance) -> list[Faute]:
    """Return the lines whose version does not exist, or that its form does not allow."""
    frame = frames["programmation"]
    versions = _versions(frames, known)
    faults: list[Faute] = []
    rows = frame[[*_VERSION, "annee", "id_gestionnaire"]].dropna(subset=[*_VERSION, "annee"])
    for row, region, version, year, who in rows.itertuples(name=None):
        inside = {number: one for (code, number), one in versions.items() if code == str(region)}
        found = inside.get(int(version))
        if found is None:
            refus = _no_version(inside, int(version))
            faults += provenance.fautes([int(row)], "version", refus, frame)
        elif not isinstance(who, str) and (found.forme == "nominative" or year <= found.premiere):
            faults += provenance.fautes([int(row)], "id_gestionnaire", _unnamed(found), frame)
    return faults


def _versions(frames: Frames, known: Frames) -> dict[tuple[str, int], _Version]:
    lines = frames["programmation"].dropna(subset=[*_VERSION, "annee"])
    years = lines.groupby(_VERSION, observed=True)["annee"].min()
    found: dict[tuple[str, int], _Version] = {}
    for source in (known, frames):
        if "arretes_programmation" not in source:
            continue
        rows = source["arretes_programmation"][[*_VERSION, "forme"]].dropna()
        for region, version, form in rows.itertuples(index=False, name=None):
            first = int(years.get((region, version), 0))
            found[str(region), int(version)] = _Version(str(form), first)
    return found


def _no_version(inside: Mapping[int, object], version: int) -> Refus:
    close = nearest(str(version), [str(number) for number in sorted(inside)])
    named = f" La plus proche\u00a0: «\u00a0{close[0]}\u00a0»." if close else ""
    return Refus(
        "Cette version n’est pas dans la table « arretes_programmation ».",
        f"Ajoutez-l’y, ou corrigez le numéro.{named}",
    )


def _unnamed(version: _Version) -> Refus:
    why = (
        "L’arrêté est nominatif pour toute la période"
        if version.forme == "nominative"
        else f"La première année de l’arrêté ({version.premiere}) est nominative"
    )
    return Refus(
        f"{why}\u00a0: cette ligne doit nommer un gestionnaire.",
        "Nommez-le, ou donnez à l’arrêté la forme « volume ».",
    )


Regle = Callable[["pd.DataFrame", Provenance], list[Faute]]
REGLES_REGION: Mapping[str, tuple[Regle, ...]] = {
    "arretes_programmation": (_dated, _opinion),
    "programmation": (_once, _counted),
}
