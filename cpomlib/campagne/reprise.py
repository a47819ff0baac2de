"""Which reports a campaign must make, and why: what has not changed is not made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cpomlib.campagne import fingerprint, manifest
from cpomlib.campagne.manifest import LigneManifeste, Rapport
from cpomlib.campagne.preparation import Campagne, Preparation, prepare
from cpomlib.campagne.scope import Sujet

PARTIES = {
    "depots": "les dépôts de la région",
    "carnet": "le carnet",
    "code": "le code de cpom",
    "bibliotheques": "les versions des bibliothèques",
    "reglages": "les réglages",
    "parametres": "les paramètres du rapport",
    "nom": "le nom",
    "formats": "les formats demandés",
    "declarations": "ce que les parties ont déclaré (scénarios, plan, fiche, commentaires)",
    "contrat": "le contrat",
    "jour": "le jour où l’année en cours est regardée",
}
"""What a report depends on, as a person names it, in the order of :mod:`fingerprint`."""
_NOMMES = 5
"""Deposits or settings that a reason names."""
_AUCUNE: Mapping[str, str] = {}
JAMAIS = "jamais établi"
ECHEC = "le dernier essai a échoué"
ANCIEN = "établi par une version de cpom qui ne notait pas ce qui change"
FICHIERS = "un fichier manque ou a été modifié"
ECHUE = "l’échéance de contrat qu’il annonce est passée"
FORCE = "tout est refait (« --forcer »)"


@dataclass(frozen=True)
class Sort:
    """What will become of one report.

    Attributes:
        cible: whom it is about.
        raisons: why it must be made, in French; empty when it is up to date.
    """

    cible: Sujet
    raisons: tuple[str, ...]


def expliquer(campagne: Campagne) -> tuple[Sort, ...]:
    """Say what a campaign would make, and why; make nothing.

    Raises:
        CommandeError: as :func:`cpomlib.campagne.preparation.prepare`.
        StoreError: the base cannot be read.
    """
    ready = prepare(campagne)
    return sorts(ready, manifest.previous_lines(ready.dossier))


def sorts(ready: Preparation, lines: Mapping[str, LigneManifeste]) -> tuple[Sort, ...]:
    """Say of each report asked for why it must be made, if it must.

    Args:
        ready: the campaign.
        lines: what earlier ones left, by id.
    """
    known = causes(ready)
    return tuple(
        Sort(cible, raisons(ready, cible, lines.get(cible.id), known))
        for cible in ready.champ.choisis
    )


def causes(ready: Preparation) -> dict[str, str]:
    """Name what changed since the last campaign: which deposits came, which settings moved."""
    before, settings = manifest.previous_causes(ready.dossier)
    came = [
        f"n°\u00a0{one.id} ({one.fichier}, {one.auteur})"
        for one in ready.champ.depots
        if one.id not in before
    ]
    now = fingerprint.settings_files()
    moved = sorted(name for name in {*settings, *now} if settings.get(name) != now.get(name))
    found = {"depots": came if before else [], "reglages": moved if settings else []}
    return {name: f"\u00a0: {_listed(each)}" for name, each in found.items() if each}


def _listed(names: Sequence[str]) -> str:
    more = f" et {len(names) - _NOMMES} de plus" if len(names) > _NOMMES else ""
    return f"{', '.join(names[:_NOMMES])}{more}"


def raisons(
    ready: Preparation,
    cible: Sujet,
    line: LigneManifeste | None,
    connues: Mapping[str, str] = _AUCUNE,
) -> tuple[str, ...]:
    """Return why a report must be made, in French; nothing when it is up to date.

    Args:
        ready: the campaign.
        cible: whom the report is about.
        line: what an earlier campaign left of it.
        connues: part → which of it changed, where that is known.
    """
    if line is None or line.statut == "non_etabli":
        return (JAMAIS,)
    if not ready.campagne.reprendre:
        return (FORCE,)
    if line.statut == "echec" or line.rapport is None:
        return (ECHEC,)
    if not line.rapport.empreinte:
        return (ANCIEN,)
    changed = _changed(line.rapport.empreinte, ready.empreinte(cible), connues)
    if _passed(line.rapport, ready.jour):
        changed = (*changed, ECHUE)
    whole = line.rapport.stands(ready.dossier / cible.id)
    return changed if whole else (*changed, FICHIERS)


def _passed(rapport: Rapport, jour: date) -> bool:
    """Tell whether the next deadline that a report announces is behind."""
    told = str((rapport.resume.get("contrat") or {}).get("le", ""))
    return bool(told) and told < jour.isoformat()


def _changed(
    before: Mapping[str, str], now: Mapping[str, str], connues: Mapping[str, str]
) -> tuple[str, ...]:
    return tuple(
        f"{PARTIES.get(name, name)}{connues.get(name, '')}"
        for name in now
        if before.get(name) != now[name]
    )
