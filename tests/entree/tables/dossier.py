"""CSV files of a folder of tables, and every fault that reading it tells."""

import pytest
from conftest import plain

from cpomlib.entree.tables import read_folder
from cpomlib.socle.erreurs import DonneesError

GESTIONNAIRES = (
    "id_gestionnaire,raison_sociale,statut\n"
    "732829320,L’Étape & Fils <Loire>,association\n"
    "EJ-440000123,Foyer du Port,fondation\n"
)
ETABLISSEMENTS = (
    "id_etablissement,id_gestionnaire,nom,categorie,regime,autorite,programme,departement,region\n"
    "440001234,732829320,CHRS du Port,214,autorise,prefet,177,44,52\n"
    "S-732829320-SIEGE,732829320,Siège,000,siege,prefet,177,44,52\n"
)
PLACES = "id_etablissement,annee,gham,mode,places_autorisees,places_financees\n"
SEJOURS = (
    "id_sejour,id_etablissement,id_menage,date_entree,date_sortie,composition,nb_adultes,"
    "nb_enfants,tranche_age,droits_incomplets,via_siao,dls_active,destination\n"
)


def write(folder, name, text, encoding="utf-8"):
    (folder / f"{name}.csv").write_bytes(text.encode(encoding))


def faults(path, known=None):
    with pytest.raises(DonneesError) as caught:
        read_folder(path, known)
    return [plain(fault) for fault in caught.value.fautes]
