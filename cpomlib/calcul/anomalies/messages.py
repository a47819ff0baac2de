"""The sentence of an anomaly: the template of its rule, figures written as in France."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any

from cpomlib.calcul.anomalies.declarations import RegleAnomalie
from cpomlib.calcul.anomalies.modele import Chiffre
from cpomlib.droit import Seuil
from cpomlib.socle import euros, nombre, pluriel, taux

_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "entier": nombre,
    "centimes": euros,
    "taux": taux,
    "variation": lambda value: taux(value) if value <= 0 else f"+{taux(value)}",
    "decimal": lambda value: nombre(value, 1),
    "texte": str,
}


class _Ecrivain(Formatter):
    """Write ``{journees}`` by its nature, and ``{sejours:séjour}`` agreed with its count."""

    def __init__(self, natures: Mapping[str, str]) -> None:
        self.natures = natures

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        """Keep the name beside the value, so that its nature can be found."""
        return (field_name, kwargs[field_name]), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write a value by the nature its rule declares."""
        name, figure = value
        if format_spec:
            singular, _, plural = format_spec.partition("/")
            return pluriel(figure, singular, plural)
        return _WRITERS[self.natures[name]](figure)


def message(
    regle: RegleAnomalie, chiffres: Mapping[str, Chiffre], conventions: Mapping[str, Seuil]
) -> str:
    """Return the sentence of a rule for the figures found; thresholds may be named in it."""
    marks = {name: conventions[name].nombre() for name in regle.seuils}
    natures = {name: _nature(conventions[name]) for name in marks}
    writer = _Ecrivain(natures | dict(regle.chiffres) | dict(regle.reperes))
    return writer.format(regle.message, **marks, **chiffres)


def _nature(entry: Seuil) -> str:
    """Return how a threshold is written: a rate, a whole number, a decimal."""
    if entry.unite == "taux":
        return "taux"
    return "entier" if entry.nombre() == int(entry.nombre()) else "decimal"
