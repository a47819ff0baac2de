"""The fiche of the 2012 guide: its order, its scale, and nothing invented."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import plain
from rapports.diagnostic.blocs import of, table

from cpomlib import base as store
from cpomlib.calcul.secret import matrices
from cpomlib.rapports.fiche_operateur import economie, fiche
from cpomlib.rapports.fiche_operateur.bareme import bareme
from cpomlib.rendu.blocs.blocks import Figure, Titre
from cpomlib.rendu.blocs.html import html
from cpomlib.rendu.documents import Enveloppe
from cpomlib.rendu.documents.formats import FORMATS
from cpomlib.socle.erreurs import ParametreError

pytestmark = pytest.mark.xdist_group("region")
TOIT = "000520064"
PARTS = (fiche.signaletique, fiche.description, fiche.publics, fiche.forces,
         fiche.service_rendu_usager, fiche.activite, fiche.financement, fiche.attendus)  # fmt: skip


@pytest.fixture(scope="module")
def dossier(dossier_de):
    return dossier_de(TOIT)


def written(dossier, text):
    """Return the dossier of an opérateur whose parties deposited a fiche."""
    moment = datetime(2026, 3, 3, 12, tzinfo=UTC)
    said = store.Declaree(TOIT, "fiche", text, 7, 7, moment, "Léa", "x.yaml")
    return replace(dossier, declarations=(said,))


def test_the_parts_come_in_the_order_of_the_guide(dossier):
    found = fiche.calculer(dossier)
    titles = [t.texte for part in PARTS for t in of(part(found), Titre)]
    assert titles == [
        "Description de l’action de l’opérateur", "Publics", "Atouts de l’opérateur",
        "Service rendu à l’usager", "Indicateurs d’activité", "Description du financement",
        "Attendus N et N+3",
    ]  # fmt: skip
    assert len(table(fiche.attendus(found), "Attendus").lignes) == 9


def test_places_and_financing_add_up(dossier):
    found = fiche.calculer(dossier)
    types = table(fiche.description(found), "Nombre et types")
    assert types.lignes[-1][-1] == dossier.valeur("places_financees")
    assert sum(row[-1] for row in types.lignes[:-1]) == types.lignes[-1][-1]
    money = table(fiche.financement(found), "Financements")
    assert sum(row[1] for row in money.lignes[:-1]) == pytest.approx(money.lignes[-1][1])
    assert sum(row[2] for row in money.lignes[:-1]) == pytest.approx(1)
    public = table(fiche.publics(found), "Type de public")
    assert sum(row[1] for row in public.lignes) == pytest.approx(1)


def test_what_the_data_does_not_say_is_to_be_completed(dossier, monkeypatch):
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)
    found = fiche.calculer(dossier)
    strengths = {row[0]: row[1] for row in table(fiche.forces(found), "Atouts").lignes}
    assert strengths["Dynamique de changement"] == "à compléter"
    assert strengths["Perspectives de partenariats"] == "à compléter"
    assert strengths["Solidité financière"] != "à compléter"
    expected = table(fiche.attendus(found), "Attendus").lignes
    assert {cell for row in expected for cell in row[2:]} == {"à compléter"}
    missions = {row[0]: row for row in table(fiche.description(found), "Missions").lignes}
    assert "à compléter" in missions["Alimentation"][1]
    assert "aucune" in str(html(fiche.signaletique(found)))


def test_what_the_parties_write_is_on_the_next_fiche(dossier):
    one = written(
        dossier,
        "profil: Deux foyers réunis.\n"
        "appreciations:\n  partenariats: {niveau: favorable, commentaire: Deux bailleurs}\n"
        "  qualite: {niveau: très défavorable}\n"
        "attendus:\n  places: {n: 365, n3: 380}\n",
    )
    found = fiche.calculer(one)
    rows = {row[0]: row for row in table(fiche.forces(found), "Atouts").lignes}
    assert rows["Perspectives de partenariats"][1::2] == ("favorable", "Deux bailleurs")
    quality = {row[0]: row for row in table(fiche.service_rendu_usager(found), "Service").lignes}
    assert quality["Qualité des prestations"][1] == "très défavorable"
    assert "la règle donnerait" in quality["Qualité des prestations"][2]
    assert table(fiche.attendus(found), "Attendus").lignes[0][2:] == ("365", "380")
    assert "Deux foyers réunis." in str(html(fiche.description(found)))
    assert "dépôt n° 7" in plain(str(html(fiche.signaletique(found))))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("apreciations: {}\n", "La clé « apreciations » n’est pas connue."),
        ("appreciations:\n  partenariats: {niveau: bon}\n", "« bon » n’est pas sur l’échelle."),
        ("attendus:\n  places: {n5: 3}\n", "La clé « n5 » n’est pas connue."),
        ("appreciations:\n  partenariat: {niveau: moyen}\n", "« partenariats »"),
    ],
)
def test_a_mistake_of_the_parties_is_named(dossier, text, said):
    with pytest.raises(ParametreError) as caught:
        fiche.calculer(written(dossier, text))
    assert said in plain(caught.value)
    assert "dépôt n° 7" in plain(caught.value)


def test_the_scale_of_the_guide_goes_the_way_it_says():
    rules = bareme().regles
    # the lower the cost beside the mean, the better: −14 %, −3 % on the bound, 0, +5 %, +20 %
    costs = rules["positionnement_economique"]
    assert [costs.niveau(v) for v in (-0.14, -0.03, 0, 0.05, 0.2)] == [0, 1, 2, 3, 4]
    assert [rules["qualite"].niveau(v) for v in (4, 3.5, 3.2, 2.4, 1)] == [0, 0, 1, 3, 4]
    assert [rules["investissement_requis"].niveau(v) for v in (0.1, 0.5, 0.9)] == [0, 2, 4]


def region(owners, departement="44"):
    """CHRS of one département: 10 places at 10 000, 11 000, 12 000… euros, one owner each."""
    rows = [(f"E{i}", g, 100_000.0 + 10_000 * i, 10.0) for i, g in enumerate(owners)]
    structures = pd.DataFrame(
        [(unit, owner, departement, "52", "214") for unit, owner, *_ in rows],
        columns=["id_etablissement", "id_gestionnaire", "departement", "region", "categorie"],
    )
    values = pd.DataFrame(
        [(u, "cout_place", n, d, n / d, "ok", "") for u, _, n, d in rows],
        columns=["unite", "id", "numerateur", "denominateur", "valeur", "statut", "raison"],
    )
    mine = structures["id_gestionnaire"] == "MOI"
    ids = set(structures.loc[mine, "id_etablissement"])
    return SimpleNamespace(
        id="MOI", region="52", publiable=False, note_regionale="",
        structures=structures[mine], autour={"etablissements": structures},
        par_etablissement=values[values["unite"].isin(ids)],
    ), SimpleNamespace(matrices=matrices(values))  # fmt: skip


def test_the_mean_of_the_departement_is_over_places_ones_own_included():
    (line,) = economie.comparaisons(*region(["MOI", *"ABCDE"]))
    # 10 000 against (10 000 + 11 000 + … + 15 000) / 6 = 12 500: −20 %
    assert (line.cout, line.moyenne, line.territoire) == (10_000, 12_500, "Loire-Atlantique")
    assert economie.ecart_moyen((line,)) == pytest.approx(-0.2)


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        (["MOI", *"ABCD"], "Moins de 5"),
        (["MOI", *"AAABB"], "relèvent de moins de 3 gestionnaires"),
        (["MOI"], "Aucun autre établissement de cette catégorie."),
    ],
)
def test_the_mean_is_not_said_when_the_others_could_be_found(owners, said):
    (line,) = economie.comparaisons(*region(owners))
    assert (line.moyenne, line.ecart) == (None, None)
    assert said in line.raison


def test_no_good_level_is_given_to_doubted_figures(dossier, monkeypatch):
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)
    # last year’s account was sent again: neither the balance sheet nor the cost is sure
    found = fiche.calculer(dossier)
    strengths = {row[0]: row for row in table(fiche.forces(found), "Atouts").lignes}
    assert strengths["Solidité financière"][1] == "à vérifier"
    service = {row[0]: row for row in table(fiche.service_rendu_usager(found), "Service").lignes}
    assert service["Positionnement économique"][1] == "à vérifier"
    assert service["Qualité des prestations"][1] in bareme().niveaux


def test_what_nobody_wrote_takes_no_column(dossier, monkeypatch):
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)
    found = fiche.calculer(dossier)
    strengths = table(fiche.forces(found), "Atouts")
    assert [column.titre for column in strengths.colonnes] == [
        "Atouts", "Appréciation", "Sur quoi elle repose",
    ]  # fmt: skip
    assert plain(strengths.note) == "À compléter par les parties : commentaires."
    assert not of(fiche.service_rendu_usager(found), Figure)


def test_it_holds_in_two_pages_whoever_it_is_about(example_base, dossier_de, tmp_path, monkeypatch):
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)
    known = store.read(store.open_base(example_base), ["gestionnaires"])["gestionnaires"]
    for name in known["id_gestionnaire"]:
        found = fiche.calculer(dossier_de(name))
        path = tmp_path / f"{name}.pdf"
        around = Enveloppe("Fiche opérateur", "Un nom", "État des données n° 1", "Exemple")
        FORMATS["pdf"].ecrire([part(found) for part in PARTS], around, path)
        told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True)
        assert int(told.stdout.split("Pages:")[1].split()[0]) <= 2, name
