"""The parties' hypotheses for a volet financier: one YAML file, everything in it optional."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from cpomlib.calcul.volet.plan_valeurs import controler, controler_emplois
from cpomlib.droit import Fautes, lire_yaml, read_yaml
from cpomlib.socle import ParametreError

_INVESTISSEMENT = frozenset(
    {"nom", "montant", "duree", "annee", "subvention", "emprunt", "taux", "duree_emprunt"}
)
_INVESTISSEMENT_REQUIRED = frozenset({"nom", "montant", "duree", "annee"})
_POSTE = frozenset({"poids", "taux"})
_CONVERGENCE = frozenset({"residuel", "reclasse"})


@dataclass(frozen=True)
class InvestissementPlan:
    """An investment of the plan, as :func:`cpomlib.calcul.budget.plan_investissement` takes it."""

    nom: str
    montant: Any
    duree: Any
    annee: Any
    subvention: Any = 0
    emprunt: Any = 0
    taux: Any = 0
    duree_emprunt: Any = None


@dataclass(frozen=True)
class Plan:
    """What the parties supply to the volet financier; an empty part was not supplied.

    Attributes:
        cles: establishment → GHAM → ENC key, a fraction.
        exclusions: establishment → charges outside the ceilings besides non-recurrent credits,
            euros (CASF, art. L. 314-4, and the year's arrêté).
        convergence: establishment → GHAM → ``residuel`` (euros) and ``reclasse``.
        fraction: share of the gap to take back, where the text of the year was not read.
        taux_drl: rates of the contract's years, fractions; a single one applies to all.
        formule_fixe: item → ``poids`` and ``taux`` (one, or one per year), fractions.
        avenant_annuel: change agreed each year, euros.
        equation_ou_plafond: product of the equation each year, euros.
        investissements: the plan pluriannuel d'investissement.
        affectation: use of the surplus → euros.
        libre_affectation: the contract frees the affectation of results.
        resultats_prevus: year → result expected, euros.
        fichier: name of the file it was read in, empty when nothing was supplied.
    """

    cles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    exclusions: Mapping[str, Any] = field(default_factory=dict)
    convergence: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    fraction: Decimal | Fraction | None = None
    taux_drl: tuple[Any, ...] = ()
    formule_fixe: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    avenant_annuel: tuple[Any, ...] = ()
    equation_ou_plafond: tuple[Any, ...] = ()
    investissements: tuple[InvestissementPlan, ...] = ()
    affectation: Mapping[str, Any] = field(default_factory=dict)
    libre_affectation: bool = False
    resultats_prevus: Mapping[int, Any] = field(default_factory=dict)
    fichier: str = ""


def read_plan(path: Path) -> Plan:
    """Read the hypotheses of a volet financier.

    Raises:
        ParametreError: the file is absent or badly written; or all its faults at once, an
            unknown key with the nearest known one.
    """
    return replace(_read(read_yaml(path), str(path)), fichier=path.name)


def lire_plan(texte: str, fichier: str) -> Plan:
    """Read a plan in a text, as :func:`read_plan` reads it in a file.

    Args:
        texte: what was written.
        fichier: the name that messages and reports give it.

    Raises:
        ParametreError: as :func:`read_plan`.
    """
    return replace(_read(lire_yaml(texte, fichier), fichier), fichier=fichier)


def _read(content: Mapping[str, Any], where: str) -> Plan:
    fautes = Fautes()
    kept = dict(fautes.cles(content, frozenset(Plan.__dataclass_fields__) - {"fichier"}, where))
    for name in ("taux_drl", "avenant_annuel", "equation_ou_plafond"):
        if name in kept:
            kept[name] = _list(kept[name])
    for name in ("cles", "exclusions", "convergence", "formule_fixe", "affectation",
                 "resultats_prevus"):  # fmt: skip
        if name in kept:
            kept[name] = _mapping(kept[name], where, name, fautes)
    kept |= _keys(kept, where, fautes)
    for poste, entry in kept.get("formule_fixe", {}).items():
        fautes.cles(entry, _POSTE, f"{where}, formule_fixe, «\u00a0{poste}\u00a0»", _POSTE)
    for name, ghams in kept.get("convergence", {}).items():
        here = f"{where}, convergence"
        for gham, entry in _mapping(ghams, here, name, fautes).items():
            fautes.cles(entry, _CONVERGENCE, f"{here}, «\u00a0{name}\u00a0», {gham}")
    values = {name: value for name, value in kept.items() if name != "investissements"}
    controler(values, where, fautes)
    controler_emplois(kept.get("affectation", {}), where, fautes)
    kept["investissements"] = tuple(_investments(kept.get("investissements", ()), where, fautes))
    given = kept.get("fraction")
    kept["fraction"] = fautes.lire(lambda: _fraction(given, where), None)
    fautes.conclure()
    return Plan(**kept)


def _keys(kept: Mapping[str, Any], where: str, fautes: Fautes) -> dict[str, Mapping[Any, Any]]:
    """Read the code of an establishment without its quotes, a year written between some."""
    found: dict[str, Mapping[Any, Any]] = {
        name: {str(key): value for key, value in kept[name].items()}
        for name in ("cles", "exclusions", "convergence")
        if name in kept
    }
    given = kept.get("resultats_prevus", {})
    if given:
        found["resultats_prevus"] = {
            fautes.lire(lambda key=key: _year(key, where), key): value  # type: ignore[misc]
            for key, value in given.items()
        }
    return found


def _year(key: Any, where: str) -> int:
    if not re.fullmatch(r"(19|20|21)\d\d", str(key)):
        raise ParametreError(
            f"«\u00a0{key}\u00a0» n’est pas une année.",
            ou=f"{where}, resultats_prevus",
            que_faire="Écrivez les quatre chiffres de l’année, par exemple 2027.",
        )
    return int(key)


def _fraction(value: Any, where: str) -> Any:
    if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return value
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise ParametreError(
            f"«\u00a0{value}\u00a0» n’est pas une fraction.",
            ou=where,
            que_faire='Écrivez par exemple "1/2".',
        ) from error


def _investments(entries: Any, where: str, fautes: Fautes) -> Iterator[InvestissementPlan]:
    for rank, entry in enumerate(_list(entries), start=1):
        here = f"{where}, investissement {rank}"
        known = fautes.cles(entry, _INVESTISSEMENT, here, _INVESTISSEMENT_REQUIRED)
        controler(known, here, fautes)
        if known.keys() >= _INVESTISSEMENT_REQUIRED:
            yield InvestissementPlan(**known)


def _list(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _mapping(value: Any, where: str, name: str, fautes: Fautes) -> Mapping[Any, Any]:
    return fautes.lire(lambda: _lines(value, where, name), {})


def _lines(value: Any, where: str, name: str) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise ParametreError(
            f"« {name} » attend des lignes « clé: valeur ».",
            ou=where,
            que_faire="Mettez une ligne par élément, en retrait sous ce nom.",
        )
    return value
