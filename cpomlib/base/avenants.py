"""A signed contract changes only by an amendment: what changes is worded, and refused without one.

On a server, a contract is attached to its gestionnaire when it is first deposited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Text, bindparam, text

from cpomlib.base.lots import IN_FORCE
from cpomlib.base.valeurs_dites import changement_dit, valeur_dite
from cpomlib.socle import (
    CommandeError,
    StoreError,
    borner,
    pluriel,
    suggestion,
)
from cpomlib.tables import table

if TYPE_CHECKING:
    import pandas as pd

FIGEES = (
    "contrats", "contrat_etablissements", "contrat_parties", "objectifs", "cibles", "moyens",
    "conventions_contrat",
)  # fmt: skip
"""Tables that the signature closes; the others stay open."""
_LIGNE = 200
"""Characters of a row that is worded whole."""
_DITES = 12
"""How many differences are worded one by one."""
_SIGNED = f"""
SELECT r.id_contrat FROM lignes_contrats r WHERE r.statut <> 'preparation' AND r.id_contrat IN :ids
AND r.lot IN (SELECT l.source {IN_FORCE} AND l.nom_table = 'contrats')
"""


@dataclass(frozen=True)
class Changement:
    """One difference that a deposit makes to a signed contract.

    Attributes:
        contrat: its code.
        dit: the difference, in French.
        jeu: of a target, the amendment whose set it belongs to; None for another table.
    """

    contrat: str
    dit: str
    jeu: int | None = None


def signes(connection: Connection, contrats: Sequence[str], etat: int) -> set[str]:
    """Return the contracts that are signed, or were, in a state."""
    if not contrats:
        return set()
    statement = text(_SIGNED).bindparams(
        bindparam("ids", list(contrats), expanding=True, type_=Text)
    )
    return {str(one) for one in connection.execute(statement, {"etat": etat}).scalars()}


def changements(
    name: str, frame: pd.DataFrame, held: pd.DataFrame, fermes: set[str]
) -> list[Changement]:
    """Word what a table would change of the contracts that are signed.

    Args:
        name: one of ``FIGEES``.
        frame: the rows as they would be written.
        held: the rows of the current state, in the same scopes.
        fermes: the contracts that are signed.
    """
    before, after = (_by_key(name, rows, fermes) for rows in (held, frame))
    titre = table(name).titre
    return [
        Changement(key[0], f"{titre}, {_where(key)}\u00a0: {said}", _set_of(name, row))
        for key, row, said in _differences(name, before, after)
    ]


_Rows = dict[tuple[str, ...], dict[str, Any]]


def _by_key(name: str, frame: pd.DataFrame, fermes: set[str]) -> _Rows:
    rows = frame[frame["id_contrat"].isin(fermes)]
    plain = rows.astype("object").where(rows.notna(), None).to_dict("records")
    return {tuple("" if row[k] is None else _said(row[k]) for k in table(name).cle): row
            for row in plain}  # fmt: skip


def _differences(
    name: str, before: _Rows, after: _Rows
) -> Iterator[tuple[tuple[str, ...], dict[str, Any], str]]:
    for key in before.keys() - after.keys():
        yield key, before[key], f"ligne retirée{_cells(name, before[key])}"
    for key in sorted(after):
        if key not in before:
            yield key, after[key], f"ligne ajoutée{_cells(name, after[key])}"
            continue
        for champ in table(name).champs:
            old, new = before[key][champ.nom], after[key][champ.nom]
            if old != new:
                told = changement_dit(champ, before[key], after[key])
                yield key, after[key], f"{champ.titre} {told}"


def _cells(name: str, row: Mapping[str, Any]) -> str:
    """Say what a whole row holds beside its key."""
    known = table(name)
    said = [f"{champ.titre} {valeur_dite(champ, row)}" for champ in known.champs
            if champ.nom not in known.cle and row[champ.nom] is not None]  # fmt: skip
    return "\u00a0: " + borner("\u00a0; ".join(said), _LIGNE) if said else ""


def _set_of(name: str, row: Mapping[str, Any]) -> int | None:
    return int(row["avenant"] or 0) if name == "cibles" else None


def _where(key: tuple[str, ...]) -> str:
    return " ".join(part for part in key if part)


def _said(value: Any) -> str:
    return value.date().isoformat() if hasattr(value, "date") else str(value)


def changements_du_contrat(
    avant: Mapping[str, pd.DataFrame], apres: Mapping[str, pd.DataFrame], contrat: str
) -> list[str]:
    """Word all that differs of a contract between two readings of its tables.

    Args:
        avant: the tables of the older state.
        apres: the same tables in the newer one.
        contrat: its code.
    """
    return [
        each.dit
        for name in apres
        for each in changements(name, apres[name], avant[name], {contrat})
    ]


def exiger_avenant(
    connection: Connection,
    found: Sequence[Changement],
    avenant: int | None,
    frames: Mapping[str, pd.DataFrame],
    etat: int,
) -> None:
    """Refuse to change a signed contract without an amendment that is known, or a past set.

    Raises:
        CommandeError: wording every difference, and what to do.
    """
    if not found:
        return
    contracts = sorted({each.contrat for each in found})
    if avenant is None:
        raise _sans_avenant(contracts, found)
    for contract in contracts:
        known = _numbers(connection, contract, frames, etat)
        if avenant not in known:
            raise CommandeError(
                f"L’avenant n°\u00a0{avenant} du contrat «\u00a0{contract}\u00a0» n’est pas "
                "connu\u00a0: rien n’a été écrit.",
                pourquoi="Un contrat signé change par un avenant de sa table "
                "«\u00a0avenants\u00a0».",
                que_faire=suggestion(str(avenant), [str(one) for one in sorted(known)])
                or "Ajoutez une ligne à avenants.csv, dans le même dossier.",
            )
    past = [each for each in found if each.jeu not in {None, avenant}]
    if past:
        raise CommandeError(
            f"L’avenant n°\u00a0{avenant} récrirait des cibles qu’il ne fixe pas\u00a0: rien "
            "n’a été écrit.",
            pourquoi="\n".join(dire(past)),
            que_faire="Laissez les jeux de cibles précédents tels quels, et écrivez le jeu entier "
            f"de la cible avec «\u00a0avenant\u00a0» {avenant}.",
        )


def dire(found: Sequence[Changement]) -> list[str]:
    """Word the differences, one line each."""
    rest = len(found) - _DITES
    more = [f"  … et {pluriel(rest, 'autre différence')}"] if rest > 0 else []
    return [*(f"  {each.dit}" for each in found[:_DITES]), *more]


def _sans_avenant(contracts: Sequence[str], found: Sequence[Changement]) -> CommandeError:
    named = ", ".join(f"«\u00a0{one}\u00a0»" for one in contracts)
    return AvenantError(
        f"Le contrat {named} est signé\u00a0: il ne change que par un avenant. Rien n’a été écrit.",
        pourquoi="\n".join(dire(found)),
        que_faire="Décrivez l’avenant dans la table «\u00a0avenants\u00a0», puis ajoutez "
        "«\u00a0--avenant N\u00a0» à la commande.",
    )


class AvenantError(CommandeError):
    """A signed contract would change; each difference on its line."""

    def __str__(self) -> str:
        return "\n".join((self.quoi, self.pourquoi, self.que_faire))


def _numbers(
    connection: Connection, contract: str, frames: Mapping[str, pd.DataFrame], etat: int
) -> set[int]:
    query = (
        "SELECT r.numero FROM lignes_avenants r WHERE r.id_contrat = :contrat AND r.lot IN "
        f"(SELECT l.source {IN_FORCE} AND l.nom_table = 'avenants')"
    )
    found = connection.execute(text(query), {"contrat": contract, "etat": etat}).scalars()
    known = {int(one) for one in found}
    if "avenants" in frames:
        rows = frames["avenants"]
        known |= set(rows.loc[rows["id_contrat"] == contract, "numero"].astype("int64").tolist())
    return known


def ouvrir(connection: Connection, frames: Mapping[str, pd.DataFrame]) -> None:
    """Attach, on a server, the contracts that nobody holds yet to their gestionnaire.

    Raises:
        StoreError: a contract is not that gestionnaire's, or neither is the caller's.
    """
    if connection.dialect.name == "sqlite" or "contrats" not in frames:
        return
    pairs = frames["contrats"][["id_contrat", "id_gestionnaire"]]
    for contract, owner in pairs.itertuples(index=False, name=None):
        query = text("SELECT cpom_contrat_ouvrir(:contrat, :gestionnaire)")
        if not connection.execute(query, {"contrat": contract, "gestionnaire": owner}).scalar():
            raise StoreError(
                f"Le contrat «\u00a0{contract}\u00a0» ne peut pas être déposé pour le gestionnaire "
                f"«\u00a0{owner}\u00a0»\u00a0: rien n’a été écrit.",
                pourquoi="Ce code n’est pas à lui, ou il n’est pas de votre périmètre.",
                que_faire=f"Le code d’un contrat de ce gestionnaire commence par "
                f"«\u00a0C-{owner}-\u00a0».",
            )
