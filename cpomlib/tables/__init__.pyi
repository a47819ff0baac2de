from .affichage import told
from .cellules import (
    ANNEES,
    BLANKS,
    GRAND_MONTANT,
    HORS_LISTE,
    TROP_GRAND_EUROS,
    Refus,
    centimes,
    read_cell,
)
from .check import Controle, check_read, first_per_cell
from .croisements import CATEGORIE_CHRS
from .debut_sejours import RegistreSejours, premieres_annees
from .frames import Frames, conform, dtype, empty
from .identifiants import CNIL, forbidden_column, identifying, montrable
from .jours import doutes_du_jour, refus_du_jour
from .justification import Justification
from .lecture import ColonneLue, Lue, Provenance
from .rangees import row_texts, written_row
from .schema import (
    AGREGATS,
    Champ,
    TableSchema,
    aggregate_names,
    contract_names,
    figure_names,
    folder_names,
    measured_names,
    regional_names,
    stored_names,
    table,
    table_names,
    territory_names,
)

__all__ = [
    "AGREGATS",
    "ANNEES",
    "BLANKS",
    "CATEGORIE_CHRS",
    "CNIL",
    "GRAND_MONTANT",
    "HORS_LISTE",
    "TROP_GRAND_EUROS",
    "Champ",
    "ColonneLue",
    "Controle",
    "Frames",
    "Justification",
    "Lue",
    "Provenance",
    "Refus",
    "RegistreSejours",
    "TableSchema",
    "aggregate_names",
    "centimes",
    "check_read",
    "conform",
    "contract_names",
    "doutes_du_jour",
    "dtype",
    "empty",
    "figure_names",
    "first_per_cell",
    "folder_names",
    "forbidden_column",
    "identifying",
    "measured_names",
    "montrable",
    "premieres_annees",
    "read_cell",
    "refus_du_jour",
    "regional_names",
    "row_texts",
    "stored_names",
    "table",
    "table_names",
    "territory_names",
    "told",
    "written_row",
]
