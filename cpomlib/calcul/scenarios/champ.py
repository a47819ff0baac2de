"""What a value of a hypothesis may be, and the French sentence said of one that may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, replace
from decimal import Decimal
from typing import Any

from cpomlib.socle import insecable, nombre, suggestion, vers_centimes

TAUX_PAR_AN = "taux_annuel"
UNITES = {
    "taux": "%", TAUX_PAR_AN: "% par an", "euros": "€", "places": "places", "etp": "ETP",
    "annee": "", "duree": "ans", "code": "", "pas": "points par an",
}  # fmt: skip

ParAnnee = tuple[tuple[int, float], ...]
"""One rate per year: (year, fraction) pairs."""
Taux = float | ParAnnee


class ValeurRefuseeError(Exception):
    """A value that cannot be read; carries the French sentence to show."""


@dataclass(frozen=True)
class ChampHypothese:
    """One value of a type of hypothesis, as a form or a file asks for it.

    Attributes:
        nom: key in the file and attribute of the dataclass.
        libelle: its name on the page.
        genre: what is read: ``taux``, ``taux_annuel`` (one, or one per year), ``euros``,
            ``places``, ``etp``, ``annee``, ``duree``, ``code``, ``etablissement``, ``emprunt``…
        requis: it has no default.
        minimum: smallest value accepted.
        maximum: largest value accepted.
        choix: the codes accepted, for ``code``; a nomenclature by name where it is a string.
        part_sous_un: below 1, an amount is a share.
    """

    nom: str
    libelle: str
    genre: str
    requis: bool
    minimum: float | None = None
    maximum: float | None = None
    choix: tuple[Any, ...] | str = ()
    part_sous_un: bool = False

    @property
    def unite(self) -> str:
        """French unit, empty for a code or a year."""
        return UNITES.get(self.genre, "")


def en_unite(declare: ChampHypothese, valeur: Any) -> ChampHypothese:
    """Return a field as its value is to be read: below 1, an amount that may be a share is one."""
    if declare.part_sous_un and isinstance(valeur, int | float) and valeur < 1:
        return replace(declare, genre="taux")
    return declare


def champ(
    libelle: str,
    genre: str,
    defaut: Any = MISSING,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    choix: tuple[Any, ...] | str = (),
    part_sous_un: bool = False,
) -> Any:
    """Declare a field of a hypothesis dataclass."""
    known = {"libelle": libelle, "genre": genre, "minimum": minimum, "maximum": maximum,
             "choix": choix, "part_sous_un": part_sous_un}  # fmt: skip
    if defaut is MISSING:
        return field(metadata=known)
    return field(default=defaut, metadata=known)


def lire(declare: ChampHypothese, valeur: Any) -> Any:
    """Read one value of a file or a form as its field wants it.

    Raises:
        ValeurRefuseeError: with the sentence to show.
    """
    reader = _LECTEURS.get(declare.genre, _texte)
    return reader(declare, valeur)


def en_decimal(valeur: Any) -> Decimal | None:
    """Read a number as people and YAML write it, None when it is none."""
    from cpomlib.calcul.budget import decimal

    return decimal(valeur)


def en_centimes(montant: float) -> int:
    """Return an amount in euros as the whole cents it is read as, half away from zero."""
    from cpomlib.calcul.budget import centimes

    return int(vers_centimes(centimes(Decimal(repr(float(montant))))))


def _nombre(declare: ChampHypothese, valeur: Any) -> float:
    read = en_decimal(valeur)
    if read is None:
        raise ValeurRefuseeError(
            f"{_dit(valeur)} n’est pas un nombre. Écrivez par exemple 12500.50."
        )
    low, high = declare.minimum, declare.maximum
    if (low is not None and read < Decimal(str(low))) or (
        high is not None and read > Decimal(str(high))
    ):
        raise ValeurRefuseeError(f"{_dit(valeur)} est hors des bornes. {_bornes(declare, read)}")
    return float(read)


def _bornes(declare: ChampHypothese, read: Decimal) -> str:
    """Name the nearest valid value, and the percentage that was probably meant."""
    low, high = declare.minimum, declare.maximum
    nearest = low if low is not None and read < Decimal(str(low)) else high
    said = f"La valeur admise la plus proche est {_ecrit(nearest)}."
    if declare.genre in ("taux", TAUX_PAR_AN, "pas") and 1 <= abs(read) <= 100:
        said += f" Pour {_ecrit(read)} %, écrivez {read / 100!s}."
    return said


def _entier(declare: ChampHypothese, valeur: Any) -> int:
    read = _nombre(declare, valeur)
    if read != int(read):
        raise ValeurRefuseeError(f"{_dit(valeur)} n’est pas un nombre entier.")
    return int(read)


def _taux_annuel(declare: ChampHypothese, valeur: Any) -> Taux:
    if isinstance(valeur, Mapping):
        return tuple(sorted((_an(year), _nombre(declare, rate)) for year, rate in valeur.items()))
    if isinstance(valeur, list | tuple):
        if valeur and all(isinstance(pair, tuple) for pair in valeur):
            return tuple(sorted((_an(year), _nombre(declare, rate)) for year, rate in valeur))
        raise ValeurRefuseeError("Écrivez un taux, ou une ligne « année: taux » par année.")
    return _nombre(declare, valeur)


def _an(year: Any) -> int:
    read = en_decimal(year)
    if read is None or read != int(read):
        raise ValeurRefuseeError(f"{_dit(year)} n’est pas une année.")
    return int(read)


def _code(declare: ChampHypothese, valeur: Any) -> Any:
    known = choix_de(declare)
    for code in known:
        if str(valeur) == str(code):
            return code
    raise ValeurRefuseeError(
        f"{_dit(valeur)} n’est pas connu. {suggestion(str(valeur), [str(c) for c in known])}"
    )


def choix_de(declare: ChampHypothese) -> tuple[Any, ...]:
    """Return the codes a field accepts."""
    if isinstance(declare.choix, str):
        from cpomlib.droit import NON_RENSEIGNE, nomenclature

        return tuple(c for c in nomenclature(declare.choix).libelles if c != NON_RENSEIGNE)
    return declare.choix


def _texte(declare: ChampHypothese, valeur: Any) -> str:
    if not isinstance(valeur, str | int) or isinstance(valeur, bool) or not str(valeur).strip():
        raise ValeurRefuseeError(f"{_dit(valeur)} n’est pas un code. Écrivez-le entre guillemets.")
    return str(valeur).strip()


def _dit(valeur: Any) -> str:
    return f"« {_ecrit(valeur)} »"


def _ecrit(valeur: Any) -> str:
    if isinstance(valeur, float | Decimal) and valeur == valeur:  # noqa: PLR0124
        text = nombre(Decimal(str(valeur)).normalize(), 6)
        return text.rstrip("0").rstrip(",") if "," in text else text
    return insecable(str(valeur))


_LECTEURS: dict[str, Callable[[ChampHypothese, Any], Any]] = {
    "taux": _nombre,
    "pas": _nombre,
    TAUX_PAR_AN: _taux_annuel,
    "euros": _nombre,
    "etp": _nombre,
    "places": _entier,
    "annee": _entier,
    "duree": _entier,
    "code": _code,
}
