"""One contract as a file: JSON or YAML, table by table, as it is read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cpomlib.dossier import ContratsLus

Donnees = dict[str, list[dict[str, Any]]]


def en_donnees(lus: ContratsLus, code: str) -> Donnees:
    """Return the rows of a contract as a file holds them: euros, ISO dates, no empty cell."""
    from cpomlib.tables import contract_names, written_row

    contrat = lus.contrats[code]
    held = {name: contrat.de(name) for name in contract_names()}
    return {name: [written_row(name, row) for row in rows] for name, rows in held.items() if rows}


def ecrit(donnees: Donnees, suffixe: str) -> str:
    """Write the rows of a contract, in YAML where the file says so, else in JSON.

    Raises:
        CommandeError: the file is of another kind.
    """
    import yaml

    _refuse(suffixe)
    if suffixe.lower() in {".yaml", ".yml"}:
        return yaml.safe_dump(donnees, allow_unicode=True, sort_keys=False)
    return json.dumps(donnees, ensure_ascii=False, indent=2) + "\n"


def en_textes(fichier: Path) -> dict[str, list[dict[str, str]]]:
    """Read a file as tables of texts, to be checked as those of a folder.

    Raises:
        CommandeError: it cannot be read, or does not hold tables of a contract.
    """
    from cpomlib.socle import CommandeError
    from cpomlib.tables import contract_names, row_texts

    content = _loaded(fichier)
    if not isinstance(content, dict) or not content:
        raise CommandeError(
            f"«\u00a0{fichier.name}\u00a0» ne contient pas de tables.",
            que_faire="Écrivez une table par clé, par exemple «\u00a0contrats\u00a0»\u00a0: "
            "une liste de lignes. «\u00a0cpom contrat sortir\u00a0» en donne un modèle.",
        )
    for name, rows in content.items():
        _refuse_table(name, rows, fichier.name)
    ordered = [name for name in contract_names() if name in content]
    return {name: [row_texts(row) for row in content[name]] for name in ordered}


def _refuse_table(name: Any, rows: Any, fichier: str) -> None:
    from cpomlib.socle import CommandeError, suggestion
    from cpomlib.tables import contract_names

    if name not in contract_names():
        raise CommandeError(
            f"La table «\u00a0{name}\u00a0» n’est pas une table du contrat.",
            ou=fichier,
            que_faire=suggestion(str(name), contract_names()),
        )
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CommandeError(
            f"La table «\u00a0{name}\u00a0» doit être une liste de lignes.",
            ou=fichier,
            que_faire="Chaque ligne donne ses colonnes\u00a0: «\u00a0colonne: valeur\u00a0».",
        )
    if not rows:
        raise CommandeError(
            f"La table «\u00a0{name}\u00a0» n’a aucune ligne.",
            ou=fichier,
            que_faire="Retirez-la du fichier\u00a0: ce que la base en tient ne change pas.",
        )


def _loaded(fichier: Path) -> Any:
    import yaml

    from cpomlib.socle import CommandeError

    _refuse(fichier.suffix)
    try:
        text = fichier.read_text(encoding="utf-8-sig")
        return json.loads(text) if fichier.suffix.lower() == ".json" else yaml.safe_load(text)
    except FileNotFoundError as error:
        raise CommandeError(
            f"Le fichier «\u00a0{fichier}\u00a0» n’existe pas.", que_faire="Vérifiez son chemin."
        ) from error
    except (ValueError, yaml.YAMLError) as error:
        raise CommandeError(
            f"«\u00a0{fichier.name}\u00a0» n’est pas lisible.",
            pourquoi="Sa syntaxe est fausse, ou ce n’est pas de l’UTF-8.",
            que_faire="Repartez de ce qu’écrit «\u00a0cpom contrat sortir\u00a0».",
        ) from error


def _refuse(suffixe: str) -> None:
    from cpomlib.socle import CommandeError, suggestion

    known = (".json", ".yaml", ".yml")
    if suffixe.lower() not in known:
        raise CommandeError(
            f"Un fichier «\u00a0{suffixe}\u00a0» n’est pas un contrat.",
            que_faire=suggestion(suffixe, known) or "Donnez un fichier .json ou .yaml.",
        )
