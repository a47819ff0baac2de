"""The export of an invented SIAO, its mapping, and what reading it gives or refuses."""

import pandas as pd
import pytest
from conftest import plain

from cpomlib.entree.siao import lire_correspondance, read_siao
from cpomlib.socle.erreurs import DonneesError
from cpomlib.tables.frames import conform

CLE = bytes(range(32))
KNOWN = {
    "gestionnaires": conform(
        "gestionnaires",
        pd.DataFrame(
            {"id_gestionnaire": ["732829320"], "raison_sociale": ["A"], "statut": ["association"]}
        ),
    ),
    "etablissements": conform(
        "etablissements",
        pd.DataFrame(
            {
                "id_etablissement": ["440001234", "440001242"],
                "id_gestionnaire": "732829320",
                "nom": ["CHRS du Port", "CHRS du Quai"],
                "categorie": "214",
                "regime": "autorise",
                "autorite": "prefet",
                "programme": "177",
                "departement": "44",
                "region": "52",
            }
        ),
    ),
}
ENTETE = (
    "N° prise en charge;N° ménage;Nom;Prénom;Tél.;Date de naissance;Structure;Date d'entrée;"
    "Date de sortie;Composition familiale;Adultes;Enfants;Sexe;Droits incomplets;Ressources;"
    "Motif de sortie;SIAO;DLS;Commentaire"
)
PRESENT = (
    "1;101;DUPONT;Jean;0612345678;12/05/1980;CHRS du Port;12/05/2024;;Homme isolé;1;0;Masculin;"
    "non;RSA;;oui;non;Suivi par sa sœur"
)
PARTI = (
    "2;102;MARTIN;Anne;;13/05/1999;CHRS du Port;12/05/2024;30/06/2024;Femme seule avec enfant(s);"
    "1;2;Féminin;oui;Aucune;HLM;oui;oui;"
)
CORRESPONDANCE = """
table: sejours
colonnes:
  id_sejour: {colonne: N° prise en charge}
  id_menage: {colonne: N° menage}
  id_etablissement: {colonne: Structure, valeurs: {CHRS du Port: "440001234"}}
  date_entree: {colonne: Date d’entrée, dates: JJ/MM/AAAA}
  date_sortie: {colonne: Date de sortie}
  composition:
    colonne: Composition familiale
    valeurs: {homme isole: homme_seul, "Femme seule avec enfant(s)": femme_enfants}
  nb_adultes: {colonne: Adultes}
  nb_enfants: {colonne: Enfants}
  tranche_age: {colonne: Date de naissance, naissance_au: entree}
  sexe: {colonne: Sexe, valeurs: {Masculin: M, Féminin: F}}
  droits_incomplets: {colonne: Droits incomplets}
  ressources: {colonne: Ressources, valeurs: {Aucune: sans}}
  via_siao: {constante: oui}
  dls_active: {colonne: DLS}
  destination: {colonne: Motif de sortie, valeurs: {HLM: logement_social}}
"""
DEMANDES = """
table: demandes_siao
colonnes:
  departement: {constante: "44"}
  annee: {colonne: Date de la demande}
  composition: {colonne: Composition}
  preconisation: {colonne: Préconisation, valeurs: {Urgence: hebergement_urgence}}
  reponse:
    colonne: Suite
    valeurs: {Pourvue: positive, Absence de place: non_pourvue}
    vide: en_attente
"""
LIGNES = (
    "N° demande;Date de la demande;Composition;Préconisation;Suite;Nom",
    "1;31/12/2024;homme seul;Urgence;Pourvue;A",
    "2;01/01/2025;homme seul;Urgence;Pourvue;B",
    "3;02/01/2025;homme seul;Urgence;Absence de place;C",
    "4;03/01/2025;homme seul;Urgence;;D",
    "4;03/01/2025;homme seul;Urgence;;E",
    "5;03/01/2025;couple sans enfant;logement adapté;Pourvue;F",
)


def mapping(tmp_path, text=CORRESPONDANCE):
    path = tmp_path / "correspondance.yaml"
    path.write_text(text, encoding="utf-8")
    return lire_correspondance(path)


def exported(tmp_path, *lines, name="export.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text("\n".join([*lines, ""]), encoding=encoding)
    return path


def read(tmp_path, *lines, text=CORRESPONDANCE, known=KNOWN, **options):
    path = exported(tmp_path, ENTETE, *lines)
    return read_siao(path, mapping(tmp_path, text), CLE, known, **options)


def faults(tmp_path, *lines, **options):
    with pytest.raises(DonneesError) as refusal:
        read(tmp_path, *lines, **options)
    return [plain(str(fault)) for fault in refusal.value.fautes]
