"""A service says its clauses otherwise; what it writes badly is refused with the nearest name."""

import pytest
from calcul.contrat.test_clauses import convenu, texte

from cpomlib.calcul.contrat import CLAUSES
from cpomlib.socle import ParametreError


@pytest.fixture
def service(tmp_path, monkeypatch):
    """Write the clauses of a service, that change those it names."""

    def write(text):
        (tmp_path / "contrat").mkdir(exist_ok=True)
        (tmp_path / "contrat" / "clauses.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))

    return write


def test_a_service_says_a_clause_otherwise_and_keeps_the_others(service):
    service('clauses: {revision: {phrase: "Le contrat se révise par avenant."}}\n')
    assert texte(convenu(), "revision") == "Le contrat se révise par avenant."
    assert "Leur silence" in texte(convenu(), "prorogation_regle")


@pytest.mark.parametrize(
    ("ligne", "message"),
    [
        ('phrase: "Dès le {efet}."', "{efet}.+effet"),
        ("condition: toujour", "La condition.+toujours"),
        ("rubrique: revisions", "La rubrique.+revision"),
        ("cadres: [l313]", "l313"),
        ('phrase: ""', "Il faut ici quelque chose"),
    ],
)
def test_what_a_service_writes_badly_is_refused(service, ligne, message):
    service(f"clauses: {{revision: {{{ligne}}}}}\n")
    with pytest.raises(ParametreError, match=message):
        CLAUSES.lire()


def test_a_clause_of_another_name_is_refused(service):
    service('clauses: {revisionn: {phrase: "x"}}\n')
    with pytest.raises(ParametreError, match="revisionn"):
        CLAUSES.lire()
