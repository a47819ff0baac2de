"""Where the checked tables live: SQLite by default, PostgreSQL when services share a base.

A deposit never overwrites: its rows are kept by *lot* (deposit × table × scope). It counts once
it is validated. Each validation and each restoration makes a numbered *state*: for each scope,
the last lot that came into force.
"""

from cpomlib.store.actes import (
    Effet,
    refuser,
    retablir,
    retablissement,
    transmettre,
    validation,
    valider,
)
from cpomlib.store.address import DEFAULT_ADDRESS, base_address, open_base
from cpomlib.store.comparaison import Ecart, TableComparee, comparer
from cpomlib.store.deposits import Depot, Origine, Statut, deposits_used, latest_deposit
from cpomlib.store.doutes import Doute, Douteux, doutes, doutes_du_gestionnaire
from cpomlib.store.etats import (
    Evenement,
    known_state,
    latest_state,
    local,
    state_on,
)
from cpomlib.store.implantations import Implantation, implantations, raisons_sociales
from cpomlib.store.portee import SANS_CHOIX, Choix
from cpomlib.store.portes import Recu, deposit, deposit_once
from cpomlib.store.rattachements import Proposition, propositions, unattached, waits_for_owner
from cpomlib.store.reading import has_year, lots_digest, read, read_deposit, years
from cpomlib.store.registre import FicheDepot, fiche_depot, known_deposit, registre, successors

__all__ = [
    "DEFAULT_ADDRESS",
    "SANS_CHOIX",
    "Choix",
    "Depot",
    "Doute",
    "Douteux",
    "Ecart",
    "Effet",
    "Evenement",
    "FicheDepot",
    "Implantation",
    "Origine",
    "Proposition",
    "Recu",
    "Statut",
    "TableComparee",
    "base_address",
    "comparer",
    "deposit",
    "deposit_once",
    "deposits_used",
    "doutes",
    "doutes_du_gestionnaire",
    "fiche_depot",
    "has_year",
    "implantations",
    "known_deposit",
    "known_state",
    "latest_deposit",
    "latest_state",
    "local",
    "lots_digest",
    "open_base",
    "propositions",
    "raisons_sociales",
    "read",
    "read_deposit",
    "refuser",
    "registre",
    "retablir",
    "retablissement",
    "state_on",
    "successors",
    "transmettre",
    "unattached",
    "validation",
    "valider",
    "waits_for_owner",
    "years",
]
