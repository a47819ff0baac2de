"""An examination of many gestionnaires as one table, and each one's own read back from it.

The table holds data only: figures are written with their exact form, so that an anomaly read back
is the one that was found, its digest included.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from cpomlib.calcul.anomalies.declarations import regles
from cpomlib.calcul.anomalies.evaluation import Examen, dernieres
from cpomlib.calcul.anomalies.modele import Anomalie, Chiffre, NonEvaluee

if TYPE_CHECKING:
    from cpomlib.tables import Justification

COLONNES = (
    "gestionnaire", "code", "entite", "manque", "message", "empreinte", "valeurs", "exemples",
)  # fmt: skip
_FORMES: Mapping[str, type[Chiffre]] = {"entier": int, "decimal": Decimal, "texte": str}


def en_table(examen: Examen, employeur: Mapping[str, str]) -> pd.DataFrame:
    """Write an examination, justifications left out, with the gestionnaire of each line.

    Args:
        examen: of any number of gestionnaires.
        employeur: establishment → its gestionnaire.
    """
    rules = regles()

    def owner(code: str, entity: str) -> str:
        return entity if rules[code].niveau == "gestionnaire" else employeur[entity]

    rows = [
        (owner(one.code, one.entite), one.code, one.entite, "", one.message, one.empreinte,
         _written(one.valeurs), json.dumps(one.exemples))
        for one in examen.anomalies
    ]  # fmt: skip
    rows += [
        (owner(one.code, one.entite), one.code, one.entite, one.manque, "", "", "", "")
        for one in examen.non_evaluees
    ]
    return pd.DataFrame(rows, columns=list(COLONNES), dtype="str")


def de_table(
    lignes: pd.DataFrame, annee: int, justifications: Sequence[Justification]
) -> Examen:  # fmt: skip
    """Read back the examination of a gestionnaire, with its own justifications.

    Args:
        lignes: its rows of what :func:`en_table` wrote, in the same order.
        annee: the year examined.
        justifications: those recorded, in any order.
    """
    answers = dernieres(justifications)
    found, lacking = [], []
    for line in lignes.to_dict("records"):
        if line["manque"]:
            lacking.append(NonEvaluee(line["code"], line["entite"], annee, line["manque"]))
        else:
            answer = answers.get((line["code"], line["entite"], annee))
            found.append(_anomalie(line, annee, answer))
    return Examen(tuple(found), tuple(lacking))


def _anomalie(line: Mapping[str, str], annee: int, answer: Justification | None) -> Anomalie:
    rule = regles()[line["code"]]
    return Anomalie(
        code=rule.code,
        volet=rule.volet,
        severite=rule.severite,
        libelle=rule.libelle,
        entite=line["entite"],
        annee=annee,
        message=line["message"],
        valeurs=_read(line["valeurs"]),
        empreinte=line["empreinte"],
        exemples=tuple(json.loads(line["exemples"])),
        que_faire=rule.que_faire,
        justification=answer,
    )


def _written(valeurs: Mapping[str, Chiffre]) -> str:
    names = {kind: name for name, kind in _FORMES.items()}
    return json.dumps([(name, names[type(value)], str(value)) for name, value in valeurs.items()])


def _read(written: str) -> dict[str, Chiffre]:
    return {name: _FORMES[kind](value) for name, kind, value in json.loads(written)}
