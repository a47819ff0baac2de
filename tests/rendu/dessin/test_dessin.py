"""Drawing: the same SVG whoever draws it, nothing fetched, and never a report lost for it."""

import json
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import altair
import pandas as pd
import pytest
import vl_convert
from conftest import PATIENCE
from processus.noyau import play

from cpomlib.processus import culture, lien
from cpomlib.rendu import dessin
from cpomlib.rendu import graphiques as charts
from cpomlib.rendu.dessin import moteur, paquet
from cpomlib.rendu.dessin.atelier import ADRESSE, atelier
from cpomlib.rendu.dessin.langue import FORMAT_LOCALE, TIME_FORMAT_LOCALE
from cpomlib.rendu.theme import themed

_NOMBRE = re.compile(r"-?\d+(?:\.\d+)?")
BARRES = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"quoi": "Été", "part": 0.1234}, {"quoi": "Noël", "part": 1234.5}]},
    "mark": "bar",
    "encoding": {
        "x": {"field": "part", "type": "quantitative", "axis": {"format": ",.1f"}},
        "y": {"field": "quoi", "type": "nominal"},
    },
}


@pytest.fixture(scope="module")
def partage():
    with atelier(moteurs=2) as env:
        yield env


@pytest.fixture
def chez_l_autre(partage, monkeypatch):
    for name, value in partage.items():
        monkeypatch.setenv(name, value)


def quelques():
    """Charts of several kinds, with long names, masked values and a legend."""
    frame = pd.DataFrame(
        {
            "quoi": ["Logement autonome", "Rue", "Non renseigné"] * 2,
            "annee": ["2024"] * 3 + ["2025"] * 3,
            "part": [0.62, 0.3, 0.08, 0.55, float("nan"), 0.12],
        }
    )
    return [
        themed(charts.barres_triees(frame[:3], "quoi", "part")),
        themed(charts.barres_par_annee(frame, "quoi", "annee", "part")),
        themed(charts.barres_empilees(frame.fillna(0), "annee", "quoi", "part")),
    ]


def test_a_chart_is_drawn_as_vl_convert_draws_it():
    vl_convert.register_font_directory(str(files("cpomlib.rendu.documents") / "pdf" / "polices"))
    for chart in [BARRES, *quelques()]:
        theirs = vl_convert.vegalite_to_svg(
            chart,
            vl_version="6.4",
            format_locale=FORMAT_LOCALE,
            time_format_locale=TIME_FORMAT_LOCALE,
        )
        ours = dessin.svg(chart)
        assert _NOMBRE.sub("#", ours) == _NOMBRE.sub("#", theirs)
        # theirs draws pairs of letters (« AV ») closer: a pixel here and there
        assert list(map(float, _NOMBRE.findall(ours))) == pytest.approx(
            list(map(float, _NOMBRE.findall(theirs))), abs=1.5
        )


@pytest.fixture
def sans_v8(monkeypatch):
    """A machine where the V8 of mini-racer cannot be had."""
    monkeypatch.delenv(ADRESSE, raising=False)
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    moteur._moteur.cache_clear()
    yield
    moteur._moteur.cache_clear()


def test_without_v8_charts_are_drawn_the_plain_way(sans_v8, caplog):
    for chart in [BARRES, *quelques()]:
        drawn = dessin.svg(chart)
        assert drawn.startswith("<svg") and "</svg>" in drawn
        assert dessin.svg(dessin.vega(chart)).startswith("<svg")
    assert "1\u202f200,0" in dessin.svg(BARRES)
    assert caplog.text.count("Les graphiques sont dessinés sans moteur") == 1


def test_without_v8_what_is_no_chart_is_refused_and_nothing_is_fetched(sans_v8):
    with pytest.raises(moteur.DessinError):
        dessin.svg(BARRES | {"mark": "nothing of the kind", "encoding": 3})
    away = BARRES | {"data": {"url": "http://127.0.0.1:9/a.json"}}
    with pytest.raises(moteur.DessinError):
        dessin.svg(away)


def test_numbers_are_written_in_french():
    assert "1\u202f200,0" in dessin.svg(BARRES)


def test_a_compiled_chart_is_drawn_the_same():
    assert dessin.svg(dessin.vega(BARRES)) == dessin.svg(BARRES)


def test_it_draws_while_an_event_loop_runs():
    code = (
        "import asyncio, json, sys\n"
        "from cpomlib.rendu import dessin\n"
        "async def go(): return dessin.svg(json.loads(sys.argv[1]))\n"
        "print(asyncio.run(go())[:4])"
    )
    command = [sys.executable, "-c", code, json.dumps(BARRES)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "<svg"


def test_each_thread_gets_its_own_chart_from_one_engine():
    charts = [
        {**BARRES, "data": {"values": [{"quoi": f"n{rank}", "part": rank}]}} for rank in range(40)
    ]
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(dessin.svg, charts))
    for rank, text in enumerate(drawn):
        assert f">n{rank}<" in text


def test_a_chart_that_makes_vega_wait_is_drawn_too(chez_l_autre):
    encoding = {**BARRES["encoding"], "href": {"value": "https://exemple.invalid/"}}
    linked = dessin.svg({**BARRES, "encoding": encoding})
    assert "Noël" in linked
    assert "exemple.invalid" not in linked


