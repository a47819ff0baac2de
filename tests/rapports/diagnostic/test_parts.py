"""The parts of a diagnostic, on the invented region."""

from dataclasses import replace

import pandas as pd
import pytest
from conftest import cpom, plain
from rapports.diagnostic.blocs import of, table

from cpomlib import base as store
from cpomlib.calcul import occupation_par_mois
from cpomlib.calcul.indicateurs import fiches
from cpomlib.dossier.formats import form, written
from cpomlib.rapports import diagnostic
from cpomlib.rapports.diagnostic.obligatoires import TAUX
from cpomlib.rapports.diagnostic.qualite import coverage, expected
from cpomlib.rapports.jugements import evolution_sure
from cpomlib.rendu.blocs.blocks import ChiffresCles, Figure, Paragraphe, Tableau
from cpomlib.rendu.blocs.html import html
from cpomlib.socle.erreurs import CommandeError
from cpomlib.socle.valeurs import Secret

pytestmark = pytest.mark.xdist_group("region")
ETAPE, SANS_RH, INCOHERENT = "000520015", "000520056", "000520064"


@pytest.fixture(scope="module")
def etape(dossier_de):
    return dossier_de(ETAPE)


def test_every_unit_of_the_catalogue_can_be_written():
    for name in fiches():
        assert form(name)
        assert written(name, 1.5)


def test_occupation_of_a_month_adds_establishments_up():
    activity = pd.DataFrame(
        {
            "id_etablissement": ["A", "B", "A", "C"],
            "annee": 2025,
            "mois": [1, 1, 2, 1],
            "journees_theoriques": [310, 620, 0, 1000],
            "journees_realisees": [300, 537, 0, 1],
        }
    )
    rates = occupation_par_mois(activity, ["A", "B"])
    # January: (300 + 537) / (310 + 620) = 0.9; February has no theoretical day, so no rate
    assert rates.to_dict("list") == {"annee": [2025], "mois": [1], "valeur": [0.9]}


def test_a_gestionnaire_that_is_not_there_is_refused_with_the_nearest_one(example_base):
    with pytest.raises(CommandeError) as caught:
        diagnostic.load(example_base, "000520016", 2025, "52")
    assert "000520016\u00a0» n’est pas dans la base" in str(caught.value)
    assert f"Le plus proche\u00a0: «\u00a0{ETAPE}\u00a0»" in str(caught.value)


def test_a_region_of_fewer_than_five_gives_no_regional_figure(tmp_path):
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    cpom("exemple", "--base", address, "--region", "94", "--gestionnaires", 4, "--graine", 3)
    known = store.read(store.open_base(address), ["gestionnaires"])["gestionnaires"]
    dossier = diagnostic.load(address, known["id_gestionnaire"][0], 2025, "94")
    assert {r.mediane for r in dossier.regional.values()} == {None}
    assert {r.rang for r in dossier.regional.values()} == {""}
    (table, *_) = [b for b in diagnostic.publics(dossier).blocs if isinstance(b, Tableau)]
    assert all(isinstance(line[-1], Secret) for line in table.lignes)
    page = str(html(diagnostic.premiere_page(dossier)))
    assert "médiane régionale" not in page
    assert "Moins de 5 gestionnaires" in page


def test_the_state_of_a_past_deposit_is_read_again(example_base, etape):
    again = diagnostic.load(example_base, ETAPE, 2025, "52", etat=etape.etat)
    pd.testing.assert_frame_equal(again.resultats[2025], etape.resultats[2025])


def test_key_figures_move_against_last_year(etape):
    (cards,) = [b for b in diagnostic.premiere_page(etape).blocs if isinstance(b, ChiffresCles)]
    for card in cards.chiffres:
        now, before = etape.valeur(card.id), etape.valeur(card.id, 2024)
        assert card.valeur == now
        told = evolution_sure(etape.verdict(card.id), now, before)
        assert card.evolution == told
        if not (fiches()[card.id].personnes and fiches()[card.id].unite == "taux"):
            assert told == pytest.approx(now - before, abs=0.5 if abs(now) > 10 else 0.05)
        # a small number is not ranked, nor what has no better side
        ranked = fiches()[card.id].cote and not etape.verdict(card.id).en_nombres
        assert card.rang.endswith(("sur 6", "sur 5")) if ranked else card.rang == ""


def test_missing_staff_is_said_and_the_other_parts_stand(dossier_de):
    dossier = dossier_de(SANS_RH)
    _, said = diagnostic.rh(dossier).blocs
    assert isinstance(said, Paragraphe)
    assert said.role == "manque"
    assert "salaries" in said.texte or "Salariés" in said.texte
    assert coverage(dossier, "salaries", 2025) == 0
    assert sum(isinstance(b, Figure) for b in diagnostic.finances(dossier).blocs) >= 2


def test_figures_hard_to_believe_are_shown(dossier_de):
    dossier = dossier_de(INCOHERENT)
    page = str(html(diagnostic.qualite(dossier)))
    assert "année précédente" in page


def test_the_perimeter_narrows_to_the_chrs(example_base, etape):
    chrs = diagnostic.load(example_base, ETAPE, 2025, "52", "chrs")
    assert set(chrs.structures["categorie"]) == {"214"}
    assert len(chrs.structures) < len(etape.structures)
    assert chrs.valeur("frng") is None
    assert etape.valeur("frng") is not None


