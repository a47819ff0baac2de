"""Which establishments a contract holds in a year, and which of them count for a target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cpomlib.calcul.contrat.modele import Contrat
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
