"""What charts and formats cost, on one report."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.campagne import BIN, gestionnaires
from benchmarks.mesure import Mesure, mediane, timed

PARTIE = "Un graphique, un format"


def mesures(petit: bool) -> Iterator[Mesure]:
    """Measure on the diagnostic of one invented gestionnaire."""
    from cpomlib.reports.notebook import read_executed

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        document = read_executed(_executed(folder))
        yield from _charts(document, 1 if petit else 5)
        yield from _formats(document, folder, 1 if petit else 3)


def _executed(folder: Path) -> Path:
    base = f"sqlite:///{folder / 'cpom.db'}"
    made = ["--base", base, "--region", "52", "--gestionnaires", "6", "--graine", "1"]
    subprocess.run([str(BIN / "cpom"), "exemple", *made], check=True, capture_output=True)
    one = gestionnaires(base)[0]
    asked = ["--base", base, "--region", "52", "--annee", "2025", "--gestionnaire", one]
    out = ["--sortie", str(folder / "rapports")]
    subprocess.run([str(BIN / "cpom"), "rapports", *asked, *out], check=True, capture_output=True)
    return next((folder / "rapports").rglob("diagnostic.ipynb"))


def _charts(document: object, times: int) -> Iterator[Mesure]:
    import vl_convert

    from cpomlib.display.svg import svg
    from cpomlib.documents.dessins import ECHELLE, figures
    from cpomlib.documents.lecture import lire

    drawn = list(figures(lire(document)))
    first = drawn[0]

    def draw() -> str:
        return str(svg(first.graphique, first.titre, first.alternative, "g-mesure"))

    picture = draw()
    as_svg = mediane(draw, times)
    as_png = mediane(lambda: vl_convert.svg_to_png(picture, scale=ECHELLE), times)
    yield Mesure(
        "graphique_svg",
        PARTIE,
        "Un graphique en SVG",
        1000 * as_svg,
        "ms",
        note=f"Le premier des {len(drawn)} du diagnostic.",
    )
    yield Mesure("graphique_png", PARTIE, "Le même, du SVG au PNG", 1000 * as_png, "ms")
    yield Mesure("graphique_rapport", PARTIE, "PNG, en part du SVG", as_png / as_svg, rapport=True)


def _formats(document: object, folder: Path, times: int) -> Iterator[Mesure]:
    from cpomlib.documents.enveloppe import Enveloppe
    from cpomlib.documents.formats import FORMATS, ecrire_tous
    from cpomlib.reports import html

    envelope = Enveloppe("Mesure", "Mesure", "Mesure", "")
    page = mediane(lambda: html.render(document, "Mesure"), times)
    yield Mesure(
        "format_html",
        PARTIE,
        "La page HTML",
        page,
        "s",
        note="Carnet exécuté, graphiques déjà dessinés ; médiane, premier essai non compté.",
    )
    for name, each in FORMATS.items():
        taken = mediane(partial(ecrire_tous, [name], document, envelope, folder / "d"), times)
        yield Mesure(f"format_{name}", PARTIE, each.libelle, taken, "s")
    every = timed(lambda: ecrire_tous(list(FORMATS), document, envelope, folder / "d")).secondes
    yield Mesure("formats_tous", PARTIE, "Les quatre documents, à la suite", every, "s")
    yield Mesure(
        "formats_rapport",
        PARTIE,
        "Les quatre documents, en nombre de pages HTML",
        every / page,
        rapport=True,
    )
