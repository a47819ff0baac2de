"""What the parties declare of a gestionnaire: texts kept as written, deposited as everything is.

A declaration is named by its document: its nature, then its name (``scenario/tendanciel``,
``plan``). Each saving is a deposit: who, when, what before; nothing is overwritten, and a past
state reads as it did. Whoever saves says which version it started from: another one in force by
then is shown, and nothing is written until one chooses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Connection, Engine, Text, bindparam, text

from cpomlib.base.declarations_dites import changees, inconnu, rien_a_annuler
from cpomlib.base.deposits import Origine, write_deposit
from cpomlib.base.etats import current_state
from cpomlib.base.lots import IN_FORCE
from cpomlib.base.securite import signed
from cpomlib.base.transaction import trying
from cpomlib.socle import CommandeError
from cpomlib.tables import conform

if TYPE_CHECKING:
    import pandas as pd

TABLE = "declarations"
Cle: TypeAlias = tuple[str, str]
"""A gestionnaire and the name of a document: the scope of a declaration."""

_KNOWN = f"""
SELECT o.entite, o.document, r.texte, d.id, o.etat, v.horodatage, d.auteur, d.role, d.fichier
FROM lots o JOIN depots d ON d.id = o.depot JOIN evenements v ON v.etat = o.etat
LEFT JOIN lignes_declarations r ON r.lot = o.source
WHERE o.nom_table = '{TABLE}' AND {{which}} ORDER BY o.entite, o.document, o.etat
"""
_OF_A_STATE = f"o.lignes > 0 AND o.id IN (SELECT l.id {IN_FORCE} AND l.nom_table = '{TABLE}')"


@dataclass(frozen=True)
class Declaration:
    """A text that the parties declared, as a deposit holds it.

    Attributes:
        gestionnaire: whom it is about.
        document: its nature and its name.
        texte: as it was written; None where it was taken out.
        depot: the number of the deposit.
        etat: the state at which it came into force.
        horodatage: when (UTC).
        auteur: who deposited it; on a server, the role that the server recorded first.
        fichier: name of the file it came in.
    """

    gestionnaire: str
    document: str
    texte: str | None
    depot: int
    etat: int
    horodatage: datetime
    auteur: str
    fichier: str

    @property
    def nature(self) -> str:
        """What it is: ``scenario``, ``plan``, ``fiche``, ``commentaire``."""
        return self.document.partition("/")[0]

    @property
    def nom(self) -> str:
        """Its name among those of its nature; empty where there is one only."""
        return self.document.partition("/")[2]

    @property
    def empreinte(self) -> str:
        """What tells a version from another."""
        return empreinte(self.texte)


class DeclarationChangeeError(CommandeError):
    """Another version is in force than the one that was known; nothing was written.

    Attributes:
        actuelles: those in force.
    """

    actuelles: tuple[Declaration, ...] = ()


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


def empreinte(texte: str | None) -> str:
    """Return the hash of a text, empty when there is none."""
    return "" if texte is None else hashlib.sha256(texte.encode()).hexdigest()


def declarations(
    engine: Engine,
    gestionnaires: Sequence[str] | None = None,
    *,
    nature: str = "",
    etat: int | None = None,
) -> tuple[Declaration, ...]:
    """Return what is declared in a state, in the order of names.

    Args:
        engine: an open base.
        gestionnaires: of whom; None for everybody.
        nature: only those of this nature; all by default.
        etat: the number of the state; None for the current one.
    """
    with engine.connect() as connection:
        state = current_state(connection) if etat is None else etat
        found = _read(connection, _OF_A_STATE, gestionnaires, {"etat": state})
    return tuple(one for one in found if nature in {"", one.nature})


def historique(
    engine: Engine, gestionnaire: str | None = None, document: str = ""
) -> tuple[Declaration, ...]:
    """Return every version of declarations, the oldest first, and when each was taken out.

    Args:
        engine: an open base.
        gestionnaire: of whom; None for everybody.
        document: the name of one declaration; all of them by default.
    """
    owners = None if gestionnaire is None else [gestionnaire]
    which = "o.etat IS NOT NULL AND :document IN ('', o.document)"
    with engine.connect() as connection:
        return tuple(_read(connection, which, owners, {"document": document}))


def declarations_digest(declarees: Iterable[Declaration]) -> str:
    """Return the hash of what is declared: it changes as soon as one of them does."""
    told = "\0".join(f"{one.gestionnaire} {one.document} {one.etat}" for one in declarees)
    return hashlib.sha256(told.encode()).hexdigest()


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
        mine = [
            one for one in _read(connection, _LATEST, None, {"etat": now}) if one.depot == depot
        ]
        if not mine:
            raise rien_a_annuler(depot)
        before = _read(connection, _OF_A_STATE, None, {"etat": min(one.etat for one in mine) - 1})
        past = {(one.gestionnaire, one.document): one.texte for one in before}
        keys = [(one.gestionnaire, one.document) for one in mine]
        wanted = {key: past.get(key) for key in keys}
        told = Origine(auteur, f"dépôt n°\u00a0{depot} annulé", empreinte(str(depot)), TABLE)
        return _written(connection, wanted, told)


_LATEST = f"o.id IN (SELECT l.id {IN_FORCE} AND l.nom_table = '{TABLE}')"


def _read(
    connection: Connection,
    which: str,
    gestionnaires: Sequence[str] | None,
    values: Mapping[str, object],
) -> list[Declaration]:
    query = _KNOWN.format(which=which)
    statement = text(query)
    if gestionnaires is not None:
        query = _KNOWN.format(which=f"{which} AND o.entite IN :ids")
        statement = text(query).bindparams(
            bindparam("ids", list(gestionnaires), expanding=True, type_=Text)
        )
    found = connection.execute(statement, dict(values))
    return sorted(
        (_declaration(*row) for row in found),
        key=lambda one: (one.gestionnaire, one.document, one.etat),
    )


def _declaration(*row: object) -> Declaration:
    entite, document, texte, depot, etat, moment, auteur, role, fichier = row
    return Declaration(
        gestionnaire=str(entite),
        document=str(document),
        texte=None if texte is None else str(texte),
        depot=int(str(depot)),
        etat=int(str(etat)),
        horodatage=datetime.fromisoformat(str(moment)),
        auteur=signed(str(auteur), role),
        fichier=str(fichier),
    )


def _held(connection: Connection, keys: Mapping[Cle, object]) -> dict[Cle, Declaration]:
    """Return what is in force under some names, once those they are about are known."""
    owners = sorted({gestionnaire for gestionnaire, _ in keys})
    _refuse_unknown(connection, owners)
    found = _read(connection, _OF_A_STATE, owners, {"etat": current_state(connection)})
    return {(one.gestionnaire, one.document): one for one in found}


def _refuse_unknown(connection: Connection, gestionnaires: Sequence[str]) -> None:
    query = text("SELECT id_gestionnaire FROM gestionnaires")
    known = {str(one) for one in connection.execute(query).scalars()}
    for one in gestionnaires:
        if one not in known:
            raise inconnu(one, known)


def _refuse_changed(
    textes: Mapping[Cle, str | None], held: Mapping[Cle, Declaration], connues: Mapping[Cle, str]
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
