"""Scenarios kept under a name, in the base: each saving is a deposit, none is overwritten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from cpomlib.base import (
    DeclarationChangeeError,
    Declaree,
    Enregistree,
    Origine,
    declarations,
    declarer,
    ecarts,
)
from cpomlib.base import empreinte as empreinte_de
from cpomlib.calcul.scenarios import Scenario, en_yaml, lire_scenario
from cpomlib.socle import CommandeError, CpomError, suggestion

if TYPE_CHECKING:
    from sqlalchemy import Engine

NATURE = "scenario"
_AUTRE = "Ce fichier est le scénario d’un autre gestionnaire."
_LIGNES = 6
"""Lines of a difference that a message shows."""


class DejaEnregistreError(CpomError):
    """Somebody else saved a scenario under that name; nothing was written.

    Attributes:
        autre: what is saved under that name.
        ecarts: the lines that differ, from the saved one (−) to this one (+).
    """

    autre: Declaree | None = None
    ecarts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Enregistre:
    """A saved scenario, as a list shows it.

    Attributes:
        nom: its name in the base; what ``?scenario=`` names.
        titre: its title.
        statut: ``brouillon``, ``propose`` or ``retenu``.
        auteur: who wrote it.
        jour: the day it was saved.
        empreinte: hash of its text: it changes when somebody saves over it.
        depot: the number of the deposit that holds it.
    """

    nom: str
    titre: str
    statut: str
    auteur: str
    jour: date | None
    empreinte: str
    depot: int = 0


def nom_de_fichier(titre: str) -> str:
    """Return the name of a title's file: « Plan d’équilibre » is ``plan-d-equilibre``.

    Raises:
        CommandeError: the title holds no letter or figure.
    """
    spaced = unicodedata.normalize("NFKD", re.sub("[’']", "-", titre))
    folded = spaced.encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", folded.lower()).strip("-")[:80].strip("-")
    if not name:
        raise CommandeError("Donnez un nom au scénario, avec au moins une lettre ou un chiffre.")
    return name


@dataclass(frozen=True)
class Illisible:
    """A saved scenario that cannot be read: it may be a retained one, and is said.

    Attributes:
        fichier: its name.
        pourquoi: why, in French.
    """

    fichier: str
    pourquoi: str


@dataclass(frozen=True)
class Inventaire:
    """What is saved for a gestionnaire.

    Attributes:
        lisibles: the scenarios, in the order of their names.
        illisibles: those that could not be read.
        lus: by name, what the readable ones say.
    """

    lisibles: tuple[Enregistre, ...] = ()
    illisibles: tuple[Illisible, ...] = ()
    lus: tuple[tuple[str, Scenario], ...] = ()


def inventaire(engine: Engine, gestionnaire: str, etat: int | None = None) -> Inventaire:
    """List the saved scenarios of a gestionnaire in a state, and what could not be read."""
    return inventaire_de(declarations(engine, [gestionnaire], nature=NATURE, etat=etat))


def inventaire_de(declarees: Iterable[Declaree]) -> Inventaire:
    """List the scenarios among declarations already read, and what could not be read."""
    seen: list[tuple[Enregistre, Scenario]] = []
    odd: list[Illisible] = []
    for one in declarees:
        if one.nature != NATURE:
            continue
        try:
            read = lu(one)
        except CpomError as error:
            odd.append(Illisible(one.nom, str(error)))
        else:
            seen.append((_enregistre(one, read), read))
    return Inventaire(
        tuple(held for held, _ in seen), tuple(odd), tuple((held.nom, read) for held, read in seen)
    )


def lu(declaration: Declaree) -> Scenario:
    """Read a scenario that is declared.

    Raises:
        CommandeError: it is the scenario of another gestionnaire.
        ScenarioError, ParametreError: its text cannot be read.
    """
    scenario = _lu(declaration.texte or "", declaration.nom)
    if scenario.gestionnaire != declaration.gestionnaire:
        raise CommandeError(_AUTRE, ou=declaration.nom)
    return scenario


@lru_cache(maxsize=256)
def _lu(texte: str, nom: str) -> Scenario:
    """Read a text once: a page looks at the list every other second."""
    return lire_scenario(texte, f"{nom}.yaml")


def _enregistre(one: Declaree, read: Scenario) -> Enregistre:
    return Enregistre(
        one.nom, read.titre, read.statut, read.auteur, read.date, one.empreinte, one.depot
    )


def _declare(engine: Engine, gestionnaire: str, nom: str, etat: int | None = None) -> Declaree:
    known = {one.nom: one for one in declarations(engine, [gestionnaire], nature=NATURE, etat=etat)}
    if nom not in known:
        raise CommandeError(
            f"Aucun scénario n’est enregistré sous le nom «\u00a0{nom}\u00a0».",
            que_faire=suggestion(nom, known),
        )
    return known[nom]


def ouvrir(engine: Engine, gestionnaire: str, nom: str, etat: int | None = None) -> Scenario:
    """Read a saved scenario.

    Raises:
        CommandeError: none has that name.
        ScenarioError, ParametreError: its text cannot be read.
    """
    return lu(_declare(engine, gestionnaire, nom, etat))


def empreinte(engine: Engine, gestionnaire: str, nom: str) -> str:
    """Return the hash of a saved scenario, empty when there is none."""
    known = declarations(engine, [gestionnaire], nature=NATURE)
    return next((one.empreinte for one in known if one.nom == nom), "")


def enregistrer(
    engine: Engine, scenario: Scenario, connue: str = "", jour: date | None = None
) -> Enregistre:
    """Save a scenario under its title.

    Args:
        engine: an open base.
        scenario: what is saved.
        connue: hash of the version it was made from, which may be replaced; empty for a new one.
        jour: the day written in the text; today by default.

    Raises:
        DejaEnregistreError: another version has that name; nothing was written.
        CommandeError: the title cannot name a scenario, or the gestionnaire is not in the base.
        StoreError: the base cannot be written.
    """
    name = nom_de_fichier(scenario.titre)
    dated = replace(scenario, date=jour or date.today())
    text = en_yaml(dated)
    key = (scenario.gestionnaire, f"{NATURE}/{name}")
    try:
        done = declarer(engine, {key: text}, _origine(text, name, scenario.auteur), {key: connue})
    except DeclarationChangeeError as error:
        raise _taken(error, scenario.titre, text) from error
    return Enregistre(
        name, scenario.titre, scenario.statut, scenario.auteur, dated.date, empreinte_de(text),
        done.depot,
    )  # fmt: skip


def renommer(
    engine: Engine, gestionnaire: str, nom: str, titre: str, auteur: str = "", connue: str = ""
) -> Enregistre:
    """Give a saved scenario another title, hence another name; the history keeps the old one.

    Args:
        engine: an open base.
        gestionnaire: whose scenario.
        nom: its name now.
        titre: its new title.
        auteur: who renames it.
        connue: hash of the version that was seen; empty to take whatever is in force.

    Raises:
        DejaEnregistreError: somebody saved over it since, or another has the new name.
        CommandeError: none has that name, or the title cannot name a scenario.
    """
    held = _declare(engine, gestionnaire, nom)
    changed = replace(lu(held), titre=titre)
    name, text = nom_de_fichier(titre), en_yaml(changed)
    old, new = (gestionnaire, held.document), (gestionnaire, f"{NATURE}/{name}")
    seen = connue or held.empreinte
    texts: dict[tuple[str, str], str | None] = {old: None} | {new: text}
    known = {new: "", old: seen}
    try:
        done = declarer(engine, texts, _origine(text, name, auteur or changed.auteur), known)
    except DeclarationChangeeError as error:
        raise _taken(error, titre, text) from error
    return Enregistre(
        name, titre, changed.statut, changed.auteur, changed.date, empreinte_de(text), done.depot
    )


def supprimer(
    engine: Engine, gestionnaire: str, nom: str, auteur: str = "", connue: str = ""
) -> Enregistree:
    """Take a saved scenario out of the list; the history keeps it.

    Args:
        engine: an open base.
        gestionnaire: whose scenario.
        nom: its name.
        auteur: who takes it out.
        connue: hash of the version that was seen; empty to take whatever is in force.

    Raises:
        DejaEnregistreError: somebody saved over it since.
        CommandeError: none has that name.
    """
    held = _declare(engine, gestionnaire, nom)
    key = (gestionnaire, held.document)
    who = _origine("", nom, auteur)
    try:
        return declarer(engine, {key: None}, who, {key: connue or held.empreinte})
    except DeclarationChangeeError as error:
        raise _taken(error, nom, "") from error


def _origine(texte: str, nom: str, auteur: str) -> Origine:
    return Origine(auteur or "non précisé", f"{nom}.yaml", empreinte_de(texte), NATURE)


def _taken(error: DeclarationChangeeError, titre: str, texte: str) -> DejaEnregistreError:
    """Say who saved under that name, and how it differs."""
    held = error.actuelles[0]
    said = titre if held.nom == nom_de_fichier(titre) else held.nom
    lines = ecarts(held.texte, texte)
    more = ["…"] * (len(lines) > _LIGNES)
    refusal = DejaEnregistreError(
        f"Un autre scénario est déjà enregistré sous le nom «\u00a0{said}\u00a0» par "
        f"{held.auteur}\u00a0: rien n’a été écrit.",
        pourquoi=f"De l’autre (−) à celui-ci (+)\u00a0: {' ; '.join([*lines[:_LIGNES], *more])}.",
        que_faire="Donnez un autre nom à celui-ci, ou ouvrez l’autre d’abord.",
    )
    refusal.autre, refusal.ecarts = held, lines
    return refusal
