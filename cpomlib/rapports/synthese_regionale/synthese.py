"""The synthèse régionale: what its notebook calls, part by part.

The plan is the DRJSCS analysis of the 2012 guide (section 5.4): state of the contracts, operators
and places, publics, offer and prestations, needs, indicators and costs, budget, operators at
stake. It is internal to the State's service unless it is asked for publishable.
"""

from __future__ import annotations

from cpomlib.dossier import Territoire
from cpomlib.rapports.synthese_regionale.budget import budget
from cpomlib.rapports.synthese_regionale.couts import couts
from cpomlib.rapports.synthese_regionale.enjeux import operateurs_a_enjeux
from cpomlib.rapports.synthese_regionale.operateurs import contrats
from cpomlib.rapports.territoire import (
    besoins,
    couverture,
    departements,
    essentiel,
    methode,
    offre,
    publics,
)
from cpomlib.rendu.blocs import Groupe

_CHIFFRES = (
    "places_financees", "menages_accueillis", "taux_occupation", "duree_moyenne_sejours_termines",
    "cpom_1_taux", "cpom_2_taux", "cpom_4_taux_presence_longue", "cout_place", "taux_resultat",
    "etp_pour_100_places",
)  # fmt: skip


def premiere_page(territoire: Territoire) -> Groupe:
    """Show which région, for whom, and its key figures."""
    cover = couverture(territoire, "Synthèse régionale", _CHIFFRES)
    return Groupe((*cover, *essentiel(territoire, _CHIFFRES)))


__all__ = [
    "besoins",
    "budget",
    "contrats",
    "couts",
    "departements",
    "methode",
    "offre",
    "operateurs_a_enjeux",
    "premiere_page",
    "publics",
]
