"""The four mandatory indicators of the CPOM (arrêté of 25 October 2019, annexe I)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cpomlib.calcul.indicateurs.apport import Cotes, chacun, mesurees
from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.calcul.indicateurs.conventions import Conventions
from cpomlib.calcul.indicateurs.measure import MOIS, Measure
from cpomlib.calcul.indicateurs.rows import Rows, units_of
from cpomlib.calcul.indicateurs.stays import Menages, Sejours
from cpomlib.socle import pluriel

if TYPE_CHECKING:
    from cpomlib.calcul.perimetre import Perimetre
    from cpomlib.tables import Frames

SORTIES = {
    "cpom_1_sorties_logement_ordinaire": (
        "cpom_1_taux", ("logement_social", "logement_prive"),
    ),
    "cpom_1_sorties_logement_social": ("cpom_1_taux_social", ("logement_social",)),
    "cpom_1_sorties_logement_prive": ("cpom_1_taux_prive", ("logement_prive",)),
    "cpom_2_sorties_logement_adapte": ("cpom_2_taux", ("logement_adapte",)),
}  # fmt: skip
"""Count → its rate, and the destinations that count."""

DECES = "deces"
"""Destination of the households left out of the denominators of the exit rates: nobody failed."""


Termes: TypeAlias = tuple[Rows, Rows | None]
"""Who is counted, and among whom; nobody else for a plain count."""


def cpom(contexte: Contexte) -> dict[str, Measure]:
    """Measure the volet « cpom » of every unit."""
    return mesurees(cotes_cpom(contexte), {})


def cotes_cpom(contexte: Contexte) -> dict[str, Cotes]:
    """Select what is behind each indicator of the volet « cpom »."""
    return {
        name: (chacun("sejours", above), None if below is None else chacun("sejours", below))
        for name, (above, below) in termes(contexte).items()
    }


def termes(contexte: Contexte) -> dict[str, Termes]:
    """Select whom each indicator counts; indicators 1 to 3 leave out droits incomplets."""
    sejours, conventions = contexte.sejours, contexte.conventions
    gone = with_rights(sejours.sortis).rows
    sortis = gone.where(~gone.holds("destination", DECES))
    found: dict[str, Termes] = {}
    for count, (rate, destinations) in SORTIES.items():
        reached = sortis.equal("destination", *destinations)
        found |= {count: (reached, None), rate: (reached, sortis)}
    asked = senior(sejours, conventions.anciennete_min_mois).rows
    found["cpom_3_taux_dls_active"] = (asked.equal("dls_active", True), asked)
    presents = sejours.presents
    stayed = sejours.fin - presents.entree
    long = presents.where(stayed > conventions.seuil_presence_longue_mois * MOIS)
    found["cpom_4_taux_presence_longue"] = (long.rows, presents.rows)
    return found


def deces_ecartes(
    frames: Frames,
    perimetre: Perimetre,
    annee: int,
    conventions: Conventions,
    partie: str = "",
) -> int:
    """Count the households that the exit rates leave out because of a death.

    Those with droits incomplets are left out already, and are not counted here.
    """
    contexte = Contexte(frames, units_of(perimetre), annee, conventions, partie)
    return int(deces_par_unite(contexte).sum())


def deces_par_unite(contexte: Contexte) -> np.ndarray:
    """Count per unit the households that the exit rates leave out because of a death."""
    return with_rights(contexte.sejours.sortis).rows.equal("destination", DECES).count()


def ecartes(deces: int) -> str:
    """Say in French how many households the exit rates leave out; empty for none."""
    if not deces:
        return ""
    left = pluriel(
        deces, "ménage sorti par décès est laissé", "ménages sortis par décès sont laissés"
    )
    return f"{left} hors du dénominateur des taux de sortie (convention)."


def with_rights(menages: Menages) -> Menages:
    """Keep the households whose rights are full."""
    return menages.where(~menages.rows.column("droits_incomplets").to_numpy(bool))


def senior(sejours: Sejours, anciennete_min_mois: float | None) -> Menages:
    """Keep the households received with full rights, present long enough where that is set."""
    accueillis = with_rights(sejours.accueillis)
    if anciennete_min_mois is None:
        return accueillis
    days = np.minimum(accueillis.sortie, sejours.fin) - accueillis.entree
    return accueillis.where(days >= anciennete_min_mois * MOIS)
