"""The page of the scenarios: how soon it opens, how it holds when twenty people come at once."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.campagne import BIN
from benchmarks.mesure import Mesure, famille, pss
from cpomlib.socle.projet import notebooks_dir

PARTIE = "La page des scénarios"
CHROMIUM = os.environ.get("CPOM_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_QUI = "?gestionnaire=000520015"
_AUTRES = ("000520031", "000520049", "000520064")
"""Of whom nobody asked yet when they are: the session made in advance is drawn for another."""
_CURSEUR = ".cpom-type-actualisation .cpom-curseur"
_VRAI = f"#rendered_cells {_CURSEUR}"
"""Of the widgets: the first one may be drawn by the server before they come."""
_SEUL, _HYPOTHESES = 30, 40
"""Moves of a visitor alone; hypotheses that are added."""
_PATIENCE = 300_000
"""Milliseconds given to a page: past that, it is refused."""
_MOUVEMENT = """async () => {
  const cards = () => document.querySelector('#rendered_cells .cpom-cartes')?.innerText;
  const before = cards();
  return await new Promise((resolve, reject) => {
    let start = null;
    addEventListener('keydown', () => { start = performance.now(); }, {once: true, capture: true});
    const seen = new MutationObserver(() => {
      if (start === null || cards() === undefined || cards() === before) return;
      seen.disconnect(); resolve(performance.now() - start);
    });
    seen.observe(document.body, {subtree: true, childList: true, characterData: true});
    setTimeout(() => { seen.disconnect(); reject(new Error('rien ne bouge')); }, 60000);
  });
}"""


@dataclass(frozen=True)
class Essai:
    """What was seen: seconds to open, milliseconds of each move, MiB of each further visitor.

    Attributes:
        seul: milliseconds of each move of a visitor alone.
        quarantieme: seconds to add the fortieth hypothesis; None where it was not.
        ailleurs: seconds to open the page of a gestionnaire that nobody asked for before.
        processeur: milliseconds of processor that the server and its sessions take for a move.
    """

    ouvertures: list[float]
    refus: int
    mouvements: list[float]
    memoire: float
    seul: list[float] = field(default_factory=list)
    quarantieme: float | None = None
    ailleurs: list[float] = field(default_factory=list)
    processeur: float = 0.0


def mesures(petit: bool) -> Iterator[Mesure]:
    """Measure with 20 visitors; ``petit``: 3."""
    if not Path(CHROMIUM).exists():
        print("Chromium n’est pas installé : la page n’est pas mesurée.", file=sys.stderr)
        return
    many, moves, opens = (3, 2, 1) if petit else (20, 5, 3)
    with tempfile.TemporaryDirectory() as place:
        base = f"sqlite:///{Path(place) / 'cpom.db'}"
        made = ["--base", base, "--region", "52", "--gestionnaires", "6", "--graine", "1"]
        subprocess.run([str(BIN / "cpom"), "exemple", *made], check=True, capture_output=True)
        with _plain(base, Path(place)) as (pid, url):
            plain = asyncio.run(_try(pid, url, opens=opens, many=2, moves=0))
        with _ours(base, Path(place), many + opens + len(_AUTRES) + 3) as (pid, url):
            ours = asyncio.run(_try(pid, url, opens=opens, many=many, moves=moves, alone=True))
    yield from _lines(many, plain, ours)


def _lines(many: int, plain: Essai, ours: Essai) -> Iterator[Mesure]:
    soonest = statistics.median(ours.ouvertures)
    yield Mesure("page_ouverture", PARTIE, "Premier curseur, session prête d’avance", soonest, "s")
    yield Mesure(
        "page_voila", PARTIE, "Premier curseur plus tôt qu’avec Voilà tel quel",
        statistics.median(plain.ouvertures) / soonest, sens="haut", cible=6, rapport=True,
        note="« voila scenarios.ipynb », sans réglage ni préchauffage ; un visiteur seul, le "
        "premier de tous laissé de côté ; le navigateur n’a rien gardé d’une autre visite.",
    )  # fmt: skip
    yield Mesure(
        "page_ailleurs", PARTIE, "Le même, pour un gestionnaire demandé pour la première fois",
        statistics.median(plain.ouvertures) / statistics.median(ours.ailleurs), sens="haut",
        cible=6, rapport=True,
    )  # fmt: skip
    label = f"Refusés, sur {many} visiteurs venus ensemble"
    yield Mesure("page_refus", PARTIE, label, ours.refus, "", cible=0)
    if len(ours.mouvements) > 1:
        yield _curseur(many, ours)
        yield Mesure("page_processeur", PARTIE, "Processeur de l’un d’eux", ours.processeur, "ms")
    if len(ours.seul) > 1 and ours.quarantieme is not None:
        yield from _seul(ours, ours.quarantieme)
    yield Mesure(
        "page_memoire", PARTIE, "Mémoire d’un visiteur de plus", ours.memoire, "Mio",
        note="Mémoire propre, et part de ce qui est partagé (PSS).",
    )  # fmt: skip
    yield Mesure(
        "page_memoire_rapport", PARTIE, "La même, en part d’une session de Voilà",
        ours.memoire / plain.memoire, cible=0.4, rapport=True,
    )  # fmt: skip


def _seul(ours: Essai, quarantieme: float) -> Iterator[Mesure]:
    p95 = statistics.quantiles(ours.seul, n=20, method="inclusive")[-1]
    yield Mesure("page_seul", PARTIE, "Un curseur déplacé, un visiteur, médiane",
                 statistics.median(ours.seul), "ms", cible=60)  # fmt: skip
    yield Mesure("page_seul_p95", PARTIE, "Le même, 95e centile", p95, "ms", cible=150)
    yield Mesure("page_ajout", PARTIE, f"Ajouter la {_HYPOTHESES}e hypothèse", quarantieme, "s",
                 cible=0.5)  # fmt: skip


def _curseur(many: int, ours: Essai) -> Mesure:
    p95 = statistics.quantiles(ours.mouvements, n=20, method="inclusive")[-1]
    return Mesure(
        "page_curseur", PARTIE, "Un curseur déplacé, 95e centile", p95, "ms", cible=100,
        note=f"{many} visiteurs, chacun déplace un curseur toutes les deux "
        "secondes ; de la touche au chiffre changé. Les navigateurs sont sur la même "
        "machine.",
    )  # fmt: skip


async def _try(
    pid: int, url: str, *, opens: int, many: int, moves: int, alone: bool = False
) -> Essai:
    """Open the page alone some times, then all at once; move sliders."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        await calm(pid)
        # neither the browser's first page nor the server's is anybody's ordinary visit
        await _open(browser, url)
        opened = []
        for _ in range(opens):
            await calm(pid)
            opened.append(await _open(browser, url))
        await calm(pid)
        elsewhere = [await _elsewhere(pid, browser, url, who) for who in _AUTRES if alone]
        await calm(pid)
        single = await _moves(opened[-1][1], _SEUL, 7) if alone else []
        added = await _added(opened[-1][1]) if alone else None
        await calm(pid)
        before = pss(famille(pid))
        came = await asyncio.gather(
            *(_open(browser, url) for _ in range(many)), return_exceptions=True
        )
        pages = [found[1] for found in came if not isinstance(found, BaseException)]
        await calm(pid)
        each = (pss(famille(pid)) - before) / max(len(pages), 1)
        used = _busy(pid)
        took = await asyncio.gather(*(_moves(page, moves, n) for n, page in enumerate(pages)))
        used = (_busy(pid) - used) * 1000 / max(1, moves * len(pages))
        await browser.close()
    soon, moved = [one[0] for one in opened], [one for some in took for one in some]
    return Essai(soon, many - len(pages), moved, each, single, added, elsewhere, used)


