"""The mapping file: which of the sender's columns and words are which of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cpomlib.droit import closed, read_yaml
from cpomlib.socle import ParametreError, suggestion
from cpomlib.tables import CNIL, Champ, forbidden_column, table

SEJOURS, DEMANDES = "sejours", "demandes_siao"
TABLES = (SEJOURS, DEMANDES)
A_COMPLETER = "a_completer"
A_CONFIRMER = "(à confirmer)"
"""What a proposal writes after a guess; whoever confirms it erases these words."""
_PENDING = re.compile(r"\s*\(\s*[aà] confirmer\s*\)$", re.IGNORECASE)
ENTREE = "entree"
REPONSE, ID_DEMANDE = "reponse", "id_demande"
REPONSES = ("positive", "non_pourvue", "en_attente")
PSEUDONYMES = {"id_menage": "M-", "id_sejour": "SEJ-", ID_DEMANDE: "D-"}
"""Columns replaced by a pseudonym, with what it begins with."""

FORMATS_DATE = ("JJ/MM/AAAA", "AAAA-MM-JJ")
_KEYS = frozenset({"table", "feuille", "colonnes"})
_RULE_KEYS = frozenset({"colonne", "constante", "valeurs", "dates", "naissance_au", "age", "vide"})


@dataclass(frozen=True)
class RegleColonne:
    """How one of our columns is filled.

    Attributes:
        cible: our column.
        colonne: the sender's column, empty for a constant.
        constante: the value of every row, as we write it; empty when there is a column.
        valeurs: the sender's word, folded → ours.
        dates: how the sender writes dates (``JJ/MM/AAAA``).
        naissance_au: for an age band, the column is a birth date and the age is that on this
            day, or at the entry (``entree``); empty otherwise.
        age: for an age band, the column is an age in years.
        vide: what an empty cell means, as we write it.
        a_confirmer: guesses that nobody confirmed yet: what the sender writes → ours.
    """

    cible: str
    colonne: str
    constante: str
    valeurs: Mapping[str, str]
    dates: tuple[str, ...]
    naissance_au: str
    age: bool
    vide: str
    a_confirmer: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Correspondance:
    """A whole mapping.

    Attributes:
        fichier: its file, for the messages.
        table: ``sejours`` or ``demandes_siao``.
        feuille: sheet of a workbook; the first visible one when empty.
        regles: our column → how it is filled.
    """

    fichier: str
    table: str
    feuille: str
    regles: Mapping[str, RegleColonne]

    @property
    def colonnes(self) -> tuple[str, ...]:
        """The sender's columns that are read."""
        return tuple(rule.colonne for rule in self.regles.values() if rule.colonne)


