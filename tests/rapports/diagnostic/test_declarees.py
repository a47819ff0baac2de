"""What the parties declared, as a report reads it: the plan, the operator sheet, the comments."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from conftest import plain

from cpomlib.base import Declaree
from cpomlib.calcul.volet import Plan
from cpomlib.dossier import commentaires_de, plan_de
from cpomlib.rapports.fiche_operateur import fiche
from cpomlib.socle.erreurs import ParametreError

pytestmark = pytest.mark.xdist_group("region")
ETAPE, AUTRE = "000520015", "000520023"


def declaree(document, texte, qui=ETAPE, depot=7):
    moment = datetime(2026, 3, 3, 12, tzinfo=UTC)
    return Declaree(qui, document, texte, depot, depot, moment, "Léa", "x.yaml")


@pytest.fixture(scope="module")
def etape(dossier_de):
    return dossier_de(ETAPE)


def test_the_operator_sheet_says_what_the_parties_wrote_and_where_it_is(etape):
    one = replace(etape, declarations=(declaree("fiche", "profil: De la métropole.\n"),))
    found = fiche.calculer(one)
    assert found.saisie.profil == "De la métropole."
    assert plain(found.saisie.fichier) == "dépôt n° 7 du 03/03/2026"
    assert fiche.calculer(replace(etape, declarations=())).saisie.fichier == ""


def test_what_cannot_be_read_any_more_is_not_taken_for_absent(etape):
    one = replace(etape, declarations=(declaree("plan", "taux_drll: 1\n"),))
    with pytest.raises(ParametreError) as caught:
        _ = one.plan
    assert plain(caught.value).startswith(
        "dépôt n° 7 du 03/03/2026 : La clé « taux_drll » n’est pas connue."
    )


def test_the_plan_of_another_is_not_taken():
    assert plan_de([declaree("plan", "taux_drl: 0.01\n", AUTRE)], ETAPE) == Plan()


def test_comments_are_by_section_then_by_party_for_one_report_of_one_year():
    said = {
        "diagnostic/2025/publics/etat": "État",
        "diagnostic/2025/publics/gestionnaire": "Gestionnaire",
        "diagnostic/2025/activite/etat": "Activité",
        "diagnostic/2024/publics/etat": "d’une autre année",
        "volet_financier/2025/publics/etat": "d’un autre rapport",
        "diagnostic/2025/publics/prefet": "d’une partie inconnue",
    }
    known = [declaree(f"commentaire/{name}", texte) for name, texte in said.items()]
    known.append(declaree("commentaire/diagnostic/2025/publics/etat", "d’un autre", AUTRE))
    found = commentaires_de(known, ETAPE, "diagnostic", 2025)
    assert {section: [one.texte for one in each] for section, each in found.items()} == {
        "activite": ["Activité"], "publics": ["Gestionnaire", "État"],
    }  # fmt: skip
