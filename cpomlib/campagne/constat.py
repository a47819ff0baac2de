"""What the index says of each report, once it has been looked at: nothing is said for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpomlib.campagne.manifest import LigneManifeste, Rapport
from cpomlib.socle import ABSENT, pluriel

STATUTS = {"fait": "Établi", "echec": "Échec", "non_etabli": "Pas encore établi"}
ABSENTE = "Fichier absent"
RETOUCHE = "Un de ses fichiers manque, ou a changé depuis qu’il a été établi."
MELES = "Ces rapports ne se comparent pas tous\u00a0: "


@dataclass(frozen=True)
class RapportConstate:
    """What is there of a report.

    Attributes:
        etat: where it stands, in words.
        classe: the colour of that.
        page: address of its page from the index; empty when there is none.
        notes: what its reader must know.
    """

    etat: str
    classe: str
    page: str
    notes: tuple[str, ...]


def constater(ligne: LigneManifeste, dossier: Path) -> RapportConstate:
    """Look at a report of a campaign.

    Args:
        ligne: what was written down of it.
        dossier: the campaign's folder.
    """
    rapport, here = ligne.rapport, dossier / ligne.id
    page = _page(rapport, here)
    if rapport is None or not page:
        lost = ligne.statut == "fait"
        said = ABSENTE if lost else STATUTS[ligne.statut]
        return RapportConstate(said, "echec" if lost else ligne.statut, "", ())
    notes = [f"Données\u00a0: état n°\u00a0{rapport.etat}"]
    notes += [] if rapport.stands(here) else [RETOUCHE]
    return RapportConstate(STATUTS[ligne.statut], ligne.statut, f"{ligne.id}/{page}", tuple(notes))


def _page(rapport: Rapport | None, here: Path) -> str:
    names = [name for name in (rapport.fichiers if rapport else ()) if name.endswith(".html")]
    return names[0] if names and (here / names[0]).exists() else ""


def presents(lignes: Iterable[LigneManifeste], dossier: Path) -> tuple[Rapport, ...]:
    """Return the reports whose page is there."""
    return tuple(
        ligne.rapport
        for ligne in lignes
        if ligne.rapport is not None and _page(ligne.rapport, dossier / ligne.id)
    )


def avertissement(rapports: Sequence[Rapport]) -> str:
    """Say in which things the reports differ, an empty text when they agree."""
    differ = [
        f"{name}, {said}"
        for name, read in _COMMUNS.items()
        if len(_counted(rapports, read)) > 1 and (said := repartis(rapports, read))
    ]
    return f"{MELES}{' ; '.join(differ)}." if differ else ""


def repartis(rapports: Sequence[Rapport], lire: Callable[[Rapport], str]) -> str:
    """Return the one value of all reports, or each value and how many have it."""
    counted = _counted(rapports, lire)
    if len(counted) == 1:
        return next(iter(counted))
    return ", ".join(f"{value} ({pluriel(n, 'rapport')})" for value, n in sorted(counted.items()))


def etat(rapport: Rapport) -> str:
    """Return the state of the data a report was made from."""
    return f"n°\u00a0{rapport.etat}"


def perimetre(rapport: Rapport) -> str:
    """Return its perimeter, where it was written down."""
    return rapport.perimetre or ABSENT


def version(rapport: Rapport) -> str:
    """Return the version of cpomlib that made it, where it was written down."""
    return rapport.version or ABSENT


_COMMUNS = {"état des données": etat, "périmètre": perimetre, "version de cpomlib": version}
"""What reports must share to be compared."""


def _counted(rapports: Sequence[Rapport], lire: Callable[[Rapport], str]) -> Counter[str]:
    return Counter(map(lire, rapports))