def etiquette(text: str) -> str:
    """Fold a word for comparison: case, accents, apostrophes and blanks do not count."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.split())


def champs_cibles(nom: str) -> tuple[Champ, ...]:
    """Return the columns a mapping may fill, in order.

    Requests are given one by one and counted: what happened to each replaces the counts.
    """
    fields = table(nom).champs
    if nom != DEMANDES:
        return fields
    counted = tuple(champ for champ in fields if champ.nom in table(nom).cle)
    return (*counted, _field(REPONSE, REPONSES, "Suite donnée"), _field(ID_DEMANDE, (), "Demande"))


def _field(nom: str, categories: tuple[str, ...], titre: str) -> Champ:
    required = nom == REPONSE
    return Champ(nom, "string", required, categories, "", None, None, "", titre, titre)


def lire_correspondance(path: Path) -> Correspondance:
    """Read a mapping file.

    Raises:
        ParametreError: it is badly written, names a column or a value we do not have, lacks a
            required column, or draws on a direct identifier.
    """
    content = read_yaml(path)
    closed(content, _KEYS, frozenset({"table", "colonnes"}), str(path))
    name = content["table"]
    if name not in TABLES:
        raise ParametreError(
            f"La table «\u00a0{name}\u00a0» ne vient pas d’un SIAO.",
            ou=str(path),
            que_faire=suggestion(str(name), TABLES),
        )
    fields = {champ.nom: champ for champ in champs_cibles(name)}
    required = frozenset(champ.nom for champ in fields.values() if champ.requis)
    closed(content["colonnes"], frozenset(fields), required, f"{path}, colonnes")
    rules = {
        target: _rule(fields[target], rule, f"{path}, colonnes, {target}")
        for target, rule in content["colonnes"].items()
        if rule is not None
    }
    for target in sorted(required - set(rules)):
        raise ParametreError(
            "Cette colonne obligatoire n’a pas de correspondance.",
            ou=f"{path}, colonnes, {target}",
            que_faire="Écrivez « colonne: … » ou « constante: … ».",
        )
    return Correspondance(str(path), name, str(content.get("feuille") or ""), rules)


def _rule(champ: Champ, raw: Any, where: str) -> RegleColonne:
    closed(raw, _RULE_KEYS, frozenset(), where)
    if ("colonne" in raw) == ("constante" in raw):
        raise ParametreError(
            "Il faut « colonne » ou « constante », et une seule des deux.",
            ou=where,
            que_faire="Écrivez « colonne: nom de la colonne de l’export ».",
        )
    values = raw.get("valeurs") or {}
    if not isinstance(values, Mapping):
        raise ParametreError(
            "« valeurs » n’est pas une liste de correspondances.",
            ou=where,
            que_faire="Écrivez « valeurs: {libellé de l’export: notre valeur} ».",
        )
    column = _text(raw.get("colonne"))
    told = {_text(label): _text(ours) for label, ours in values.items()}
    pending = [(_confirmed(column), champ.nom)] if _pending(column) else []
    pending += [(label, _confirmed(ours)) for label, ours in told.items() if _pending(ours)]
    rule = RegleColonne(
        champ.nom,
        _confirmed(column),
        _text(raw.get("constante")),
        {etiquette(label): _confirmed(ours) for label, ours in told.items()},
        _formats(raw.get("dates"), where),
        _text(raw.get("naissance_au")),
        raw.get("age") is True,
        _text(raw.get("vide")),
        tuple(pending),
    )
    _check(champ, rule, where)
    return rule


def _pending(text: str) -> bool:
    return _PENDING.search(text) is not None


def _confirmed(text: str) -> str:
    return _PENDING.sub("", text)


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return "" if raw is None else str(raw).strip()


def _formats(raw: Any, where: str) -> tuple[str, ...]:
    if raw is None:
        return FORMATS_DATE
    formats = tuple(raw) if isinstance(raw, list | tuple) else (raw,)
    for one in formats:
        letters = "".join(sign if sign.isalpha() else " " for sign in str(one)).split()
        if sorted(letters) not in (["AAAA", "JJ", "MM"], ["AA", "JJ", "MM"]):
            raise ParametreError(
                f"Le format de date «\u00a0{one}\u00a0» n’est pas connu.",
                ou=where,
                que_faire="Écrivez-le avec JJ, MM et AAAA, par exemple JJ/MM/AAAA.",
            )
    return tuple(str(one) for one in formats)


def _check(champ: Champ, rule: RegleColonne, where: str) -> None:
    for ours in (*rule.valeurs.values(), rule.constante, rule.vide):
        if champ.categories and ours and ours not in (*champ.categories, A_COMPLETER):
            raise ParametreError(
                f"La valeur «\u00a0{ours}\u00a0» n’est pas dans notre liste.",
                ou=where,
                que_faire=suggestion(ours, champ.categories),
            )
    if rule.constante and champ.nom in PSEUDONYMES:
        raise ParametreError(
            "Un identifiant ne peut pas être le même partout.",
            ou=where,
            que_faire="Indiquez la colonne des numéros.",
        )
    if (rule.naissance_au or rule.age) and champ.nom != "tranche_age":
        raise ParametreError(
            "« naissance_au » et « age » ne servent qu’à la tranche d’âge.",
            ou=where,
            que_faire="Retirez-les.",
        )
    if rule.naissance_au not in ("", ENTREE) and not _is_day(rule.naissance_au):
        raise ParametreError(
            f"«\u00a0{rule.naissance_au}\u00a0» n’est pas un jour.",
            ou=where,
            que_faire="Écrivez « entree », ou un jour AAAA-MM-JJ.",
        )
    if forbidden_column(rule.colonne) and not rule.naissance_au:
        raise ParametreError(
            f"La colonne «\u00a0{rule.colonne}\u00a0» désigne directement des personnes.",
            ou=where,
            pourquoi=CNIL,
            que_faire="Prenez une autre colonne ; une date de naissance ne sert qu’à la tranche "
            "d’âge, avec « naissance_au ».",
        )


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
