"""Rules that the fields of a declaration may carry: bounds, closed lists, templates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from string import Formatter
from typing import Annotated, Any, TypeVar

from cpomlib.droit.endroit import Endroit
from cpomlib.droit.forme import refus
from cpomlib.droit.lecture import closed
from cpomlib.socle import ParametreError, suggestion

T = TypeVar("T")
Regle = Callable[[Any, Endroit], Any]


def parmi(quoi: str, connus: Callable[[], Collection[str]]) -> Regle:
    """Return the rule of a value taken from a list that is known elsewhere.

    Args:
        quoi: what it names, with its article: « L’indicateur », « La table ».
        connus: gives the list when the file is read.
    """

    def check(value: str, ou: Endroit) -> str:
        if value not in connus():
            end = "" if value else " (vide)"
            raise ParametreError(
                f"{quoi} «\u00a0{value}\u00a0» n’existe pas{end}.",
                ou=str(ou),
                que_faire=suggestion(value, connus()),
            )
        return value

    return check


def entre(bas: float, haut: float = float("inf")) -> Regle:
    """Return the rule of a number between two bounds, included."""
    told = f"un nombre entre {bas} et {haut}" if haut < float("inf") else "un nombre positif"

    def check(value: Any, ou: Endroit) -> Any:
        if not bas <= value <= haut:
            raise refus(f"{value:g}", told, "Corrigez ce nombre.", ou)
        return value

    return check


def cles(connues: Collection[str], *, toutes: bool = False) -> Regle:
    """Return the rule of a mapping whose names are known, all of them required or not."""

    def check(value: Mapping[str, Any], ou: Endroit) -> Mapping[str, Any]:
        closed(value, frozenset(connues), frozenset(connues) if toutes else frozenset(), ou)
        return value

    return check


def une_ligne(value: str, _ou: Endroit) -> str:
    """Return a text that a file folds over several lines, on one."""
    return " ".join(value.split(" ")).replace("\n", " ").strip()


def non_vide(value: Any, ou: Endroit) -> Any:
    """Refuse an empty text, list or mapping."""
    if not (value.strip() if isinstance(value, str) else value):
        raise ParametreError("Il faut ici quelque chose.", ou=str(ou), que_faire="Écrivez-le.")
    return value


def uniques(cles: Iterable[str], ou: Endroit) -> None:
    """Refuse a name written twice in a list."""
    seen: set[str] = set()
    for name in cles:
        if name in seen:
            raise ParametreError(
                f"«\u00a0{name}\u00a0» est déclaré deux fois.",
                ou=str(ou),
                que_faire="Gardez une seule des deux entrées.",
            )
        seen.add(name)


def gabarit(
    texte: str, connus: Collection[str], ou: Endroit, accordes: Collection[str] = ()
) -> None:
    """Refuse a sentence whose braces name something that will not be known.

    Args:
        texte: the sentence.
        connus: what may stand between its braces.
        ou: where it stands.
        accordes: the counts that a noun may agree with (``{places:place}``).

    Raises:
        ParametreError: naming what stands between braces and the nearest known name.
    """
    try:
        asked = [field[1:] for field in Formatter().parse(texte) if field[1] is not None]
    except ValueError as error:
        raise ParametreError(
            "Une accolade n’est pas fermée, ou pas ouverte.",
            ou=str(ou),
            que_faire="Écrivez {nom}, ou doublez l’accolade qui doit se voir.",
        ) from error
    for name, form, converted in asked:
        if (form and name not in accordes) or converted:
            raise ParametreError(
                f"«\u00a0{{{name}}}\u00a0» ne s’accorde pas.",
                ou=str(ou),
                que_faire="Écrivez le nom seul entre les accolades.",
            )
        if name not in connus:
            raise ParametreError(
                f"«\u00a0{{{name}}}\u00a0» n’est pas connu ici.",
                ou=str(ou),
                que_faire=suggestion(str(name), connus),
            )


Positif = Annotated[float, entre(0)]
Texte = Annotated[str, non_vide]
