"""Patterns: charts that share one are drawn as each would be alone, byte for byte."""

import json

import pytest
from conftest import PATIENCE
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cpomlib.rendu import dessin
from cpomlib.rendu import graphiques as charts
from cpomlib.rendu.dessin import moteur
from cpomlib.rendu.theme import themed

# what Vega is asked for when nothing is shared
_SEUL = """
globalThis.dessinerSeul = async (texte) => {
  const vue = new vega.View(vega.parse(compiler(JSON.parse(texte))), OPTIONS);
  vega.resetSVGDefIds();
  return vue.toSVG();
};
"""
NOMS = ["Homme seul", "Femme seule", "Non renseigné", "L’« autre »", "cpom_valeur_0", "[0]"]
VALEURS = st.none() | st.floats(-2e6, 2e6) | st.sampled_from([0.0, 1.0, 0.5])
PARTS = st.floats(0, 1)


@pytest.fixture(scope="module")
def engine():
    own = moteur.nouveau()
    own.eval(_SEUL)
    yield own
    own.close()


def lignes(valeurs, *noms):
    """Rows of one value and of one name or several: a shape charts are made from."""
    sizes = [st.lists(st.sampled_from(some), min_size=1, unique=True) for some in noms]
    return st.tuples(*sizes).flatmap(lambda kept: st.tuples(*(_ligne(kept, valeurs))))


def _ligne(kept, valeurs):
    places = [()]
    for names in kept:
        places = [(*place, name) for place in places for name in names]
    keys = ["a", "b"]
    return [
        st.fixed_dictionaries(
            {"v": valeurs, **{k: st.just(p) for k, p in zip(keys, place, strict=False)}}
        )
        for place in places
    ]


ANNEES = ["2023", "2024", "2025"]
SORTES = {
    "barres_triees": st.builds(
        lambda rows, mis: charts.barres_triees(rows, "a", "v", souligner=mis),
        lignes(VALEURS, NOMS),
        st.sampled_from(["", NOMS[0]]),
    ),
    "barres_par_annee": st.builds(
        lambda rows: charts.barres_par_annee(rows, "a", "b", "v"), lignes(VALEURS, NOMS, ANNEES)
    ),
    "barres_empilees": st.builds(
        lambda rows: charts.barres_empilees(rows, "b", "a", "v"), lignes(PARTS, NOMS, ANNEES)
    ),
    "courbes": st.builds(
        lambda rows, seuil: charts.courbes(rows, "b", "v", serie="a", seuil=seuil),
        lignes(VALEURS, NOMS[:4], ANNEES),
        st.none() | PARTS,
    ),
    "cascade": st.builds(lambda rows: charts.cascade(rows, "a", "v"), lignes(VALEURS, NOMS)),
    "points": st.builds(
        lambda rows, repere: charts.points(rows, "a", "v", serie="b", repere=repere),
        lignes(VALEURS, NOMS, ["CHRS", "Autres"]),
        st.none() | PARTS,
    ),
    "carte_chaleur": st.builds(
        lambda rows: charts.carte_chaleur(rows, "a", "b", "v"), lignes(VALEURS, NOMS, ANNEES)
    ),
    "carte_chaleur signée": st.builds(
        lambda rows: charts.carte_chaleur(rows, "a", "b", "v", signe=True),
        lignes(VALEURS, NOMS, ANNEES),
    ),
    "pyramide": st.builds(
        lambda rows: charts.pyramide(rows, "a", "b", "v", format="nombre"),
        st.lists(st.sampled_from(NOMS), min_size=1, unique=True).flatmap(
            lambda kept: st.tuples(
                *(
                    st.fixed_dictionaries({"a": st.just(n), "b": st.just(s), "v": PARTS})
                    for n in kept
                    for s in ("Femmes", "Hommes")
                )
            )
        ),
    ),
}


