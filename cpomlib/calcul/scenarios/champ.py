"""What a value of a hypothesis may be, and the French sentence said of one that may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from cpomlib.socle import insecable, nombre, suggestion, vers_centimes

TAUX_PAR_AN = "taux_annuel"
_TAUX = ("taux", TAUX_PAR_AN, "pas")
FINANCEMENT, PAR_FONCTION, JOUR = "financement", "par_fonction", "jour"
ETABLISSEMENT, PLAFOND, AUCUN = "etablissement", "plafond", "aucun"
NOMMES = (ETABLISSEMENT, PLAFOND)
"""Financing of a place that is read in the base: the establishment's own mean, the ceiling."""
UNITES = {
    "taux": "%", TAUX_PAR_AN: "% par an", "euros": "€", "places": "places", "etp": "ETP",
    "annee": "", "duree": "ans", "code": "", "pas": "points par an", FINANCEMENT: "€",
}  # fmt: skip

ParAnnee = tuple[tuple[int, float], ...]
"""One rate per year: (year, fraction) pairs."""
Taux = float | ParAnnee
ParFonction = tuple[tuple[str, float], ...]
"""One number per fonction: (code, number) pairs, in the order of the codes."""
Course = tuple[float, float, float]
"""A slider in the unit shown: from, to, step; a typed number may go beyond it."""


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
        par_an: it stands for each year of the period of its hypothesis.
        dehors: what it is outside that period; None where nothing is said.
        course: the slider of the page, in the unit shown.
        aide: what the page says under it.
    """

    nom: str
    libelle: str
    genre: str
    requis: bool
    minimum: float | None = None
    maximum: float | None = None
    choix: tuple[Any, ...] | str = ()
    part_sous_un: bool = False
    par_an: bool = False
    dehors: float | None = 0.0
    course: Course | None = None
    aide: str = ""

    @property
    def unite(self) -> str:
        """French unit, empty for a code or a year."""
        return UNITES.get(self.genre, "")


def en_unite(declare: ChampHypothese, valeur: Any) -> ChampHypothese:
    """Return a field as its value is to be read: below 1, an amount that may be a share is one."""
    if declare.part_sous_un and isinstance(valeur, int | float) and valeur < 1:
        return replace(declare, genre="taux")
    return declare


PAR_PLACE = 20
"""ETP per place: numbers by fonction that may be larger are euros."""


def par_fonction_en(declare: ChampHypothese) -> str:
    """Return the kind of the numbers that a field holds by fonction: ``etp`` or ``euros``."""
    return "euros" if (declare.maximum or 0) > PAR_PLACE else "etp"


def champ(
    libelle: str,
    genre: str,
    defaut: Any = MISSING,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    choix: tuple[Any, ...] | str = (),
    **plus: Any,
) -> Any:
    """Declare a field of a hypothesis dataclass; ``plus`` are others of :class:`ChampHypothese`."""
    known = {"libelle": libelle, "genre": genre, "minimum": minimum, "maximum": maximum,
             "choix": choix, **plus}  # fmt: skip
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
        raise ValeurRefuseeError(f"{_dit(valeur)} n’est pas un nombre. {_ecrire(declare, valeur)}")
    low, high = declare.minimum, declare.maximum
    if (low is not None and read < Decimal(str(low))) or (
        high is not None and read > Decimal(str(high))
    ):
        raise ValeurRefuseeError(f"{_dit(valeur)} est hors des bornes. {_bornes(declare, read)}")
    return float(read)


def _ecrire(declare: ChampHypothese, valeur: Any) -> str:
    """Say how the number is written: a percentage is a fraction."""
    text = str(valeur).strip()
    percent = en_decimal(text.removesuffix("%").strip()) if text.endswith("%") else None
    if percent is not None:
        return f"Pour {text}, écrivez {percent / 100!s}."
    example = "0.02 pour 2\u00a0%" if declare.genre in _TAUX else "12500.50"
    return f"Écrivez par exemple {example}."


def _bornes(declare: ChampHypothese, read: Decimal) -> str:
    """Name the nearest valid value, and the percentage that was probably meant."""
    low, high = declare.minimum, declare.maximum
    nearest = low if low is not None and read < Decimal(str(low)) else high
    said = f"La valeur admise la plus proche est {_ecrit(nearest)}."
    if declare.genre in _TAUX and 1 <= abs(read) <= 100:
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


def _financement(declare: ChampHypothese, valeur: Any) -> float | str:
    """Read euros, or the name of what the base year says."""
    if valeur in NOMMES:
        return str(valeur)
    if en_decimal(valeur) is None:
        raise ValeurRefuseeError(
            f"{_dit(valeur)} n’est ni un montant, ni «\u00a0{ETABLISSEMENT}\u00a0» (la moyenne de "
            f"l’établissement), ni «\u00a0{PLAFOND}\u00a0» (le tarif plafond du GHAM)."
        )
    return _nombre(declare, valeur)


def _par_fonction(declare: ChampHypothese, valeur: Any) -> ParFonction | str:
    """Read a number per fonction, or that there is none."""
    if valeur == AUCUN:
        return AUCUN
    pairs = valeur.items() if isinstance(valeur, Mapping) else valeur
    if not isinstance(valeur, Mapping | tuple | list):
        raise ValeurRefuseeError(
            f"{_dit(valeur)} n’est pas lisible. Écrivez une ligne «\u00a0fonction: nombre\u00a0» "
            f"par fonction, ou «\u00a0{AUCUN}\u00a0»."
        )
    which = replace(declare, genre="code", choix="fonction")
    return tuple(sorted((_code(which, code), _nombre(declare, each)) for code, each in pairs))


def _jour(declare: ChampHypothese, valeur: Any) -> date:
    if isinstance(valeur, date):
        return valeur
    try:
        return date.fromisoformat(str(valeur))
    except ValueError as error:
        raise ValeurRefuseeError(f"{_dit(valeur)} n’est pas une date (AAAA-MM-JJ).") from error


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
    FINANCEMENT: _financement,
    PAR_FONCTION: _par_fonction,
    JOUR: _jour,
}
