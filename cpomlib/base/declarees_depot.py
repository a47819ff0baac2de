"""What the parties declare of a gestionnaire: texts kept as written, deposited as everything is.

A declaration is named by its document: its nature, then its name (``scenario/tendanciel``,
``plan``). Each saving is a deposit: who, when, what before; nothing is overwritten, and a past
state reads as it did. Whoever saves says which version it started from: another one in force by
then is shown, and nothing is written until one chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Connection, Engine, text

from cpomlib.base.declarees import (
    LATEST,
    OF_A_STATE,
    TABLE,
    Declaree,
    empreinte,
    lire_declarees,
)
from cpomlib.base.declarees_dites import changees, inconnu, rien_a_annuler
from cpomlib.base.deposits import Origine, write_deposit
from cpomlib.base.etats import current_state
from cpomlib.base.transaction import trying
from cpomlib.socle import CommandeError
from cpomlib.tables import conform

if TYPE_CHECKING:
    import pandas as pd

Cle: TypeAlias = tuple[str, str]
"""A gestionnaire and the name of a document: the scope of a declaration."""


class DeclarationChangeeError(CommandeError):
    """Another version is in force than the one that was known; nothing was written.

    Attributes:
        actuelles: those in force.
    """

    actuelles: tuple[Declaree, ...] = ()


@dataclass(frozen=True)
class Enregistree:
    """What became of a saving.

    Attributes:
        depot: the number of the deposit; 0 when nothing had to be written.
        ecrites: what it changed.
        retirees: what it took out.
    """

    depot: int
    ecrites: tuple[Cle, ...] = ()
    retirees: tuple[Cle, ...] = ()


def declarer(
    engine: Engine,
    textes: Mapping[Cle, str | None],
    origine: Origine,
    connues: Mapping[Cle, str] | None = None,
    *,
    essai: bool = False,
) -> Enregistree:
    """Deposit texts already read by their readers, all of them or none.

    Args:
        engine: an open base.
        textes: what is declared; None takes a declaration out of the current state.
        origine: who deposits, and from what file.
        connues: hash of the version each was made from, empty for a new one; None when it was
            chosen to replace whatever is in force.
        essai: do everything, then undo it: nothing is written.

    Raises:
        DeclarationChangeeError: another version than the known one is in force.
        CommandeError: a gestionnaire is not in the base.
        StoreError: the role connected may not write there.
    """
    with trying(engine, essai) as connection:
        held = _held(connection, textes)
        if connues is not None:
            _refuse_changed(textes, held, connues)
        wanted = {
            key: told
            for key, told in textes.items()
            if told != (held[key].texte if key in held else None)
        }
        return _written(connection, wanted, origine)


def annuler(engine: Engine, depot: int, auteur: str, *, essai: bool = False) -> Enregistree:
    """Put back what was declared before a deposit, where nobody has declared anything since.

    Raises:
        CommandeError: nothing that it declared is in force.
    """
    with trying(engine, essai) as connection:
        now = current_state(connection)
        held = lire_declarees(connection, LATEST, None, {"etat": now})
        mine = [one for one in held if one.depot == depot]
        if not mine:
            raise rien_a_annuler(depot)
        first = min(one.etat for one in mine)
        before = lire_declarees(connection, OF_A_STATE, None, {"etat": first - 1})
        past = {(one.gestionnaire, one.document): one.texte for one in before}
        keys = [(one.gestionnaire, one.document) for one in mine]
        wanted = {key: past.get(key) for key in keys}
        told = Origine(auteur, f"dépôt n°\u00a0{depot} annulé", empreinte(str(depot)), TABLE)
        return _written(connection, wanted, told)


def _held(connection: Connection, keys: Mapping[Cle, object]) -> dict[Cle, Declaree]:
    """Return what is in force under some names, once those they are about are known."""
    owners = sorted({gestionnaire for gestionnaire, _ in keys})
    _refuse_unknown(connection, owners)
    found = lire_declarees(connection, OF_A_STATE, owners, {"etat": current_state(connection)})
    return {(one.gestionnaire, one.document): one for one in found}


def _refuse_unknown(connection: Connection, gestionnaires: Sequence[str]) -> None:
    query = text("SELECT id_gestionnaire FROM gestionnaires")
    known = {str(one) for one in connection.execute(query).scalars()}
    for one in gestionnaires:
        if one not in known:
            raise inconnu(one, known)


def _refuse_changed(
    textes: Mapping[Cle, str | None], held: Mapping[Cle, Declaree], connues: Mapping[Cle, str]
) -> None:
    changed = [
        held[key]
        for key, told in textes.items()
        if key in held and held[key].empreinte not in {connues.get(key, ""), empreinte(told)}
    ]
    if changed:
        quoi, pourquoi, que_faire = changees(
            [(one, textes[one.gestionnaire, one.document]) for one in changed]
        )
        refusal = DeclarationChangeeError(quoi, pourquoi=pourquoi, que_faire=que_faire)
        refusal.actuelles = tuple(changed)
        raise refusal


def _written(
    connection: Connection, wanted: Mapping[Cle, str | None], origine: Origine
) -> Enregistree:
    if not wanted:
        return Enregistree(0)
    kept = {key: told for key, told in wanted.items() if told is not None}
    gone = [key for key in wanted if key not in kept]
    vides = [
        {"nom_table": TABLE, "entite": who, "annee": 0, "document": name} for who, name in gone
    ]
    frames = {TABLE: _frame(kept)} if kept else {}
    number = write_deposit(connection, frames, origine, "valide", vides)
    return Enregistree(number, tuple(kept), tuple(gone))


def _frame(kept: Mapping[Cle, str]) -> pd.DataFrame:
    import pandas as pd

    rows = [(who, name, told) for (who, name), told in sorted(kept.items())]
    return conform(TABLE, pd.DataFrame(rows, columns=["id_gestionnaire", "document", "texte"]))
