"""A year that is not over, from the tables to the reports: said everywhere, and no verdict."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import cpom, plain
from rapports.diagnostic.blocs import of, table

from cpomlib import base as store
from cpomlib.campagne.index import render
from cpomlib.campagne.manifest import LigneManifeste, Manifeste, Rapport
from cpomlib.campagne.preparation import Campagne, prepare
from cpomlib.cli.anomalies import anomalies
from cpomlib.cli.indicateurs import indicateurs
from cpomlib.rapports import diagnostic, territoire
from cpomlib.rapports.fiche_etablissement import fiche as fiche_etablissement
from cpomlib.rapports.fiche_operateur import fiche as fiche_operateur
from cpomlib.rapports.synthese_regionale import synthese
from cpomlib.rapports.synthese_regionale.enjeux import operateurs_a_enjeux
from cpomlib.rendu.blocs.blocks import ChiffresCles, Constats, Paragraphe
from cpomlib.rendu.blocs.html import html
from cpomlib.socle.erreurs import CommandeError

DONNEES = Path(__file__).parent / "annee_en_cours"
G1, JOUR = "732829320", "2026-11-29"
DITE = "L’année 2026 n’est pas finie : chiffres provisoires, arrêtés au 29 novembre 2026."


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Two CHRS: stays since 2024, places of 2025 and 2026, ten months of activity of 2026."""
    address = f"sqlite:///{tmp_path_factory.mktemp('base') / 'cpom.db'}"
    cpom("importer", "tables", DONNEES, "--base", address, "--auteur", "essai")
    deposited(address.removeprefix("sqlite:///"), JOUR)
    return address


def deposited(path, day):
    """Let what is in a base have been deposited on a day, whatever day it is."""
    with closing(sqlite3.connect(path)) as known, known:
        known.execute(f"UPDATE depots SET horodatage = '{day}T10:00:00.000000+00:00'")


@pytest.fixture(scope="module")
def apres(base, tmp_path_factory):
    """The same, deposited again once the year is over."""
    path = tmp_path_factory.mktemp("apres") / "cpom.db"
    path.write_bytes(Path(base.removeprefix("sqlite:///")).read_bytes())
    deposited(path, "2027-01-10")
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def dossier(base):
    return diagnostic.load(base, G1, 2026, "52", jour=JOUR)


def run(command, base, *options):
    done = CliRunner().invoke(command, ["--base", base, "--gestionnaire", G1, *options])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def records(base, annee, jour):
    said = run(indicateurs, base, "--annee", annee, "--jour", jour, "--format", "json")
    return {one["id"]: one for one in json.loads(said)}


def test_the_indicators_of_a_year_that_goes_on_say_so(base):
    found = records(base, "2026", "29/11/2026")
    assert {plain(one["note"]) for one in found.values()} == {DITE}
    present = found["menages_presents_31_12"]
    assert plain(present["libelle"]) == "Ménages présents au 29 novembre 2026"
    assert "31 décembre" not in present["definition"]
    assert found["evolution_charges"]["statut"] == "nd"
    text = plain(run(indicateurs, base, "--annee", "2026", "--jour", "29/11/2026"))
    assert text.splitlines()[1] == DITE
    assert text.count(DITE) == 1, "said once, of all"
    assert "31 décembre" not in text


def test_its_stays_are_read_up_to_that_day(base, apres):
    """M1 entered on 1 October 2025, another on 1 March 2025; both are there.

    To 29 November 2026: 365 + 31 + 28 = 424 days, and 365 + 31 + 30 + 31 + 30 + 31 + 31 + 30 + 31
    + 28 = 638. The median is (424 + 638) ÷ 2 = 531 days.
    """
    now, later = records(base, "2026", "29/11/2026"), records(apres, "2026", "15/01/2027")
    name = "anciennete_mediane_presents"
    assert now["menages_presents_31_12"]["valeur"] == 2
    assert now[name]["valeur"] == pytest.approx(531 / 30.4375)
    # 29 November to 31 December: 32 days more for everybody
    assert later[name]["valeur"] - now[name]["valeur"] == pytest.approx(32 / 30.4375)
    assert "note" not in later[name]
    assert later["menages_presents_31_12"]["libelle"] == "Ménages présents au 31 décembre"


def test_a_year_that_has_not_begun_is_refused(base):
    with pytest.raises(CommandeError, match="L’année 2027 n’a pas commencé"):
        records(base, "2027", "29/11/2026")
    with pytest.raises(CommandeError, match="L’année 2027 n’a pas commencé"):
        prepare(Campagne("52", 2027, base=base, jour=date(2026, 11, 29)))
    with pytest.raises(CommandeError, match="Donnez-le par"):
        prepare(Campagne("52", 2026, base=base, parametres={"jour": JOUR}))
    with pytest.raises(CommandeError, match="n’est pas un jour"):
        diagnostic.load(base, G1, 2026, "52", jour="29/11/2026")


def test_anomalies_take_the_last_year_that_is_over_and_say_it_first(base):
    assert run(anomalies, base, "--jour", "29/11/2026").startswith("Année 2025.\n")
    asked = ("--annee", "2026", "--jour", "29/11/2026")
    said = plain(run(anomalies, base, *asked))
    assert said.startswith(DITE)
    assert "mois_manquants" not in said  # ten months of eleven are not « two missing »
    assert "une année finie" in said
    found = json.loads(run(anomalies, base, *asked, "--format", "json"))
    assert (found["annee"], plain(found["note"])) == (2026, DITE)
    over = run(anomalies, base, "--annee", "2026", "--jour", "15/01/2027")
    assert "mois_manquants" in over


