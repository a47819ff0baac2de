"""The rest of a région is its units one after the other, but one: to the last bit."""

import numpy as np
import pandas as pd

from cpomlib.calcul.verdicts import Autres, Region, etaler

IDS = ("cpom_1_taux", "cout_place")
UNITES = tuple("ABCDEFGH")


def tirage(annee):
    """Rows of an invented year: some units have no figure, and terms do not add up exactly."""
    alea = np.random.default_rng(annee)
    rows = [(unit, name) for unit in UNITES for name in (*IDS, "autre")]
    frame = pd.DataFrame(rows, columns=["unite", "id"])
    terms = {name: alea.random(len(frame)) for name in ("numerateur", "denominateur", "valeur")}
    return frame.assign(statut=np.where(alea.random(len(frame)) < 0.8, "ok", "nd"), **terms)


def autour():
    rows = [(year, unit, IDS[0], year % 7 + rank) for year in (2024, 2025)
            for rank, unit in enumerate(UNITES)]  # fmt: skip
    return pd.DataFrame(rows, columns=["annee", "unite", "id", "inconnus"])


def attendu(valeurs, inconnus, unite, name, douteux):
    """Add up one after the other, as anybody would."""
    top = bottom = unknown = 0
    values, terms = [], []
    for row in valeurs.itertuples():
        left = row.unite != unite and (row.unite, name) not in douteux
        if left and row.id == name and row.statut == "ok":
            top, bottom = top + row.numerateur, bottom + row.denominateur
            unknown += inconnus.get((row.unite, name), 0)
            values.append(row.valeur)
            terms.append((row.numerateur, row.denominateur))
    return Autres(top, bottom, unknown, tuple(values), tuple(terms)) if values else None


def test_the_others_are_added_up_one_after_the_other():
    years = {year: tirage(year) for year in (2024, 2025)}
    doubted, around = {("B", "cout_place"), ("C", "cpom_1_taux")}, autour()
    region = Region(etaler(years, around, IDS, doubted), IDS)
    assert region.annees == (2024, 2025)
    for year, rows in years.items():
        of_year = around[around["annee"] == year]
        known = dict(zip(zip(of_year["unite"], of_year["id"], strict=True),
                         of_year["inconnus"], strict=True))  # fmt: skip
        for unit in (*UNITES, "ailleurs"):
            found = region.autres(unit, year)
            for name in IDS:
                # doubts are known of the last year only
                left = doubted if year == 2025 else ()
                assert found.get(name) == attendu(rows, known, unit, name, left)


def test_what_may_not_be_told_of_is_not_there():
    years = {2025: tirage(2025)}
    region = Region(etaler(years, autour(), IDS, ()), IDS[:1])
    assert list(region.autres("A", 2025)) == ["cpom_1_taux"]
    assert region.autres("A", 2025).get("cout_place") is None
    assert region.autres("A", 2024).get("cpom_1_taux") is None


def test_a_unit_alone_has_no_rest():
    alone = {2025: tirage(2025).query("unite == 'A'").assign(statut="ok")}
    region = Region(etaler(alone, autour(), IDS, ()), IDS)
    assert region.autres("A", 2025).get("cpom_1_taux") is None
    assert region.autres("B", 2025)["cpom_1_taux"].valeurs
    nothing = Region(etaler({2025: tirage(2025)[:0]}, autour(), IDS, ()), IDS)
    assert nothing.annees == () and not nothing.autres("A", 2025)
