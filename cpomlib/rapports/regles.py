"""Strengths and points of attention, found by declared rules (``parameters/diagnostic.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, written
from cpomlib.droit import (
    Declaration,
    Endroit,
    NomDeSeuil,
    Texte,
    gabarit,
    non_vide,
    parmi,
    seuil,
    uniques,
)
from cpomlib.rendu.blocs import Constat
from cpomlib.socle import ParametreError, write

SHOWN = 3
"""How many strengths, and how many points of attention, the first page shows."""
DOUTEUX = " Chiffre douteux\u00a0: voir la qualité des données."
_MOTS = ("valeur", "repere", "duree_longue")
Indicateur = Annotated[str, parmi("L’indicateur", fiches)]


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

    code: Texte
    nature: Literal["force", "vigilance"]
    indicateur: Indicateur
    compare: Literal["seuil", "region", "annee"]
    quand: Literal["dessus", "dessous"]
    section: Texte
    titre: Texte
    texte: Texte
    seuil: NomDeSeuil = ""
    ecart: NomDeSeuil = ""
    plafond: NomDeSeuil = ""
    importance: float = 1.0

    def controle(self, ou: Endroit) -> None:
        """Refuse a rule without its threshold, or whose sentence names something unknown."""
        if self.compare == "seuil" and not self.seuil:
            raise ParametreError(
                "Une règle qui compare à un seuil le nomme.",
                ou=str(ou),
                que_faire="Ajoutez une ligne «\u00a0seuil: …\u00a0».",
            )
        gabarit(self.texte, _MOTS, ou.dans("texte"))


@dataclass(frozen=True)
class ChiffreDeclare:
    """A key figure of the first page, and the section it links to."""

    indicateur: Indicateur
    section: Texte


@dataclass(frozen=True)
class Diagnostic:
    """The first page of a diagnostic: its key figures, its rules."""

    chiffres_cles: tuple[ChiffreDeclare, ...]
    regles: Annotated[tuple[Regle, ...], non_vide]

    def controle(self, ou: Endroit) -> None:
        """Refuse two rules of one code."""
        uniques((rule.code for rule in self.regles), ou.dans("regles"))


DIAGNOSTIC = Declaration("diagnostic.yaml", Diagnostic, nomme_des_seuils=True)


def regles() -> tuple[Regle, ...]:
    """Return the rules in force, in the order of their file."""
    return DIAGNOSTIC.lire().regles


def chiffres_declares() -> tuple[ChiffreDeclare, ...]:
    """Return the key figures of the first page, in order."""
    return DIAGNOSTIC.lire().chiffres_cles


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
