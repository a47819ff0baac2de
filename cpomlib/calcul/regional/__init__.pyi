from .besoins import (
    Besoin,
    besoins,
    depasse_le_hasard,
    plus_grand_ecart,
    public_en_attente,
)
from .contractualisation import Contractualisation, contractualisation
from .denombrement import Denombrement, denombrer, sans_chiffres
from .enjeux import Enjeux, Signal
from .masquage_siao import Rang, Totaux, masquer_demandes
from .moities import Moitie, moities
from .moyens import AnneeTrajectoire, Dotation, additionner, derniere_connue, dotations
from .photographie import (
    ecarts,
    effectifs,
    en_attente,
    montrables,
    non_pourvues,
    parts,
    premier,
    presents,
)
from .regles_enjeux import ENJEUX, RegleEnjeu, regles
from .siao import (
    HEBERGEMENT,
    LOGEMENT_ADAPTE,
    retenues,
    sans_demandes,
    sommes,
    taux_demandes,
    totaux,
)
from .statistiques import CONVENTION, Distribution, distribution
from .unites import REGION, contributeurs, de_region, departement, gestionnaire, hebergeurs

__all__ = [
    "CONVENTION",
    "ENJEUX",
    "HEBERGEMENT",
    "LOGEMENT_ADAPTE",
    "REGION",
    "AnneeTrajectoire",
    "Besoin",
    "Contractualisation",
    "Denombrement",
    "Distribution",
    "Dotation",
    "Enjeux",
    "Moitie",
    "Rang",
    "RegleEnjeu",
    "Signal",
    "Totaux",
    "additionner",
    "besoins",
    "contractualisation",
    "contributeurs",
    "de_region",
    "denombrer",
    "departement",
    "depasse_le_hasard",
    "derniere_connue",
    "distribution",
    "dotations",
    "ecarts",
    "effectifs",
    "en_attente",
    "gestionnaire",
    "hebergeurs",
    "masquer_demandes",
    "moities",
    "montrables",
    "non_pourvues",
    "parts",
    "plus_grand_ecart",
    "premier",
    "presents",
    "public_en_attente",
    "regles",
    "retenues",
    "sans_chiffres",
    "sans_demandes",
    "sommes",
    "taux_demandes",
    "totaux",
]
