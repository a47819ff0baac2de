"""The mapping of an export of a SIAO, finished by asking what cannot be guessed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cpomlib.cli.envoi_questions import Questions

_ATTENTE, _A_CONFIRMER = "a_completer", " (à confirmer)"


def correspondance(path: Path, connus: Mapping[str, str], questions: Questions) -> str:
    """Return a whole mapping for an export, as the text of a YAML file.

    Args:
        path: the export.
        connus: id → name of the establishments the base knows.
        questions: who answers.
    """
    import yaml

    from cpomlib.entree.siao import colonnes_libres, proposer

    told: dict[str, str] = {}
    for _ in range(2):
        proposal = proposer(path, "", connus, told)
        mapping = yaml.safe_load(proposal)
        lacking = _lacking(mapping)
        free = colonnes_libres(path, mapping)
        if told or not (lacking or free):
            break
        told = _columns(path.name, mapping, free, questions)
        if not told:
            break
    _labels(path.name, mapping, connus, questions)
    head = f"# Correspondance de {path.name}, complétée par « cpom importer ».\n"
    text = yaml.safe_dump(mapping, allow_unicode=True, sort_keys=False, width=10_000)
    return f"{head}{text}"


def _lacking(mapping: Mapping[str, Any]) -> list[str]:
    return [
        name
        for name, rule in mapping["colonnes"].items()
        if rule and rule.get("colonne") == _ATTENTE
    ]


def _columns(
    fichier: str, mapping: Mapping[str, Any], free: list[str], questions: Questions
) -> dict[str, str]:
    """Ask which column gives what is required, then what the columns left say."""
    from cpomlib.entree.siao import champs_cibles

    fields = {champ.nom: champ for champ in champs_cibles(mapping["table"])}
    told: dict[str, str] = {}
    for target in _lacking(mapping):
        choices = {name: name for name in free if name not in told.values()}
        told[target] = questions.demander(
            f"{fichier}, colonne de {target}",
            f"{fichier}\u00a0: quelle colonne dit «\u00a0{fields[target].titre}\u00a0»\u00a0?",
            choices,
        )
    for column in (name for name in free if name not in told.values()):
        taken = {*told, *(name for name, rule in mapping["colonnes"].items() if rule)}
        choices = {name: one.titre for name, one in fields.items() if name not in taken}
        if choices:
            answer = questions.demander(
                f"{fichier}, colonne « {column} »",
                f"{fichier}\u00a0: que dit la colonne «\u00a0{column}\u00a0»\u00a0? (rien\u00a0: "
                "elle n’est pas lue)",
                choices,
                facultative=True,
            )
            told |= {answer: column} if answer else {}
    return told


def _labels(
    fichier: str, mapping: dict[str, Any], connus: Mapping[str, str], questions: Questions
) -> None:
    """Ask what each word left means, and whether each guess is right."""
    from cpomlib.entree.siao import champs_cibles, libelles

    fields = {champ.nom: champ for champ in champs_cibles(mapping["table"])}
    for target, rule in mapping["colonnes"].items():
        if not rule:
            continue
        column = str(rule.get("colonne", ""))
        if column.endswith(_A_CONFIRMER):
            rule["colonne"] = _confirmed(fichier, fields[target].titre, column, questions)
        choices = dict(connus) if target == "id_etablissement" else libelles(fields[target])
        for word, ours in (rule.get("valeurs") or {}).items():
            if ours == _ATTENTE or str(ours).endswith(_A_CONFIRMER):
                guess = "" if ours == _ATTENTE else str(ours).removesuffix(_A_CONFIRMER)
                rule["valeurs"][word] = questions.demander(
                    f"{target} « {word} »",
                    f"{fichier}\u00a0: «\u00a0{word}\u00a0» ({fields[target].titre}), c’est\u00a0?",
                    choices,
                    guess,
                )


def _confirmed(fichier: str, titre: str, column: str, questions: Questions) -> str:
    guess = column.removesuffix(_A_CONFIRMER)
    return questions.demander(
        f"{fichier}, colonne de « {titre} »",
        f"{fichier}\u00a0: la colonne «\u00a0{guess}\u00a0» dit-elle «\u00a0{titre}\u00a0»\u00a0?",
        {guess: f"oui, «\u00a0{guess}\u00a0»"},
        guess,
    )
