from .absence import missing_reason, no_denominator, unfilled
from .apport import Cotes, argent, chacun, colonne, mesurees
from .assemble import STATUTS, compute, results
from .comptes import SoldesDesComptes
from .contexte import REPORT_A_NOUVEAU, Contexte
from .conventions import Conventions, conventions_des_seuils
from .couverture import sejours_couvrants
from .cpom import SORTIES, deces_ecartes, deces_par_unite, ecartes
from .export import KEYS, records
from .fiches import (
    DU_SERVICE,
    INSERTION,
    PROPRES,
    VOLETS,
    Fiche,
    catalogue,
    fiche,
    fiches,
    fiches_connues,
    fiches_insertion,
    livrees,
)
from .fiches_declarees import FICHIERS
from .finances import carried, exploitation, reports
from .grammaire import CalculDeclare
from .lignes import Apport, apports
from .measure import Measure
from .publics import FAMILLES
from .registres import non_couverts
from .rows import Rows, Units, units_of
from .selections import DEPARTS
from .transmis import MEDIANES, Envois, convention_de, provenance

__all__ = [
    "DEPARTS",
    "DU_SERVICE",
    "FAMILLES",
    "FICHIERS",
    "INSERTION",
    "KEYS",
    "MEDIANES",
    "PROPRES",
    "REPORT_A_NOUVEAU",
    "SORTIES",
    "STATUTS",
    "VOLETS",
    "Apport",
    "CalculDeclare",
    "Contexte",
    "Conventions",
    "Cotes",
    "Envois",
    "Fiche",
    "Measure",
    "Rows",
    "SoldesDesComptes",
    "Units",
    "apports",
    "argent",
    "carried",
    "catalogue",
    "chacun",
    "colonne",
    "compute",
    "convention_de",
    "conventions_des_seuils",
    "deces_ecartes",
    "deces_par_unite",
    "ecartes",
    "exploitation",
    "fiche",
    "fiches",
    "fiches_connues",
    "fiches_insertion",
    "livrees",
    "mesurees",
    "missing_reason",
    "no_denominator",
    "non_couverts",
    "provenance",
    "records",
    "reports",
    "results",
    "sejours_couvrants",
    "unfilled",
    "units_of",
]
