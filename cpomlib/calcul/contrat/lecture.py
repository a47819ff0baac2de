"""What the following of contracts needs, read in one state of the base."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.base import read
from cpomlib.calcul.contrat.mesures import Mesures, mesurer
from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.contrat.suivi import annees_du_contrat
from cpomlib.calcul.indicateurs import conventions_des_seuils

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.tables import Frames


def mesures_lues(
    engine: Engine,
    frames: Frames,
    contrats: Mapping[str, Contrat],
    etat: int,
    jour: date,
    recul: int = 0,
) -> Mesures:
    """Measure the targets of contracts, from their years of reference to the day.

    Args:
        engine: an open base.
        frames: its table ``etablissements``, in that state.
        contrats: the contracts, by code.
        etat: the number of the state.
        jour: the day they are looked at.
        recul: how many years are measured before that of the reference.
    """
    spans = [annees_du_contrat(one, jour) for one in contrats.values()]
    first = min((span.start - 1 - recul for span in spans if span), default=jour.year)
    held = read(engine, gestionnaires=_owners(frames, contrats), etat=etat)
    years = range(first, jour.year + 1)
    return mesurer(held, contrats, years, conventions_des_seuils(jour))


def _owners(frames: Frames, contrats: Mapping[str, Contrat]) -> list[str]:
    """Return who holds today the establishments of the contracts."""
    known = frames["etablissements"]
    held = {
        row["id_etablissement"]
        for one in contrats.values()
        for row in one.de("contrat_etablissements")
    }
    own = known.loc[known["id_etablissement"].isin(held), "id_gestionnaire"]
    return sorted({*own, *(one.gestionnaire for one in contrats.values())})
