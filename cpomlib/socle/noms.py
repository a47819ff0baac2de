"""What is designated by its id or by its name."""

from __future__ import annotations

from collections.abc import Mapping

from cpomlib.socle import pliage
from cpomlib.socle.erreurs import CommandeError, suggestion


def designated(
    value: str,
    known: Mapping[str, str],
    nature: tuple[str, str],
    liste: str = "",
    absent: str = "n’est pas dans cette base",
) -> str:
    """Return the id of what is designated: an id, or a whole name however it is typed.

    Args:
        value: what was typed.
        known: id → name.
        nature: how a message says « the one » and « several »: ``("Le gestionnaire",
            "plusieurs gestionnaires")``.
        liste: the command that lists them all, for what resembles nothing.
        absent: how it is said that nothing has that id or name.

    Raises:
        CommandeError: nothing has that id or name (the nearest are named), or several have.
    """
    if value in known:
        return value
    folded = pliage.plie(str(value))
    found = [one for one, name in known.items() if folded and pliage.plie(name) == folded]
    if len(found) == 1:
        return found[0]
    the, several = nature
    if found:
        raise CommandeError(
            f"Le nom «\u00a0{value}\u00a0» désigne {several}.",
            que_faire=f"Donnez l’identifiant\u00a0: {_listed(found, known)}.",
        )
    raise CommandeError(
        f"{the} «\u00a0{value}\u00a0» {absent}.",
        que_faire=_nearest(value, known, liste),
    )


def _nearest(value: str, known: Mapping[str, str], liste: str) -> str:
    """Name those whose name holds what was typed, else those that look like it."""
    folded = pliage.plie(str(value))
    close = [one for one, name in known.items() if folded and folded in pliage.plie(name)]
    if close:
        return f"Donnez le nom entier ou l’identifiant\u00a0: {_listed(close, known)}."
    return suggestion(str(value), [*known.values(), *known], liste)


def _listed(ids: list[str], known: Mapping[str, str]) -> str:
    return ", ".join(f"«\u00a0{one}\u00a0» ({known[one]})" for one in ids)
