"""The page of a contract: how soon its targets are there, how soon a moved one is on screen."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import page as commun
from benchmarks.campagne import BIN
from benchmarks.mesure import Mesure

PARTIE = "La page d’un contrat"
_QUI = "C-000520056-1"
_POINT = '.cpom-point[data-an="2031"]'
_PRET = f"body.cpom-pret #rendered_cells {_POINT}"
_FORGE = 15
"""Seconds left to a session to be made in advance."""
_MOUVEMENT = """touche => new Promise((fin, rate) => {
  const lire = () => document.querySelector('#rendered_cells .cpom-phrase-cible').innerText;
  const avant = lire(), depart = performance.now();
  const regard = new MutationObserver(() => {
    if (lire() !== avant) { regard.disconnect(); fin(performance.now() - depart); }
  });
  regard.observe(document.body, {childList: true, subtree: true, characterData: true});
  document.querySelector('#rendered_cells .cpom-point[data-an="2031"]').dispatchEvent(
    new KeyboardEvent('keydown', {key: touche, bubbles: true}));
  setTimeout(() => { regard.disconnect(); rate(new Error('rien ne bouge')); }, 60000);
})"""
"""From the key to the sentence that says what the target means."""


def mesures(petit: bool) -> Iterator[Mesure]:
    """Measure with one visitor; ``petit``: few times."""
    if not Path(commun.CHROMIUM).exists():
        print("Chromium n’est pas installé : la page n’est pas mesurée.", file=sys.stderr)
        return
    opens, moves = (2, 6) if petit else (5, 40)
    with tempfile.TemporaryDirectory() as place:
        base = f"sqlite:///{Path(place) / 'cpom.db'}"
        made = ["--base", base, "--region", "52", "--gestionnaires", "6", "--graine", "1"]
        subprocess.run([str(BIN / "cpom"), "exemple", *made], check=True, capture_output=True)
        port = commun.free_port()
        command = [str(BIN / "cpom"), "app", "contrat", "--base", base, "--port", str(port)]
        with commun.served(command, port, {}, Path(place)) as pid:
            url = f"http://127.0.0.1:{port}/?contrat={_QUI}"
            opened, moved = asyncio.run(_try(pid, url, opens, moves))
    yield Mesure("contrat_ouverture", PARTIE, "Première cible à déplacer, session prête d’avance",
                 statistics.median(opened), "s", cible=1)  # fmt: skip
    yield Mesure("contrat_cible", PARTIE, "Une cible déplacée, à l’écran, médiane",
                 statistics.median(moved), "ms", cible=150,
                 note="De la touche à la phrase qui dit ce que la cible représente, contrôle "
                 "du contrat refait.")  # fmt: skip


async def _try(pid: int, url: str, opens: int, moves: int) -> tuple[list[float], list[float]]:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=commun.CHROMIUM, args=commun.FLAGS
        )
        # the first visit tells the server whose page is drawn in advance
        opened, page = [], None
        for rank in range(opens + 2):
            # the session that replaces the one just given: on a busy machine, it looks calm early
            await asyncio.sleep(_FORGE)
            await commun.calm(pid)
            seconds, page = await _open(browser, url)
            if rank > 1:
                opened.append(seconds)
        await commun.calm(pid)
        moved = await _moves(page, moves)
        await browser.close()
    return opened, moved


async def _open(browser: Any, url: str) -> tuple[float, Any]:
    page = await (await browser.new_context(locale="fr-FR")).new_page()
    start = time.perf_counter()
    await page.goto(url, wait_until="commit")
    # the first control: drawn by the server, what is done with it is kept
    await page.wait_for_selector(_POINT, timeout=300_000)
    seconds = time.perf_counter() - start
    await page.wait_for_selector(_PRET, timeout=300_000)
    return seconds, page


async def _moves(page: Any, count: int) -> list[float]:
    found = []
    await page.wait_for_selector(".cpom-dit h3 >> text=Réaliste", timeout=300_000)
    for rank in range(count):
        key = "ArrowUp" if rank % 2 else "ArrowDown"
        found.append(await page.evaluate(_MOUVEMENT, key))
        await asyncio.sleep(0.6)
    return found
