"""Measures as a table: a campaign measures the contracts of a région once, each takes its own."""

from __future__ import annotations

import math

import pandas as pd

from cpomlib.calcul.contrat.mesures import Cle, Mesuree, Mesures

_CLE = ("contrat", "indicateur", "etablissement", "perimetre", "annee")
_CHIFFRES = ("valeur", "numerateur", "denominateur", "constante")
_RESTE = ("raison", "effectif", "figee", "mesuree")


def mesures_en_table(mesures: Mesures) -> pd.DataFrame:
    """Write measures, one row per contract, target and year."""
    steady = mesures.constantes
    rows = [
        (*key, *_ligne(mesures.valeurs.get(key), steady.get(key)))
        for key in {**mesures.valeurs, **steady}
    ]
    frame = pd.DataFrame(rows, columns=[*_CLE, *_CHIFFRES, *_RESTE])
    kinds = dict.fromkeys((*_CLE[:4], "raison"), "str") | dict.fromkeys(_CHIFFRES, "float64")
    return frame.astype({**kinds, "annee": "int64", "effectif": "bool", "figee": "bool",
                         "mesuree": "bool"})  # fmt: skip


def _ligne(found: Mesuree | None, steady: float | None) -> tuple[object, ...]:
    one = found or Mesuree()
    figures = (one.valeur, one.numerateur, one.denominateur, steady)
    return (*figures, one.raison, one.effectif, one.figee, found is not None)


def mesures_de_table(lignes: pd.DataFrame) -> Mesures:
    """Read back some rows of what :func:`mesures_en_table` wrote."""
    found: dict[Cle, Mesuree] = {}
    steady: dict[Cle, float] = {}
    columns = (lignes[name].tolist() for name in (*_CLE, *_CHIFFRES, *_RESTE))
    for *key, value, top, down, first, reason, counted, kept, measured in zip(
        *columns, strict=True
    ):
        cle: Cle = tuple(key)
        if measured:
            found[cle] = Mesuree(_connu(value), _connu(top), _connu(down), reason, counted, kept)
        if not math.isnan(first):
            steady[cle] = first
    return Mesures(found, steady)


def _connu(value: float) -> float | None:
    return None if math.isnan(value) else value
