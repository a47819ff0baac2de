"""A FINESS import beside what the base already knows: nothing better known is overwritten.

FINESS tells where an establishment is and what it is; it does not tell its régime, names its
manager in capitals or not at all, and may attach it elsewhere than the contract does. So an
establishment of the base keeps everything but the columns where FINESS is the authority
(``finess_fait_foi``), and those only where FINESS has a value. What disagrees is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cpomlib.entree.finess.assemble import AUTRE, SANS_NOM, Entite
from cpomlib.socle import Faute

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames


@dataclass(frozen=True)
class Fusion:
    """The tables once merged.

    Attributes:
        frames: gestionnaires and etablissements to deposit.
        deja: establishments the base held already.
        changements: column → how many of them FINESS changed.
        alertes: establishments that FINESS attaches to another gestionnaire than the base.
    """

    frames: dict[str, pd.DataFrame]
    deja: frozenset[str]
    changements: dict[str, int]
    alertes: tuple[Faute, ...]

    @property
    def connus(self) -> int:
        """How many establishments the base held already."""
        return len(self.deja)


def reconnues(entities: Mapping[str, Entite], known: Frames) -> dict[str, Entite]:
    """Give each legal entity the id and the name that the base already has for it."""
    held = known.get("gestionnaires")
    if held is None or not len(held):
        return dict(entities)
    by_id = held.set_index("id_gestionnaire", drop=False)
    with_number = held.dropna(subset=["finess_ej"]).drop_duplicates("finess_ej")
    by_number = dict(zip(with_number["finess_ej"], with_number["id_gestionnaire"], strict=True))
    return {
        number: _recognised(entity, by_number.get(number, entity.id), by_id)
        for number, entity in entities.items()
    }


def _recognised(entity: Entite, identifier: str, held: pd.DataFrame) -> Entite:
    if identifier not in held.index:
        return entity
    row = held.loc[identifier]
    status = str(row["statut"])
    better = status == AUTRE and entity.certain
    named = entity.nommee and str(row["raison_sociale"]).startswith(SANS_NOM)
    return replace(
        entity,
        id=identifier,
        nom=entity.nom if named else row["raison_sociale"],
        nommee=True,
        statut=entity.statut if better else status,
        certain=True,
        departement_siege=_or(row["departement_siege"], entity.departement_siege),
        finess=_or(row["finess_ej"], entity.finess),
    )


def _or(held: object, told: str) -> str:
    return held if isinstance(held, str) and held else told


def fusionner(
    fichier: str,
    gestionnaires: pd.DataFrame,
    etablissements: pd.DataFrame,
    known: Frames,
    fait_foi: tuple[str, ...],
) -> Fusion:
    """Merge what FINESS tells with the base's rows of the same establishments.

    Args:
        fichier: name of the file, for the doubts.
        gestionnaires: from FINESS, ids already those of the base (``reconnues``).
        etablissements: from FINESS.
        known: what the base holds.
        fait_foi: columns of an establishment where FINESS overwrites the base.
    """
    told = etablissements.set_index("id_etablissement")
    held = known.get("etablissements")
    if held is None or not len(held):
        return _fusion(gestionnaires, etablissements, frozenset(), {}, ())
    held = held.set_index("id_etablissement")
    common = told.index.intersection(held.index)
    attached = _attached_elsewhere(fichier, told, held, common)
    changed: dict[str, int] = {}
    for column in told.columns:
        merged = held.loc[common, column]
        if column in fait_foi:
            own = told.loc[common, column]
            merged = own.where(own.notna(), merged)
            changed[column] = int((own.notna() & ~(own == held.loc[common, column])).sum())
        told[column] = _placed(told[column], merged)
    merged_frame = told.reset_index()[list(etablissements.columns)]
    return _fusion(
        gestionnaires,
        merged_frame,
        frozenset(common),
        {column: count for column, count in changed.items() if count},
        attached,
    )


def _placed(column: pd.Series, values: pd.Series) -> pd.Series:
    result = column.copy()
    result.loc[values.index] = values.astype(column.dtype)
    return result


def _attached_elsewhere(
    fichier: str, told: pd.DataFrame, held: pd.DataFrame, common: pd.Index
) -> tuple[Faute, ...]:
    ours, theirs = held.loc[common, "id_gestionnaire"], told.loc[common, "id_gestionnaire"]
    return tuple(
        Faute(
            fichier,
            0,
            "nofinessej",
            str(number),
            f"FINESS rattache cet établissement à « {theirs[number]} », la base à "
            f"« {ours[number]} » : la base est gardée.",
            "Vérifiez le gestionnaire.",
        )
        for number in common[ours != theirs]
    )


def _fusion(
    gestionnaires: pd.DataFrame,
    etablissements: pd.DataFrame,
    deja: frozenset[str],
    changements: dict[str, int],
    alertes: tuple[Faute, ...],
) -> Fusion:
    """Keep the gestionnaires that an establishment of the deposit refers to."""
    used = gestionnaires["id_gestionnaire"].isin(etablissements["id_gestionnaire"])
    frames = {
        "gestionnaires": gestionnaires[used].reset_index(drop=True),
        "etablissements": etablissements,
    }
    return Fusion(frames, deja, changements, alertes)
