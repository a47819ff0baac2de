"""Names wherever an id is asked for: ``--gestionnaire``, ``--etablissement`` and ``--contrat``.

It is done once, where commands are loaded, from the name of the option: a new command has it
without asking.
"""

from __future__ import annotations

import re

import click

_IDENTIFIANTS = re.compile(r"[0-9]{9}|[0-9AB]{9}|EJ-\w*|S-[\w-]*|[0-9]{0,14}", re.ASCII)
_CODE = re.compile(r"(C-[\w-]*)?", re.ASCII)
"""What is taken for an id, and left to the command: it says itself that it does not exist."""


class Nomme(click.ParamType):
    """An id, or the whole name of what has it, however it is typed."""

    name = "nom"

    def __init__(self, table: str, colonne: str, nature: tuple[str, str], liste: str) -> None:
        self._table, self._colonne, self._nature, self._liste = table, colonne, nature, liste

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id; a name that the base does not have is refused with the nearest."""
        asked = str(value).strip()
        if _IDENTIFIANTS.fullmatch(asked):
            return asked
        from cpomlib.base import open_base, read
        from cpomlib.cli.depot import exists
        from cpomlib.socle import designated

        base = _base(ctx)
        held = read(open_base(base), [self._table])[self._table] if exists(base) else None
        if held is None:
            return asked
        code = "id_gestionnaire" if self._table == "gestionnaires" else "id_etablissement"
        known = dict(zip(held[code].tolist(), held[self._colonne].tolist(), strict=True))
        return designated(asked, known, self._nature, self._liste)


class NommeContrat(click.ParamType):
    """The code of a contract, its title, or its gestionnaire and the year it takes effect."""

    name = "contrat"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code; what means no contract of the base is refused with the nearest."""
        asked = str(value).strip()
        if _CODE.fullmatch(asked):
            return asked
        from cpomlib.base import open_base, read
        from cpomlib.calcul.contrat import contrat_designe
        from cpomlib.cli.depot import exists

        base = _base(ctx)
        if not exists(base):
            return asked
        return contrat_designe(asked, read(open_base(base), ["gestionnaires", "contrats"]))


GESTIONNAIRE = Nomme(
    "gestionnaires", "raison_sociale", ("Le gestionnaire", "plusieurs gestionnaires"),
    "cpom gestionnaires",
)  # fmt: skip
ETABLISSEMENT = Nomme(
    "etablissements", "nom", ("L’établissement", "plusieurs établissements"),
    "cpom gestionnaires --etablissements",
)  # fmt: skip
CONTRAT = NommeContrat()
_TYPES: dict[str, click.ParamType] = {
    "--gestionnaire": GESTIONNAIRE, "--etablissement": ETABLISSEMENT, "--contrat": CONTRAT,
    "code ID": CONTRAT,
}  # fmt: skip
"""Option, or name and metavar of an argument, → what it takes."""


def nommer(commande: click.Command) -> click.Command:
    """Let a command and those under it take names; return it."""
    for param in commande.params:
        if "--base" in param.opts:
            param.is_eager = True  # read before the names, which it holds
        named = [*param.opts, f"{param.name} {param.metavar}"]
        for opt, kind in _TYPES.items():
            if opt in named and isinstance(param.type, click.types.StringParamType):
                param.type = kind
    for under in getattr(commande, "commands", {}).values():
        nommer(under)
    return commande


def _base(ctx: click.Context | None) -> str | None:
    """Return the base that the command is given, or the group above it."""
    while ctx is not None:
        base = ctx.params.get("base")
        if isinstance(base, str) and base:
            return base
        ctx = ctx.parent
    return None
