"""Published references: an analyst's, masked, the same medians as where everything is seen."""

import pytest
from postgresql.conftest import A, run
from postgresql.serveur import ADMIN
from postgresql.test_perimetres import rows

from cpomlib.calcul.secret import porte_sur_des_personnes
from cpomlib.rapports import diagnostic


def dossier(shared, role, annee=2025):
    return diagnostic.load(shared.address(role), A, annee, "52")


def test_a_gestionnaire_is_given_the_published_medians_without_rank(partage):
    bound, whole = dossier(partage, "asso_a"), dossier(partage, "analyste_52")
    assert bound.effectif_regional == whole.effectif_regional == 6
    assert set(bound.regional) == set(whole.regional)
    for name, known in whole.regional.items():
        given = bound.regional[name]
        mean = None if porte_sur_des_personnes(name) else known.moyenne
        assert (given.n, given.mediane, given.moyenne) == (known.n, known.mediane, mean)
        assert (given.statut, given.raison, given.rang) == (known.statut, known.raison, "")
    assert any(known.rang for known in whole.regional.values())
    assert bound.note_regionale.startswith("Références régionales publiées le ")
    assert whole.note_regionale == ""


def test_what_secrecy_masks_is_not_published(partage):
    masked = rows(
        partage, ADMIN, "SELECT count(*), count(moyenne), count(mediane) FROM agregats_publies "
        "WHERE statut = 'secret'"
    )  # fmt: skip
    (count, means, medians) = masked[0]
    assert count > 0
    assert (means, medians) == (0, 0)


def test_nothing_published_is_said(partage):
    told = dossier(partage, "asso_a", 2024)
    assert told.note_regionale == "La région n’a pas publié ses références pour 2024."
    assert told.regional == {}


@pytest.mark.parametrize("role", ["asso_a", "dd_44", "dreets_52"])
def test_only_an_analyst_publishes(partage, role):
    words = ["base", "publier", "--region", "52", "--annee", "2025"]
    code, said = run(*words, base=partage.address(role))
    assert code == 1
    assert said.startswith("Votre rôle n’est pas analyste de la région 52")


def test_an_analyst_publishes_again_in_place_of_the_former(copie):
    words = ["base", "publier", "--region", "Pays de la Loire", "--annee", "2025"]
    before = rows(copie, ADMIN, "SELECT count(*) FROM agregats_publies")
    code, said = run(*words, "--auteur", "Nouvelle", base=copie.address("analyste_52"))
    assert code == 0
    assert said.startswith(
        "Références 2025 de la région Pays de la Loire publiées, sur 6\u00a0gestionnaires.\n"
    )
    assert rows(copie, ADMIN, "SELECT count(*) FROM agregats_publies") == before
    assert rows(copie, ADMIN, "SELECT DISTINCT publie_par FROM agregats_publies") == [("Nouvelle",)]


def test_an_analyst_does_not_publish_for_another_region(copie):
    code, said = run(
        "base", "publier", "--region", "11", "--annee", "2025", base=copie.address("analyste_52")
    )
    assert code == 1
    assert "n’est pas analyste de la région 11" in said
