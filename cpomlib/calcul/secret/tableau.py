"""Protect a table of counts with margins: the front door for regional sheets and aggregates."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

import pandas as pd

from cpomlib.calcul.secret.primaire import raisons
from cpomlib.calcul.secret.regles import Regles, regles_des_seuils
from cpomlib.calcul.secret.secondaire import secondaire
from cpomlib.calcul.secret.systeme import Cellule, Equation, Systeme, somme

ENSEMBLE = "ensemble"
"""Modality of a margin: the sum over all the others of its column."""
SECONDAIRE = "Secret secondaire\u00a0: ce chiffre permettrait d’en calculer un qui est masqué."


def proteger(  # noqa: PLR0913
    table: pd.DataFrame,
    cle: Sequence[str],
    valeur: str,
    *,
    parents: Mapping[str, Mapping[str, str]] | None = None,
    personnes: bool = True,
    contributions: Sequence[str] = (),
    connue: str = "",
    titre: str = "",
    regles: Regles | None = None,
) -> pd.DataFrame:
    """Mask a table of additive counts so that no masked cell can be calculated again.

    Args:
        table: long format, one row per cell, margins included as rows.
        cle: columns that name a cell (« territoire », « modalite », « annee »…).
        valeur: column of the number, additive along each column of ``cle`` that has margins.
        parents: per column, child → parent (``{"territoire": {"21": "27", "25": "27"}}``: the row
            of the région is the sum of its départements). A column that holds ``ensemble`` and is
            not named here has it as the parent of all its other modalities.
        personnes: the number counts persons or households, so that 1 to 10 is masked.
        contributions: up to three columns, in this order: how many contributors (fewer than 5 is
            masked), the largest contribution and the second largest (dominance of 85 %). Empty
            when there is nobody to protect behind a cell but the persons it counts.
        connue: column of booleans: cells that have already been published (last year's report, a
            linked table); they are shown, and taken into account.
        titre: how messages call the table.
        regles: the thresholds; those of ``seuils.yaml`` by default.

    Returns:
        A copy in the same order, with ``statut`` (``ok``, ``nd``, ``secret``) and ``raison``;
        ``valeur`` is a float column, NaN where it is masked.

    Raises:
        SecretError: what is already known gives a masked cell away.
    """
    rules = regles or regles_des_seuils()
    reasons = raisons(table, rules, valeur=valeur, personnes=personnes, contributions=contributions)
    known = table[connue].astype(bool) if connue else pd.Series(False, index=table.index)
    systeme = _systeme(table, cle, valeur, parents or {}, reasons.mask(known, ""), known,
                       rules, titre)  # fmt: skip
    protected = secondaire(systeme, rules)
    return _result(table, valeur, reasons.mask(known, ""), protected)


def _result(table: pd.DataFrame, valeur: str, reasons: pd.Series, systeme: Systeme) -> pd.DataFrame:
    further = {cell.nom for cell in systeme.cellules if cell.statut == "secondaire"}
    second = [str(row) in further for row in range(len(table))]
    said = reasons.mask(pd.Series(second, index=table.index) & (reasons == ""), SECONDAIRE)
    missing = table[valeur].isna()
    status = pd.Series("ok", index=table.index).mask(missing, "nd").mask(said != "", "secret")
    numbers = table[valeur].astype("float64").mask(said != "")
    return table.assign(**{valeur: numbers, "statut": status, "raison": said})


def _systeme(
    table: pd.DataFrame,
    cle: Sequence[str],
    valeur: str,
    parents: Mapping[str, Mapping[str, str]],
    reasons: pd.Series,
    known: pd.Series,
    rules: Regles,
    titre: str,
) -> Systeme:
    """Name each cell by its place: the keys are only for the messages."""
    cells = []
    rows = zip(table[valeur], reasons, known, table[list(cle)].itertuples(index=False), strict=True)
    for place, (number, reason, seen, names) in enumerate(rows):
        if pd.isna(number):
            continue
        label = ", ".join(map(str, names))
        statut = "connue" if seen else "primaire" if reason else "publiee"
        cells.append(
            Cellule(
                nom=str(place), valeur=float(number), statut=statut,  # type: ignore[arg-type]
                protection=_protection(float(number), reason, rules) if reason else None,
                minimum=min(0.0, float(number)), entiere=float(number).is_integer(),
                table=f"{titre or 'tableau'} ({label})",
            )
        )  # fmt: skip
    names = {cell.nom for cell in cells}
    return Systeme(tuple(cells), tuple(_relations(table, cle, valeur, parents, names)))


def _protection(number: float, reason: str, rules: Regles) -> tuple[float, float]:
    """Return what must stay possible: every masked count, or the declared part on each side."""
    if 0 <= number <= rules.plus_grand_masque and float(number).is_integer():
        return (min(1.0, number), float(rules.plus_grand_masque))
    around = abs(number) * rules.protection_part
    return (number - around, number + around)


def _relations(
    table: pd.DataFrame,
    cle: Sequence[str],
    valeur: str,
    parents: Mapping[str, Mapping[str, str]],
    known: set[str],
) -> Iterator[Equation]:
    """Write one relation per margin; what is counted twice in the parts is its constant."""
    flat = table.reset_index(drop=True)
    numbers = flat[valeur]
    places = {
        tuple(row): place for place, row in enumerate(flat[list(cle)].itertuples(index=False))
    }
    for rank, column in enumerate(cle):
        tree = parents.get(column) or _margin(flat[column])
        groups: dict[tuple[Hashable, ...], list[str]] = {}
        for key, place in places.items():
            parent = tree.get(str(key[rank]))
            if parent is not None and str(place) in known:
                groups.setdefault((*key[:rank], parent, *key[rank + 1 :]), []).append(str(place))
        for key, parts in groups.items():
            total = places.get(key)
            if total is not None and str(total) in known:
                excess = sum(numbers[int(part)] for part in parts) - numbers[total]
                yield somme(str(total), parts, float(excess))


def _margin(column: pd.Series) -> Mapping[str, str]:
    names = set(map(str, column))
    return {name: ENSEMBLE for name in names - {ENSEMBLE}} if ENSEMBLE in names else {}
