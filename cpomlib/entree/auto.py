"""What a file is, seen from its content only, and the command that would deposit it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cpomlib.entree.aides import aide
from cpomlib.entree.apercu import Apercu, apercu_classeur, apercu_texte, debut_texte
from cpomlib.entree.balance import FORMES, connues
from cpomlib.entree.fec import INDISPENSABLES, RECONNUS_MIN, lire_entete, nom_fec
from cpomlib.entree.fichier import refuser_special
from cpomlib.entree.garde import ABIME, CLASSEUR, nature
from cpomlib.entree.noms import plie
from cpomlib.entree.opendocument import en_xlsx, est_ods
from cpomlib.entree.reconnu import INCONNU, Reconnu
from cpomlib.entree.siao import SIAO
from cpomlib.entree.trame import IdentiteTrame, lire_identite, reperer
from cpomlib.entree.trame.plan import plan
from cpomlib.socle import pluriel
from cpomlib.tables import aggregate_names, contract_names, folder_names, regional_names, table

_SIAO_MIN = 4
"""Columns of a SIAO export that must be recognised: fewer prove nothing."""
_FEUILLES_MIN = 3
"""Sheets of a trame by which it is known without its identifier."""
_FINESS = re.compile(r'^["\ufeff]*(finess["\s]*[;,\t]["\s]*etalab|structureet["\s]*[;,\t])', re.M)
_FINESS_JSON = re.compile(r'"(pmej|num_?finess\w*|finess\w*|structures)"\s*:', re.IGNORECASE)


def reconnaitre(path: Path) -> Reconnu:
    """Say what a file is; its name plays no part, and no more than 1 MiB of it is read.

    Raises:
        FichierError: a file that no importer should open.
    """
    refuser_special(path)
    if package := _agregats(path):
        return package
    if est_ods(path):
        sheets = apercu_classeur(path, en_xlsx(path))
        return _trame(path, sheets) or _other_ods(sheets)
    if nature(path) == CLASSEUR:
        sheets = apercu_classeur(path)
        return _trame(path, sheets) or _by_columns(path, sheets) or _unknown(sheets)
    text = debut_texte(path)
    rows = [apercu_texte(text)]
    known = aide(text) or _finess(path, text) or _by_columns(path, rows)
    return known or _declared(text) or _unknown([])


def _agregats(path: Path) -> Reconnu | None:
    """Know a package of aggregates by the names of its files; none of them is opened."""
    if not zipfile.is_zipfile(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            inside = set(archive.namelist())
    except ABIME:
        return None
    wanted = [f"{name}.csv" for name in aggregate_names()]
    if not set(wanted) <= inside:
        return None
    return Reconnu(
        "agregats",
        "un paquet d’agrégats, transmis à la place des séjours",
        f"L’archive contient {_quoted(wanted)}.",
        ("agregats", str(path)),
    )


def _trame(path: Path, sheets: Sequence[Apercu]) -> Reconnu | None:
    for sheet in sheets:
        for row in sheet.lignes:
            for cell in row:
                if identity := lire_identite(cell):
                    return _known_trame(path, identity)
    words = plan()
    found = [sheet.titre for sheet in sheets if reperer(sheet.titre, _numbered(sheet), words)]
    if len(found) < _FEUILLES_MIN:
        return None
    return Reconnu(
        "trame",
        "une trame dont l’identifiant manque",
        f"{pluriel(len(found), 'feuille')} en ont les colonnes ({_quoted(found)}).",
        ("trame", str(path), "--gestionnaire", "ID", "--annee", "AAAA"),
        "Dites de quel gestionnaire et de quel exercice elle est.",
    )


def _known_trame(path: Path, identity: IdentiteTrame) -> Reconnu:
    return Reconnu(
        "trame",
        f"la trame du gestionnaire {identity.gestionnaire} pour {identity.exercice}",
        f"Elle porte l’identifiant « {identity} ».",
        ("trame", str(path)),
    )


def _numbered(sheet: Apercu) -> list[tuple[int, list[str | None]]]:
    return [(rank, [cell or None for cell in row]) for rank, row in enumerate(sheet.lignes, 1)]


def _finess(path: Path, text: str) -> Reconnu | None:
    start = text.lstrip(" \t\r\n\ufeff")
    if start[:1] in ("{", "[") and _FINESS_JSON.search(start):
        why = "C’est du JSON, avec les champs du flux « structures »."
    elif match := _FINESS.search(text[: 1 << 16]):
        written = match[0].strip('"')
        why = f"Une ligne commence par « {written} »."
    else:
        return None
    return Reconnu("finess", "une extraction FINESS", why, ("finess", str(path)))


def _by_columns(path: Path, sheets: Sequence[Apercu]) -> Reconnu | None:
    """Try every row of headings with every format; the surest format comes first."""
    for judge in (_fec, _table, _balance, _siao):
        for sheet in sheets:
            for row in sheet.lignes:
                found = judge(path, row)
                if found:
                    return found
    return None


def _fec(path: Path, row: Sequence[str]) -> Reconnu | None:
    header = lire_entete(row)
    found = header.champs
    if len(found) < RECONNUS_MIN or not set(INDISPENSABLES) <= set(found):
        return None
    name = nom_fec(path.name)
    told = bool(name.siren and name.cloture)
    return Reconnu(
        "fec",
        "un fichier des écritures comptables (FEC)",
        f"{pluriel(len(found), 'colonne')} du format légal, dont {_quoted(INDISPENSABLES)}.",
        ("fec", str(path), *(() if told else ("--gestionnaire", "ID", "--annee", "AAAA"))),
        "" if told else "Le nom du fichier ne dit ni le SIREN ni la date de clôture.",
    )


def _table(path: Path, row: Sequence[str]) -> Reconnu | None:
    written = {cell.lower() for cell in row if cell}
    best, score = "", 0
    for name in (*folder_names(), *contract_names(), *regional_names()):
        schema = table(name)
        key = {column for column in schema.cle if schema.champ(column).requis}
        found = len(written & set(schema.colonnes)) - len(written - set(schema.colonnes))
        if key <= written and found > score:
            best, score = name, found
    if not best:
        return None
    door = "contrat" if best in contract_names() else "tables"
    what = "du contrat" if door == "contrat" else "partagée"
    return Reconnu(
        door,
        f"la table {what} «\u00a0{best}\u00a0»",
        "L’en-tête a les noms techniques de ses colonnes.",
        (door, "DOSSIER"),
        f"Enregistrez-le sous le nom {best}.csv dans un dossier, puis donnez ce dossier.",
        best,
    )


def _balance(path: Path, row: Sequence[str]) -> Reconnu | None:
    known = connues()
    found = _matched(row, known)
    form = next((form for form in FORMES if set(form) <= set(found)), ())
    if "compte" not in found or not form:
        return None
    shown = [found[name] for name in ("compte", *form)]
    return Reconnu(
        "balance",
        "une balance générale",
        f"L’en-tête a les colonnes {_quoted(shown)}.",
        ("balance", str(path), "--gestionnaire", "ID", "--annee", "AAAA"),
        "Dites de quel gestionnaire et de quel exercice elle est.",
    )


def _siao(path: Path, row: Sequence[str]) -> Reconnu | None:
    found: Mapping[str, str] = {}
    kind = ""
    for name, columns in SIAO.lire().par_table.items():
        known = {plie(word): champ for champ, words in columns.items() for word in (champ, *words)}
        here = _matched(row, known)
        if len(here) > len(found):
            kind, found = name, here
    if len(found) < _SIAO_MIN:
        return None
    what = "de séjours" if kind == "sejours" else "de demandes"
    return Reconnu(
        "siao",
        f"un export {what} d’un SIAO",
        f"L’en-tête a les colonnes {_quoted(list(found.values())[:5])}.",
        ("siao", str(path), "--correspondance", "FICHIER.yaml"),
        "Il faut une correspondance ; « --proposer-correspondance FICHIER.yaml » en fait une.",
    )


def _matched(row: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for cell in row:
        if champ := known.get(plie(cell)):
            found.setdefault(champ, cell)
    return found


def _unknown(sheets: Sequence[Apercu]) -> Reconnu:
    titles = f" (feuilles {_quoted([sheet.titre for sheet in sheets][:6])})" if sheets else ""
    return Reconnu(
        INCONNU,
        "un fichier qui n’est pas reconnu",
        f"Aucune de ses premières lignes n’a les colonnes d’un format connu{titles}.",
        manque="Les formats connus sont ceux de « cpom importer --aide ».",
    )


def _declared(text: str) -> Reconnu | None:
    """Know what the parties write: it goes into the base by a command of its own."""
    if not all(re.search(rf"^{key}\s*:", text, re.M) for key in ("hypotheses", "horizon")):
        return None
    return Reconnu(
        INCONNU,
        "un scénario",
        "C’est un scénario\u00a0: déposez-le par «\u00a0cpom scenario deposer\u00a0».",
    )


def _other_ods(sheets: Sequence[Apercu]) -> Reconnu:
    return replace(
        _unknown(sheets),
        manque="Seule une trame est lue au format OpenDocument (.ods). Dans le tableur, "
        "enregistrez ce fichier au format «\u00a0Classeur Excel (.xlsx)\u00a0».",
    )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"« {name} »" for name in names)
