"""The whole volet financier of a gestionnaire, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cpomlib.calcul.volet import Plan
from cpomlib.calcul.volet.affectation import Affectation, affectation
from cpomlib.calcul.volet.base_budgetaire import BaseEtablissement, bases, total
from cpomlib.calcul.volet.bilan import Reprise, reprise
from cpomlib.calcul.volet.couts import Couts, LigneConvergence, convergences, couts
from cpomlib.calcul.volet.donnees import Donnees
from cpomlib.calcul.volet.droit import ACompleter, Droit
from cpomlib.calcul.volet.equilibre import Equilibre, equilibre
from cpomlib.calcul.volet.frais_siege import FraisSiege, frais_siege
from cpomlib.calcul.volet.trajectoires import SurcoutProjet, Trajectoire, surcouts, trajectoires
from cpomlib.droit import Lecteur, ValeurLue


@dataclass(frozen=True)
class Volet:
    """Every result of the volet financier; ``convergences`` is None where none applies.

    Attributes:
        annee: last closed exercice.
        premiere_annee: first year of the contract.
        plan: name of the file of the parties' plan, empty when there is none.
        lectures: the dated values used, in the order they were read.
        manques: what could not be read, with the text to look up.
    """

    annee: int
    premiere_annee: int
    plan: str
    bases: tuple[BaseEtablissement, ...]
    total_base: Decimal | ACompleter
    couts: Couts
    convergences: tuple[LigneConvergence, ...] | None
    affectation: Affectation
    reprise: Reprise
    siege: FraisSiege
    trajectoires: tuple[Trajectoire, ...]
    surcouts: tuple[SurcoutProjet, ...]
    equilibre: Equilibre
    lectures: tuple[ValeurLue, ...]
    manques: tuple[ACompleter, ...]


def volet(donnees: Donnees, plan: Plan, lecteur: Lecteur) -> Volet:
    """Compute the volet financier; every parameter goes through the report's own reader."""
    droit = Droit(lecteur)
    lines = bases(donnees)
    whole = total(lines)
    affected = affectation(donnees, plan, droit)
    parts = {
        "couts": couts(donnees, plan, droit),
        "convergences": convergences(donnees, plan, droit),
        "reprise": reprise(donnees, droit),
        "siege": frais_siege(donnees, droit),
        "trajectoires": trajectoires(whole, donnees, plan, droit),
        "equilibre": equilibre(donnees, plan, affected),
    }
    return Volet(
        annee=donnees.annee,
        premiere_annee=donnees.premiere_annee,
        plan=plan.fichier,
        bases=lines,
        total_base=whole,
        affectation=affected,
        surcouts=surcouts(plan),
        lectures=lecteur.lectures(),
        manques=droit.manques(),
        **parts,  # type: ignore[arg-type]
    )
