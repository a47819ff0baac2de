"""What the figures of a package say together: coherent, about whom it says, and no small count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cpomlib.calcul.agregats.effectifs import effectifs
from cpomlib.calcul.indicateurs import FAMILLES, MEDIANES
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.secret import regles_des_seuils
from cpomlib.socle import Faute, suggestion
from cpomlib.tables import Lue, Refus, table

if TYPE_CHECKING:
    from cpomlib.tables import Frames

EXACT = 1e-9
"""How far a value may be from its quotient, as a fraction: a rounding of the last digits."""

_VERIFIER = "Vérifiez que le fichier n’a pas été retouché, puis refaites-le."


def fautes_des_chiffres(
    name: str, lue: Lue, known: Frames, gestionnaire: str, annees: Sequence[int]
) -> Iterator[Faute]:
    """Yield the faults of a table of aggregates that no single cell shows.

    Args:
        name: the table.
        lue: its rows and where each was written.
        known: the structure of the base.
        gestionnaire: whose the package says it is.
        annees: the years it says it is about.
    """
    frame = lue.frame
    for mask, column, refusal in (
        *_subject(name, frame, known, gestionnaire, annees),
        *_status(frame),
        *_numbers(frame),
        *_small(frame),
        *_families(name, frame),
    ):
        rows = np.flatnonzero(np.asarray(mask, dtype=bool))
        yield from lue.provenance.fautes(rows.tolist(), column, refusal, frame)
    yield from _unknown(lue)


_Rule = tuple[np.ndarray | pd.Series, str, Refus]


def _unknown(lue: Lue) -> Iterator[Faute]:
    """Name the nearest indicator where one is not known, or is not sent this way."""
    codes, distinct = pd.factorize(lue.frame["indicateur"])
    refusals = {
        code: Refus("Aucun indicateur transmis ne s’appelle ainsi.", suggestion(name, effectifs()))
        for code, name in enumerate(map(str, distinct))
        if name not in effectifs()
    }
    yield from lue.provenance.fautes_distinctes(codes, refusals, "indicateur", lue.frame)


def _subject(
    name: str, frame: pd.DataFrame, known: Frames, gestionnaire: str, annees: Sequence[int]
) -> Iterator[_Rule]:
    year = ~frame["annee"].isin(list(annees)) & frame["annee"].notna()
    yield year, "annee", Refus("Le paquet ne dit pas porter sur cette année.", _VERIFIER)
    column = table(name).portee[0]
    structures = known.get("etablissements")
    if column == "id_gestionnaire":
        other = frame[column] != gestionnaire
    elif structures is None or structures.empty:
        return
    else:
        owners = structures.set_index("id_etablissement")["id_gestionnaire"]
        owner = frame[column].map(owners)
        other = owner.notna() & (owner != gestionnaire)
    said = f"Ce n’est pas celui du paquet, qui est du gestionnaire {gestionnaire}."
    if column == "id_etablissement":
        said = f"En base, cet établissement n’est pas du gestionnaire {gestionnaire}."
    yield other, column, Refus(said, "Un paquet ne porte que sur un gestionnaire.")


def _status(frame: pd.DataFrame) -> Iterator[_Rule]:
    """Check that the status, the reason and the value say the same."""
    ok, nd, secret = (frame["statut"] == code for code in ("ok", "nd", "secret"))
    valued, reason = frame["valeur"].notna(), frame["raison"].astype("object")
    yield (
        ok & ~valued,
        "valeur",
        Refus("Le statut est « ok » et il n’y a pas de valeur.", _VERIFIER),
    )
    yield (
        (nd | secret) & valued,
        "valeur",
        Refus("Une valeur masquée ou non disponible est écrite.", _VERIFIER),
    )
    wrong = (secret & (reason != "secret_statistique")) | (ok & reason.notna())
    wrong |= nd & ~reason.isin(["denominateur_nul", "non_renseigne"])
    yield wrong, "raison", Refus("La raison ne va pas avec le statut.", _VERIFIER)
    zero = nd & (reason == "denominateur_nul") & (frame["denominateur"] != 0)
    yield zero, "denominateur", Refus("La raison dit qu’il est nul, il ne l’est pas.", _VERIFIER)


def _numbers(frame: pd.DataFrame) -> Iterator[_Rule]:
    """Check that a value is its numerator over its denominator."""
    names = frame["indicateur"].astype("object")
    above, below, value = (frame[n] for n in ("numerateur", "denominateur", "valeur"))
    ok = frame["statut"] == "ok"
    quotient = _among(names, lambda i: bool(fiches()[i].denominateur) and i not in MEDIANES)
    median = _among(names, lambda i: i in MEDIANES)
    plain = _among(names, lambda i: not fiches()[i].denominateur)
    expected = (above / below.where(below != 0)).where(quotient, above.where(plain, value))
    gap = (value - expected).abs() > EXACT * np.maximum(1.0, expected.abs())
    lacking = ok & ~median & expected.isna()
    yield (
        ok & (gap | lacking),
        "valeur",
        Refus("La valeur n’est pas le numérateur rapporté au dénominateur.", _VERIFIER),
    )
    yield (
        (plain & below.notna()) | (median & above.notna()),
        "indicateur",
        Refus("Cet indicateur n’a pas tant de chiffres.", _VERIFIER),
    )
    yield above < 0, "numerateur", Refus("Ce nombre est négatif.", _VERIFIER)


def _small(frame: pd.DataFrame) -> Iterator[_Rule]:
    """Refuse the counts of persons that should have been masked: they are not to be received."""
    names, least = frame["indicateur"].astype("object"), regles_des_seuils().seuil_personnes
    counted = {
        "numerateur": _among(names, lambda i: bool(effectifs()[i].numerateur)),
        "denominateur": _among(names, lambda i: bool(effectifs()[i].denominateur)),
    }
    small = Refus(
        f"Cet effectif de moins de {least} aurait dû être masqué.",
        "Demandez au gestionnaire de refaire le paquet avec les seuils en vigueur.",
    )
    for column, counts in counted.items():
        yield counts & frame[column].between(1, least - 1), column, small
        parts = counts & (frame[column] != frame[column].round()) & frame[column].notna()
        yield parts, column, Refus("Un effectif est un nombre entier.", _VERIFIER)
    both = counted["numerateur"] & counted["denominateur"]
    rest = frame["denominateur"] - frame["numerateur"]
    yield both & rest.between(1, least - 1), "numerateur", small
    yield (
        both & (rest < 0),
        "numerateur",
        Refus("Le numérateur dépasse le dénominateur.", _VERIFIER),
    )


def _families(name: str, frame: pd.DataFrame) -> Iterator[_Rule]:
    """Check that the modalities of a family, where all are shown, make up the households."""
    unit = [column for column in table(name).cle if column != "indicateur"]
    families = {i: fiche.famille for i, fiche in fiches().items() if fiche.famille in FAMILLES}
    size = Counter(families.values())
    rows = frame.assign(famille=frame["indicateur"].map(families)).dropna(subset=["famille"])
    held = rows.groupby([*unit, "famille"], observed=True)["numerateur"]
    shown = held.transform("count") == rows["famille"].map(size)
    wrong = shown & (held.transform("sum") != rows["denominateur"]) & rows["denominateur"].notna()
    mask = pd.Series(False, index=frame.index)
    mask[rows.index[wrong]] = True
    yield (
        mask,
        "numerateur",
        Refus("Les modalités ne font pas le total des ménages accueillis.", _VERIFIER),
    )


def _among(names: pd.Series, test: Callable[[str], bool]) -> np.ndarray:
    """Tell the rows whose indicator, known, passes a test."""
    return names.map(lambda name: name in effectifs() and test(name)).to_numpy(dtype=bool)