@pytest.mark.parametrize("draws", [1, 20])
def test_who_has_drawn_ends_at_once(draws):
    code = (
        "import json, sys\n"
        "from cpomlib.rendu import dessin\n"
        f"for _ in range({draws}): dessin.svg(json.loads(sys.argv[1]))\n"
        "print('fini')"
    )
    command = [sys.executable, "-c", code, json.dumps(BARRES)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    assert done.stdout == "fini\n"


def test_vega_lite_is_the_one_altair_writes_for():
    assert f"v{paquet.VEGA_LITE}" == altair.SCHEMA_VERSION


def test_long_names_take_the_room_they_need():
    # « W » is 0.9438 of the type size wide, « i » 0.2222: eight of them, at 12 pixels
    wide = 8 * 12 * (0.9438 - 0.2222)
    assert _large("W" * 8) - _large("i" * 8) == pytest.approx(wide, abs=1)


def _large(name):
    chart = {
        **BARRES,
        "data": {"values": [{"quoi": name, "part": 1}]},
        "config": {"axis": {"labelFontSize": 12}},
    }
    return int(re.search(r'width="(\d+)"', dessin.svg(chart))[1])


def test_nothing_is_fetched(tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text('[{"quoi": "Trouvé", "part": 1}]', encoding="utf-8")
    for address in (secret.as_uri(), str(secret), "https://exemple.invalid/x.json"):
        assert "Trouvé" not in dessin.svg({**BARRES, "data": {"url": address}})


def test_what_is_not_a_chart_is_refused(chez_l_autre):
    with pytest.raises(ValueError, match="JavaScript"):
        dessin.svg({"mark": "rien de connu", "data": {"values": []}})
    assert dessin.svg(BARRES).startswith("<svg")


@pytest.mark.skipif(not culture.possible(), reason="no such socket here")
class TestPartage:
    def test_it_draws_what_one_draws_alone(self, partage, monkeypatch):
        alone = [dessin.svg(chart) for chart in quelques()]
        for name, value in partage.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(moteur, "faire", _refuse)
        assert [dessin.svg(chart) for chart in quelques()] == alone

    def test_several_asked_for_together_are_those_asked_for_one_by_one(self, chez_l_autre):
        several = [BARRES, *quelques(), BARRES]
        assert dessin.svgs(several) == [dessin.svg(chart) for chart in several]
        assert dessin.svgs([]) == []

    def test_one_that_is_no_chart_refuses_those_asked_for_with_it(self, chez_l_autre):
        with pytest.raises(ValueError, match="JavaScript"):
            dessin.svgs([BARRES, {"mark": "rien de connu", "data": {"values": []}}])

    def test_many_may_ask_at_once(self, chez_l_autre):
        expected = dessin.svg(BARRES)
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(dessin.svg, [BARRES] * 40)) == {expected}

    def test_a_request_cut_short_is_not_answered_by_the_next(self, chez_l_autre, monkeypatch):
        other = {**BARRES, "mark": "point"}
        expected = [dessin.svg(BARRES), dessin.svg(other)]

        def interrupted(connection):
            raise KeyboardInterrupt

        with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
            cut.setattr(lien, "recevoir", interrupted)
            dessin.svg(BARRES)
        assert [dessin.svg(other), dessin.svg(BARRES)] == expected[::-1]

    def test_a_process_that_is_gone_is_done_without(self, monkeypatch):
        with atelier() as env:
            monkeypatch.setenv(ADRESSE, env[ADRESSE])
            there = dessin.svg(BARRES)
        assert dessin.svg(BARRES) == there

    def test_it_ends_with_its_owner(self):
        code = (
            "import os, signal\n"
            "from cpomlib.rendu.dessin.atelier import atelier\n"
            "with atelier() as env:\n"
            "    print(env['CPOM_DESSIN'], flush=True)\n"
            "    os.kill(os.getpid(), signal.SIGKILL)"
        )
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
        assert done.returncode == -signal.SIGKILL
        _gone(done.stdout.strip())

    def test_a_forked_kernel_has_a_connection_of_its_own(self, partage):
        with culture.pepiniere(None, ["cpomlib.rendu.dessin"]) as warm:
            code = f"from cpomlib.rendu import dessin\nprint(dessin.svg({BARRES!r})[:4])"
            assert play({**warm, **partage}, code) == ["<svg"]


def test_the_script_is_gathered_again_when_it_cannot_be_kept(tmp_path, monkeypatch):
    (tmp_path / "fichier").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "fichier"))
    gathered = paquet.paquet.__wrapped__()
    assert "vegaLite" in gathered
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert paquet.paquet.__wrapped__() == gathered
    (kept,) = (tmp_path / "cache").rglob("*.js")
    assert kept.read_text(encoding="utf-8") == gathered
    assert paquet.paquet.__wrapped__() == gathered


def _refuse(*_):
    raise AssertionError("drawn here")


def _gone(address):
    """Wait until nobody listens on a socket."""
    limit = time.monotonic() + PATIENCE
    while address in Path("/proc/net/unix").read_text(encoding="utf-8"):
        assert time.monotonic() < limit, "it is still there"
        time.sleep(0.1)
