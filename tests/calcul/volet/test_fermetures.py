"""Establishments that closed, and years without a budget: left out, and said."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
from calcul.volet.gestionnaire import AUTRE, GUIDE
from calcul.volet.test_regles import plain

from cpomlib.calcul.volet import ACompleter, bases, convergences, couts, total
from cpomlib.calcul.volet.plan_financier import Plan
from cpomlib.rapports.volet_financier import base_budgetaire as volet_base
from cpomlib.rapports.volet_financier import couts_gham as volet_couts
from cpomlib.rendu.blocs.blocks import Groupe, Tableau
from cpomlib.rendu.blocs.html import html

D = Decimal


def test_convergence_takes_the_budget_of_the_year_before_and_of_no_other(donnees, droit):
    data = donnees(2019, annees=(2017,))
    lines = convergences(data, Plan(), droit)
    assert [(x.id, x.gham) for x in lines] == [(GUIDE, ""), (AUTRE, "")]
    for line in lines:
        assert isinstance(line.financement, ACompleter)
        assert isinstance(line.maximum, ACompleter)
    assert plain(lines[0].financement.quoi) == (
        "Aucun budget exécutoire 2018 n’est déposé pour « CHRS du guide » : son financement 2018 "
        "n’est pas connu."
    )


def test_convergence_leaves_out_those_closed_before_its_year(donnees, droit):
    data = closing(donnees(2022, annees=(2020, 2021, 2022)), "2021-12-31")
    assert {x.id for x in convergences(data, Plan(), droit)} == {GUIDE}


def closing(data, day):
    """Close the CHRS of the port."""
    held = data.frames["etablissements"]
    days = held["date_fermeture"].mask(held["id_etablissement"] == AUTRE, pd.Timestamp(day))
    data.frames["etablissements"] = held.assign(date_fermeture=days)
    kept = data.frames["etablissements"]
    return replace(data, structures=kept)


def test_an_establishment_closed_before_the_year_has_no_base_and_no_part_in_the_total(
    donnees, droit
):
    data = closing(donnees(), "2024-08-31")
    line = {line.id: line for line in bases(data)}[AUTRE]
    assert plain(line.base.quoi) == "Fermé le 31/08/2024, avant 2025 : laissé de côté."
    # 1 528 000,10 − 488 000,10
    assert total(bases(data)) == D("1040000.00")
    assert {x.id for x in couts(data, Plan(), droit).lignes} == {GUIDE}


def test_a_closed_establishment_without_budget_does_not_hide_the_total(donnees):
    data = closing(donnees(), "2020-08-31")
    budgets = data.frames["budgets"]
    data.frames["budgets"] = budgets[budgets["id_etablissement"] != AUTRE]
    assert total(bases(data)) == D("1040000.00")


def test_one_that_closes_during_the_year_counts(donnees):
    data = closing(donnees(), "2025-01-01")
    assert total(bases(data)) == D("1528000.10")


def text(bloc):
    return plain(str(html(bloc)))


def test_the_page_of_the_base_names_who_is_left_out_and_who_is_to_close(donnees):
    data = closing(donnees(), "2024-08-31")
    shown = text(volet_base.base(bases(data), total(bases(data)), 2025))
    assert "fermé le 31/08/2024" in shown
    assert "Fermés avant 2025 et laissés de côté : CHRS du port (31/08/2024)." in shown
    later = closing(donnees(), "2026-06-30")
    shown = text(volet_base.base(bases(later), total(bases(later)), 2025))
    assert "dont la fermeture est connue : CHRS du port (30/06/2026)" in shown


def test_the_page_of_the_base_says_the_years_it_mixes(donnees):
    data = donnees()
    rows = data.frames["budgets"]
    late = (rows["annee"] == 2025) & (rows["id_etablissement"] == AUTRE)
    data.frames["budgets"] = rows[~late]
    shown = text(volet_base.base(bases(data), total(bases(data)), 2025))
    assert "La base mêle des budgets exécutoires de 2024 et 2025." in shown


def test_the_page_of_the_convergence_leaves_to_be_completed_what_no_budget_tells(donnees, droit):
    data = donnees(2019, annees=(2017,))
    lines = convergences(data, Plan(), droit)
    shown = text(volet_couts.couts(couts(data, Plan(), droit), lines, 2019))
    assert "Financement 2018" in shown
    assert "Aucun budget exécutoire 2018 n’est déposé pour « CHRS du guide »" in shown
    (table,) = [t for t in blocks(volet_couts.couts(couts(data, Plan(), droit), lines, 2019))
                if t.titre == "Convergence tarifaire 2019"]  # fmt: skip
    assert {row[2:] for row in table.lignes} == {("à compléter",) * 3}


def blocks(bloc):
    if isinstance(bloc, Groupe):
        return [found for each in bloc.blocs for found in blocks(each)]
    return [bloc] if isinstance(bloc, Tableau) else []
