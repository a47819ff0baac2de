"""The clauses of a contract: declared as data, in it where their condition holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from cpomlib.calcul.contrat.conditions_clauses import CONDITIONS
from cpomlib.calcul.contrat.convenu import Convenu
from cpomlib.calcul.contrat.valeurs_clauses import INCONNU, VALEURS
from cpomlib.droit import (
    Declaration,
    Endroit,
    cles,
    gabarit,
    nomenclature,
    non_vide,
    parmi,
    une_ligne,
)

VISAS = "visas"
"""The rubrique that no text of the parties replaces: it has no code in ``textes_contrat``."""
Cadre = Literal["l313_11_2", "l313_11", "pluripartite"]
CPOM: tuple[Cadre, ...] = ("l313_11_2", "l313_11")


def _conditions() -> Mapping[str, object]:
    return CONDITIONS


def rubriques() -> dict[str, str]:
    """Return the headings of the model contract by code, in its order."""
    return {VISAS: "visas", **nomenclature("clause").libelles}


@dataclass(frozen=True)
class Inconnu:
    """What to say of a value that nobody has given: what it is, who knows it."""

    quoi: Annotated[str, une_ligne, non_vide]
    qui: Annotated[str, une_ligne, non_vide]


@dataclass(frozen=True)
class ClauseDeclaree:
    """A clause as its file gives it.

    Attributes:
        rubrique: the heading of the model contract that it stands under.
        phrase: its text, values between braces.
        article: the text it comes from.
        condition: when it is in the contract.
        cadres: the kinds of contracts that may have it.
        a_verifier: what is to be read again before anybody signs.
    """

    rubrique: Annotated[str, parmi("La rubrique", rubriques)]
    phrase: Annotated[str, une_ligne, non_vide]
    article: Annotated[str, une_ligne, non_vide]
    condition: Annotated[str, parmi("La condition", _conditions)] = "toujours"
    cadres: tuple[Cadre, ...] = CPOM
    a_verifier: Annotated[str, une_ligne] = ""

    def controle(self, ou: Endroit) -> None:
        """Refuse a sentence whose braces name nothing that is known."""
        gabarit(self.phrase, VALEURS, ou.dans("phrase"))


@dataclass(frozen=True)
class Clauses:
    """The content of the file."""

    inconnus: Mapping[str, Inconnu]
    clauses: Annotated[Mapping[str, ClauseDeclaree], non_vide]

    def controle(self, ou: Endroit) -> None:
        """Refuse a value of which nobody says what it is, and a word for none."""
        cles(VALEURS, toutes=True)(self.inconnus, ou.dans("inconnus"))


CLAUSES = Declaration("contrat/clauses.yaml", Clauses, "complete")


@dataclass(frozen=True)
class Clause:
    """A clause of a contract.

    Attributes:
        code: its name in the file; that of the rubrique where the parties wrote it.
        rubrique: the heading it stands under.
        texte: what it says, what is unknown marked.
        article: the text it comes from; empty where it is the parties' own.
        manques: what is to be completed in it.
        a_verifier: what is to be read again before anybody signs.
    """

    code: str
    rubrique: str
    texte: str
    article: str = ""
    manques: tuple[Inconnu, ...] = ()
    a_verifier: str = ""


def marque(inconnu: Inconnu) -> str:
    """Return what stands in a document for what nobody has given."""
    return f"[à compléter\u00a0: {inconnu.quoi}]"


def clauses(convenu: Convenu) -> list[Clause]:
    """Return the clauses of a contract, in the order of the model contract.

    A text that the parties wrote for a rubrique takes the place of its clauses.
    """
    declared = CLAUSES.lire()
    own = {str(row["clause"]): str(row["texte"]) for row in convenu.contrat.de("textes_contrat")}
    cadre = str(convenu.contrat.ligne["cadre"])
    found: list[Clause] = []
    for rubrique in rubriques():
        if rubrique in own:
            found.append(Clause(rubrique, rubrique, own[rubrique]))
            continue
        found += [
            _made(code, one, convenu, declared.inconnus)
            for code, one in declared.clauses.items()
            if one.rubrique == rubrique
            and cadre in one.cadres
            and CONDITIONS[one.condition](convenu)
        ]
    return found


def _made(
    code: str, clause: ClauseDeclaree, convenu: Convenu, inconnus: Mapping[str, Inconnu]
) -> Clause:
    missing: list[Inconnu] = []
    said = {}
    for name in (one for one in VALEURS if f"{{{one}}}" in clause.phrase):
        value = VALEURS[name](convenu)
        text = INCONNU if value is None else value
        if INCONNU in text:
            missing.append(inconnus[name])
        said[name] = text.replace(INCONNU, marque(inconnus[name]))
    return Clause(
        code, clause.rubrique, clause.phrase.format(**said), clause.article, tuple(missing),
        clause.a_verifier,
    )  # fmt: skip
