"""A signed contract, or its follow-up sheet, read into the tables of a contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from cpomlib.entree.garde import FichierError
from cpomlib.entree.reprise.chiffres import (
    IndicateursCitables,
    cibles_du_tableau,
    moyens_du_tableau,
)
from cpomlib.entree.reprise.ecrit import Ecrit, PassageLu, lire_ecrit
from cpomlib.entree.reprise.engagements import (
    actions_du_tableau,
    objectifs_du_tableau,
    objectifs_ecrits,
)
from cpomlib.entree.reprise.entete import Connu, entete, inconnus, parties, perimetre
from cpomlib.entree.reprise.mots import REPRISE, MotsReprise
from cpomlib.entree.reprise.suppositions import cite_personne, trouve
from cpomlib.entree.reprise.tableaux import TableauReconnu, reconnaitre
from cpomlib.entree.trame import ContratRepris, Rangee
from cpomlib.tables import table

_LIGNES_MIN = 2


def reprendre(
    chemin: Path,
    contrat: str,
    connu: Connu,
    indicateurs: IndicateursCitables,
    gestionnaire: str | None = None,
) -> ContratRepris:
    """Read a document into guesses; nothing that it does not say is filled in.

    Args:
        chemin: a Word document or a workbook.
        contrat: the code to give to the contract.
        connu: what the base knows of gestionnaires and establishments.
        indicateurs: those that a contract may cite.
        gestionnaire: whose contract it is, where the command says so.

    Raises:
        FichierError: it cannot be read, or nothing in it looks like a contract.
    """
    ecrit, words = lire_ecrit(chemin), REPRISE.lire()
    tables = {grille: reconnaitre(grille, words) for grille in ecrit.grilles}
    known = [one for one in tables.values() if one is not None]
    rows = [
        *_head(ecrit, connu, words, gestionnaire),
        *_body(ecrit, known, words, connu, indicateurs),
    ]
    kept, twice = _once(rows)
    if not kept:
        raise FichierError(
            "Rien dans ce document ne ressemble à un contrat ni à son suivi.",
            ou=chemin.name,
            que_faire="Donnez le contrat signé (.docx) ou le tableau de suivi (.xlsx) ; ou "
            "partez d’un classeur vide : « cpom contrat trame ».",
        )
    lost = [
        PassageLu(g.endroit, _unread(g.titre))
        for g, t in tables.items()
        if _worth(t, len(g.lignes))
    ]
    left = [*_unknown(ecrit, connu), *lost, *_persons(ecrit), *twice]
    told = tuple((one.endroit, one.texte) for one in left)
    return ContratRepris(ecrit.fichier, tuple(_named(kept, contrat)), told)


def _head(
    ecrit: Ecrit, connu: Connu, words: MotsReprise, gestionnaire: str | None
) -> Iterator[Rangee]:
    found = entete(ecrit, connu, gestionnaire)
    whose = found.get("id_gestionnaire")
    name = connu.gestionnaires.get(whose.valeur) if whose else None
    if found:
        yield Rangee("contrats", found)
    yield from perimetre(ecrit, connu, found.get("date_effet"))
    yield from parties(ecrit, words, name)


def _body(
    ecrit: Ecrit,
    tableaux: list[TableauReconnu],
    words: MotsReprise,
    connu: Connu,
    indicateurs: IndicateursCitables,
) -> Iterator[Rangee]:
    yield from objectifs_ecrits(ecrit, words)
    free, actions = count(1), count(1)
    for one in tableaux:
        if one.table == "objectifs":
            yield from objectifs_du_tableau(one, words)
        elif one.table == "actions":
            yield from actions_du_tableau(one, words, actions)
        elif one.table == "cibles":
            yield from cibles_du_tableau(one, words, indicateurs, free)
        else:
            yield from moyens_du_tableau(one, words, connu)


def _once(rows: list[Rangee]) -> tuple[list[Rangee], list[PassageLu]]:
    """Keep the first row of each key; the others are told."""
    kept: dict[tuple[object, ...], Rangee] = {}
    twice: list[PassageLu] = []
    for row in rows:
        names = [name for name in table(row.table).cle if name in row.cellules]
        key = (row.table, *(row.cellules[name].valeur for name in names))
        whole = key if len(names) > 0 else (row.table,)
        if whole in kept:
            first = next(iter(row.cellules.values()))
            twice.append(PassageLu(first.endroit, f"Déjà lu plus haut : « {first.extrait} »."))
        else:
            kept[whole] = row
    return list(kept.values()), twice


def _named(rows: list[Rangee], contrat: str) -> Iterator[Rangee]:
    """Give each row the code of the contract, which the command says."""
    for row in rows:
        code = trouve(contrat, "la commande", "--contrat")
        yield replace(row, cellules={"id_contrat": code, **row.cellules})


def _worth(found: TableauReconnu | None, rows: int) -> bool:
    return found is None and rows >= _LIGNES_MIN


def _unread(title: str) -> str:
    said = f" « {title} »" if title else ""
    return f"Tableau{said} : ses colonnes ne disent pas ce qu’il contient."


def _unknown(ecrit: Ecrit, connu: Connu) -> list[PassageLu]:
    return [
        PassageLu(one.endroit, f"Numéro FINESS que la base ne connaît pas : « {one.texte[:120]} »")
        for one in inconnus(ecrit, connu)
    ]


def _persons(ecrit: Ecrit) -> list[PassageLu]:
    return [
        PassageLu(one.endroit, "Nom d’une personne : il n’est pas repris, une fonction suffit.")
        for one in ecrit.passages
        if cite_personne(one.texte)
    ]
