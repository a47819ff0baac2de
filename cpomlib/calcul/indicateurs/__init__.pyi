from .absence import no_denominator
from .assemble import STATUTS, compute
from .comptes import SoldesDesComptes
from .contexte import REPORT_A_NOUVEAU, Contexte
from .conventions import Conventions, conventions_des_seuils
from .cpom import SORTIES, deces_ecartes, deces_par_unite, ecartes
from .export import KEYS, records
from .fiches import FICHIERS, VOLETS, Fiche, catalogue, fiche, fiches
from .finances import carried, exploitation, reports
from .lignes import Apport, apports
from .publics import FAMILLES
from .rows import Rows, Units, units_of
from .transmis import MEDIANES, VOLETS_TRANSMIS, Envois, convention_de, provenance

__all__ = [
    "FAMILLES",
    "FICHIERS",
    "KEYS",
    "MEDIANES",
    "REPORT_A_NOUVEAU",
    "SORTIES",
    "STATUTS",
    "VOLETS",
    "VOLETS_TRANSMIS",
    "Apport",
    "Contexte",
    "Conventions",
    "Envois",
    "Fiche",
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
    "no_denominator",
    "provenance",
    "records",
    "reports",
    "units_of",
]
