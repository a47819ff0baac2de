"""What was doubtful at the door: it follows the figures into the report."""

from __future__ import annotations

from cpomlib.base import counts
from cpomlib.dossier import Dossier
from cpomlib.rendu.blocs import Bloc, Colonne, Paragraphe, Tableau
from cpomlib.socle import pluriel

MONTRES = 30
"""Kinds of doubt shown one by one."""
_NOTE = (
    "Ces doutes ont été dits à qui déposait\u00a0; les lignes ont été gardées, ou écartées quand "
    "le doute le dit. «\u00a0cpom depots montrer\u00a0» donne les lignes."
)


def doutes_du_depot(dossier: Dossier) -> tuple[Bloc, ...]:
    """Show what was doubtful in the deposits the dossier is made from; nothing when nothing was."""
    return (*_own(dossier), *_shared(dossier))


def _own(dossier: Dossier) -> tuple[Bloc, ...]:
    found = list(counts(dossier.doutes_du_depot.siens).items())
    if not found:
        return ()
    rows = tuple(
        (f"n°\u00a0{depot}", column, message, count, advice)
        for (depot, column, message, advice), count in found[:MONTRES]
    )
    columns = (
        Colonne("Dépôt"), Colonne("Colonne"), Colonne("Doute"), Colonne("Fois", "nombre"),
        Colonne("Que faire"),
    )  # fmt: skip
    left = len(found) - MONTRES
    more = f" Et {pluriel(left, 'autre sorte', 'autres sortes')} de doute." if left > 0 else ""
    return (Tableau("Ce qui était douteux à l’entrée", columns, rows, note=f"{_NOTE}{more}"),)


def _shared(dossier: Dossier) -> tuple[Bloc, ...]:
    if not dossier.doutes_du_depot.partages:
        return ()
    told = ", ".join(
        f"{pluriel(count, 'doute')} au dépôt n°\u00a0{depot}"
        for depot, count in sorted(dossier.doutes_du_depot.partages.items())
    )
    return (
        Paragraphe(
            "Des dépôts qui portent aussi sur d’autres gestionnaires étaient douteux\u00a0: "
            f"{told}. Le service qui tient la base peut dire lesquels vous concernent.",
            role="note",
        ),
    )
