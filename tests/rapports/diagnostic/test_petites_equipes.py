"""Ages and illnesses of a small team: grouped, or untold, in a working document too."""

from dataclasses import replace

import pytest

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
