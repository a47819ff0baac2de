"""The part of the diagnostic about those like it: explained, never nominal."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from conftest import plain

from cpomlib import base as store
from cpomlib.rapports.comparables import comparables, dans_la_moitie
from cpomlib.rapports.voisinage import des_gestionnaires
from cpomlib.rendu.blocs.blocks import Figure, Groupe, Paragraphe, Tableau
from cpomlib.rendu.blocs.html import html
from cpomlib.socle.valeurs import Secret

pytestmark = pytest.mark.xdist_group("region")
ETAPE = "000520015"


@pytest.fixture(scope="module")
def etape(dossier_de):
    return dossier_de(ETAPE)


@pytest.fixture(scope="module")
def part(etape, tmp_path_factory):
    """The part where the five others of the region count, however far they are."""
    folder = tmp_path_factory.mktemp("service")
    text = "reglages:\n  distance_max: {valeur: 1}\n"
    (folder / "comparables.yaml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CPOM_PARAMETRES", str(folder))
        return comparables(etape)


def of(bloc, kind):
    if isinstance(bloc, Groupe):
        return [found for each in bloc.blocs for found in of(each, kind)]
    return [bloc] if isinstance(bloc, kind) else []


def test_it_says_how_many_they_are_how_they_resemble_and_where_one_stands(part):
    said = plain(of(part, Paragraphe)[0].texte)
    distance = re.match(
        r"5 gestionnaires comparables de la région \(distance moyenne de (0,\d\d) sur 1\)", said
    )[1]
    assert "parmi ceux de la région qui hébergent" in said
    criteria, positions, each = of(part, Tableau)
    assert len(criteria.lignes) == 7
    assert "comparables.yaml" in criteria.note
    # the shares of the criteria add up to the mean distance written above
    total = sum(row[3] for row in criteria.lignes)
    assert total == pytest.approx(float(distance.replace(",", ".")), abs=0.005)
    ranks = [row[5] for row in positions.lignes if not isinstance(row[5], Secret)]
    assert ranks
    assert all(rank == "–" or rank.endswith("sur\u00a06") for rank in ranks)
    assert {"–"} < set(ranks)
    assert len(each.lignes) == 6
    assert len(of(part, Figure)) == 1


def test_nothing_of_the_others_is_nominal(example_base, part):
    others = store.read(store.open_base(example_base), ["gestionnaires", "etablissements"])
    page = str(html(part))
    for name, column in (("gestionnaires", "raison_sociale"), ("etablissements", "nom")):
        frame = others[name]
        theirs = frame[frame["id_gestionnaire"] != ETAPE]
        mine = set(frame.loc[frame["id_gestionnaire"] == ETAPE, column])
        for row in theirs.itertuples():
            assert getattr(row, f"id_{name[:-1]}") not in page
            assert getattr(row, column) in mine or getattr(row, column) not in page


def test_too_few_are_said_without_a_figure(etape, monkeypatch):
    monkeypatch.delenv("CPOM_PARAMETRES", raising=False)
    shown = comparables(replace(etape))
    assert of(shown, Paragraphe)[0].texte == "Moins de 5 comparables ont été trouvés."
    assert not of(shown, Figure)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"region": ""}, "dans quelle région chercher"),
        ({"publiable": True, "autour": {}}, "version à diffuser"),
        ({"note_regionale": "Références publiées.", "autour": {}}, "Références publiées."),
    ],
)
def test_nobody_is_looked_at_where_nobody_may_be(etape, changes, said):
    shown = comparables(replace(etape, **changes))
    assert said in of(shown, Paragraphe)[0].texte
    assert not of(shown, Tableau)


def test_what_is_written_as_the_edge_of_the_middle_half_is_in_it():
    """57,49 % above 57,46 %: both are written 57,5 %, where the mark stands on the edge."""
    assert dans_la_moitie(0.5749, 0.517, 0.5746, "taux")
    assert dans_la_moitie(0.55, 0.517, 0.5746, "taux")
    assert not dans_la_moitie(0.5763, 0.517, 0.5746, "taux")  # 57,6 %


def test_who_houses_nobody_is_nobodys_comparable(etape):
    """A structure of insertion has no category and no place: it is not among those looked at."""
    around = dict(etape.autour)
    houses = around["etablissements"]
    one = houses.iloc[[0]].assign(id_etablissement="S-1", id_gestionnaire="INS", categorie="000")
    around["etablissements"] = pd.concat([houses, one], ignore_index=True)
    found, _ = des_gestionnaires(replace(etape, autour=around))
    assert set(found.description.index) == set(houses["id_gestionnaire"])
