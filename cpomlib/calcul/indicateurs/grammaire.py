"""What a service may write to calculate an indicator of its own: closed, and without code.

A term starts from rows that have a name, keeps those that meet every condition, and counts them
or adds up columns. Nothing else can be written, so nothing else can be run.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from cpomlib.calcul.indicateurs.selections import DEPARTS, Depart
from cpomlib.droit import NON_RENSEIGNE, Endroit, choisi, entre, lu, parmi, refus
from cpomlib.socle import ParametreError, suggestion, vers_centimes
from cpomlib.tables import Champ, table

_BORNES = ("au_moins", "au_plus", "plus_de", "moins_de")
_TYPES: Mapping[str, tuple[Any, str, str]] = {
    "integer": ((int, Decimal), "un nombre", "Écrivez un nombre (12, 0.5)."),
    "number": ((int, Decimal), "un nombre", "Écrivez un nombre (12, 0.5)."),
    "boolean": (bool, "oui ou non", "Écrivez true ou false."),
    "date": (date, "une date", "Une date s’écrit AAAA-MM-JJ, par exemple 2025-06-30."),
    "string": (str, "un texte", 'Écrivez-le entre guillemets droits\u00a0: "6419".'),
}


def _plusieurs(value: Any, ou: Endroit) -> tuple[Any, ...]:
    if value is None or value == ():
        raise refus(
            value, "une valeur", "Pour une case vide, écrivez «\u00a0rempli: false\u00a0».", ou
        )
    return value if isinstance(value, tuple) else (value,)


Plusieurs = Annotated[Any, _plusieurs]


@dataclass(frozen=True)
class ConditionDeclaree:
    """What a column must hold.

    Attributes:
        parmi: one of these values; what a plain value or a list means.
        sauf: none of these values.
        au_moins: at least; ``au_plus``, at most; ``plus_de``, ``moins_de``: strictly.
        commence_par: a text that begins with one of these.
        rempli: filled, or empty.
    """

    parmi: Plusieurs = ()
    sauf: Plusieurs = ()
    au_moins: Any = None
    au_plus: Any = None
    plus_de: Any = None
    moins_de: Any = None
    commence_par: Plusieurs = ()
    rempli: bool | None = None

    @property
    def bornes(self) -> Mapping[str, Any]:
        """The bounds that are set."""
        known = {name: getattr(self, name) for name in _BORNES}
        return {name: value for name, value in known.items() if value is not None}

    def controle(self, ou: Endroit) -> None:
        """Refuse a condition that asks for nothing."""
        if self == ConditionDeclaree():
            raise ParametreError(
                "Cette condition ne demande rien.", ou=str(ou),
                que_faire="Écrivez une valeur, ou par exemple «\u00a0{au_moins: 1}\u00a0».",
            )  # fmt: skip

    def confronter(self, champ: Champ, ou: Endroit) -> None:
        """Refuse what the column can never hold, and a comparison it does not have."""
        for name in ("parmi", "sauf"):
            for value in getattr(self, name):
                _type(value, champ, ou)
        if self.bornes and champ.type not in ("integer", "number", "date"):
            raise _sans_comparaison(champ, next(iter(self.bornes)), ou)
        for name, value in self.bornes.items():
            _type(value, champ, ou.dans(name))
        if self.commence_par and (champ.type != "string" or champ.categories):
            raise _sans_comparaison(champ, "commence_par", ou)
        for value in self.commence_par:
            _type(value, champ, ou.dans("commence_par"))

    def valeurs(self, champ: Champ) -> tuple[tuple[Any, ...], tuple[Any, ...], Mapping[str, Any]]:
        """Return the values asked for, those refused and the bounds, as frames hold them."""
        kept, left = (tuple(_tenue(one, champ) for one in each) for each in (self.parmi, self.sauf))
        return kept, left, {name: _tenue(one, champ) for name, one in self.bornes.items()}


def _type(value: Any, champ: Champ, ou: Endroit) -> None:
    if champ.categories:
        empty = () if champ.requis else (NON_RENSEIGNE,)
        choisi(value, (*champ.categories, *empty), ou)
        return
    accepted, called, advice = _TYPES[champ.type]
    if not isinstance(value, accepted) or (isinstance(value, bool) and champ.type != "boolean"):
        raise refus(value, called, advice, ou)


def _tenue(value: Any, champ: Champ) -> Any:
    """Return a value as a frame holds it: money in centimes, plain numbers."""
    if champ.monnaie:
        return float(vers_centimes(value))
    return float(value) if isinstance(value, Decimal) else value


def _sans_comparaison(champ: Champ, nom: str, ou: Endroit) -> ParametreError:
    return ParametreError(
        f"La colonne «\u00a0{champ.nom}\u00a0» ne se compare pas par «\u00a0{nom}\u00a0».",
        ou=str(ou),
        que_faire="Donnez une valeur ou une liste de valeurs.",
    )


def _condition(brut: Any, ou: Endroit) -> ConditionDeclaree:
    if isinstance(brut, Mapping):
        found: ConditionDeclaree = lu(ConditionDeclaree, brut, ou)
        return found
    return ConditionDeclaree(parmi=_plusieurs(brut, ou))


NomDeDepart = Annotated[str, parmi("La sélection", lambda: DEPARTS)]


@dataclass(frozen=True)
class TermeDeclare:
    """A numerator or a denominator.

    Attributes:
        lignes: the rows it starts from (``selections.DEPARTS``).
        si: column → what it must hold; all of them at once.
        somme: the columns added up; the rows are counted when there is none.
    """

    lignes: NomDeDepart
    si: Mapping[str, Annotated[Any, _condition]] = field(default_factory=dict)
    somme: Plusieurs = ()

    @property
    def depart(self) -> Depart:
        """Where its rows come from."""
        return DEPARTS[self.lignes]

    @property
    def monnaie(self) -> bool:
        """Whether it is an amount."""
        return any(self.champ(name).monnaie for name in self.somme)

    @property
    def effectif(self) -> bool:
        """Whether it counts persons or households (statistical secrecy)."""
        return self.depart.personnes and not self.monnaie

    def champ(self, nom: str) -> Champ:
        """Return a column of its table, or what is calculated of each row."""
        if nom in self.depart.durees:
            return Champ(nom, "number", True, (), "", None, None, nom, nom, "")
        return table(self.depart.table).champ(nom)

    def controle(self, ou: Endroit) -> None:
        """Refuse a column that is not there, and what it can never hold."""
        known = (*table(self.depart.table).colonnes, *self.depart.durees)
        for name, condition in self.si.items():
            self._connue(name, known, ou.dans("si").dans(name))
            condition.confronter(self.champ(name), ou.dans("si").dans(name))
        added = [name for name in known if self.champ(name).type in ("integer", "number")]
        for name in self.somme:
            self._connue(name, added, ou.dans("somme"))
        if len({self.champ(name).unite for name in self.somme}) > 1:
            raise ParametreError(
                "Ces colonnes n’ont pas la même unité\u00a0: elles ne s’ajoutent pas.",
                ou=str(ou.dans("somme")),
                que_faire="Sommez des colonnes de même unité.",
            )

    def _connue(self, nom: Any, connues: Collection[str], ou: Endroit) -> None:
        if nom in connues:
            return
        there = nom in table(self.depart.table).colonnes
        said = "n’est pas un nombre" if there else "n’existe pas"
        raise ParametreError(
            f"La colonne «\u00a0{nom}\u00a0» de la table «\u00a0{self.depart.table}\u00a0» {said}.",
            ou=str(ou),
            que_faire=suggestion(str(nom), connues, f"cpom tables montrer {self.depart.table}"),
        )


@dataclass(frozen=True)
class CalculDeclare:
    """How an indicator of a service is calculated.

    Attributes:
        numerateur: what is counted or added up.
        denominateur: what it is related to; None for a plain count or amount.
        facteur: what the quotient is multiplied by (100 for a ratio per 100 places).
    """

    numerateur: TermeDeclare
    denominateur: TermeDeclare | None = None
    facteur: Annotated[float, entre(0)] = 1.0

    @property
    def termes(self) -> tuple[TermeDeclare, ...]:
        """Its terms."""
        return (
            (self.numerateur,)
            if self.denominateur is None
            else (self.numerateur, self.denominateur)
        )

    @property
    def besoins(self) -> tuple[str, ...]:
        """The sources without which it does not exist."""
        return tuple(dict.fromkeys(term.depart.source for term in self.termes))

    @property
    def personnes(self) -> bool:
        """Whether it tells of persons or households, on either side."""
        return any(term.depart.personnes for term in self.termes)

    @property
    def part(self) -> bool:
        """Whether it relates persons to persons of the same table."""
        return (
            len({term.depart.table for term in self.termes}) == 1
            and len(self.termes) > 1
            and all(term.effectif for term in self.termes)
        )

    def controle(self, ou: Endroit) -> None:
        """Refuse a factor that nothing divides."""
        if self.facteur != 1.0 and self.denominateur is None:
            raise ParametreError(
                "Un facteur ne va pas sans dénominateur.", ou=str(ou.dans("facteur")),
                que_faire="Retirez-le, ou déclarez le dénominateur.",
            )  # fmt: skip