def test_a_chart_states_its_finding_or_names_what_it_shows(etape):
    parts = (diagnostic.publics, diagnostic.activite, diagnostic.obligatoires,
             diagnostic.finances, diagnostic.rh, diagnostic.comparables)  # fmt: skip
    titles = [plain(b.titre) for part in parts for b in part(etape).blocs if isinstance(b, Figure)]
    assert len(titles) > 12
    assert not [title for title in titles if "?" in title]
    # what evolves is what the verdicts hold, and nothing else
    moved = [name for name in TAUX if etape.verdict(name).cours in ("degrade", "ameliore")]
    assert not moved
    told = (
        "Les indicateurs obligatoires, de 2023 à 2025 : aucune évolution établie au-delà du hasard"
    )
    assert told in titles
    assert any(title.startswith("Charges brutes : ") for title in titles)
    assert "Premier financeur en 2025 : État, programme 177, " in " ".join(titles)


def test_what_comes_first_is_not_named_where_two_are_equal(etape):
    rows = etape.resultats[2025]
    names = [name for name in rows.index if name.startswith("part_age_")]
    even = rows["valeur"].where(~rows.index.isin(names[:2]), 0.4)
    same = replace(etape, resultats={**etape.resultats, 2025: rows.assign(valeur=even)})
    titles = [b.titre for b in diagnostic.publics(same).blocs if isinstance(b, Figure)]
    assert "Âge de la personne de référence" in titles


def test_a_key_figure_on_too_few_is_its_counts(etape):
    rows = etape.resultats[2025].copy()
    terms = ["numerateur", "denominateur", "valeur"]
    rows.loc["cpom_1_taux", terms] = [3.0, 8.0, 0.375]
    few = replace(etape, resultats={**etape.resultats, 2025: rows})
    block = of(diagnostic.chiffres_et_constats(few), ChiffresCles)[0]
    found = next(one for one in block.chiffres if one.id == "cpom_1_taux")
    assert plain(found.valeur) == "3 sur 8"
    page = plain(str(html(block)))
    assert "3 sur 8" in page
    assert "37,5 %" not in page


def test_a_doubted_key_figure_has_no_rank_and_no_change(example_base):
    doubted = diagnostic.load(example_base, INCOHERENT, 2025, "52")
    block = of(diagnostic.chiffres_et_constats(doubted), ChiffresCles)[0]
    held = [one for one in block.chiffres if doubted.verdict(one.id).doute]
    # more days than there can be would be the second best occupation of the région
    assert "taux_occupation" in {one.id for one in held}
    assert not [one.id for one in held if one.rang or one.evolution is not None]


def test_a_chart_of_one_year_names_it(etape):
    drawn = [b for b in diagnostic.publics(etape).blocs if isinstance(b, Figure)]
    (chart,) = [figure for figure in drawn if figure.titre.startswith("Premier motif")]
    assert chart.note == "Année montrée\u00a0: 2025."


def test_the_report_says_how_many_deaths_the_exit_rates_leave_out(etape):
    said = [p.texte for p in of(diagnostic.obligatoires(etape), Paragraphe)]
    stays = etape.frames["sejours"]
    # the invented region has few households that come back: those of the year are counted by hand
    gone = stays[(stays["date_sortie"].dt.year == 2025) & (stays["destination"] == "deces")]
    dead = set(gone.loc[~gone["droits_incomplets"], "id_menage"])
    here = stays[stays["date_sortie"].isna()]["id_menage"]
    count = len(dead - set(here))
    assert count
    assert any(text.startswith(f"{count}\u00a0ménage") and "par décès" in text for text in said)
    sheet = table(diagnostic.obligatoires(etape), "Conventions des parties")
    assert "Sortie par décès" in {row[0] for row in sheet.lignes}
    published = replace(etape, publiable=True)
    assert not [p for p in of(diagnostic.obligatoires(published), Paragraphe) if "décès" in p.texte]


def test_a_closed_establishment_is_dated_and_nothing_is_asked_of_it(etape):
    houses = etape.structures
    gone, closing = houses["id_etablissement"].iloc[:2]
    days = pd.Series(pd.NaT, index=houses.index)
    days.iloc[0], days.iloc[1] = pd.Timestamp(2024, 12, 31), pd.Timestamp(2025, 6, 30)
    known = replace(etape, structures=houses.assign(date_fermeture=days))
    page = plain(str(html(diagnostic.etablissements(known))))
    assert f"{plain(etape.nom(gone))} (fermé le 31/12/2024)" in page
    assert f"{plain(etape.nom(closing))} (fermé le 30/06/2025)" in page
    # it counted in 2024, and no longer in 2025
    counts = [expected(known, "mouvements", year) for year in (2024, 2025)]
    assert counts == [len(houses), len(houses) - 1]


def test_a_service_that_houses_nobody_is_waited_for_where_it_once_sent(etape):
    """Of the eight, a service and the head office house nobody: only their staff are waited for."""
    assert len(etape.structures) == 8
    counts = [expected(etape, name, 2025) for name in ("sejours", "qualite", "salaries")]
    assert counts == [6, 6, 8]
    assert "Tables partielles" not in plain(str(html(diagnostic.qualite(etape))))
