"""What each value of the parties' plan must be: refused where it stands when it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cpomlib.calcul.budget import EMPLOIS, decimal
from cpomlib.droit import Fautes
from cpomlib.socle import ParametreError, suggestion


@dataclass(frozen=True)
class Valeur:
    """What a value must be.

    Attributes:
        admise: whether a value is one.
        refus: what is said of another.
        que_faire: how it is written.
    """

    admise: Callable[[Any], bool]
    refus: str
    que_faire: str


def _whole(value: Any) -> bool:
    read = decimal(value)
    return read is not None and read == int(read)


NOMBRE = Valeur(
    lambda value: decimal(value) is not None,
    "n’est pas un nombre",
    "Écrivez un nombre avec un point décimal, sans unité (0.7 pour 70\u00a0%).",
)
ENTIER = Valeur(_whole, "n’est pas un nombre entier", "Écrivez par exemple 10.")
CHOIX = Valeur(
    lambda value: isinstance(value, bool), "n’est ni oui ni non", "Écrivez true ou false."
)
VALEURS: Mapping[str, Valeur] = {
    **dict.fromkeys(
        ("cles", "exclusions", "residuel", "taux_drl", "poids", "taux", "avenant_annuel",
         "equation_ou_plafond", "montant", "subvention", "emprunt", "affectation",
         "resultats_prevus"), NOMBRE),
    **dict.fromkeys(("duree", "annee", "duree_emprunt"), ENTIER),
    **dict.fromkeys(("reclasse", "libre_affectation"), CHOIX),
}  # fmt: skip
"""Key of a plan → what the values under it must be."""
PAR_ANNEE = ("taux_drl", "avenant_annuel", "equation_ou_plafond", "taux")
"""Keys that take one value, or one per year."""


def controler(content: Mapping[str, Any], where: str, fautes: Fautes) -> None:
    """Keep what is wrong with each value; one that is missing stays to be completed."""
    for path, value, wanted in _values(content, (), None):
        if not wanted.admise(value):
            fautes.noter(ParametreError(
                f"«\u00a0{value}\u00a0» {wanted.refus}.",
                ou=", ".join((where, *path)), que_faire=wanted.que_faire,
            ))  # fmt: skip


def controler_emplois(affectation: Mapping[Any, Any], where: str, fautes: Fautes) -> None:
    """Keep each use of a surplus that the article does not know."""
    for name in affectation:
        if name not in EMPLOIS:
            fautes.noter(ParametreError(
                f"«\u00a0{name}\u00a0» n’est pas un emploi d’un excédent.",
                ou=f"{where}, affectation", que_faire=suggestion(str(name), EMPLOIS),
            ))  # fmt: skip


def _values(
    held: Any, path: tuple[str, ...], wanted: Valeur | None
) -> Iterator[tuple[tuple[str, ...], Any, Valeur]]:
    """Yield each value that must be something, with its place."""
    if isinstance(held, Mapping):
        for key, value in held.items():
            yield from _values(value, (*path, str(key)), VALEURS.get(str(key), wanted))
    elif isinstance(held, tuple) and path[-1] in PAR_ANNEE:
        for rank, value in enumerate(held, 1):
            where = (*path, f"n°\u00a0{rank}") if len(held) > 1 else path
            yield from _values(value, where, wanted)
    elif held is not None and wanted is not None:
        yield path, "une liste" if isinstance(held, tuple) else held, wanted
