"""A small good export of stays, its mapping and its key, for what damages them."""

import io

import pandas as pd
from openpyxl import Workbook

CLE = bytes(range(32))
KNOWN = {
    "etablissements": pd.DataFrame(
        {
            "id_etablissement": ["440001234"],
            "id_gestionnaire": ["732829320"],
            "nom": ["CHRS du Port"],
            "categorie": ["214"],
        }
    )
}
ENTETE = (
    "N° séjour;N° ménage;Nom;Structure;Date d’entrée;Composition;Adultes;Enfants;Naissance;"
    "Droits;Ressources"
)
LIGNES = [
    "1;101;XKCDNOM;440001234;01/02/2024;homme seul;1;0;01/01/1990;non;RSA",
    "2;102;XKCDNOM;440001234;2024-02-03;couple sans enfant;2;0;31/12/1985;oui;AAH",
]
CORRESPONDANCE = """
table: sejours
colonnes:
  id_sejour: {colonne: N° séjour}
  id_menage: {colonne: N° ménage}
  id_etablissement: {colonne: Structure}
  date_entree: {colonne: Date d’entrée}
  composition: {colonne: Composition}
  nb_adultes: {colonne: Adultes}
  nb_enfants: {colonne: Enfants}
  tranche_age: {colonne: Naissance, naissance_au: 2025-12-31}
  droits_incomplets: {colonne: Droits}
  ressources: {colonne: Ressources}
  via_siao: {constante: oui}
  dls_active: {constante: non}
"""


def workbook():
    book, buffer = Workbook(), io.BytesIO()
    for line in (ENTETE, *LIGNES):
        book.active.append(line.split(";"))
    book.save(buffer)
    return buffer.getvalue()


SEEDS = ("\n".join([ENTETE, *LIGNES, ""]).encode(), workbook())
