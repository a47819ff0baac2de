"""Strengths and points of attention, found by declared rules (``parameters/diagnostic.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, written
from cpomlib.droit import charger, override_of, seuil, shipped_dir
from cpomlib.rendu.blocs import Constat
from cpomlib.socle import ParametreError, suggestion, write

SHOWN = 3
"""How many strengths, and how many points of attention, the first page shows."""
_FILE = "diagnostic.yaml"
DOUTEUX = " Chiffre douteux\u00a0: voir la qualité des données."
_COMPARE = ("seuil", "region", "annee")


@dataclass(frozen=True)
class Regle:
    """One rule: an indicator, what it is compared with, and the sentence it gives.

    Attributes:
        code: stable name, printed in the method part.
        nature: ``force`` or ``vigilance``.
        indicateur: id of the indicator.
        compare: ``seuil`` (a named threshold), ``region`` (its median) or ``annee`` (last year).
        quand: ``dessus`` or ``dessous``, strictly.
        section: anchor of the part of the report that proves it.
        titre: the finding, in a few words.
        texte: the sentence; ``{valeur}`` and ``{repere}`` are written in French form.
        seuil: the threshold compared with.
        ecart: threshold of the relative gap (region) or of the difference (year).
        plafond: threshold beyond which a strength is no longer one.
        importance: weight in the order of the findings.
    """

    code: str
    nature: str
    indicateur: str
    compare: str
    quand: str
    section: str
    titre: str
    texte: str
    seuil: str = ""
    ecart: str = ""
    plafond: str = ""
    importance: float = 1.0


@dataclass(frozen=True)
class ChiffreDeclare:
    """A key figure of the first page, and the section it links to."""

    indicateur: str
    section: str


def regles() -> tuple[Regle, ...]:
    """Return the rules in force, in the order of their file."""
    path = _path()
    return tuple(_rule(path, entry) for entry in _content(path)["regles"])


def chiffres_declares() -> tuple[ChiffreDeclare, ...]:
    """Return the key figures of the first page, in order."""
    return tuple(ChiffreDeclare(**entry) for entry in _content(_path())["chiffres_cles"])


def constats(dossier: Dossier, nature: str) -> tuple[Constat, ...]:
    """Return the findings of a dossier, the furthest from their reference first.

    Only one finding is kept per indicator: two rules on one figure say the same thing. A year that
    is not over gives none.
    """
    if dossier.periode.ouverte:
        return ()
    found = [
        (strength, rule)
        for rule in regles()
        if rule.nature == nature and (strength := _strength(dossier, rule)) is not None
    ]
    found.sort(key=lambda pair: -pair[0])
    kept: dict[str, Regle] = {}
    for _, rule in found:
        kept.setdefault(rule.indicateur, rule)
    return tuple(constat(dossier, rule) for rule in list(kept.values())[:SHOWN])


def _strength(dossier: Dossier, rule: Regle) -> float | None:
    """Return how far the figure is from its reference, None when the rule does not hold."""
    value, mark = dossier.valeur(rule.indicateur), _mark(dossier, rule)
    if value is None or mark is None or (rule.plafond and value > seuil(rule.plafond).nombre()):
        return None
    gap = (value - mark) if rule.quand == "dessus" else (mark - value)
    relative = gap / max(abs(mark), 0.01) if rule.compare != "annee" else gap
    needed = seuil(rule.ecart).nombre() if rule.ecart else 0.0
    return rule.importance * min(relative, 2.0) if relative > needed else None


def _mark(dossier: Dossier, rule: Regle) -> float | None:
    """Return what the figure is compared with, None when it is unknown or masked."""
    if rule.compare == "seuil":
        return seuil(rule.seuil).nombre()
    if rule.compare == "annee":
        return dossier.valeur(rule.indicateur, dossier.annee - 1)
    known = dossier.regional.get(rule.indicateur)
    return known.mediane if known else None


def constat(dossier: Dossier, rule: Regle) -> Constat:
    """Write what a rule found, and that its figure is doubtful where it is."""
    longue = dossier.conventions.seuil_presence_longue_mois
    doubtful = DOUTEUX if dossier.doutes((rule.indicateur,)) else ""
    return Constat(
        nature="force" if rule.nature == "force" else "vigilance",
        titre=rule.titre,
        texte=rule.texte.format(
            valeur=written(rule.indicateur, dossier.valeur(rule.indicateur)),
            repere=written(rule.indicateur, _mark(dossier, rule)),
            duree_longue=write(longue, "nombre", "mois"),
        )
        + doubtful,
        lien=rule.section,
    )


def _path() -> Path:
    return override_of(_FILE) or shipped_dir() / _FILE


@cache
def _content(path: Path) -> dict[str, Any]:
    return charger(path)


def _rule(path: Path, entry: dict[str, Any]) -> Regle:
    rule = Regle(**entry)
    if rule.indicateur not in fiches():
        raise ParametreError(
            f"L’indicateur «\u00a0{rule.indicateur}\u00a0» n’existe pas.",
            ou=f"{path.name}, règle {rule.code}",
            que_faire=suggestion(rule.indicateur, fiches()),
        )
    if rule.compare not in _COMPARE or rule.quand not in ("dessus", "dessous"):
        raise ParametreError(
            f"«\u00a0compare: {rule.compare}\u00a0» ou «\u00a0quand: {rule.quand}\u00a0» "
            "n’est pas connu.",
            ou=f"{path.name}, règle {rule.code}",
            que_faire="Écrivez compare: seuil, region ou annee\u00a0; quand: dessus ou dessous.",
        )
    return rule
