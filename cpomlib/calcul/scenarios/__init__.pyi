from .annee_de_base import etat
from .appuis import MONTREES, Appuis, Recul, moitie_de, reculs
from .champ import (
    AUCUN,
    ETABLISSEMENT,
    FINANCEMENT,
    JOUR,
    PAR_FONCTION,
    PLAFOND,
    TAUX_PAR_AN,
    ChampHypothese,
    ParAnnee,
    ParFonction,
    Taux,
    ValeurRefuseeError,
    choix_de,
    lire,
    par_fonction_en,
)
from .comparaison import Cascade, cascade, comparer
from .controle import (
    doutes,
    fautes,
    sans_justification,
    verifier,
    verifier_scenario,
)
from .couts import MIXTE, CoutGenre, CoutProjete, couts_par_etablissement, couts_par_genre
from .declaration import Hypothese, Ratios, Termes, Tiree, champs
from .deplacement import en_euros
from .ecriture import contenu, en_yaml, intitule
from .effets import Cadre
from .etats import SANS_GHAM, Etat, libelle_genre, mode_de
from .hypotheses import FAMILLES, TYPES
from .incertitude import INCERTITUDE, bandes, incertitude_en_vigueur
from .lecture import (
    HORIZON_MAXIMUM,
    LIBELLES_STATUT,
    STATUTS,
    Scenario,
    lire_scenario,
    make_scenario,
    read_scenario,
)
from .phrases import dire, exact, resumer
from .plafonds import Plafond
from .poids import poids_dotation, poids_siege
from .projection import POSTES, Projection, project, projeter
from .ratios import cout_fonction, ecart, ratios
from .recherche import PointEquilibre, equilibre, phrase, reglables
from .reperes import etp_pour_cent_places
from .sensibilite import tornade
from .types import Emprunt, places_transformees
from .variations import (
    emplois_des_places,
    fonctions_presentes,
    gain,
    masse_de,
    par_mode,
    places_deplacees,
)

__all__ = [
    "AUCUN",
    "ETABLISSEMENT",
    "FAMILLES",
    "FINANCEMENT",
    "HORIZON_MAXIMUM",
    "INCERTITUDE",
    "JOUR",
    "LIBELLES_STATUT",
    "MIXTE",
    "MONTREES",
    "PAR_FONCTION",
    "PLAFOND",
    "POSTES",
    "SANS_GHAM",
    "STATUTS",
    "TAUX_PAR_AN",
    "TYPES",
    "Appuis",
    "Cadre",
    "Cascade",
    "ChampHypothese",
    "CoutGenre",
    "CoutProjete",
    "Emprunt",
    "Etat",
    "Hypothese",
    "ParAnnee",
    "ParFonction",
    "Plafond",
    "PointEquilibre",
    "Projection",
    "Ratios",
    "Recul",
    "Scenario",
    "Taux",
    "Termes",
    "Tiree",
    "ValeurRefuseeError",
    "bandes",
    "cascade",
    "champs",
    "choix_de",
    "comparer",
    "contenu",
    "cout_fonction",
    "couts_par_etablissement",
    "couts_par_genre",
    "dire",
    "doutes",
    "ecart",
    "emplois_des_places",
    "en_euros",
    "en_yaml",
    "equilibre",
    "etat",
    "etp_pour_cent_places",
    "exact",
    "fautes",
    "fonctions_presentes",
    "gain",
    "incertitude_en_vigueur",
    "intitule",
    "libelle_genre",
    "lire",
    "lire_scenario",
    "make_scenario",
    "masse_de",
    "mode_de",
    "moitie_de",
    "par_fonction_en",
    "par_mode",
    "phrase",
    "places_deplacees",
    "places_transformees",
    "poids_dotation",
    "poids_siege",
    "project",
    "projeter",
    "ratios",
    "read_scenario",
    "reculs",
    "reglables",
    "resumer",
    "sans_justification",
    "tornade",
    "verifier",
    "verifier_scenario",
]
