"""The anomalies of a gestionnaire, read from a base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpomlib.base import latest_state, read
from cpomlib.base.justifications import justifications
from cpomlib.calcul import selection
from cpomlib.calcul.anomalies import Examen, examiner
from cpomlib.socle import CommandeError, suggestion

if TYPE_CHECKING:
    from sqlalchemy import Engine

COMPAREES = ("etablissements", "places", "budgets", "salaries")
"""The tables of the others that the regional fences are made of."""


def examiner_base(
    engine: Engine,
    gestionnaire: str,
    annee: int,
    *,
    ouverte: bool = False,
    region: str = "",
    etablissements: Sequence[str] = (),
    etat: int | None = None,
) -> Examen:
    """Examine the figures of a gestionnaire in a state of the base.

    Args:
        engine: an open base.
        gestionnaire: its id.
        annee: the year examined.
        ouverte: it is not over.
        region: keeps its establishments of this region.
        etablissements: those kept; all when empty.
        etat: the state of the base; the current one by default.

    Raises:
        CommandeError: the gestionnaire or an establishment is unknown, or nothing is left.
        StoreError: the base cannot be read.
    """
    state = etat or latest_state(engine)
    frames = read(engine, gestionnaires=[gestionnaire], etat=state)
    known = frames["etablissements"]
    if frames["gestionnaires"].empty:
        names = read(engine, ["gestionnaires"], etat=state)["gestionnaires"]["id_gestionnaire"]
        raise CommandeError(
            f"Le gestionnaire «\u00a0{gestionnaire}\u00a0» n’est pas dans la base.",
            que_faire=suggestion(gestionnaire, names.tolist(), "cpom gestionnaires"),
        )
    inside = known[known["region"] == region] if region else known
    kept = selection(inside, gestionnaire, choisis=etablissements).etablissements
    mine = kept["id_etablissement"].tolist()
    everybody = read(engine, ["etablissements"], etat=state)["etablissements"]
    near = everybody[everybody["region"].isin(known["region"].unique())]
    others = sorted(near["id_gestionnaire"].unique())
    return examiner(
        frames,
        annee,
        ouverte=ouverte,
        etablissements=mine,
        region=read(engine, COMPAREES, gestionnaires=others, etat=state),
        justifications=justifications(engine, [gestionnaire, *mine], annee, state),
    )
