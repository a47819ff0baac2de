"""Is a plan de retour à l'équilibre needed, and when would it land?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cpomlib.calcul.budget import (
    DUREE_MAXIMUM,
    RETOUR,
    ZERO,
    RetourEquilibre,
    centimes,
    plan_retour_equilibre,
)
from cpomlib.calcul.volet import Plan
from cpomlib.calcul.volet.affectation import (
    Affectation,
    Resultat,
    avec_excedent,
    deficits,
    excedents,
    reste_a_couvrir,
    resultats,
)
from cpomlib.calcul.volet.donnees import Donnees
from cpomlib.calcul.volet.droit import ACompleter
from cpomlib.socle import RegleBudgetaireError

ARTICLES_EQUILIBRE = (RETOUR.article,)


@dataclass(frozen=True)
class HypotheseRetour:
    """Where one hypothesis on the results leads the cumulative deficit."""

    libelle: str
    resultats: Mapping[int, Any]
    retour: RetourEquilibre | ACompleter


@dataclass(frozen=True)
class Equilibre:
    """The need for a plan.

    Attributes:
        historique: year → result of the whole perimeter, euros, for the years that have one.
        report: result carried forward before the year's result, euros.
        compensation: réserve de compensation, euros.
        resultat: result of the year of the whole perimeter, euros.
        deficits: deficits of the year to cover, tariffed establishments then the others, euros.
        excedent_propre: the year's surplus where one establishment alone makes the perimeter.
        deficit_cumule: what remains uncovered, euros, positive; or why this cannot be said.
        effort: yearly surplus that would absorb it by the end of the contract, euros.
        hypotheses: the result of the year carried on, and the plan's results when it has any.
    """

    historique: Mapping[int, Decimal]
    report: Decimal | None
    compensation: Decimal | None
    resultat: Decimal
    deficits: tuple[Decimal, Decimal]
    excedent_propre: Decimal
    deficit_cumule: Decimal | ACompleter
    effort: Decimal
    hypotheses: tuple[HypotheseRetour, ...]

    @property
    def necessaire(self) -> bool:
        """A deficit remains that neither the report à nouveau nor the reserve covers."""
        return isinstance(self.deficit_cumule, Decimal) and self.deficit_cumule > 0


def equilibre(donnees: Donnees, plan: Plan, affecte: Affectation) -> Equilibre:
    """Tell whether a deficit remains, and in which year each hypothesis absorbs it.

    The deficits are those to be affected, covered as :mod:`affectation` covers them: the surplus
    of one establishment never covers the deficit of another. Balances tell the deficit carried
    forward of the whole gestionnaire only: a surplus lowers it where there is one establishment.
    The law sets no threshold (« lorsque la situation l'exige »): this reading is a convention,
    printed.

    Source: CASF, art. L. 313-11-2, R. 314-42, III, and R. 314-51, III.
    """
    history = _history(donnees)
    lines, before = affecte.resultats, affecte.soldes
    now = sum((line.resultat for line in lines), ZERO)
    lost = (affecte.deficit, deficits(line for line in lines if not line.tarife))
    own = excedents(lines) if len(lines) == 1 else ZERO
    owed = reste_a_couvrir(lost[0], avec_excedent(before, own), lost[1])
    years = range(donnees.premiere_annee, donnees.premiere_annee + DUREE_MAXIMUM)
    cases: dict[str, Mapping[int, Any]] = {
        f"Le résultat {donnees.annee} se répète": dict.fromkeys(years, _repeated(lines))
    }
    if plan.resultats_prevus:
        cases["Résultats prévus par le plan"] = plan.resultats_prevus
    known = isinstance(owed, Decimal) and owed > 0
    return Equilibre(
        historique=history,
        report=before["report_a_nouveau"],
        compensation=before["reserve_compensation"],
        resultat=now,
        deficits=lost,
        excedent_propre=own,
        deficit_cumule=owed,
        effort=centimes(owed / DUREE_MAXIMUM) if isinstance(owed, Decimal) else ZERO,
        hypotheses=tuple(_case(name, r, owed) for name, r in cases.items()) if known else (),
    )


def _history(donnees: Donnees) -> dict[int, Decimal]:
    found = {}
    for year in range(donnees.annee - 2, donnees.annee + 1):
        lines = resultats(donnees.exercice(year))
        if lines:
            found[year] = sum((line.resultat for line in lines), ZERO)
    return found


def _repeated(lines: Iterable[Resultat]) -> Decimal:
    """Return what a year like this one adds: its deficits, or its result when it has none."""
    amounts = [line.resultat for line in lines]
    return sum((x for x in amounts if x < 0), ZERO) or sum(amounts, ZERO)


def _case(name: str, results: Mapping[int, Any], owed: Decimal | ACompleter) -> HypotheseRetour:
    try:
        return HypotheseRetour(name, results, plan_retour_equilibre(results, owed))  # type: ignore[arg-type]
    except RegleBudgetaireError as error:
        return HypotheseRetour(name, results, ACompleter.de(error))
