"""Ages and illnesses of a small team: grouped, or untold, in a working document too."""

from dataclasses import replace

import pytest

from cpomlib.rapports import diagnostic
from cpomlib.rapports.diagnostic.rh import petite_equipe, rh
from cpomlib.rendu.blocs import Figure, Tableau

ETAPE = "000520015"


@pytest.fixture(scope="module")
def dossier(dossier_de):
    return dossier_de(ETAPE)


def avec(dossier, **values):
    """The same dossier, some of its figures of every year replaced."""
    changed = {}
    for year, rows in dossier.resultats.items():
        changed[year] = rows.copy()
        for name, value in values.items():
            changed[year].loc[name, "valeur"] = value
    return replace(dossier, resultats=changed)


AGES = {
    "effectif_part_age_moins_25": 0.1, "effectif_part_age_25_34": 0.2,
    "effectif_part_age_35_44": 0.3, "effectif_part_age_45_54": 0.4,
    "effectif_part_age_55_59": 0.0, "effectif_part_age_60_plus": 0.0,
}  # fmt: skip


def test_a_team_of_ten_has_its_ages_grouped_and_no_reason_of_absence(dossier):
    small = avec(dossier, effectif=10.0, **AGES)
    assert petite_equipe(small)
    blocs = rh(small).blocs
    table = blocs[-1]
    assert isinstance(table, Tableau)
    # 0.1 + 0.2 + 0.3, then 0.4 + 0 + 0, each of the three years
    assert [row[0] for row in table.lignes] == ["Moins de 45 ans", "45 ans et plus"]
    assert table.lignes[0][1:] == pytest.approx((0.6,) * 3)
    assert table.lignes[1][1:] == pytest.approx((0.4,) * 3)
    assert "même dans un document de travail" in table.note
    said = " ".join(bloc.titre for bloc in blocs if isinstance(bloc, Figure))
    assert "absence" not in said
    assert "âge" not in said


def test_a_team_of_eleven_is_told_as_before(dossier):
    large = avec(dossier, effectif=11.0, **AGES)
    assert not petite_equipe(large)
    titles = [bloc.titre for bloc in rh(large).blocs if isinstance(bloc, Figure)]
    assert any("absence" in title for title in titles)


OUVRIERS = """indicateurs:
  - id: part_plus_de_cinquante_cinq
    libelle: "Salariés de 55 ans et plus"
    unite: taux
    numerateur: "salariés de 55 ans et plus"
    denominateur: "salariés"
    definition: "Part des salariés de 55 ans et plus."
    interet: "Dit les départs à venir."
    limites: "Aucune."
    calcul:
      numerateur: {lignes: salaries.personnes, si: {tranche_age: [55_59, 60_plus]}}
      denominateur: {lignes: salaries.personnes}
"""


def test_what_a_service_counts_of_its_staff_is_untold_of_a_small_team(
    example_base, tmp_path, monkeypatch
):
    (tmp_path / "indicateurs").mkdir()
    (tmp_path / "indicateurs" / "rh.yaml").write_text(OUVRIERS, encoding="utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    known = diagnostic.load(example_base, ETAPE, 2025, "52")
    shown = rh(avec(known, effectif=11.0, **AGES)).blocs[-1]
    assert isinstance(shown, Tableau)
    assert (shown.titre, shown.lignes[0][0]) == (
        "Indicateurs du service",
        "Salariés de 55 ans et plus",
    )
    small = rh(avec(known, effectif=10.0, **AGES)).blocs
    assert "Petite équipe" in small[-1].texte
    assert "Indicateurs du service" not in [getattr(one, "titre", "") for one in small]
