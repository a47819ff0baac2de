"""Who is counted among the gestionnaires of a région."""

import pandas as pd

from cpomlib.calcul.regional import hebergeurs


def test_who_houses_has_a_category_or_places():
    """A CHRS counts, places or none; a service without a category where it has places."""
    houses = pd.DataFrame(
        [("1", "CHRS", "214"), ("2", "HOTEL", "000"), ("3", "INSERTION", "000"),
         ("4", "CHRS", "000")],
        columns=["id_etablissement", "id_gestionnaire", "categorie"],
    )  # fmt: skip
    places = pd.DataFrame({"id_etablissement": ["2", "2"]})
    assert hebergeurs(houses, places) == {"CHRS", "HOTEL"}
    assert hebergeurs(houses.iloc[2:3], places) == frozenset()
