"""The figures of a région and of its units, laid for who reads them; what of them is masked."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.regional import masquage
from cpomlib.calcul.secret import ReferenceRegionale, Regles, reference
from cpomlib.dossier import chiffres


def termes(rows: pd.DataFrame) -> dict[tuple[str, str], tuple[float, float]]:
    """Return (unit, indicator) → numerator and denominator, where there are both."""
    return chiffres.termes(rows.set_index(["unite", "id"]))  # type: ignore[return-value]


def wide(rows: pd.DataFrame) -> pd.DataFrame:
    """Return unit (index) by indicator (columns); missing where there is no value."""
    known = rows.assign(valeur=rows["valeur"].where(rows["statut"] == "ok"))
    wide = known.pivot(index="unite", columns="id", values="valeur")
    return wide.reindex(columns=list(fiches()))


def references(rows: pd.DataFrame, rules: Regles) -> Mapping[str, ReferenceRegionale]:
    """Return what may be said over the gestionnaires."""
    return reference(rows[rows["unite"].str.startswith("gestionnaire ")], regles=rules)


def masks(
    computed: Mapping[int, pd.DataFrame],
    references: Mapping[int, Mapping[str, ReferenceRegionale]],
    rules: Regles,
) -> dict[tuple[int, str, str], str]:
    """Return (year, unit, indicator) → why it is masked."""
    return {
        (year, *key): why
        for year, known in references.items()
        for key, why in masquage.masquer(computed[year], rules, _hidden(known)).items()
    }


def _hidden(known: Mapping[str, ReferenceRegionale]) -> dict[str, str]:
    return {name: one.raison for name, one in known.items() if one.statut == "secret"}
