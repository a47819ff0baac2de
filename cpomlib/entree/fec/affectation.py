"""Which establishment each charge or product belongs to: one for all, or an analytical key."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpomlib.entree.encodage import encodage
from cpomlib.entree.fec.champs import LEGAUX, Entete, connus
from cpomlib.entree.garde import CLASSEUR, nature
from cpomlib.entree.noms import plie
from cpomlib.socle import CommandeError, suggestion

EXCLU = "exclu"
"""Instead of an establishment: an activity that the CPOM does not cover."""
FICHIER = "fichier"
"""Instead of a field: the name of the file."""
_INTERDITS = (
    "EcritureNum", "EcritureDate", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "Montant", "Sens", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
"""Fields that change at each line: a prefix of them says nothing of an establishment."""
_CIBLE = ("etablissement", "non_reconductible")
_OUI = ("oui", "true", "vrai", "1")
_NON = ("", "non", "false", "faux", "0")


@dataclass(frozen=True)
class Cible:
    """Where a line goes.

    Attributes:
        etablissement: id of the establishment, or ``exclu``.
        non_reconductible: whether it is a one-off credit or charge.
    """

    etablissement: str
    non_reconductible: bool = False


@dataclass(frozen=True)
class RegleAffectation:
    """One row of an analytical key: every criterion must be met.

    Attributes:
        criteres: column → beginning of its value.
        cible: where the lines go.
    """

    criteres: tuple[tuple[str, str], ...]
    cible: Cible

    @property
    def longueur(self) -> int:
        """Characters the row requires: the longest one wins."""
        return sum(len(prefix) for _, prefix in self.criteres)


@dataclass(frozen=True)
class AffectationAnalytique:
    """How lines are shared between establishments.

    Attributes:
        regles: rows of the key, in the order of the file.
        defaut: where the lines that no row covers go; None when there is no such place.
    """

    regles: tuple[RegleAffectation, ...] = ()
    defaut: Cible | None = None

    @property
    def colonnes(self) -> tuple[str, ...]:
        """Columns the key looks at, the file name apart, in a fixed order."""
        named = {column for rule in self.regles for column, _ in rule.criteres}
        return tuple(sorted(named - {FICHIER}))

    @property
    def etablissements(self) -> tuple[str, ...]:
        """Establishments the key names, in a fixed order."""
        targets = [rule.cible for rule in self.regles] + ([self.defaut] if self.defaut else [])
        return tuple(sorted({t.etablissement for t in targets} - {EXCLU}))

    def cible(self, valeurs: Mapping[str, str]) -> Cible | None:
        """Return where a line goes: the row with the longest prefixes, the first if equal.

        Args:
            valeurs: column → value of the line (and ``fichier`` → name of the file).
        """
        folded = {column: value.casefold() for column, value in valeurs.items()}
        best: RegleAffectation | None = None
        for rule in self.regles:
            held = all(
                folded.get(column, "").startswith(prefix.casefold())
                for column, prefix in rule.criteres
            )
            if held and (best is None or rule.longueur > best.longueur):
                best = rule
        return best.cible if best else self.defaut

    def verifier(self, entete: Entete, fichier: str) -> None:
        """Refuse a key that looks at a column which a file does not have.

        Raises:
            CommandeError: naming the column and the nearest one of the file.
        """
        for column in self.colonnes:
            if entete.colonne(column) is None:
                known = [*entete.autres, *(n for n in entete.champs if n not in _INTERDITS)]
                raise CommandeError(
                    f"La clé analytique emploie la colonne « {column} », que le fichier n’a pas.",
                    ou=fichier,
                    que_faire=suggestion(column, known),
                )


def tout_a(etablissement: str) -> AffectationAnalytique:
    """Give every line to one establishment."""
    return AffectationAnalytique(defaut=Cible(etablissement))


def lire_cle(chemin: Path) -> AffectationAnalytique:
    """Read an analytical key, in YAML or CSV.

    YAML: ``regles``, a list of rows (columns of the FEC → beginning of the value, and
    ``etablissement``), and ``defaut``. CSV: the same rows under a header; a row without
    criterion is the default.

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
    read = [_rule(row, f"{chemin.name}, {where}") for where, row in rows]
    rules = tuple(rule for rule in read if rule.criteres)
    defaults = {rule.cible for rule in read if not rule.criteres}
    _refuse(chemin, rules, defaults)
    return AffectationAnalytique(rules, next(iter(defaults), None))


def _refuse(chemin: Path, rules: Sequence[RegleAffectation], defaults: set[Cible]) -> None:
    if not rules and not defaults:
        raise CommandeError("La clé analytique ne contient aucune ligne.", ou=chemin.name)
    if len(defaults) > 1:
        raise CommandeError(
            "Plusieurs lignes de la clé n’ont aucun critère.",
            ou=chemin.name,
            que_faire="Gardez-en une : elle reçoit ce qu’aucune autre ne prend.",
        )
    seen: dict[frozenset[tuple[str, str]], Cible] = {}
    for rule in rules:
        key = frozenset((column, prefix.casefold()) for column, prefix in rule.criteres)
        if seen.setdefault(key, rule.cible) != rule.cible:
            raise CommandeError(
                f"La clé donne deux établissements pour {en_mots(dict(rule.criteres))}.",
                ou=chemin.name,
                que_faire="Gardez une seule des deux lignes.",
            )


def en_mots(valeurs: Mapping[str, str]) -> str:
    """Write criteria or values for a message: ``JournalCode « CH », Section « (vide) »``."""
    return ", ".join(f"{column} « {value or '(vide)'} »" for column, value in valeurs.items())


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


def _rule(row: Mapping[str, str], where: str) -> RegleAffectation:
    legal = connus() | {FICHIER: FICHIER} | {plie(name): name for name in _CIBLE}
    named = {legal.get(plie(column), column): value.strip() for column, value in row.items()}
    target = named.pop("etablissement", "")
    once = named.pop("non_reconductible", "").lower()
    if not target:
        raise CommandeError("Cette ligne de la clé ne dit pas l’établissement.", ou=where)
    if once not in (*_OUI, *_NON):
        raise CommandeError(
            f"« {once} » n’est pas une réponse.", ou=f"{where}, non_reconductible",
            que_faire="Écrivez oui ou non.",
        )  # fmt: skip
    for column in named:
        if column in _INTERDITS:
            allowed = [name for name in LEGAUX if name not in _INTERDITS]
            raise CommandeError(
                f"La colonne « {column} » change à chaque écriture : elle ne désigne pas un "
                "établissement.",
                ou=where,
                que_faire=f"Employez {', '.join(allowed)}, {FICHIER}, ou une colonne analytique "
                "ajoutée au fichier.",
            )
    excluded = target.casefold() == EXCLU
    criteria = tuple((column, prefix) for column, prefix in named.items() if prefix)
    return RegleAffectation(criteria, Cible(EXCLU if excluded else target, once in _OUI))
