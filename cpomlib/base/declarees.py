"""What the parties declared, read in any state: each text, who deposited it, when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Text, bindparam, text

from cpomlib.base.etats import current_state
from cpomlib.base.lots import IN_FORCE
from cpomlib.base.securite import signed

TABLE = "declarations"
_KNOWN = f"""
SELECT o.entite, o.document, r.texte, d.id, o.etat, v.horodatage, d.auteur, d.role, d.fichier
FROM lots o JOIN depots d ON d.id = o.depot JOIN evenements v ON v.etat = o.etat
LEFT JOIN lignes_declarations r ON r.lot = o.source
WHERE o.nom_table = '{TABLE}' AND {{which}} ORDER BY o.entite, o.document, o.etat
"""
OF_A_STATE = f"o.lignes > 0 AND o.id IN (SELECT l.id {IN_FORCE} AND l.nom_table = '{TABLE}')"
"""Which lots hold what is declared in a state."""
LATEST = f"o.id IN (SELECT l.id {IN_FORCE} AND l.nom_table = '{TABLE}')"
"""The same, with those that took a declaration out."""


@dataclass(frozen=True)
class Declaree:
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


def empreinte(texte: str | None) -> str:
    """Return the hash of a text, empty when there is none."""
    return "" if texte is None else hashlib.sha256(texte.encode()).hexdigest()


def declarations(
    engine: Engine,
    gestionnaires: Sequence[str] | None = None,
    *,
    nature: str = "",
    etat: int | None = None,
) -> tuple[Declaree, ...]:
    """Return what is declared in a state, in the order of names.

    Args:
        engine: an open base.
        gestionnaires: of whom; None for everybody.
        nature: only those of this nature; all by default.
        etat: the number of the state; None for the current one.
    """
    with engine.connect() as connection:
        state = current_state(connection) if etat is None else etat
        found = lire_declarees(connection, OF_A_STATE, gestionnaires, {"etat": state})
    return tuple(one for one in found if nature in {"", one.nature})


def historique(
    engine: Engine, gestionnaire: str | None = None, document: str = ""
) -> tuple[Declaree, ...]:
    """Return every version of declarations, the oldest first, and when each was taken out.

    Args:
        engine: an open base.
        gestionnaire: of whom; None for everybody.
        document: the name of one declaration; all of them by default.
    """
    owners = None if gestionnaire is None else [gestionnaire]
    which = "o.etat IS NOT NULL AND :document IN ('', o.document)"
    with engine.connect() as connection:
        return tuple(lire_declarees(connection, which, owners, {"document": document}))


def declarations_digest(declarees: Iterable[Declaree]) -> str:
    """Return the hash of what is declared: it changes as soon as one of them does."""
    told = "\0".join(f"{one.gestionnaire} {one.document} {one.etat}" for one in declarees)
    return hashlib.sha256(told.encode()).hexdigest()


def lire_declarees(
    connection: Connection,
    which: str,
    gestionnaires: Sequence[str] | None,
    values: Mapping[str, object],
) -> list[Declaree]:
    """Return the declarations of some lots, by gestionnaire, document and state."""
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


def _declaration(*row: object) -> Declaree:
    entite, document, texte, depot, etat, moment, auteur, role, fichier = row
    return Declaree(
        gestionnaire=str(entite),
        document=str(document),
        texte=None if texte is None else str(texte),
        depot=int(str(depot)),
        etat=int(str(etat)),
        horodatage=datetime.fromisoformat(str(moment)),
        auteur=signed(str(auteur), role),
        fichier=str(fichier),
    )
