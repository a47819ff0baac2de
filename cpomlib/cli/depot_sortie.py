"""What is said of a deposit: what it holds, what it takes out, what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.base import Choix, Effet, Recu, Statut
    from cpomlib.cli.depot import Demande
    from cpomlib.socle import Faute


def dire_doutes(doubts: Sequence[Faute]) -> list[str]:
    """Say what is to be checked, one line each, where there is any."""
    return ["À vérifier\u00a0:", *(f"  {doubt}" for doubt in doubts)] if doubts else []


def summary(recu: Recu, demande: Demande) -> str:
    """Return what was deposited: the number of the deposit, then the rows of each table."""
    from cpomlib.socle import pluriel

    tables = [f"  {name}\u00a0: {pluriel(count, 'ligne')}" for name, count in recu.lignes]
    out = [*recu.sommes, *_taken_out(recu, demande), *_amended(recu, demande)]
    if demande.essai:
        return "\n".join(["Ce dépôt aurait\u00a0:", *tables, *out, ESSAI])
    statut = "transmis" if recu.attend else demande.statut
    head = f"Dépôt n°\u00a0{recu.depot} enregistré{_SUITES[statut]}."
    then = to_accept if recu.attend else _to_validate
    rest = [then(recu.depot)] if statut != "valide" else []
    return "\n".join([head, *tables, *out, *rest])


ESSAI = "Essai\u00a0: rien n’a été déposé."


def _taken_out(recu: Recu, demande: Demande) -> list[str]:
    if not recu.retire:
        return []
    statut = "transmis" if recu.attend else demande.statut
    return [*dire_choix(demande.choix, statut), *recu.retire]


def _amended(recu: Recu, demande: Demande) -> list[str]:
    """Say what changes of signed contracts, and by which amendment."""
    from cpomlib.calcul.contrat import indicateurs_nommes

    if not recu.changements:
        return []
    number = demande.choix.avenant
    head = f"L’avenant n°\u00a0{number} change" if number else "Il faudra un avenant pour changer"
    return [f"{head}\u00a0:", *map(indicateurs_nommes, recu.changements)]


def dire_choix(choix: Choix, statut: Statut = "valide") -> list[str]:
    """Say what becomes of the rows that are listed next."""
    if statut != "valide":
        return ["Sa validation demandera un choix\u00a0: il retirerait de l’état courant"]
    if choix.mode == "completer":
        return ["Gardé de l’état courant, que le fichier n’a pas\u00a0:"]
    return ["Retiré de l’état courant (l’historique le garde)\u00a0:"]


def dire_effet(effet: Effet, choix: Choix, done: str, essai: bool) -> str:
    """Say what putting a deposit in force did, or would do."""
    out = [*effet.sommes, *(dire_choix(choix) if effet.retire else ()), *effet.retire]
    if essai:
        return "\n".join([*out, "Essai\u00a0: rien n’a été changé."])
    beside = f" Ce qui est gardé est le dépôt n°\u00a0{effet.complement}." * bool(effet.complement)
    return "\n".join([f"{done} État des données n°\u00a0{effet.etat}.{beside}", *out])


def already(engine: Engine, number: int) -> str:
    """Say that the same file is in the base, in which deposit, and what may be done."""
    from cpomlib.base import fiche_depot, local, waits_for_owner
    from cpomlib.socle import date_fr

    fiche = fiche_depot(engine, number)
    waits = waits_for_owner(engine, number)
    when = date_fr(local(fiche.depot.horodatage))
    told = (
        f"Ce fichier est déjà dans la base (dépôt n°\u00a0{number} du {when}"
        f"{_SUITES.get(fiche.statut, '')})\u00a0: rien n’a été écrit."
    )
    if fiche.statut != "valide":
        return f"{told}\n{to_accept(number) if waits else _to_validate(number)}"
    return f"{told}\nPour le déposer quand même, ajoutez «\u00a0--forcer\u00a0»."


_SUITES = {"valide": "", "transmis": ", transmis", "brouillon": ", en brouillon"}


def _to_validate(number: int) -> str:
    return (
        "Les données partagées ne changent pas tant qu’il n’est pas validé\u00a0: "
        f"«\u00a0cpom depots valider {number}\u00a0»."
    )


def to_accept(number: int) -> str:
    """Say that a deposit waits for the owner of the base, and how it is accepted."""
    return (
        "Il rattache un établissement ou un gestionnaire\u00a0; il prendra effet quand le service "
        "qui tient la base l’aura accepté\u00a0: "
        f"«\u00a0cpom base rattachements accepter {number}\u00a0»."
    )
