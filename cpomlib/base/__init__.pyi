from .actes import Effet, refuser, retablir, retablissement, transmettre, validation, valider
from .address import DEFAULT_ADDRESS, base_address, hold_open, migrate, open_as_is, open_base, shown
from .agregats import COLUMNS, publish, published, published_digest
from .avenants import changements_du_contrat
from .comparaison import Ecart, TableComparee, comparer
from .contrats import contracts_digest, programming_digest
from .declarees import Declaree, declarations, declarations_digest, empreinte, historique
from .declarees_depot import DeclarationChangeeError, Enregistree, annuler, declarer
from .declarees_dites import LIBELLES, ecarts, intitule, quand
from .deposits import Depot, Origine, Statut, deposits_used, in_order, latest_deposit
from .doutes import Doute, Douteux, counts, doutes, doutes_du_gestionnaire
from .entretemps import EntretempsError
from .etats import Evenement, known_state, latest_state, local, state_on
from .implantations import (
    Implantation,
    annees_des_territoires,
    implantations,
    raisons_sociales,
)
from .indicateurs_calcules import Rangement, kept_indicators, write_indicators
from .justifications import justifications_digest, justify
from .portee import SANS_CHOIX, Choix, Mode
from .portes import Recu, deposit, deposit_once
from .provenances import Contenu, contents, deposits_of_rows, last_days
from .rattachements import Proposition, propositions, unattached, waits_for_owner
from .reading import has_year, lots_digest, read, read_deposit, refuse_year, years
from .registre import FicheDepot, fiche_depot, known_deposit, registre, successors
from .roles import create_role, refuse_bound, withdraw_role
from .schema import HEAD
from .securite import (
    Habilitation,
    bound,
    habilitations,
    may_publish,
    sees_insertion,
    sees_region,
)

__all__ = [
    "COLUMNS",
    "DEFAULT_ADDRESS",
    "HEAD",
    "LIBELLES",
    "SANS_CHOIX",
    "Choix",
    "Contenu",
    "DeclarationChangeeError",
    "Declaree",
    "Depot",
    "Doute",
    "Douteux",
    "Ecart",
    "Effet",
    "Enregistree",
    "EntretempsError",
    "Evenement",
    "FicheDepot",
    "Habilitation",
    "Implantation",
    "Mode",
    "Origine",
    "Proposition",
    "Rangement",
    "Recu",
    "Statut",
    "TableComparee",
    "annees_des_territoires",
    "annuler",
    "base_address",
    "bound",
    "changements_du_contrat",
    "comparer",
    "contents",
    "contracts_digest",
    "counts",
    "create_role",
    "declarations",
    "declarations_digest",
    "declarer",
    "deposit",
    "deposit_once",
    "deposits_of_rows",
    "deposits_used",
    "doutes",
    "doutes_du_gestionnaire",
    "ecarts",
    "empreinte",
    "fiche_depot",
    "habilitations",
    "has_year",
    "historique",
    "hold_open",
    "implantations",
    "in_order",
    "intitule",
    "justifications_digest",
    "justify",
    "kept_indicators",
    "known_deposit",
    "known_state",
    "last_days",
    "latest_deposit",
    "latest_state",
    "local",
    "lots_digest",
    "may_publish",
    "migrate",
    "open_as_is",
    "open_base",
    "programming_digest",
    "propositions",
    "publish",
    "published",
    "published_digest",
    "quand",
    "raisons_sociales",
    "read",
    "read_deposit",
    "refuse_bound",
    "refuse_year",
    "refuser",
    "registre",
    "retablir",
    "retablissement",
    "sees_insertion",
    "sees_region",
    "shown",
    "state_on",
    "successors",
    "transmettre",
    "unattached",
    "validation",
    "valider",
    "waits_for_owner",
    "withdraw_role",
    "write_indicators",
    "years",
]
