"""Which establishments a contract holds in a year, and which of them count for a target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cpomlib.calcul.contrat.modele import Contrat, Ligne
from cpomlib.tables import CATEGORIE_CHRS


def membres(contrat: Contrat, annee: int) -> tuple[str, ...]:
    """Return the establishments of a contract in a year, sorted.

    Before the contract takes effect, they are those of its first day, so that there is a
    baseline; a contract without that day yet holds all that have not left.
    """
    first, last = date(annee, 1, 1), date(annee, 12, 31)
    effet = contrat.effet
    if effet is None or annee < effet.year:
        first = last = effet or date.max
    return tuple(
        sorted(
            {
                str(row["id_etablissement"])
                for row in contrat.de("contrat_etablissements")
                if row["date_entree"] <= last
                and (row["date_sortie"] is None or row["date_sortie"] >= first)
            }
        )
    )


def comptes(
    contrat: Contrat,
    annee: int,
    perimetre: str,
    etablissement: str | None,
    categories: Mapping[str, str],
) -> tuple[str, ...]:
    """Return the establishments that count for a target in a year.

    Args:
        contrat: the contract.
        annee: the year.
        perimetre: ``chrs``, ``tout``, or ``departement`` (all, and every territory there).
        etablissement: the only one that counts; None for all.
        categories: FINESS category of each establishment.
    """
    return tuple(
        one
        for one in membres(contrat, annee)
        if etablissement in {None, one}
        and (perimetre != "chrs" or categories.get(one) == CATEGORIE_CHRS)
    )


def subventionnes(contrat: Contrat, regimes: Mapping[str, str]) -> frozenset[str]:
    """Return the establishments of a contract that are subsidised: by régime, or by their means.

    Args:
        contrat: the contract.
        regimes: régime of each known establishment.
    """
    paid = {
        str(row["id_etablissement"])
        for row in contrat.de("moyens")
        if row["regime"] == "subvention"
    }  # fmt: skip
    held = {str(row["id_etablissement"]) for row in contrat.de("contrat_etablissements")}
    return frozenset(one for one in held if one in paid or regimes.get(one) == "subventionne")


def chrs_oublies(contrat: Contrat, etablissements: Mapping[str, Ligne]) -> list[Ligne]:
    """Return the CHRS of the gestionnaire that the contract leaves out of its départements.

    Args:
        contrat: the contract.
        etablissements: every known establishment, by id.
    """
    inside = {str(row["id_etablissement"]) for row in contrat.de("contrat_etablissements")}
    own = [one for one in etablissements.values() if _chrs(one, contrat)]
    places = {one["departement"] for one in own if one["id_etablissement"] in inside}
    return sorted(
        (one for one in own
         if one["departement"] in places and one["id_etablissement"] not in inside
         and not _ferme(one, contrat.effet)),
        key=lambda one: str(one["id_etablissement"]),
    )  # fmt: skip


def _chrs(house: Ligne, contrat: Contrat) -> bool:
    own = house["id_gestionnaire"] == contrat.gestionnaire
    return bool(own and house["categorie"] == CATEGORIE_CHRS and house["regime"] == "autorise")


def _ferme(house: Ligne, day: date | None) -> bool:
    closed = house.get("date_fermeture")
    return closed is not None and day is not None and closed < day
