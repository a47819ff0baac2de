"""A first mapping file, by resemblance, for the user to read again and finish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from cpomlib.entree.noms import plie
from cpomlib.entree.siao.ages import tranche
from cpomlib.entree.siao.correspondance import (
    A_COMPLETER,
    A_CONFIRMER,
    TABLES,
    champs_cibles,
    etiquette,
)
from cpomlib.entree.siao.export import Export, lire_export
from cpomlib.entree.siao.mots import SIAO, MotsSiao
from cpomlib.entree.siao.ressemblance import RESSEMBLE, deviner, semblable
from cpomlib.entree.siao.traduire import MASQUE, TEXTE_LIBRE, montrables, mots
from cpomlib.socle import CommandeError, fichiers, suggestion
from cpomlib.tables import Champ, ColonneLue, forbidden_column, montrable, read_cell

_MOTS_MAX = 60
_AUCUN: Mapping[str, str] = {}


def proposer(
    path: Path,
    nom: str = "",
    etablissements: Mapping[str, str] = _AUCUN,
    dites: Mapping[str, str] = _AUCUN,
) -> str:
    """Return a mapping file for an export, as YAML text.

    What resembles nothing is written ``a_completer``; what is only alike is a guess, written
    with ``(à confirmer)``: the import refuses it until somebody has confirmed it. Direct
    identifiers are named as dropped, but a birth date that may give the age band.

    Args:
        path: the export.
        nom: ``sejours`` or ``demandes_siao``; by default the one that more columns resemble.
        etablissements: id → name of those that the base knows: an export names them.
        dites: our column → the export's, for those that somebody has said.

    Raises:
        FichierError: the export may not be opened.
        CommandeError: no such table.
        ParametreError: the list of synonyms is badly written.
    """
    hints = SIAO.lire()
    known = [
        name for table in hints.par_table.values() for names in table.values() for name in names
    ]
    export = lire_export(path, known, gardees=naissances(hints))
    chosen = _table(nom, export, hints)
    found = _matched(export, champs_cibles(chosen), hints.par_table[chosen], dites)
    return _written(path, chosen, export, found, hints, _named(etablissements), dites)


def _named(etablissements: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the id → the name of the establishments that alone have it."""
    folded = Counter(etiquette(name) for name in etablissements.values())
    return {one: [name] for one, name in etablissements.items() if folded[etiquette(name)] == 1}


def naissances(hints: MotsSiao) -> list[str]:
    """Return the names of a birth date: it may give the age band, and is then read."""
    names = hints.colonnes.sejours.get("tranche_age", ())
    return [name for name in names if forbidden_column(name)]


def _table(nom: str, export: Export, hints: MotsSiao) -> str:
    if nom and nom not in TABLES:
        raise CommandeError(
            f"La table «\u00a0{nom}\u00a0» ne vient pas d’un SIAO.",
            que_faire=suggestion(nom, TABLES),
        )
    if nom:
        return nom
    scores = {
        name: len(_matched(export, champs_cibles(name), hints.par_table[name])) for name in TABLES
    }
    return max(TABLES, key=lambda name: scores[name])


def _matched(
    export: Export,
    fields: Sequence[Champ],
    hints: Mapping[str, Sequence[str]],
    dites: Mapping[str, str] = _AUCUN,
) -> dict[str, str]:
    """Return our column → the export's that resembles it most, each taken once."""
    scores: list[tuple[float, int, str, str]] = []
    for rank, champ in enumerate(fields):
        names = [champ.nom, champ.titre, *hints.get(champ.nom, ())]
        for column in export.colonnes:
            score = max(semblable(column, name) for name in names)
            if score >= RESSEMBLE:
                scores.append((-score, rank, champ.nom, column))
    found = {ours: theirs for ours, theirs in dites.items() if theirs in export.colonnes}
    for _, _, target, column in sorted(scores):
        if target not in found and column not in found.values():
            found[target] = column
    return found


