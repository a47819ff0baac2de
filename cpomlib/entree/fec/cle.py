"""An analytical key as a file: of one gestionnaire, or of a whole region."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from cpomlib.entree.encodage import encodage
from cpomlib.entree.fec.affectation import (
    EXCLU,
    FICHIER,
    INTERDITS,
    AffectationAnalytique,
    Destination,
    RegleAffectation,
    en_mots,
)
from cpomlib.entree.fec.champs import LEGAUX, connus
from cpomlib.entree.garde import CLASSEUR, nature
from cpomlib.entree.noms import plie
from cpomlib.socle import CommandeError

GESTIONNAIRE = "gestionnaire"
"""The column of a key that serves several gestionnaires: whose row it is."""
_CIBLE = ("etablissement", "non_reconductible", GESTIONNAIRE)
_OUI = ("oui", "true", "vrai", "1")
_NON = ("", "non", "false", "faux", "0")


def lire_cle(
    chemin: Path, gestionnaire: str = "", autres: Collection[str] = ()
) -> AffectationAnalytique:
    """Read an analytical key, in YAML or CSV.

    YAML: ``regles``, a list of rows (columns of the FEC → beginning of the value, and
    ``etablissement``), and ``defaut``. CSV: the same rows under a header; a row without
    criterion is the default. A key of several gestionnaires has a column ``gestionnaire``: the
    same section means something else at each.

    Args:
        chemin: the file.
        gestionnaire: whose rows are kept, with those that name no gestionnaire.
        autres: the establishments of the others: a row that gives to one of them is theirs.

    Raises:
        FichierError: the file cannot be opened.
        ParametreError: it is not YAML.
        CommandeError: it is not a key; the message says why.
    """
    if nature(chemin) == CLASSEUR:
        raise CommandeError(
            "La clé analytique est un classeur.",
            ou=chemin.name,
            que_faire="Enregistrez-la en CSV.",
        )
    yaml = chemin.suffix.lower() in (".yaml", ".yml")
    rows = _yaml_rows(chemin) if yaml else _csv_rows(chemin)
    told = [_rule(row, f"{chemin.name}, {where}") for where, row in rows]
    kept = [rule for owner, rule in told if owner in ("", gestionnaire)]
    read = [rule for rule in kept if rule.cible.etablissement not in autres] or kept
    if told and not read:
        raise CommandeError(
            f"La clé analytique n’a aucune ligne pour «\u00a0{gestionnaire}\u00a0».",
            ou=chemin.name,
            que_faire="Ajoutez ses sections, une ligne chacune.",
        )
    rules = tuple(rule for rule in read if rule.criteres)
    defaults = {rule.cible for rule in read if not rule.criteres}
    _refuse(chemin, rules, defaults)
    return AffectationAnalytique(rules, next(iter(defaults), None))


def _refuse(chemin: Path, rules: Sequence[RegleAffectation], defaults: set[Destination]) -> None:
    if not rules and not defaults:
        raise CommandeError("La clé analytique ne contient aucune ligne.", ou=chemin.name)
    if len(defaults) > 1:
        raise CommandeError(
            "Plusieurs lignes de la clé n’ont aucun critère.",
            ou=chemin.name,
            que_faire="Gardez-en une : elle reçoit ce qu’aucune autre ne prend.",
        )
    seen: dict[frozenset[tuple[str, str]], Destination] = {}
    for rule in rules:
        key = frozenset((column, prefix.casefold()) for column, prefix in rule.criteres)
        if seen.setdefault(key, rule.cible) != rule.cible:
            raise CommandeError(
                f"La clé donne deux établissements pour {en_mots(dict(rule.criteres))}.",
                ou=chemin.name,
                que_faire="Gardez une seule des deux lignes.",
            )


def _yaml_rows(chemin: Path) -> list[tuple[str, Mapping[str, str]]]:
    from cpomlib.droit import closed, read_yaml

    content = read_yaml(chemin)
    closed(content, frozenset({"regles", "defaut"}), frozenset(), chemin.name)
    rows: list[tuple[str, Any]] = [
        (f"ligne {rank} de « regles »", row)
        for rank, row in enumerate(content.get("regles") or (), 1)
    ]
    if content.get("defaut"):
        rows.append(("« defaut »", {"etablissement": content["defaut"]}))
    for where, row in rows:
        if not isinstance(row, Mapping):
            raise CommandeError(
                "Cette ligne de la clé n’est pas de la forme « colonne: début de la valeur ».",
                ou=f"{chemin.name}, {where}",
            )
    return [(where, {str(k): _written(v) for k, v in row.items()}) for where, row in rows]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)


def _csv_rows(chemin: Path) -> list[tuple[str, Mapping[str, str]]]:
    text = chemin.read_text(encoding=encodage(chemin).nom, errors="replace").replace("\0", "")
    first = text.partition("\n")[0]
    sep = max((";", ",", "\t"), key=first.count)
    try:
        header, *rows = [
            [cell.strip() for cell in row]
            for row in csv.reader(text.split("\n"), delimiter=sep)
            if any(cell.strip() for cell in row)
        ] or [[]]
    except csv.Error as error:
        raise CommandeError("La clé analytique est mal écrite.", ou=chemin.name) from error
    if not any(plie(name) == _CIBLE[0] for name in header):
        raise CommandeError(
            "La clé analytique n’a pas de colonne « etablissement ».",
            ou=chemin.name,
            que_faire="Écrivez une ligne d’en-tête : des champs du fichier, puis etablissement.",
        )
    return [
        (f"ligne {number}", dict(zip(header, row, strict=False)))
        for number, row in enumerate(rows, 2)
    ]


def _rule(row: Mapping[str, str], where: str) -> tuple[str, RegleAffectation]:
    """Return whose row it is, empty for everybody's, and the row."""
    legal = connus() | {FICHIER: FICHIER} | {plie(name): name for name in _CIBLE}
    named = {legal.get(plie(column), column): value.strip() for column, value in row.items()}
    owner, target = named.pop(GESTIONNAIRE, ""), named.pop("etablissement", "")
    once = named.pop("non_reconductible", "").lower()
    if not target:
        raise CommandeError("Cette ligne de la clé ne dit pas l’établissement.", ou=where)
    if once not in (*_OUI, *_NON):
        raise CommandeError(
            f"« {once} » n’est pas une réponse.", ou=f"{where}, non_reconductible",
            que_faire="Écrivez oui ou non.",
        )  # fmt: skip
    for column in named:
        if column in INTERDITS:
            allowed = [name for name in LEGAUX if name not in INTERDITS]
            raise CommandeError(
                f"La colonne « {column} » change à chaque écriture : elle ne désigne pas un "
                "établissement.",
                ou=where,
                que_faire=f"Employez {', '.join(allowed)}, {FICHIER}, ou une colonne analytique "
                "ajoutée au fichier.",
            )
    excluded = target.casefold() == EXCLU
    criteria = tuple((column, prefix) for column, prefix in named.items() if prefix)
    return owner, RegleAffectation(
        criteria, Destination(EXCLU if excluded else target, once in _OUI)
    )
