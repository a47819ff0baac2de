from .absence import missing_reason, no_denominator, unfilled
from .assemble import STATUTS, compute, results
from .comptes import SoldesDesComptes
from .contexte import REPORT_A_NOUVEAU, Contexte
from .conventions import Conventions, conventions_des_seuils
from .couverture import sejours_couvrants
from .cpom import SORTIES, deces_ecartes, deces_par_unite, ecartes
from .export import KEYS, records
from .fiches import (
    DU_SERVICE,
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
    "Envois",
    "Fiche",
    "Measure",
    "Rows",
    "SoldesDesComptes",
    "Units",
    "apports",
    "carried",
    "catalogue",
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
