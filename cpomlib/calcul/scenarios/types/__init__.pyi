from .actualisation import Actualisation
from .changement_convention import ChangementConvention, a_signaler
from .cofinancement import Cofinancement
from .convergence import Convergence
from .etp import Etp
from .fermer_places import FermerPlaces
from .frais_siege import HypotheseFraisSiege
from .inflation import Inflation
from .investissement import Emprunt, Investissement
from .masse_salariale import MasseSalariale
from .mutualisation import Mutualisation
from .non_reconductible import NonReconductible
from .occupation import Occupation
from .ouvrir_places import OuvrirPlaces
from .registre import tous
from .transformer_places import TransformerPlaces, places_transformees

__all__ = [
    "Actualisation",
    "ChangementConvention",
    "Cofinancement",
    "Convergence",
    "Emprunt",
    "Etp",
    "FermerPlaces",
    "HypotheseFraisSiege",
    "Inflation",
    "Investissement",
    "MasseSalariale",
    "Mutualisation",
    "NonReconductible",
    "Occupation",
    "OuvrirPlaces",
    "TransformerPlaces",
    "a_signaler",
    "places_transformees",
    "tous",
]
