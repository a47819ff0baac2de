"""What a deposit takes out of the current state, in French: how much, of what, in whose name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from cpomlib.socle import (
    CommandeError,
    dire_centimes,
    nombre,
    pluriel,
)
from cpomlib.tables import table

LISTED = 12
"""How many scopes are named one by one."""
_OWNERS = "SELECT id_etablissement, id_gestionnaire FROM etablissements"
_NAMES = "SELECT id_gestionnaire, raison_sociale FROM gestionnaires"
CHOISIR = (
    "Choisissez\u00a0: «\u00a0--completer\u00a0» ajoute et met à jour ligne par ligne, sans rien "
    "retirer\u00a0; «\u00a0--remplacer\u00a0» prend le fichier pour tout ce dont il parle (ce qui "
    "est retiré reste dans l’historique)."
)


@dataclass(frozen=True)
class Perte:
    """Rows of one scope that a deposit takes out of the current state.

    Attributes:
        table: the shared table.
        entite: the establishment, the gestionnaire or the département.
        annee: the year, 0 where the table has none.
        document: of a budget, else empty.
        lignes: how many rows.
        colonne: the column that would be emptied in them; empty when whole rows go.
    """

    table: str
    entite: str
    annee: int
    document: str
    lignes: int
    colonne: str = ""


@dataclass(frozen=True)
class Somme:
    """The sum of a column in one scope: in the base, in the file, in both put together."""

    table: str
    entite: str
    annee: int
    document: str
    sens: str
    colonne: str
    base: float
    fichier: float
    completee: float


class RetraitError(CommandeError):
    """A deposit would take rows out and nobody chose it; each of them on its line."""

    def __str__(self) -> str:
        return "\n".join((self.quoi, self.pourquoi, self.que_faire))


def refus(
    connection: Connection, pertes: Sequence[Perte], sommes: Sequence[Somme]
) -> CommandeError:
    """Return the refusal of a deposit that would take rows out unasked."""
    return RetraitError(
        f"Ce dépôt retirerait {_total(pertes)} de l’état courant\u00a0: rien n’a été écrit.",
        pourquoi="\n".join([*lignes(connection, pertes), *lignes_sommes(sommes)]),
        que_faire=CHOISIR,
    )


def _total(pertes: Sequence[Perte]) -> str:
    rows = sum(loss.lignes for loss in pertes if not loss.colonne)
    cells = sum(loss.lignes for loss in pertes if loss.colonne)
    told = [pluriel(rows, "ligne")] * bool(rows) + [pluriel(cells, "valeur")] * bool(cells)
    return " et ".join(told)


def lignes(connection: Connection, pertes: Sequence[Perte]) -> list[str]:
    """Say each loss: the table, how many rows, in whose name, which year."""
    owners, names = _pairs(connection, _OWNERS), _pairs(connection, _NAMES)
    told = [f"  {_loss(each)} {_whose(each, owners, names)}" for each in pertes[:LISTED]]
    rest = pertes[LISTED:]
    if rest:
        told.append(f"  … et {_total(rest)} dans {pluriel(len(rest), 'autre cas', 'autres cas')}")
    return told


def _loss(loss: Perte) -> str:
    if not loss.colonne:
        return f"{loss.table}\u00a0: {pluriel(loss.lignes, 'ligne')}"
    return (
        f"{loss.table}\u00a0: {pluriel(loss.lignes, 'valeur')} de «\u00a0{loss.colonne}\u00a0», "
        "colonne absente du fichier,"
    )


def _whose(loss: Perte, owners: dict[str, str], names: dict[str, str]) -> str:
    kind = table(loss.table).portee[0]
    owner = loss.entite if kind == "id_gestionnaire" else owners.get(loss.entite, "")
    name = f"«\u00a0{names[owner]}\u00a0»" if owner in names else ""
    who = {
        "id_gestionnaire": f"du gestionnaire {loss.entite} {name}",
        "departement": f"du département {loss.entite}",
        "region": f"de la région {loss.entite}",
        "id_contrat": f"du contrat {loss.entite}",
    }.get(kind, f"de l’établissement {loss.entite} {f'({name})' if name else ''}")
    return ", ".join([who.rstrip(), *_when(loss)])


def _when(each: Perte | Somme) -> list[str]:
    return [part for part in (str(each.annee or ""), each.document) if part]


def _pairs(connection: Connection, query: str) -> dict[str, str]:
    return {str(key): str(value) for key, value in connection.execute(text(query))}


def lignes_sommes(sommes: Sequence[Somme]) -> list[str]:
    """Say the sums before and after, where completing would count one thing twice."""
    if not sommes:
        return []
    return [
        "  Le fichier code peut-être autrement ce qui est déjà en base\u00a0; à comparer avant de "
        "compléter\u00a0:",
        *(f"  {_sum(each)}" for each in sommes[:LISTED]),
        *([f"  … et {pluriel(len(sommes) - LISTED, 'autre somme')}"] * (len(sommes) > LISTED)),
    ]


def _sum(each: Somme) -> str:
    where = ", ".join([each.table, each.entite, *_when(each), *([each.sens] if each.sens else [])])
    base, given, both = (
        _amount(each, value) for value in (each.base, each.fichier, each.completee)
    )
    return (
        f"{where}, {each.colonne}\u00a0: {base} en base, {given} dans le fichier, {both} si l’on "
        "complète"
    )


def _amount(each: Somme, value: float) -> str:
    if table(each.table).champ(each.colonne).monnaie:
        return dire_centimes(value)
    return nombre(value, 0 if value == int(value) else 2)
