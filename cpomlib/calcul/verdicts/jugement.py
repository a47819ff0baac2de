"""One verdict per indicator, all the tests of a report being one family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cpomlib.calcul.indicateurs import Fiche, fiches
from cpomlib.calcul.verdicts.declaration import VERDICTS, RegleVerdict, Verdicts
from cpomlib.calcul.verdicts.essais import Essai, Frein, cours, lisible, niveau
from cpomlib.calcul.verdicts.hasard import RISQUE, retenues
from cpomlib.calcul.verdicts.modele import Conclusion, Cours, Niveau, Verdict
from cpomlib.calcul.verdicts.releves import Faits
from cpomlib.droit import seuil

EN_COURS = "l’année n’est pas finie"
SANS_VALEUR = "le chiffre n’est pas disponible"
SANS_REGLE = "cet indicateur décrit, il ne se juge pas"
EN_NOMBRES = "l’effectif est trop petit pour en conclure"
SANS_REPERE = "aucun repère ne permet d’en juger"
PROCHE = "pas d’écart {a} au-delà du hasard"
PROCHE_CIBLE = "écart à l’objectif du contrat non établi\u00a0: {frein}"
PEU_NET = "pas d’écart net {a}"
STABLE = "pas d’évolution au-delà du hasard"
CONTRAIRES = "le niveau et l’évolution ne vont pas dans le même sens"
SUR = ", au-delà du hasard"
PLAFOND = "au-delà du possible\u00a0: à vérifier"
NEUTRE = "écart à expliquer, ni bon ni mauvais en soi"
_NIVEAUX: Mapping[int, Niveau] = {1: "meilleur", -1: "moins_bon", 0: "proche"}
_COURS: Mapping[int, Cours] = {1: "ameliore", -1: "degrade", 0: "stable"}
_FREINS: Mapping[Frein, str] = {
    "hasard": "le hasard peut l’expliquer",
    "nombre": "vu seul, il dépasse le hasard\u00a0; parmi toutes les comparaisons du rapport, non",
    "inconnus": "les réponses inconnues peuvent le combler",
    "petit": "il est trop petit pour compter",
}
_QUI = {
    "cible": "l’objectif du contrat",
    "norme": "le repère",
    "region": "le reste de la région",
    "comparables": "la médiane des autres gestionnaires de la région",
}
_A = {
    "cible": "à l’objectif du contrat",
    "norme": "au repère",
    "region": "au reste de la région",
    "comparables": "à la médiane des autres gestionnaires de la région",
}


@dataclass(frozen=True)
class Jugements:
    """The verdicts of a report.

    Attributes:
        verdicts: one per indicator of the catalogue.
        tests: how many tests they rest on, all of one family.
        cotes: indicator → the side of the mark it is on by a useful gap, beyond chance.
    """

    verdicts: Mapping[str, Verdict]
    tests: int
    cotes: Mapping[str, int]


def juger(faits: Faits) -> Jugements:
    """Judge every indicator of a unit.

    Args:
        faits: all that is known of it and of the others.

    Returns:
        The verdicts; none is given that chance, a small number, an unknown answer or a doubted
        figure may explain.
    """
    declared, catalogue = VERDICTS.lire(), fiches()
    if faits.ouverte:
        return Jugements({name: Verdict(name, motif=EN_COURS) for name in catalogue}, 0, {})
    tried = {
        name: (
            niveau(rule, catalogue[name], faits, faits.annee),
            cours(rule, catalogue[name], faits),
        )
        for name, rule in declared.toutes.items()
    }
    held = _retenus(tried)
    found = {
        name: _verdict(fiche, faits, declared, tried.get(name, (None, None)), held)
        for name, fiche in catalogue.items()
    }
    sides = {name: _cote(level, (name, 0) in held) for name, (level, _) in tried.items()}
    return Jugements(found, len(_tests(tried)), sides)


Essais = tuple[Essai | None, Essai | None]


def _tests(tried: Mapping[str, Essais]) -> dict[tuple[str, int], float]:
    """Return the mid-p of every test, by indicator and rank (level, course)."""
    return {
        (name, rank): one.p
        for name, pair in tried.items()
        for rank, one in enumerate(pair)
        if one is not None and one.p is not None
    }


def _retenus(tried: Mapping[str, Essais]) -> set[tuple[str, int]]:
    tests = _tests(tried)
    kept = retenues(list(tests.values()))
    return {key for key, holds in zip(tests, kept, strict=True) if holds}


def _cote(essai: Essai | None, retenu: bool) -> int:
    return essai.tient(retenu) if essai else 0


def _verdict(
    fiche: Fiche,
    faits: Faits,
    declared: Verdicts,
    essais: Essais,
    held: set[tuple[str, int]],
) -> Verdict:
    """Conclude from the level and the course of one indicator."""
    mine, rule = faits.sien(fiche.id), declared.toutes.get(fiche.id)
    doubt = faits.doutes.get(fiche.id, "")
    blank = Verdict(fiche.id, doute=doubt)
    if mine is None:
        return replace(blank, motif=SANS_VALEUR)
    if not lisible(fiche, mine):
        return replace(blank, motif=EN_NOMBRES, en_nombres=True)
    if rule is None:
        return replace(blank, motif=SANS_REGLE)
    found = _compare(blank, essais[0])
    if fiche.sens == "aucun":
        return replace(found, motif=NEUTRE if _cote(essais[0], True) else SANS_REGLE)
    return _sur_la_foi(_conclure(found, faits, declared, essais, held), rule, mine.valeur)


def _conclure(
    found: Verdict,
    faits: Faits,
    declared: Verdicts,
    essais: Essais,
    held: set[tuple[str, int]],
) -> Verdict:
    """Read the table of conclusions at the level and the course that hold."""
    (level, course), name = essais, found.indicateur
    rule, fiche = declared.toutes[name], fiches()[name]
    better = 1 if fiche.sens == "haut" else -1
    side = better * _cote(level, (name, 0) in held)
    if side > 0 and rule.cotes == "defavorable" and found.compare_a == "norme":
        side = 0
    where: Niveau = _NIVEAUX[side] if level else "inconnu"
    went: Cours = _COURS[better * _cote(course, (name, 1) in held)] if course else "inconnu"
    return replace(
        found,
        verdict=declared.table[where][went],
        motif=_motif(level, where, went),
        p=course.p if course and not side and went in ("ameliore", "degrade") else found.p,
        niveau=where,
        cours=went,
        annees=_annees(rule, fiche, faits, better * side) if side else 0,
    )


def _compare(verdict: Verdict, level: Essai | None) -> Verdict:
    if level is None:
        return verdict
    return replace(verdict, p=level.p, compare_a=level.compare_a, repere=level.repere)


def _sur_la_foi(found: Verdict, rule: RegleVerdict, value: float) -> Verdict:
    """Replace good news by « à vérifier » where the figure is doubted, or more than possible."""
    if found.verdict != "favorable":
        return found
    if rule.plafond and value > seuil(rule.plafond).nombre():
        return replace(found, verdict="a_verifier", motif=PLAFOND)
    said: Conclusion = "a_verifier" if found.doute else "favorable"
    return replace(found, verdict=said)


def _annees(rule: RegleVerdict, fiche: Fiche, faits: Faits, side: int) -> int:
    """Count the years in a row, back from this one, when the level was on that side.

    One alone beside a target of the contract: it is that of this year.
    """
    if rule.indicateur in faits.cibles:
        return 1
    count = 0
    for year in sorted(faits.siens, reverse=True):
        level = niveau(rule, fiche, faits, year)
        if level is None or _cote(level, level.p is None or level.p <= RISQUE) != side:
            break
        count += 1
    return max(count, 1)


def _motif(level: Essai | None, where: Niveau, went: Cours) -> str:
    """Say in a clause what a verdict comes from."""
    if (where, went) in {("meilleur", "degrade"), ("moins_bon", "ameliore")}:
        return CONTRAIRES
    parts, chance = [], ""
    if level and where in ("meilleur", "moins_bon"):
        word = "meilleur" if where == "meilleur" else "moins bon"
        chance = SUR if level.p is not None else ""
        parts.append(f"niveau {word} que {_QUI[level.compare_a]}")
    if went in ("ameliore", "degrade"):
        moved, chance = ("amélioration" if went == "ameliore" else "dégradation"), SUR
        parts.append(f"{moved} sur la période")
    if parts:
        return "\u00a0; ".join(parts) + chance
    if level is None:
        return SANS_REPERE if went == "inconnu" else STABLE
    return _proche(level)


def _proche(level: Essai) -> str:
    """Say what a level is no further from than chance, or by no useful gap; never « no gap » alone.

    The contract calls its target missed by one test; here it is one of all those of the report, and
    the unknown answers count both ways.
    """
    if level.p is not None and level.compare_a == "cible":
        return PROCHE_CIBLE.format(frein=_FREINS[level.frein])
    sure = level.p is not None and level.cote
    return (PROCHE if sure else PEU_NET).format(a=_A[level.compare_a])
