"""Publics beside unmet requests, and requests to the SIAO: small tables counted by hand."""

from datetime import date

import pandas as pd
import pytest

from cpomlib.calcul.regional.photographie import (
    ecarts,
    effectifs,
    montrables,
    non_pourvues,
    parts,
    presents,
)
from cpomlib.calcul.regional.siao import HEBERGEMENT, retenues, taux_demandes, totaux
from cpomlib.calcul.secret import ENSEMBLE, Regles
from cpomlib.calcul.secret.tableau import SECONDAIRE

REGLES = Regles()


def demandes(rows):
    columns = ["departement", "annee", "composition", "preconisation", "demandes",
               "reponses_positives", "non_pourvues"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


ASKED = demandes(
    [
        ("44", 2025, "homme_seul", "hebergement_urgence", 100, 30, 60),
        ("44", 2025, "femme_seule", "hebergement_insertion", 60, 20, 40),
        ("44", 2025, "homme_seul", "logement_adapte", 10, 1, 9),
        ("49", 2025, "homme_seul", "hebergement_urgence", 40, 20, 20),
        ("49", 2024, "homme_seul", "hebergement_urgence", 999, 1, 1),
    ]
)


def test_the_rate_of_the_programme_is_answers_over_requests():
    # hébergement 2025: (30 + 20 + 20) / (100 + 60 + 40) = 70 / 200
    housed = {"preconisations": HEBERGEMENT}
    assert taux_demandes(totaux(retenues(ASKED, 2025, **housed))) == 0.35
    assert taux_demandes(totaux(retenues(ASKED, 2025, departements=["49"], **housed))) == 0.5
    # unmet: (60 + 40 + 9 + 20) / 210
    assert taux_demandes(totaux(retenues(ASKED, 2025)), 2) == pytest.approx(129 / 210)
    assert taux_demandes(totaux(retenues(ASKED, 2023))) is None


STRUCTURES = pd.DataFrame(
    [
        ("E1", "44", "G1", "177"),
        ("E2", "49", "G2", "177"),
        ("E3", "49", "G2", "303"),
    ],
    columns=["id_etablissement", "departement", "id_gestionnaire", "programme"],
)


def sejours(rows):
    columns = ["id_sejour", "id_etablissement", "id_menage", "date_entree", "date_sortie",
               "composition"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    days = {name: pd.to_datetime(frame[name]) for name in ("date_entree", "date_sortie")}
    return frame.assign(**days)


def test_a_menage_is_counted_once_in_the_departement_of_its_latest_stay():
    known = sejours(
        [
            ("s1", "E1", "m1", "2024-01-01", None, "homme_seul"),
            ("s2", "E2", "m1", "2025-06-01", None, "couple"),  # the latest of m1: 49
            ("s3", "E1", "m2", "2025-01-01", "2025-12-31", "homme_seul"),  # gone on the day
            ("s4", "E1", "m3", "2025-01-01", "2026-01-01", "homme_seul"),  # left the day after
            ("s5", "E3", "m4", "2025-01-01", None, "homme_seul"),  # another programme
            ("s6", "E1", "m5", "2026-01-01", None, "homme_seul"),  # not yet there
        ]
    )
    found = presents(known, STRUCTURES, date(2025, 12, 31)).sort_values("id_menage")
    assert found[["id_menage", "departement", "composition"]].to_numpy().tolist() == [
        ["m1", "49", "couple"],
        ["m3", "44", "homme_seul"],
    ]


def counts(rows):
    menages = pd.DataFrame(
        [(where, who, f"G{n % 6}") for where, who, times in rows for n in range(times)],
        columns=["departement", "composition", "id_gestionnaire"],
    )
    return effectifs(menages, "composition")


def cell(table, where, what, column="valeur"):
    one = table[(table["departement"] == where) & (table["modalite"] == what)]
    return one[column].iloc[0]


def test_gaps_are_shares_of_requests_less_shares_of_the_housed():
    housed = counts([("44", "homme_seul", 60), ("44", "femme_seule", 20)])
    asked = non_pourvues(ASKED, 2025, "composition", preconisations=HEBERGEMENT,
                         departements=["44"])  # fmt: skip
    assert cell(housed, ENSEMBLE, ENSEMBLE) == 80
    found = ecarts(*(montrables(t, REGLES, publiable=False, titre="t") for t in (housed, asked)))
    # men: 60 % of unmet requests, 75 % of the housed; women: 40 % and 25 %
    assert cell(found, "44", "homme_seul", "ecart") == pytest.approx(-0.15)
    assert cell(found, "44", "femme_seule", "ecart") == pytest.approx(0.15)


def test_a_public_that_is_not_housed_at_all_is_a_true_zero():
    housed = counts([("44", "homme_seul", 60)])
    asked = non_pourvues(ASKED, 2025, "composition", departements=["44"])
    found = ecarts(*(t.assign(statut="ok", raison="") for t in (housed, asked)))
    assert cell(found, "44", "femme_seule", "part_accueillis") == 0
    # 40 of 109 unmet requests
    assert cell(found, "44", "femme_seule", "ecart") == pytest.approx(40 / 109)


def test_small_counts_are_masked_and_cannot_be_found_from_the_margins():
    table = counts(
        [("44", "homme_seul", 60), ("44", "femme_seule", 20), ("44", "couple", 4),
         ("49", "homme_seul", 50), ("49", "femme_seule", 30), ("49", "couple", 25)]
    )  # fmt: skip
    shown = montrables(table, REGLES, publiable=False, titre="t")
    assert "moins de 11 personnes" in cell(shown, "44", "couple", "raison")
    second = shown[shown["raison"] == SECONDAIRE]
    # its row, its column and the cell that closes the rectangle
    assert len(second) >= 2
    assert shown.loc[shown["raison"] != "", "valeur"].isna().all()
    assert pd.isna(cell(parts(shown), "44", "couple", "part"))


def test_few_gestionnaires_matter_in_a_publishable_version_only():
    menages = pd.DataFrame(
        [("44", "homme_seul", f"G{n % 3}") for n in range(40)],
        columns=["departement", "composition", "id_gestionnaire"],
    )
    table = effectifs(menages, "composition")
    assert set(montrables(table, REGLES, publiable=False, titre="t")["statut"]) == {"ok"}
    assert set(montrables(table, REGLES, publiable=True, titre="t")["statut"]) == {"secret"}
