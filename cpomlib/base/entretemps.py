"""Two who write the same: the later is told what the other changed, and writes over nothing.

It is looked at within the writing transaction, so that nobody deposits in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Text, bindparam, text

from cpomlib.base.lots import scope_of
from cpomlib.socle import CommandeError

if TYPE_CHECKING:
    import pandas as pd

_SINCE = """
SELECT DISTINCT l.nom_table, d.auteur FROM lots l JOIN depots d ON d.id = l.depot
WHERE l.etat > :depuis AND l.nom_table = :nom AND l.entite IN :entites
"""


class EntretempsError(CommandeError):
    """Others changed the same scopes since they were read.

    Attributes:
        tables: the tables they changed.
    """

    def __init__(self, tables: tuple[str, ...], auteurs: tuple[str, ...]) -> None:
        super().__init__(
            f"{', '.join(auteurs)} a changé la même chose entre-temps\u00a0: rien n’a été écrit.",
            pourquoi=f"Ce qui a changé\u00a0: {', '.join(tables)}.",
            que_faire="Regardez la différence, puis choisissez.",
        )
        self.tables = tables


def refuser_change(
    connection: Connection,
    frames: Mapping[str, pd.DataFrame],
    depuis: int,
    videes: Sequence[str] = (),
) -> None:
    """Refuse to write over what others wrote of the same entities since a state.

    Args:
        connection: the writing transaction.
        frames: the tables to be written.
        depuis: the state that they were written from.
        videes: entities that are emptied by name.

    Raises:
        EntretempsError: somebody did, whoever they are.
    """
    found: dict[str, None] = {}
    authors: dict[str, None] = {}
    for name, frame in frames.items():
        entites = sorted({*scope_of(name, frame)["entite"], *videes})
        statement = text(_SINCE).bindparams(bindparam("entites", expanding=True, type_=Text))
        values = {"depuis": depuis, "nom": name, "entites": entites}
        for table, author in connection.execute(statement, values) if entites else ():
            found[str(table)] = None
            authors[str(author)] = None
    if found:
        raise EntretempsError(tuple(found), tuple(authors))
