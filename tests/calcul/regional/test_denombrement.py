"""Who of a région its sheets count, and whom they leave out: the parts add up to the whole."""

import pandas as pd
from calcul.anomalies.tables import frame

from cpomlib.calcul.regional import denombrer, sans_chiffres

ANNEE = 2025
PLACES = pd.DataFrame({"id_etablissement": ["E5"]})


def houses(*rows):
    """Establishments of Pays de la Loire: (id, gestionnaire, category, closed on)."""
    return frame("etablissements", [
        {"id_etablissement": one, "id_gestionnaire": who, "categorie": category, "region": "52",
         "regime": "autorise", "date_fermeture": closed}
        for one, who, category, closed in rows
    ])  # fmt: skip


KNOWN = houses(
    ("E1", "A", "214", None),
    ("E2", "A", "443", None),
    ("E3", "B", "443", None),  # shelters asylum seekers: no CHRS
    ("E4", "C", "000", None),  # insertion, no place: houses nobody
    ("E5", "D", "000", None),  # no category, but places
    ("E6", "E", "214", "2024-12-31"),  # closed on the eve of the year
    ("E7", "F", "214", "2025-01-01"),  # open one day of it
)


def test_each_is_counted_or_left_out_once_for_its_first_reason():
    found = denombrer(KNOWN, PLACES, "52", ANNEE)
    assert found.comptes == ("A", "B", "D", "F")
    assert found.hors == {"hebergement": ("C",), "service": ("E",)}
    assert found.total == 6  # 4 counted, 1 houses nobody, 1 closed


def test_of_chrs_alone_who_holds_none_is_left_out_too():
    found = denombrer(KNOWN, PLACES, "52", ANNEE, "chrs")
    assert found.comptes == ("A", "F")
    assert found.hors == {"hebergement": ("C",), "service": ("E",), "chrs": ("B", "D")}
    assert found.total == 6


def test_a_chrs_closed_before_the_year_makes_nobody_a_holder_of_chrs():
    known = houses(("E1", "A", "214", "2024-12-31"), ("E2", "A", "443", None))
    assert denombrer(known, PLACES, "52", ANNEE, "chrs").hors == {"chrs": ("A",)}


def results(*known):
    """Results of a year: (gestionnaire, indicator) that have a figure."""
    return pd.DataFrame([
        {"unite": f"gestionnaire {who}", "id": name, "statut": status}
        for who, name, status in known
    ])  # fmt: skip


def test_whose_figures_are_missing_is_told_part_by_part():
    every = ("menages_accueillis", "taux_occupation", "charges_brutes", "effectif")
    rows = results(
        *(("A", name, "ok") for name in every),
        *(("B", name, "ok") for name in every[:3]), ("B", "effectif", "nd"),
        ("C", "menages_accueillis", "nd"), ("C", "resultat", "nd"),
    )  # fmt: skip
    found = sans_chiffres(rows, ("A", "B", "C"))
    # C has nothing at all: it is told once, not in each part
    assert found == {"": ("C",), "rh": ("B",)}
