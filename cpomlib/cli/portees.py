"""What a command is about: one gestionnaire, or all those of a région; one exercise, or several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Exercices(click.ParamType):
    """An exercise, or several: ``2025``, ``2023-2025``."""

    name = "exercices"

    def convert(
        self, value: str | range, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        """Return the exercises; what is not one is refused with an example."""
        if isinstance(value, range):
            return value
        found = re.fullmatch(r"\s*([0-9]{1,4})(?:\s*[-–à]\s*([0-9]{4}))?\s*", str(value))
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, -1)
        if not found or last < first:
            self.fail(f"«\u00a0{value}\u00a0»\u00a0: écrivez 2025, ou 2023-2025.", param, ctx)
        if not (first >= 1990 and last <= 2100):
            from cpomlib.socle import CommandeError

            wrong = first if first < 1990 else last
            raise CommandeError(
                f"L’année {wrong} n’est pas vraisemblable.",
                que_faire="Elle est entre 1990 et 2100.",
            )
        return range(first, last + 1)


def de_la_region(engine: Engine, region: str, etat: int | None = None) -> dict[str, str]:
    """Return the gestionnaires that have an establishment in a région, by name: id → name.

    Args:
        engine: an open base.
        region: its code or its name.
        etat: the state of the base; None for the current one.

    Raises:
        CommandeError: there is none, or no such région.
    """
    from cpomlib.base import read
    from cpomlib.droit import code_region
    from cpomlib.socle import CommandeError, suggestion

    held = read(engine, ["gestionnaires", "etablissements"], etat=etat)
    houses, owners = held["etablissements"], held["gestionnaires"].sort_values("raison_sociale")
    code = code_region(region)
    ids = set(houses.loc[houses["region"] == code, "id_gestionnaire"])
    found = {
        str(one): str(name)
        for one, name in zip(owners["id_gestionnaire"], owners["raison_sociale"], strict=True)
        if one in ids
    }
    if not found:
        raise CommandeError(
            f"La base n’a aucun établissement dans la région {code}.",
            que_faire=suggestion("", sorted(set(houses["region"].dropna()))),
        )
    return found


def demandes(
    engine: Engine, gestionnaire: str | None, region: str | None, etat: int | None = None
) -> list[str]:
    """Return the gestionnaires a command is about, by id.

    Raises:
        UsageError: neither one nor a région is given, or both.
        CommandeError: the région has none.
    """
    if bool(gestionnaire) == bool(region):
        raise click.UsageError("Choisissez «\u00a0--gestionnaire\u00a0» ou «\u00a0--region\u00a0».")
    return [gestionnaire] if gestionnaire else list(de_la_region(engine, str(region), etat))
