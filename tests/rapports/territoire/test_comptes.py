"""One word, one count: what several documents count has one definition, or another name."""

from datetime import datetime

import pandas as pd
import pytest
from conftest import plain
from rapports.territoire.test_feuilles import blocks

from cpomlib.calcul import en_service
from cpomlib.calcul.regional import HEBERGEMENT, REGION
from cpomlib.calcul.secret import ENSEMBLE
from cpomlib.rapports import diagnostic, fiche_operateur, volet_financier
from cpomlib.rapports.photographie_publics.photographie import photographier
from cpomlib.rapports.synthese_regionale import besoins, contrats, premiere_page
from cpomlib.rapports.territoire import par_departement
from cpomlib.rendu.blocs import Identite, Tableau

SERVICES = "Établissements et services"


@pytest.fixture(scope="module")
def region(region_de):
    return region_de()


def told(groups):
    """The number of establishments and services that a cover gives."""
    (cover,) = blocks(groups, Identite)
    return next(fait.valeur for fait in cover.faits if fait.libelle == SERVICES)


def test_a_siege_is_not_counted_nor_what_is_closed_or_not_open():
    known = pd.DataFrame(
        [
            ("E1", "autorise", None, None),
            ("E2", "siege", None, None),
            ("E3", "autorise", None, datetime(2024, 12, 31)),
            ("E4", "subventionne", None, datetime(2025, 1, 1)),  # open one day of 2025
            ("E5", "declare", datetime(2026, 1, 1), None),
            ("E6", "declare", datetime(2025, 12, 31), None),
        ],
        columns=["id_etablissement", "regime", "date_ouverture", "date_fermeture"],
    ).astype({"date_ouverture": "datetime64[s]", "date_fermeture": "datetime64[s]"})
    assert en_service(known, 2025)["id_etablissement"].tolist() == ["E1", "E4", "E6"]


def test_every_document_counts_the_same_establishments_and_services(region, dossier_de):
    listed = next(t for t in blocks([contrats(region)], Tableau) if t.titre.endswith("la région"))
    of_region = {str(line[0]): line[2] for line in listed.lignes[:-1]}
    for one, name in region.gestionnaires.items():
        dossier = dossier_de(one)
        covers = (
            diagnostic.premiere_page(dossier),
            fiche_operateur.signaletique(fiche_operateur.calculer(dossier)),
            volet_financier.identite(dossier, volet_financier.calculer(dossier)),
        )
        assert {told([cover]) for cover in covers} == {of_region[name]}, name
    assert listed.lignes[-1][2] == sum(of_region.values()) == told([premiere_page(region)])


def test_what_is_called_the_same_in_two_sheets_is_the_same_number(region):
    photo = photographier(region).demandes
    whole = photo[(photo["departement"] == ENSEMBLE) & (photo["modalite"] == ENSEMBLE)]
    assert whole["valeur"].item() == par_departement(region, 2025, HEBERGEMENT)[REGION][2]
    tables = list(blocks([besoins(region)], Tableau))
    line = next(row for row in tables[0].lignes if "non pourvues" in row[0])
    assert plain(line[0]) == "Demandes d’hébergement non pourvues"
    assert line[-1] == whole["valeur"].item()
