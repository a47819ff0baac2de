"""What an action costs, who pays for it, and what is missing; money in whole centimes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cpomlib.calcul.contrat.modele import Contrat, Ligne, rang

OBTENUS, DEMANDES = ("accorde", "verse"), ("demande",)


@dataclass(frozen=True)
class AnneeAction:
    """A year of an action, or all of them.

    Attributes:
        annee: the year, None for the whole action.
        cout: what it costs, None where nothing says it.
        obtenu: what is granted or paid.
        demande: what is asked and not answered.
        manque: what nobody pays for yet, what is only asked included; None where no cost is known.
    """

    annee: int | None
    cout: int | None
    obtenu: int
    demande: int
    manque: int | None


@dataclass(frozen=True, eq=False)
class ActionChiffree:
    """An action and its money.

    Attributes:
        ligne: its row.
        annees: one entry per year it runs, or is paid for.
        total: all of them; what is missing is of the whole, a year's surplus pays for another.
        financements: its rows of funding, by year then by funder.
    """

    ligne: Ligne
    annees: tuple[AnneeAction, ...]
    total: AnneeAction
    financements: tuple[Ligne, ...] = ()


def chiffrer(contrat: Contrat) -> list[ActionChiffree]:
    """Return the actions of a contract with their money, in the order of their numbers."""
    paid: dict[str, list[Ligne]] = {}
    for row in contrat.de("financements_actions"):
        paid.setdefault(str(row["id_action"]), []).append(row)
    actions = sorted(contrat.de("actions"), key=lambda row: rang(str(row["id_action"])))
    return [_priced(row, paid.get(str(row["id_action"]), [])) for row in actions]


def ensemble(actions: Iterable[ActionChiffree]) -> AnneeAction:
    """Return all the actions that have a cost together.

    The surplus of one pays for no other: what is missing is added up action by action.
    """
    known = [one.total for one in actions if one.total.cout is not None]
    return AnneeAction(
        None,
        sum(one.cout or 0 for one in known) if known else None,
        sum(one.obtenu for one in known),
        sum(one.demande for one in known),
        sum(one.manque or 0 for one in known) if known else None,
    )


def _year(annee: int | None, cout: int | None, rows: Iterable[Ligne]) -> AnneeAction:
    held = [row for row in rows if annee in {None, int(row["annee"])}]
    got = _sum(held, OBTENUS)
    missing = None if cout is None else max(0, cout - got)
    return AnneeAction(annee, cout, got, _sum(held, DEMANDES), missing)


def _priced(action: Ligne, rows: list[Ligne]) -> ActionChiffree:
    run = _years(action)
    years = sorted({*run, *(int(row["annee"]) for row in rows)})
    costs = {year: _cost(action, run, year) for year in years}
    known = [cost for cost in costs.values() if cost is not None]
    whole = sum(known) if known else _launch(action)
    return ActionChiffree(
        action,
        tuple(_year(year, costs[year], rows) for year in years),
        _year(None, whole, rows),
        tuple(sorted(rows, key=lambda row: (row["annee"], str(row["financeur"])))),
    )


def _years(action: Ligne) -> range:
    begin, end = action["date_debut"], action["date_fin"]
    return range(begin.year, end.year + 1) if begin and end else range(0)


def _cost(action: Ligne, run: range, year: int) -> int | None:
    """A year costs its yearly cost, whole where it has begun; the first one, the launch too."""
    launch, yearly = action["cout_lancement"], action["cout_annuel"]
    if launch is None and yearly is None:
        return None
    if year not in run:
        return 0
    return int(yearly or 0) + int((launch or 0) if year == run.start else 0)


def _launch(action: Ligne) -> int | None:
    """An action without dates costs at least its launch."""
    launch = action["cout_lancement"]
    return None if launch is None else int(launch)


def _sum(rows: Iterable[Ligne], etats: tuple[str, ...]) -> int:
    return sum(int(row["montant"]) for row in rows if row["etat"] in etats)
