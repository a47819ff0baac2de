"""How long after a slider moves are the figures and the chart new, in a real Chromium.

    python benchmarks/curseur.py --base sqlite:///cpom.db --gestionnaire 000520015

A key is pressed on a slider; the page itself notes when its figures, then its charts, have
changed. Prints median and 95th percentile, and the processor time the server took per move.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

COUPS = 40
CURSEURS = {
    "dotation": ("actualisation", ("#fig-resultats svg",)),
    "charges": ("inflation", ("#fig-resultats svg", "#fig-charges svg")),
}
"""Name → type of the hypothesis moved, charts that must change. The first card is open."""
AJOUTS = {"charges": "Inflation"}
"""Name → what is added before it is moved."""
MESURE = """([genre, dessins, touche]) => new Promise(fin => {
  const vus = ['#rendered_cells .cpom-cartes', ...dessins], avant = {}, fait = {};
  const lire = s => document.querySelector(s)?.outerHTML;
  vus.forEach(s => { avant[s] = lire(s); });
  const depart = performance.now();
  const regard = new MutationObserver(() => {
    vus.forEach(s => {
      const vu = lire(s);
      if (!(s in fait) && vu && vu !== avant[s]) { fait[s] = performance.now() - depart; }
    });
    if (vus.every(s => s in fait)) { regard.disconnect(); fin(fait); }
  });
  regard.observe(document.body, {childList: true, subtree: true, attributes: true});
  const poignee = document.querySelector(`#rendered_cells .cpom-type-${genre} .cpom-curseur`);
  if (touche === 'ArrowRight') { poignee.stepUp(); } else { poignee.stepDown(); }
  poignee.dispatchEvent(new Event('input', {bubbles: true}));
  setTimeout(() => { regard.disconnect(); fin(null); }, 10000);
})"""


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--base", required=True)
    asked.add_argument("--gestionnaire", required=True)
    asked.add_argument("--chromium", default="/usr/bin/chromium")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, url = serve(options.base, Path(folder))
        try:
            report(f"{url}?gestionnaire={options.gestionnaire}", options.chromium, process.pid)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def serve(base: str, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the page, and return its process and its address once it listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    log = folder / "journal.txt"
    command = [str(Path(sys.executable).parent / "cpom"), "app", "scenarios", "--base", base,
               "--port", str(port)]  # fmt: skip
    with log.open("w") as stream:
        process = subprocess.Popen(
            command, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True
        )
    while not (found := re.search(r"http://\S+", log.read_text())):
        time.sleep(0.2)
    return process, found[0]


def report(url: str, chromium: str, pid: int) -> None:
    """Move the sliders of a page and print a table."""
    from playwright.sync_api import sync_playwright

    print("curseur    chiffres : médiane  p95 | graphiques : médiane  p95 | processeur par coup")
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(url, wait_until="commit")
        page.wait_for_selector("#fig-charges svg", timeout=180_000)
        page.wait_for_timeout(3000)
        for name, (kind, drawings) in CURSEURS.items():
            line(page, pid, name, kind, drawings)
        browser.close()


def line(page: Any, pid: int, nom: str, genre: str, dessins: tuple[str, ...]) -> None:
    """Move one slider back and forth and print its line."""
    if nom in AJOUTS:
        page.locator("#rendered_cells .cpom-ajouter").click()
        page.get_by_role("button", name=AJOUTS[nom], exact=True).click()
        page.locator(f"#rendered_cells .cpom-type-{genre} .cpom-curseur").wait_for()
        page.wait_for_timeout(1000)
    before, figures, charts = processor(pid), [], []
    for rank in range(COUPS):
        # up and down by uneven runs, so that a position seldom comes back
        key = "ArrowRight" if rank % 10 < 6 else "ArrowLeft"
        seen = page.evaluate(MESURE, [genre, list(dessins), key])
        if seen is None:
            raise SystemExit(f"{nom} : le coup {rank + 1} n’a rien changé en dix secondes.")
        figures.append(seen["#rendered_cells .cpom-cartes"])
        charts.append(max(seen.values()))
        page.wait_for_timeout(60)
    used = (processor(pid) - before) / COUPS * 1000
    print(f"{nom:10} {cells(figures)} ms | {cells(charts)} ms | {used:.0f} ms")


def cells(values: list[float]) -> str:
    """Write median and 95th percentile."""
    high = statistics.quantiles(values, n=20)[-1]
    return f"{statistics.median(values):18.0f} {high:4.0f}"


def processor(pid: int) -> float:
    """Return the processor seconds a process and its children took so far."""
    import psutil

    parent = psutil.Process(pid)
    times = [each.cpu_times() for each in (parent, *parent.children(recursive=True))]
    return sum(held.user + held.system for held in times)


if __name__ == "__main__":
    main()
