"""How a followed target is written: in counts where it is frail, with why there is no judgement."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul import sur
from cpomlib.calcul.contrat import JUGEMENTS, LigneSuivi
from cpomlib.rapports.contractuel.elements import ecrite
from cpomlib.socle import NBSP

REPERE = "Un repère, entre deux cibles, est interpolé\u00a0: il n’est pas contractuel."
FRAGILE = "Fragile\u00a0: le hasard seul peut donner l’écart\u00a0; on lit les effectifs."


def notes(lignes: Sequence[LigneSuivi]) -> list[str]:
    """Return what must be read under a table of targets."""
    said = [REPERE] if any(one.interpolee for one in lignes) else []
    return said + ([FRAGILE] if any(one.fragile for one in lignes) else [])


def repere(line: LigneSuivi, nom: str) -> str:
    """Return the name of a target, saying when it is interpolated between two of the contract."""
    return f"{nom} (repère)" if line.interpolee else nom


def chemin_dit(line: LigneSuivi) -> bool:
    """Tell whether the way done may be told: not from a rate that is read in counts."""
    return line.avancement is not None and not line.en_nombres


def lue(line: LigneSuivi) -> str:
    """Write what was measured as it is read: in counts where it is fragile, or of too few."""
    return effectifs(line) if line.en_nombres else ecrite(line.cible, line.mesure)


def effectifs(line: LigneSuivi) -> str:
    """Write the two terms of a rate, on one line; euros and places are no number of persons."""
    if line.jugement == "a_venir" or line.numerateur is None or line.denominateur is None:
        return ""
    if line.unite != "taux":
        return ""
    return sur(line.numerateur, line.denominateur).replace(" ", NBSP)


def jugement(line: LigneSuivi) -> str:
    """Write a judgement, with why there is none."""
    said = JUGEMENTS[line.jugement] + (", fragile" if line.fragile else "")
    return f"{said}. {line.raison}" if line.jugement == "non_mesurable" and line.raison else said
