"""A campaign whose reports are on contracts: one for each that is prepared or in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.base import read
from cpomlib.calcul.contrat import Contrat, agrement_fini, contrats_de, vivant
from cpomlib.campagne.scope import CONTRAT, Etendue, Sujet, region_label
from cpomlib.droit import nomenclature
from cpomlib.socle import CommandeError, date_fr, suggestion
from cpomlib.tables import contract_names

if TYPE_CHECKING:
    from sqlalchemy import Engine


def of_contracts(
    engine: Engine, champ: Etendue, codes: Sequence[str], jour: date, cadres: Sequence[str] = ()
) -> Etendue:
    """Return the same scope with a target per contract of its gestionnaires.

    Args:
        engine: an open base.
        champ: the région, the year and the gestionnaires asked for.
        codes: the contracts asked for; empty for all those prepared or in force in the year.
        jour: the day they are looked at.
        cadres: the kinds of contracts that the reports are about; empty for all.

    Raises:
        CommandeError: there is none, or one of them is not there; names the nearest.
    """
    owners = [one.id for one in champ.tous]
    known = contrats_de(read(engine, contract_names(), gestionnaires=owners, etat=champ.etat))
    named = {one.id: one.nom for one in champ.tous}
    held = {
        code: one
        for code, one in known.items()
        if one.gestionnaire in named and (not cadres or one.ligne["cadre"] in cadres)
    }
    tous = tuple(_target(one, named) for one in held.values())
    _refuse_others([known[code] for code in codes if code in known.keys() - held.keys()])
    chosen = _chosen(champ, held, codes, jour)
    return replace(
        champ,
        sujet=CONTRAT,
        ecartes=() if codes else tuple(_left_out(champ, held.values(), named, jour)),
        tous=tuple(one for one in tous if one.id in chosen or _lives(held[one.id], champ, jour)),
        choisis=tuple(one for one in tous if one.id in chosen),
        declarees={one.id: champ.declarees.get(held[one.id].gestionnaire, "") for one in tous},
        contrats={one.id: champ.contrats.get(held[one.id].gestionnaire, "") for one in tous},
    )


def _refuse_others(contrats: Sequence[Contrat]) -> None:
    """Refuse the contracts that this document is not made for."""
    kinds = nomenclature("cadre_contrat")
    for one in contrats:
        raise CommandeError(
            f"Ce document ne se fait pas pour le contrat «\u00a0{one.id}\u00a0».",
            pourquoi=f"Son cadre est «\u00a0{kinds.libelle(one.ligne['cadre'])}\u00a0».",
            que_faire="Choisissez «\u00a0--modele objectifs_et_suivi\u00a0», "
            "«\u00a0fiches_actions\u00a0» ou «\u00a0bilan\u00a0», qui se font pour tous.",
        )


def _left_out(
    champ: Etendue, contrats: Iterable[Contrat], noms: Mapping[str, str], jour: date
) -> Iterator[tuple[Sujet, str]]:
    """Say which agreements silence would renew, had their approval not ended."""
    for one in contrats:
        over = agrement_fini(one, champ.annee)
        if over and one.reconduit and not _lives(one, champ, jour):
            yield _target(one, noms), f"agrément fini le {date_fr(over)}"


def _target(contrat: Contrat, noms: Mapping[str, str]) -> Sujet:
    whose = contrat.gestionnaire
    return Sujet(contrat.id, f"{noms[whose]}, contrat {contrat.id}", whose)


def _lives(contrat: Contrat, champ: Etendue, jour: date) -> bool:
    return vivant(contrat, champ.annee, jour)


def _chosen(
    champ: Etendue, held: Mapping[str, Contrat], codes: Sequence[str], jour: date
) -> set[str]:
    for code in codes:
        if code not in held:
            raise CommandeError(
                f"Le contrat «\u00a0{code}\u00a0» n’est pas dans la région "
                f"{region_label(champ.region)}.",
                que_faire=suggestion(code, list(held), "cpom contrat lister"),
            )
    mine = {one.id for one in champ.choisis}
    found = set(codes) or {
        code for code, one in held.items() if one.gestionnaire in mine and _lives(one, champ, jour)
    }
    if not found:
        raise CommandeError(
            f"Aucun contrat n’est en préparation ou en vigueur en {champ.annee} dans la région "
            f"{region_label(champ.region)}.",
            que_faire="Déposez-en un\u00a0: «\u00a0cpom importer contrat CLASSEUR\u00a0».",
        )
    return found
