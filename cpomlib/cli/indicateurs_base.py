"""``cpom indicateurs --dans-la-base``: the flat table, kept in the base for ODBC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.session import session_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from cpomlib.cli.etat_machine import ControleMachine

_ENTIERE = ("sortie", "etablissements", "periode", "au", "etat", "jour")
"""What asks for another table than the whole, current one."""


def keep(*, whole: bool, **demande: Any) -> None:
    """Compute the whole flat table and keep it in the base; say where it is read.

    Raises:
        UsageError: only a part of it is asked for.
    """
    from cpomlib.base import latest_state, open_base, refuse_bound, write_indicators
    from cpomlib.cli.indicateurs_tableau import tableau
    from cpomlib.cli.portees import demandes

    _refuse_part(whole, demande)
    engine = open_base(demande["base"])
    refuse_bound(engine, "ranger des indicateurs dans la base")
    state = latest_state(engine)
    owners = demandes(engine, demande["gestionnaire"], demande["region"], state)
    kind = demande["perimetre"]
    frame = tableau(demande["base"], owners, demande["annees"], perimetre=kind, etat=state)
    write_indicators(engine, _dated(frame, _houses(engine, state), kind))
    click.echo(_said(frame))


def _refuse_part(whole: bool, demande: dict[str, Any]) -> None:
    if demande["annees"] is None:
        raise click.UsageError("Donnez l’année, ou les années, par «\u00a0--annee\u00a0».")
    if not whole or any(demande[name] for name in _ENTIERE):
        raise click.UsageError(
            "«\u00a0--dans-la-base\u00a0» range toute la table de l’état courant\u00a0: il ne va "
            "qu’avec «\u00a0--gestionnaire\u00a0» ou «\u00a0--region\u00a0», «\u00a0--annee\u00a0» "
            "et «\u00a0--perimetre\u00a0»."
        )


def _houses(engine: Any, state: int) -> dict[str, str]:
    """Return the establishments of each gestionnaire, in one text."""
    from cpomlib.base import read

    held = read(engine, ["etablissements"], etat=state)["etablissements"]
    named: dict[str, list[str]] = {}
    for owner, house in zip(held["id_gestionnaire"], held["id_etablissement"], strict=True):
        named.setdefault(owner, []).append(house)
    return {owner: " ".join(mine) for owner, mine in named.items()}


def _dated(frame: pd.DataFrame, houses: dict[str, str], perimetre: str) -> pd.DataFrame:
    """Add what a row is of: its perimeter, the settings, the day, who."""
    from datetime import UTC, datetime

    from cpomlib.base import local
    from cpomlib.campagne import settings_hash

    return frame.assign(
        perimetre=perimetre,
        portee=frame["etablissement"].fillna(frame["gestionnaire"].map(houses)),
        reglages=settings_hash(),
        calcule_le=local(datetime.now(UTC)).date().isoformat(),
        calcule_par=session_name(),
    )


def _said(frame: pd.DataFrame) -> str:
    from cpomlib.socle import nombre, pluriel

    owners = frame["gestionnaire"].nunique()
    years = ", ".join(str(year) for year in sorted(frame["annee"].unique()))
    return (
        f"Rangé dans la base\u00a0: {nombre(len(frame))} lignes, "
        f"{pluriel(owners, 'gestionnaire')}, {years}, état n°\u00a0{frame['etat'].iloc[0]}. Dans "
        "Power BI ou Excel, lisez la vue «\u00a0indicateurs\u00a0»\u00a0; après un dépôt, relancez "
        "la même commande."
    )


def constats_ranges(engine: Any) -> Iterator[ControleMachine]:
    """Say of what is kept in the base whether it is still what would be computed."""
    from cpomlib.base import kept_indicators
    from cpomlib.campagne import settings_hash
    from cpomlib.cli.etat_machine import A_VOIR, BIEN, ControleMachine
    from cpomlib.socle import pluriel

    kept = kept_indicators(engine)
    if not kept:
        return
    late = [one.gestionnaire for one in kept if one.perime]
    other = [one.gestionnaire for one in kept if set(one.reglages) != {settings_hash()}]
    years = sorted({year for one in kept for year in one.annees})
    if not late and not other:
        said = f"rangés dans la base pour {pluriel(len(kept), 'gestionnaire')}, à jour."
        yield ControleMachine("Indicateurs", BIEN, said)
        return
    told = [f"Périmés dans la base depuis un dépôt\u00a0: {', '.join(late)}."] if late else []
    if other:
        told.append(f"Rangés avec d’autres réglages\u00a0: {', '.join(other)}.")
    span = f"{years[0]}-{years[-1]}" if len(years) > 1 else f"{years[0]}"
    yield ControleMachine(
        "Indicateurs", A_VOIR, " ".join(told),
        f"«\u00a0cpom indicateurs --region R --annee {span} --dans-la-base\u00a0» les refait.",
    )  # fmt: skip