def test_one_row_of_2052_is_not_what_one_speaks_of(base, tmp_path):
    other = f"sqlite:///{tmp_path / 'cpom.db'}"
    cpom("importer", "tables", DONNEES, "--base", other, "--auteur", "essai")
    engine = store.open_base(other)
    frames = store.read(engine, gestionnaires=[G1])
    places = frames["places"].iloc[:1].assign(annee=2052)
    origine = store.Origine("essai", "essai", "0" * 64, "tables")
    store.deposit(engine, {"places": places}, origine)
    assert 2052 in store.years(engine, [G1])
    assert run(anomalies, other, "--jour", "29/11/2026").startswith("Année 2025.\n")


def test_the_first_page_draws_no_verdict(dossier):
    page = diagnostic.premiere_page(dossier)
    (cards,) = of(page, ChiffresCles)
    for card in cards.chiffres:
        assert (card.evolution, card.jugement, card.rang, card.reference) == (None, "", "", "")
    assert any(card.valeur is not None for card in cards.chiffres)
    assert of(page, Constats) == []
    text = plain(html(page))
    assert DITE in text
    assert "data-jugement=" not in text
    assert "Aucune règle ne relève" not in text


def test_the_same_page_speaks_once_the_year_is_over(apres):
    page = diagnostic.premiere_page(diagnostic.load(apres, G1, 2026, "52", jour="2027-01-01"))
    assert len(of(page, Constats)) == 1
    assert any(card.evolution for card in of(page, ChiffresCles)[0].chiffres)
    assert "n’est pas finie" not in html(page)


def test_what_was_deposited_before_the_end_stays_provisional_after_it(base):
    late = diagnostic.load(base, G1, 2026, "52", jour="2027-02-01")
    page = diagnostic.premiere_page(late)
    assert of(page, Constats) == []
    assert "Rien n’est déposé depuis la fin de 2026" in plain(html(page))
    notes = {one.get("note", "") for one in records(base, "2026", "01/02/2027").values()}
    assert all(note.startswith("Rien n’est déposé depuis") for note in notes)


def test_the_columns_say_to_when_they_go(dossier):
    sheet = table(diagnostic.publics(dossier), "Ménages et personnes accueillis")
    assert [column.titre for column in sheet.colonnes][1:4] == ["2024", "2025", "2026 (au 29/11)"]
    assert "Ménages présents à la fin de la période" in {line[0] for line in sheet.lignes}
    exits = table(diagnostic.obligatoires(dossier), "Les indicateurs obligatoires")
    assert "Taux 2026 (au 29/11)" in [column.titre for column in exits.colonnes]


def test_nobody_is_compared_nor_appreciated(dossier):
    said = of(diagnostic.comparables(dossier), Paragraphe)
    assert DITE in plain(said[0].texte)
    found = fiche_operateur.calculer(dossier)
    levels = [line.niveau for line in (*found.atouts, *found.service)]
    assert not any(levels)
    cover = fiche_etablissement.couverture(fiche_etablissement.calculer(dossier))
    assert any(DITE in plain(p.texte) for p in of(cover, Paragraphe))


def test_a_regional_sheet_names_no_operator_at_stake(base):
    region = territoire.load(base, "52", 2026, jour=JOUR)
    (why,) = of(operateurs_a_enjeux(region), Paragraphe)
    assert plain(why.texte).startswith(DITE)
    page = synthese.premiere_page(region)
    assert DITE in plain(html(page))
    assert all(card.evolution is None for card in of(page, ChiffresCles)[0].chiffres)


def test_a_campaign_knows_the_day_while_the_year_goes_on(base, tmp_path):
    def made(day):
        ready = prepare(
            Campagne("52", 2026, base=base, sortie=tmp_path, jour=date.fromisoformat(day))
        )
        (cible,) = ready.champ.choisis
        return ready.parametres(cible), ready.empreinte(cible)

    (first, mark), (_, same), (_, next_day) = map(made, (JOUR, JOUR, "2026-11-30"))
    assert first["jour"] == JOUR
    assert mark == same
    assert {name for name in mark if mark[name] != next_day[name]} == {"jour"}
    (over, closed), (_, later) = made("2027-01-01"), made("2028-05-01")
    assert "jour" not in over
    assert closed == later  # a year that is over is never made again for a day that passes
    assert closed["jour"] != mark["jour"]


def test_the_index_says_which_reports_are_of_a_year_that_went_on(tmp_path):
    (tmp_path / "A").mkdir()
    (tmp_path / "A" / "diagnostic.html").write_text("<p>")
    listed = [{"id": "places_financees", "valeur": 40, "statut": "ok", "note": DITE}]
    (tmp_path / "A" / "indicateurs.json").write_text(json.dumps(listed))
    report = Rapport("2026-11-29T10:00:00+00:00", 1, {}, {"diagnostic.html": ""})
    lines = (LigneManifeste("A", "A", "fait", rapport=report), LigneManifeste("B", "B"))
    whole = Manifeste("52", "Pays de la Loire", 2026, modele="diagnostic.ipynb",
                      debut="2026-11-29T10:00:00+00:00", gestionnaires=lines)  # fmt: skip
    assert render(whole, tmp_path).count("n’est pas finie") == 1
