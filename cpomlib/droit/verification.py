"""The whole tree checked at once: faults, and what somebody should look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from cpomlib.droit.arbre import arbre
from cpomlib.droit.comptes import check as check_table
from cpomlib.droit.declaration import DossierDeclare, Registre
from cpomlib.droit.dossiers import listes, override_of, service_dir
from cpomlib.droit.etrangers import etrangers
from cpomlib.droit.legislation import chemins, parametre
from cpomlib.droit.modele import A_COMPLETER, A_VERIFIER, Parametre, ValeurDatee
from cpomlib.droit.nomenclatures import nomenclature, nomenclature_names
from cpomlib.droit.valeurs import FOLDER, unites
from cpomlib.socle import ParametreError

MOIS_SANS_CONTROLE = 18
"""Months after which a parameter should be compared with the texts again."""


@dataclass(frozen=True)
class Verification:
    """What a check of all the parameters found.

    Attributes:
        fautes: files that cannot be used, one error each; none when all is well.
        parametres: the parameters that could be read, by path.
        a_verifier: values read but not confirmed.
        a_completer: values still unknown.
        anciens: parameters not compared with the texts for 18 months.
        surcharges: values that the service's folder overrides or completes.
        fichiers_surcharge: all the service's files that are used.
    """

    fautes: tuple[ParametreError, ...]
    parametres: tuple[Parametre, ...]
    a_verifier: tuple[tuple[Parametre, ValeurDatee], ...]
    a_completer: tuple[tuple[Parametre, ValeurDatee], ...]
    anciens: tuple[Parametre, ...]
    surcharges: tuple[tuple[Parametre, ValeurDatee], ...]
    fichiers_surcharge: tuple[Path, ...]


def verifier(au: date, registre: Registre) -> Verification:
    """Check every parameter file, the project's and the service's.

    Args:
        au: the day of the check, from which 18 months are counted back.
        registre: the declared rules of all the rooms (``cpomlib.cli.declarations``).

    Raises:
        ParametreError: ``CPOM_PARAMETRES`` names something that is not a folder.
    """
    found = (*_faults_outside_the_law(registre), *etrangers(registre))
    # rules that name indicators all stumble over one that is badly declared: it is said once
    fautes = list({str(fault): fault for fault in found}.values())
    good = []
    for chemin in chemins():
        error = _fault(lambda path=chemin: check_table(path))  # type: ignore[misc]
        if error:
            fautes.append(error)
        else:
            good.append(parametre(chemin))
    dated = [(found, value) for found in good for value in found.valeurs]
    limit = _months_before(au, MOIS_SANS_CONTROLE)
    return Verification(
        fautes=tuple(fautes),
        parametres=tuple(good),
        a_verifier=tuple(pair for pair in dated if pair[1].statut == A_VERIFIER),
        a_completer=tuple(pair for pair in dated if pair[1].statut == A_COMPLETER),
        anciens=tuple(found for found in good if found.verifie_le < limit),
        surcharges=tuple(pair for pair in dated if pair[1].surcharge),
        fichiers_surcharge=_used_overrides(registre),
    )


def _faults_outside_the_law(registre: Registre) -> Iterator[ParametreError]:
    checks: list[Callable[[], object]] = [unites, arbre]
    checks += [partial(nomenclature, nom) for nom in nomenclature_names()]
    checks += [one.lire for one in registre.declarations]
    checks += [partial(held.lire, path) for held in registre.dossiers for path in _files(held)]
    yield from filter(None, map(_fault, checks))
    # What holds between files is looked at once each of them is sound.
    if not any(_fault(one.lire) for one in registre.declarations):
        yield from filter(None, map(_fault, registre.controles))


def _files(held: DossierDeclare) -> list[Path]:
    folder = service_dir()
    return listes(folder / held.dossier) if folder else []


def _fault(check: Callable[[], object]) -> ParametreError | None:
    try:
        check()
    except ParametreError as error:
        return error
    return None


def _used_overrides(registre: Registre) -> tuple[Path, ...]:
    relatives = [f"{FOLDER}/{chemin}.yaml" for chemin in chemins()]
    relatives += [f"nomenclatures/{nom}.yaml" for nom in nomenclature_names()]
    own = [one.propre for one in registre.declarations]
    found = [*(override_of(relative) for relative in relatives), *own]
    held = [path for folder in registre.dossiers for path in _files(folder)]
    return tuple(path for path in [*found, *held] if path)


def _months_before(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 - months
    # The 28th exists in every month: a limit a few days early hurts nobody.
    return date(total // 12, total % 12 + 1, min(day.day, 28))
