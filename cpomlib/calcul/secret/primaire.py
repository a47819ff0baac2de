"""Primary secrecy: which cells are unsafe by themselves.

Three rules (Insee, *Manuel de protection des tableaux*; CASF, tableau de bord of the CHRS): too
few contributors, too few persons, one contributor who is nearly all of the cell.

Decisions that the texts leave open:

- **A zero is shown.** It counts nobody, and the rules of Insee start at one unit. ``Regles``
  can ask for it to be masked.
- **A complement is a cell.** « 97 % of 100 households » tells of three: what is left of the total
  is judged by the same thresholds as the part.
- **A contributor reads too.** It knows its own figures and takes them away: over ``n``
  contributors it is left with ``n - 1``. The threshold of 5 therefore leaves at least 4 others to
  any reader, the dominance is judged once the second largest has taken itself away, and a count
  is judged once each contributor has taken its own away.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cpomlib.calcul.secret.regles import Regles

PEU_D_UNITES = "Moins de {seuil} gestionnaires ont une valeur."
PEU_DE_PERSONNES = "Ce chiffre dirait moins de {seuil} personnes ou ménages."
DOMINANCE = "Un seul gestionnaire pèse plus de {part}\u00a0% du total."


def peu_de_personnes(valeurs: pd.Series, regles: Regles) -> pd.Series:
    """Tell which counts of persons are masked: 1 to 10, and 0 where the rules ask for it."""
    least = 0 if regles.zero_masque else 1
    return valeurs.between(least, regles.plus_grand_masque)


def peu_d_unites(unites: pd.Series, regles: Regles) -> pd.Series:
    """Tell which cells have fewer contributors than the threshold; no contributor at all is none.

    Args:
        unites: how many contributors each cell has.
        regles: the thresholds.
    """
    return unites.between(1, regles.seuil_etablissements - 1)


def dominance(
    totaux: pd.Series, premiers: pd.Series, seconds: pd.Series | None, regles: Regles
) -> pd.Series:
    """Tell which cells are nearly all one contributor's.

    Args:
        totaux: the cells (sums of absolute values).
        premiers: the largest contribution of each.
        seconds: the second largest, whose owner takes it away before estimating the first; None
            when it is unknown, and then only the plain rule of 85 % is applied.
        regles: the thresholds.
    """
    rest = totaux if seconds is None else totaux - seconds
    return (totaux > 0) & (premiers > regles.dominance_max * rest)


def raisons(
    table: pd.DataFrame,
    regles: Regles,
    *,
    valeur: str,
    personnes: bool = True,
    contributions: Sequence[str] = (),
) -> pd.Series:
    """Return why each cell of a table is unsafe by itself, empty where it is not.

    Args:
        table: one row per cell.
        regles: the thresholds.
        valeur: column of the number.
        personnes: the number counts persons or households.
        contributions: columns of the number of contributors, of the largest contribution and of
            the second largest, as far as they are known; none when contributors are no secret.
    """
    unites, premier, second = (*contributions, "", "", "")[:3]
    found = pd.Series("", index=table.index, dtype="object")
    if premier:
        seconds = table[second] if second else None
        unsafe = dominance(table[valeur].abs(), table[premier], seconds, regles)
        share = f"{regles.dominance_max * 100:g}".replace(".", ",")
        found = found.mask(unsafe, DOMINANCE.format(part=share))
    if personnes:
        reason = PEU_DE_PERSONNES.format(seuil=regles.seuil_personnes)
        found = found.mask(peu_de_personnes(table[valeur], regles), reason)
    if unites:
        reason = PEU_D_UNITES.format(seuil=regles.seuil_etablissements)
        found = found.mask(peu_d_unites(table[unites], regles), reason)
    return found.astype("str")