def _written(
    path: Path,
    nom: str,
    export: Export,
    found: Mapping[str, str],
    told: MotsSiao,
    houses: Mapping[str, Sequence[str]],
    dites: Mapping[str, str],
) -> str:
    hints, declared = {**told.libelles, "id_etablissement": houses}, told.par_table[nom]
    lines = [
        f"# Proposition de correspondance pour {_comment(path.name)} : à relire et à compléter.",
        f"# Remplacez chaque « {A_COMPLETER} » ; supprimez une colonne facultative inutile.",
        f"# Chaque « {A_CONFIRMER} » est une supposition, tirée d’une ressemblance : effacez ces",
        "# mots pour la confirmer, ou corrigez-la. L’import refuse tant qu’il en reste une.",
    ]
    if export.retirees:
        lines.append("# Colonnes qui désignent directement des personnes, jamais lues :")
        lines += [f"#   {_comment(name)}" for name in export.retirees]
    rest = [name for name in export.colonnes if name not in found.values()]
    if rest:
        lines.append("# Colonnes de l’export restées sans correspondance :")
        lines += [f"#   {_comment(name)}" for name in rest]
    lines += [f"table: {nom}", "colonnes:"]
    for champ in champs_cibles(nom):
        names = (*declared.get(champ.nom, ()), *filter(None, (dites.get(champ.nom),)))
        lines += _entry(champ, found.get(champ.nom), export, hints.get(champ.nom, {}), names)
    return "\n".join(lines) + "\n"


def _comment(name: str) -> str:
    """Return a name fit for a comment: one line, no control character, nobody named."""
    return "".join(sign if sign.isprintable() else " " for sign in montrable(None, name))[:80]


def _entry(
    champ: Champ,
    column: str | None,
    export: Export,
    hints: Mapping[str, Sequence[str]],
    names: Sequence[str],
) -> list[str]:
    need = "obligatoire" if champ.requis else "facultatif"
    lines = [f"  # {champ.titre} ({need})"]
    if champ.categories:
        lines.append(f"  # nos valeurs : {', '.join(champ.categories)}")
    if column is None:
        missing = f"  {champ.nom}: {{colonne: {A_COMPLETER}}}"
        return [*lines, missing if champ.requis else f"  # {champ.nom}: {{colonne: …}}"]
    sure = plie(column) in {plie(name) for name in (champ.nom, champ.titre, *names)}
    lines += [f"  {champ.nom}:", f"    colonne: {_scalar(column if sure else _marked(column))}"]
    if champ.nom == "tranche_age" and forbidden_column(column):
        return [*lines, "    naissance_au: entree"]
    words = _words(champ, export.colonnes[column], hints)
    if words:
        lines.append("    valeurs:")
        lines += [f"      {_scalar(word)}: {_scalar(ours)}" for word, ours in words.items()]
    return lines


def _marked(text: str) -> str:
    return f"{text} {A_CONFIRMER}"


def _words(champ: Champ, column: ColonneLue, hints: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the export's words that need a mapping → our value, or ``a_completer``."""
    if not (champ.categories or champ.type == "boolean" or champ.nom == "id_etablissement"):
        return {}
    texts = [text for text in column.textes if text]
    if len(texts) > TEXTE_LIBRE:
        return {}
    own = mots(champ)
    near = own | {
        etiquette(word): code
        for code, words in hints.items()
        for word in words
        if not champ.categories or code in champ.categories
    }
    shown = zip(texts, montrables(texts), strict=True)
    return {
        text: _proposed(text, near)
        for text, visible in list(shown)[:_MOTS_MAX]
        if visible != MASQUE and etiquette(text) not in own and not _plain(champ, text)
    }


def _plain(champ: Champ, text: str) -> bool:
    """Say whether a word is understood as it is (``oui``, an age, a FINESS number)."""
    import re

    if champ.nom == "tranche_age" and tranche(text) is not None:
        return True
    if champ.type == "boolean":
        return isinstance(read_cell(champ, text), bool)
    return bool(champ.motif and re.fullmatch(champ.motif, text))


def _proposed(text: str, near: Mapping[str, str]) -> str:
    """Return our value for a label that is declared, a guess to confirm, or ``a_completer``."""
    declared = near.get(etiquette(text))
    guess = None if declared else deviner(text, near)
    return declared or (_marked(guess) if guess else A_COMPLETER)


def _scalar(text: str) -> str:
    """Write a text as YAML reads it back: quoted where it would be something else."""
    return yaml.dump(text, allow_unicode=True, width=10_000, default_style='"').strip()


def ecrire_proposition(
    path: Path, sortie: Path, nom: str = "", etablissements: Mapping[str, str] = _AUCUN
) -> None:
    """Write a mapping file; one that exists is not replaced.

    Raises:
        EcritureError: the file exists or cannot be written.
    """
    fichiers.ecrire(sortie, proposer(path, nom, etablissements), neuf=True)