@pytest.mark.parametrize("sorte", SORTES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_chart_drawn_in_the_pattern_of_another_is_the_same(engine, sorte, data):
    text = json.dumps(themed(data.draw(SORTES[sorte])))
    alone = engine.eval(f"dessinerSeul({json.dumps(text)})").get(timeout=PATIENCE)
    assert moteur.faire("dessiner", [text], engine) == [alone]


@pytest.mark.parametrize("sorte", SORTES)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_a_chart_of_ours_has_a_pattern(engine, sorte, data):
    text = json.dumps(themed(data.draw(SORTES[sorte])))
    # a modality called like a place of a pattern, told in a legend, is drawn alone
    assume(sorte != "barres_empilees" or "cpom_valeur_" not in text)
    found = engine.eval(f"moule(separerVegaLite(JSON.parse({json.dumps(text)}))) !== null")
    assert found is True


def barres(valeurs, **autres):
    rows = [{"quoi": name, "part": value} for name, value in valeurs.items()]
    return themed(charts.barres_triees(rows, "quoi", "part", **autres))


def test_charts_that_differ_by_their_values_alone_share_a_pattern():
    several = [barres({"a": 0.2}), barres({"a": 0.3, "b": -0.9, "c": None}), barres({"d": 1200.0})]
    own = moteur.nouveau()
    for chart in several:
        moteur.faire("dessiner", [json.dumps(chart)], own)
        assert own.eval("patrons.size") == 1
    moteur.faire("dessiner", [json.dumps(barres({"a": 0.2}, souligner="a"))], own)
    assert own.eval("patrons.size") == 2
    own.close()


def test_patterns_kept_are_limited_in_number(engine):
    for width in range(300):
        chart = {**barres({"a": 0.2}), "config": {"bar": {"strokeWidth": width}}}
        moteur.faire("compiler", [json.dumps(chart)], engine)
        engine.eval(f"moule(separerVegaLite(JSON.parse({json.dumps(json.dumps(chart))})))")
    assert engine.eval("patrons.size") == engine.eval("PATRONS_GARDES") == 256


@pytest.mark.parametrize(
    "chart",
    [
        # dates are read in their own way
        {
            "data": {"values": [{"jour": "2025-03-01", "n": 1}, {"jour": "2025-04-01", "n": 4}]},
            "mark": "line",
            "encoding": {
                "x": {"field": "jour", "type": "temporal"},
                "y": {"field": "n", "type": "quantitative"},
            },
        },
        # Vega-Lite writes the domain of a colour in the order of the stack
        {
            "data": {"values": [{"n": 1, "c": "b"}, {"n": 4, "c": "a"}]},
            "mark": "bar",
            "encoding": {
                "x": {"aggregate": "sum", "field": "n", "type": "quantitative"},
                "color": {"field": "c", "type": "nominal", "scale": {"domain": ["b", "a"]}},
            },
        },
        {
            "data": {"values": [{"n": 1, "c": "b"}, {"n": 4, "c": "a"}]},
            "facet": {"row": {"field": "c", "type": "nominal", "sort": ["b", "a"]}},
            "spec": {
                "width": 80,
                "mark": "point",
                "encoding": {"x": {"field": "n", "type": "quantitative"}},
            },
        },
        # columns called like parts of a chart, in data that are no plain rows
        {
            "data": {"values": [{"datum": 3, "toString": 1}], "format": {"type": "json"}},
            "mark": "bar",
            "encoding": {"x": {"field": "datum", "type": "quantitative"}},
        },
        {"data": {"values": []}, "mark": "bar", "encoding": {}},
        {"data": {"sequence": {"start": 0, "stop": 3}}, "mark": "tick", "width": 120},
    ],
    ids=["dates", "pile", "facettes", "colonnes", "vide", "suite"],
)
def test_a_chart_unlike_the_others_is_drawn_too(engine, chart):
    text = json.dumps({"$schema": charts.vega.SCHEMA, **chart})
    alone = engine.eval(f"dessinerSeul({json.dumps(text)})").get(timeout=PATIENCE)
    assert moteur.faire("dessiner", [text, text], engine) == [alone, alone]


def test_a_compiled_chart_is_drawn_again_with_other_values():
    chart = dessin.vega(barres({"a": 0.2, "b": 0.4}))
    first = dessin.svg(chart)
    source = next(table for table in chart["data"] if "values" in table)
    source["values"][0]["etiquette"] = "40,0 % ici"
    again = dessin.svg(chart)
    assert first != again
    assert "40,0 % ici" in again