async def _elsewhere(pid: int, browser: Any, url: str, who: str) -> float:
    await calm(pid)
    seconds, page = await _open(browser, url.partition("?")[0] + f"?gestionnaire={who}")
    await page.context.close()
    return seconds


async def _added(page: Any) -> float:
    """Add hypotheses; return the seconds that the last one takes."""
    took = 0.0
    for rank in range(1, _HYPOTHESES):
        await page.locator("#rendered_cells .cpom-ajouter").click()
        button = page.locator(".cpom-plus-cofinancement")
        await button.wait_for()
        start = time.perf_counter()
        await button.click()
        await page.wait_for_function(
            "many => document.querySelectorAll('#rendered_cells .cpom-tete').length === many"
            " && document.querySelector('.cpom-type-cofinancement input[type=text]')", arg=rank + 1,
        )  # fmt: skip
        took = time.perf_counter() - start
    return took


async def _open(browser: Any, url: str) -> tuple[float, Any]:
    """Come as somebody new; return the seconds to the first slider, and the page."""
    page = await (await browser.new_context(locale="fr-FR")).new_page()
    start = time.perf_counter()
    await page.goto(url, wait_until="commit", timeout=_PATIENCE)
    await page.wait_for_selector(_CURSEUR, timeout=_PATIENCE)
    return time.perf_counter() - start, page


async def _moves(page: Any, count: int, graine: int) -> list[float]:
    """Move the slider now and then; return the milliseconds from the key to the new figure."""
    pause, found = Random(graine), []
    handle = page.locator(_VRAI).first
    await handle.wait_for(timeout=_PATIENCE)
    for _ in range(count):
        await asyncio.sleep(pause.uniform(1, 3))
        await handle.focus()
        changed = asyncio.ensure_future(page.evaluate(_MOUVEMENT))
        await asyncio.sleep(0.1)
        await handle.press("ArrowRight")
        found.append(await changed)
    return found


async def calm(pid: int, seconds: float = 60) -> None:
    """Wait until the server and its sessions have nothing more to do."""
    limit = time.monotonic() + seconds
    before = _busy(pid)
    while time.monotonic() < limit:
        await asyncio.sleep(2)
        now = _busy(pid)
        if now - before < 0.2:
            return
        before = now


def _busy(pid: int) -> float:
    """Return the processor seconds of a process and of all that it has started."""
    ticks = 0
    for each in famille(pid):
        try:
            after = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        except OSError:
            continue
        ticks += sum(map(int, after.split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def _plain(base: str, folder: Path) -> Iterator[tuple[int, str]]:
    port = free_port()
    notebook = str(notebooks_dir() / "applis" / "scenarios.ipynb")
    command = [str(BIN / "voila"), notebook, "--no-browser", f"--port={port}"]
    with served(command, port, {"CPOM_BASE": base}, folder) as pid:
        yield pid, f"http://127.0.0.1:{port}/{_QUI}"


@contextmanager
def _ours(base: str, folder: Path, places: int) -> Iterator[tuple[int, str]]:
    port = free_port()
    kept = ["--base", base, "--port", str(port), "--places", str(places)]
    command = [str(BIN / "cpom"), "app", "scenarios", *kept]
    with served(command, port, {}, folder) as pid:
        yield pid, f"http://127.0.0.1:{port}/{_QUI}"


@contextmanager
def served(command: list[str], port: int, env: dict[str, str], folder: Path) -> Iterator[int]:
    with (folder / "journal.txt").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, env={**os.environ, **env}, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _answers(port, process)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 120
    while time.monotonic() < limit and process.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("le serveur ne répond pas")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
