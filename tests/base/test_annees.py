"""Which years a base has data of."""

from calcul.indicateurs.builders import frames, sejour

from cpomlib import base as store
from cpomlib.campagne import scope


def test_stays_and_balances_are_data_of_their_years(adresse):
    """One definition for every command: what names a year, and the years that stays cover.

    Nobody is known to have left before 2023: of 2021 and 2022, they only name who stayed.
    """
    base = store.open_base(adresse, creer=True)
    built = frames(
        gestionnaires=[{"id_gestionnaire": "G1"}],
        etablissements=[{"id_etablissement": "E1", "id_gestionnaire": "G1"}],
        sejours=[
            sejour("A", "2021-05-01", "2023-02-01"),
            sejour("B", "2022-01-01"),
            sejour("C", "2024-01-01"),
        ],
        balances=[{"compte": "512", "annee": 2019}],
    )
    store.deposit(base, built, store.Origine("essai", "essai", "0" * 64, "tables"))
    assert store.years(base, ["G1"]) == [2019, 2023, 2024]
    assert store.years(base) == [2019, 2023, 2024]
    assert [year for year in range(2018, 2026) if store.has_year(base, year, ["G1"])] == [
        2019, 2023, 2024,
    ]  # fmt: skip
    assert store.years(base, ["G2"]) == []
    # a campaign asks the same question: a balance is enough, and a year that only stays cover
    for year in (2019, 2024):
        assert scope.find(base, "52", year).annee == year


def test_the_stays_of_an_establishment_that_is_new_cover_its_opening(adresse):
    """It opened in 2021, where the first leaves it in 2022; its sibling begins in 2023."""
    base = store.open_base(adresse, creer=True)
    built = frames(
        gestionnaires=[{"id_gestionnaire": "G1"}],
        etablissements=[
            {"id_etablissement": "E1", "id_gestionnaire": "G1", "date_ouverture": "2021-06-01"},
            {"id_etablissement": "E2", "id_gestionnaire": "G1", "date_ouverture": "2001-06-01"},
        ],
        sejours=[
            sejour("A", "2021-07-01", "2022-02-01"),
            sejour("B", "2015-01-01", "2023-02-01", id_etablissement="E2"),
        ],
    )
    store.deposit(base, built, store.Origine("essai", "essai", "0" * 64, "tables"))
    assert store.years(base, ["G1"]) == [2021, 2022, 2023]
