"""From shared tables to anomalies: which rules may be evaluated, where they fire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from cpomlib.calcul.anomalies.contexte import ContexteAnomalies
from cpomlib.calcul.anomalies.declarations import (
    INDICATEUR,
    REGION,
    RegleAnomalie,
    TableRequise,
    regles,
)
from cpomlib.calcul.anomalies.messages import message
from cpomlib.calcul.anomalies.modele import SEVERITES, Anomalie, Chiffre, NonEvaluee, empreinte
from cpomlib.calcul.anomalies.propres import constater, mesures
from cpomlib.calcul.anomalies.region import PEU, bornes
from cpomlib.calcul.anomalies.registre import FONCTIONS
from cpomlib.calcul.indicateurs import fiches
from cpomlib.droit import nomenclature
from cpomlib.droit.seuils import seuils
from cpomlib.socle import vers_euros
from cpomlib.tables import table

if TYPE_CHECKING:
    from cpomlib.tables import Frames, Justification

ANNEE_FINIE = "une année finie"
"""What a rule that reads a whole year lacks while it goes on."""

PARTIEL = "le périmètre ne couvre qu’une partie des établissements du gestionnaire"
_OF_HOUSING = frozenset({"places", "activite", "sejours", "qualite"})
"""Tables that nobody expects of a head office: its rules do not apply there."""


@dataclass(frozen=True)
class Examen:
    """What an examination found.

    Attributes:
        anomalies: the gravest first, then by code and entity.
        non_evaluees: the rules that lacked a table, by entity.
    """

    anomalies: tuple[Anomalie, ...]
    non_evaluees: tuple[NonEvaluee, ...]


def evaluer(frames: Frames, annee: int, **options: Any) -> tuple[Anomalie, ...]:
    """Return the anomalies of a year; see :func:`examiner`."""
    return examiner(frames, annee, **options).anomalies


def examiner(
    frames: Frames,
    annee: int,
    *,
    etablissements: Collection[str] | None = None,
    region: Frames | None = None,
    justifications: Sequence[Justification] = (),
    seulement: Collection[str] | None = None,
    ouverte: bool = False,
) -> Examen:
    """Apply every rule to the tables of a year.

    Args:
        frames: the shared tables, of one gestionnaire or of many.
        annee: the year examined; the years before it are read where a rule compares.
        etablissements: those examined; all by default. A rule about a gestionnaire is
            evaluated when all its establishments are.
        region: the tables of everybody, for the regional fences; ``frames`` by default. What
            they say of others goes through the rules of secrecy.
        justifications: those recorded, in any order.
        seulement: codes of the rules applied; all by default.
        ouverte: the year is not over: the rules that read the whole of it are not applied.

    Raises:
        ParametreError: a rule or a threshold is badly written.
    """
    contexte = ContexteAnomalies(frames, frames if region is None else region, annee, seuils())
    answers = dernieres(justifications)
    found: list[Anomalie] = []
    lacking: list[NonEvaluee] = []
    for code, rule in regles().items():
        if seulement is not None and code not in seulement:
            continue
        known, missing = _where(contexte, rule, etablissements)
        if ouverte and rule.annee_finie:
            missing += [NonEvaluee(code, one, annee, ANNEE_FINIE) for one in sorted(known)]
            known = frozenset()
        lacking += missing
        found += _anomalies(contexte, rule, known, answers)
    found.sort(key=lambda one: (SEVERITES.index(one.severite), one.code, one.entite))
    return Examen(tuple(found), tuple(sorted(lacking, key=lambda one: (one.code, one.entite))))


def dernieres(
    justifications: Sequence[Justification],
) -> Mapping[tuple[str, str, int], Justification]:
    """Return the latest answer to each rule, entity and year."""
    ordered = sorted(justifications, key=lambda one: one.id)
    return {(one.code, one.entite, one.annee): one for one in ordered}


def _where(
    contexte: ContexteAnomalies, rule: RegleAnomalie, chosen: Collection[str] | None
) -> tuple[frozenset[str], list[NonEvaluee]]:
    """Return the entities a rule can be evaluated for, and what the others lack."""
    candidates, partial = _candidates(contexte, rule, chosen)
    needs = [(_having(contexte, rule, need), _reason(contexte, need)) for need in rule.besoins]
    lacking = dict.fromkeys(partial, PARTIEL)
    for entity in candidates:
        reason = next((said for holders, said in needs if entity not in holders), "")
        if reason:
            lacking[entity] = reason
    missing = [
        NonEvaluee(rule.code, entity, contexte.annee, reason) for entity, reason in lacking.items()
    ]
    return frozenset(candidates) - lacking.keys(), missing


def _candidates(
    contexte: ContexteAnomalies, rule: RegleAnomalie, chosen: Collection[str] | None
) -> tuple[list[str], list[str]]:
    """Return those a rule is about, and the gestionnaires examined in part only."""
    housing = any(need.table in _OF_HOUSING for need in rule.besoins)
    if rule.niveau == "gestionnaire":
        return contexte.vue(("gestionnaires",), lambda: _gestionnaires(contexte, chosen))

    def found() -> tuple[list[str], list[str]]:
        mine = _chosen(contexte, chosen)
        if rule.categories:
            mine = mine[mine["categorie"].isin(rule.categories)]
        if housing:
            mine = mine[mine["regime"] != "siege"]
        return sorted(map(str, mine.index)), []

    return contexte.vue(("candidats", rule.categories, housing), found)


def _chosen(contexte: ContexteAnomalies, chosen: Collection[str] | None) -> pd.DataFrame:
    known = contexte.etablissements
    return known if chosen is None else known[known.index.isin(list(chosen))]


def _gestionnaires(
    contexte: ContexteAnomalies, chosen: Collection[str] | None
) -> tuple[list[str], list[str]]:
    whole = Counter(contexte.employeur)
    held = Counter(_chosen(contexte, chosen)["id_gestionnaire"])
    partial = {str(owner) for owner, count in held.items() if count < whole[owner]}
    return sorted(set(map(str, held)) - partial), sorted(partial)


def _having(
    contexte: ContexteAnomalies, rule: RegleAnomalie, need: TableRequise
) -> Collection[str]:
    """Return the entities that have what a rule needs."""
    if need.table == REGION:
        return contexte.vue(
            ("comparables", need.document), lambda: set(bornes(contexte, need.document).index)
        )
    if need.table == INDICATEUR:
        return set(mesures(contexte, rule.propre).index)
    holders = contexte.detenteurs(need.table, need.recul, need.document)
    if rule.niveau == "gestionnaire" and need.table != "balances":
        owners = contexte.employeur
        return contexte.vue(("employeurs", need), lambda: set(owners[owners.index.isin(holders)]))
    return holders


def _reason(contexte: ContexteAnomalies, need: TableRequise) -> str:
    if need.table == REGION:
        return PEU
    if need.table == INDICATEUR:
        return f"l’indicateur «\u00a0{fiches()[need.document].libelle}\u00a0»"
    document = f" ({nomenclature('document').libelle(need.document)})" if need.document else ""
    year = contexte.annee - need.recul
    return f"aucune ligne de la table «\u00a0{table(need.table).titre}\u00a0»{document} pour {year}"


def _anomalies(
    contexte: ContexteAnomalies,
    rule: RegleAnomalie,
    known: Collection[str],
    answers: Mapping[tuple[str, str, int], Justification],
) -> Iterator[Anomalie]:
    if not known:
        return
    own = rule.propre
    found = constater(contexte, own) if own else FONCTIONS[rule.code](contexte)
    for entity, row in zip(found.index, found.to_dict("records"), strict=True):
        if entity not in known:
            continue
        figures = _exact(row, rule.chiffres)
        year = contexte.annee
        yield Anomalie(
            code=rule.code,
            volet=rule.volet,
            severite=rule.severite,
            libelle=rule.libelle,
            entite=str(entity),
            annee=year,
            message=message(rule, figures | _exact(row, rule.reperes), contexte.conventions),
            valeurs=figures,
            empreinte=empreinte(rule.code, str(entity), year, figures),
            exemples=_named(row.get("exemples")),
            que_faire=rule.que_faire,
            justification=answers.get((rule.code, str(entity), year)),
        )


def _named(values: object) -> tuple[str, ...]:
    return values if isinstance(values, tuple) else ()


def _exact(row: Mapping[str, Any], natures: Mapping[str, str]) -> dict[str, Chiffre]:
    return {name: _figure(row[name], nature) for name, nature in natures.items()}


def _figure(value: Any, nature: str) -> Chiffre:
    """Give a figure its exact form: euros to the cent, rates to the ten-thousandth."""
    if nature == "texte":
        return str(value)
    if nature == "entier":
        return round(float(value))
    if nature == "centimes":
        return cast(Decimal, vers_euros(Decimal(round(float(value)))))
    return Decimal(str(round(float(value), 4)))
