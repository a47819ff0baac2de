"""The deadlines of several contracts: what two of them owe for one exercice is due once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.calcul.contrat.contrat_de_l_annee import remplaces
from cpomlib.calcul.contrat.delais import Delai, cadres
from cpomlib.calcul.contrat.echeances import echeances
from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.contrat.perimetre_du_contrat import membres

if TYPE_CHECKING:
    from cpomlib.tables import Frames

_SUIVI = "Le contrat {} suit celui-ci."
_NEGOCIATION = {"negociation", "negociation_conseillee"}
_REPRIS = "Dû au titre du contrat {}, qui remplace celui-ci cette année-là."


def echeances_ensemble(
    contrats: Mapping[str, Contrat], frames: Frames, jour: date
) -> dict[str, list[Delai]]:
    """Return the deadlines of contracts, those of an exercice once for a contract and its next.

    Args:
        contrats: the contracts, by code.
        frames: the tables ``etablissements`` and ``gestionnaires``.
        jour: the day they are looked at.
    """
    found = {one.id: echeances(one, cadre) for one, cadre in cadres(contrats, frames, jour)}
    years = {int(one.exercice) for held in found.values() for one in held if one.exercice}
    for year in sorted(years):
        for new, before in remplaces(contrats.values(), year, jour).items():
            for old in before:
                held = [{*membres(contrats[one], year)} for one in (old, new)]
                found[old], found[new] = _une_fois((found[old], found[new]), f"{year}", held)
    for one in contrats.values():
        last = str(one.ligne["contrat_precedent"])
        if last in found and contrats[last].gestionnaire == one.gestionnaire:
            found[last] = [_negocie(each, one.id) for each in found[last]]
    return found


def _negocie(delai: Delai, suivant: str) -> Delai:
    """A contract whose next one is there, prepared or signed, has not to open its negotiation."""
    if delai.nature not in _NEGOCIATION or delai.faite_le is not None:
        return delai
    return replace(delai, sans_objet=True, dit=_SUIVI.format(suivant))


def _une_fois(
    delais: tuple[Sequence[Delai], Sequence[Delai]], exercice: str, tenus: Sequence[set[str]]
) -> tuple[list[Delai], list[Delai]]:
    """Leave to the next contract what both owe for an exercice, done where the first did it.

    Only of the establishments that it holds: the first still owes that of the others, and what
    it did says nothing of those that only the next one holds.
    """
    (first, then), (before, after) = delais, tenus
    owed = {one.nature: one.contrat for one in then if one.exercice == exercice}
    done = {one.nature: one.faite_le for one in first if one.exercice == exercice}
    return [
        replace(one, sans_objet=True, dit=_REPRIS.format(owed[one.nature]))
        if one.exercice == exercice and one.nature in owed and one.faite_le is None
        and before <= after else one
        for one in first
    ], [
        replace(one, faite_le=one.faite_le or done.get(one.nature))
        if one.exercice == exercice and after <= before else one
        for one in then
    ]  # fmt: skip
