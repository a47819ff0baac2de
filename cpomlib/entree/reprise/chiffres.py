"""Targets and means, guessed from tables whose columns are years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cpomlib.entree.montants import lire_montant
from cpomlib.entree.reprise.entete import Connu, nomme, numeros
from cpomlib.entree.reprise.mots import MotsReprise, dit
from cpomlib.entree.reprise.suppositions import trouve
from cpomlib.entree.reprise.tableaux import TableauReconnu
from cpomlib.entree.reprise.valeurs import nombre_lu, numero
from cpomlib.entree.trame import Rangee, Trouve

LIBRE = "L-"
TAUX = "taux"


@dataclass(frozen=True)
class IndicateursCitables:
    """The indicators that a contract may cite.

    Attributes:
        libelles: indicator → its label.
        unites: indicator → its unit.
    """

    libelles: Mapping[str, str]
    unites: Mapping[str, str]

    def dit(self, texte: str, words: MotsReprise) -> str | None:
        """Return the indicator that a text names; None where none is."""
        ways = {name: (label,) for name, label in self.libelles.items()}
        for name, more in words.indicateurs.items():
            ways[name] = (*ways.get(name, ()), *more)
        return dit(texte, ways)


def cibles_du_tableau(
    tableau: TableauReconnu,
    words: MotsReprise,
    indicateurs: IndicateursCitables,
    libres: Iterator[int],
) -> Iterator[Rangee]:
    """Yield the targets of a table: one row per indicator and year that holds a number.

    Args:
        tableau: the table.
        words: the words of the service.
        indicateurs: those that a contract may cite.
        libres: the numbers to give to the indicators that are none of them.
    """
    for number, row, cells in tableau.lignes:
        text = row.get("indicateur", "")
        if not text:
            continue
        place, whole = tableau.grille.place(number), " ".join(filter(None, cells))
        known = indicateurs.dit(text, words)
        rate = indicateurs.unites.get(known or "") == TAUX
        read = _common(tableau, row, known or f"{LIBRE}{next(libres)}", text, rate)
        values = {
            year: value
            for year, rank in sorted(tableau.annees.items())
            if rank < len(cells) and (value := nombre_lu(cells[rank], taux=rate)) is not None
        }
        read |= _direction(read.get("valeur_reference"), list(values.values()))
        for year, value in values.items():
            held = {**read, "annee": year, "cible": value}
            yield Rangee("cibles", {name: trouve(v, place, whole) for name, v in held.items()})


def _common(
    tableau: TableauReconnu, row: Mapping[str, str], code: str, text: str, rate: bool
) -> dict[str, object]:
    read: dict[str, object] = {"indicateur": code}
    if code.startswith(LIBRE):
        read["libelle"] = text
    aim = numero(row.get("id_objectif", ""))
    if aim:
        read["id_objectif"] = aim
    base = nombre_lu(row.get("valeur_reference", ""), taux=rate)
    if base is not None:
        read["valeur_reference"] = base
    if tableau.reference:
        read["annee_reference"] = tableau.reference
    return read


def _direction(base: object, values: list[float]) -> dict[str, object]:
    """Return the direction that the figures say; nothing where they say none."""
    steps = [*([base] if isinstance(base, float) else []), *values]
    if len(steps) < 2:
        return {}
    first, last = steps[0], steps[-1]
    return {"sens": "hausse" if last > first else "baisse" if last < first else "maintien"}


def moyens_du_tableau(
    tableau: TableauReconnu, words: MotsReprise, connu: Connu
) -> Iterator[Rangee]:
    """Yield the means of a table: one row per establishment of the base and year."""
    regime = dit(tableau.grille.titre, words.regimes)
    for number, row, cells in tableau.lignes:
        place, whole = tableau.grille.place(number), " ".join(filter(None, cells))
        where = _establishment(row["id_etablissement"], whole, connu)
        if where is None:
            continue
        for year, rank in sorted(tableau.annees.items()):
            amount = lire_montant(cells[rank]) if rank < len(cells) else None
            if not isinstance(amount, int):
                continue
            read: dict[str, Trouve] = {
                "id_etablissement": trouve(where, place, whole),
                "annee": trouve(year, place, whole),
                "montant_prevu": trouve(amount, place, whole),
            }
            if regime:
                read["regime"] = trouve(regime, tableau.grille.endroit, tableau.grille.titre)
            yield Rangee("moyens", read)


def _establishment(text: str, whole: str, connu: Connu) -> str | None:
    cited = {number for number in numeros(whole) if number in connu.etablissements}
    named = {number for number, name in connu.etablissements.items() if nomme(text, name)}
    found = cited or named
    return found.pop() if len(found) == 1 else None
