"""What charts and formats cost."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.campagne import BIN
from benchmarks.mesure import Mesure, mediane, timed

PARTIE = "Un graphique, un format"


def mesures(petit: bool) -> Iterator[Mesure]:
    """Measure on the diagnostics of invented gestionnaires.

    Each document is written once: a second time, the typesetter remembers it.
    """
    from cpomlib.campagne.carnet import read_source

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        first, *others = map(read_source, _executed(folder, 3 if petit else 6))
        drawing, charts = _charts(first, 1 if petit else 9)
        yield from charts
        yield from _formats(first, others, folder, drawing)


def _executed(folder: Path, count: int) -> list[Path]:
    base = f"sqlite:///{folder / 'cpom.db'}"
    made = ["--base", base, "--region", "52", "--gestionnaires", str(count), "--graine", "1"]
    subprocess.run([str(BIN / "cpom"), "exemple", *made], check=True, capture_output=True)
    asked = ["--base", base, "--region", "52", "--annee", "2025", "--parallele", "1"]
    out = ["--sortie", str(folder / "rapports")]
    subprocess.run([str(BIN / "cpom"), "rapports", *asked, *out], check=True, capture_output=True)
    return sorted((folder / "rapports").rglob("diagnostic.ipynb"))


def _charts(document: Any, times: int) -> tuple[float, list[Mesure]]:
    """Return the seconds of a PNG, the yardstick of the rest, and the measures."""
    import vl_convert

    from cpomlib.rendu.blocs import figures
    from cpomlib.rendu.blocs.svg import svg
    from cpomlib.rendu.documents.dessins import ECHELLE
    from cpomlib.rendu.documents.lecture import lire

    drawn = list(figures(lire(document)))
    first = drawn[0]

    def draw() -> str:
        return str(svg(first.graphique, first.titre, first.alternative, "g-mesure"))

    picture = draw()
    as_svg = mediane(draw, times)
    as_png = mediane(lambda: vl_convert.svg_to_png(picture, scale=ECHELLE), times)
    note = f"Le premier des {len(drawn)} du diagnostic."
    return as_png, [
        Mesure("graphique_svg", PARTIE, "Un graphique en SVG", 1000 * as_svg, "ms", note=note),
        Mesure("graphique_png", PARTIE, "Le même, du SVG au PNG", 1000 * as_png, "ms"),
        Mesure("graphique_rapport", PARTIE, "SVG, en part du PNG", as_svg / as_png, rapport=True),
    ]


def _formats(warm: Any, documents: Sequence[Any], folder: Path, drawing: float) -> Iterator[Mesure]:
    from cpomlib.campagne import html
    from cpomlib.rendu.documents.formats import FORMATS

    html.render(warm, "Mesure")
    pages = [timed(lambda each=each: html.render(each, "Mesure")).secondes for each in documents]
    yield Mesure(
        "format_html",
        PARTIE,
        "La page HTML",
        1000 * statistics.median(pages),
        "ms",
        note=f"Carnets exécutés, graphiques déjà dessinés ; médiane de {len(documents)} "
        "diagnostics écrits une fois chacun, après un autre.",
    )
    total = 0.0
    for name, each in FORMATS.items():
        taken = _written(name, warm, documents, folder)
        total += taken
        yield Mesure(f"format_{name}", PARTIE, each.libelle, taken, "s")
    yield Mesure(
        "formats_rapport",
        PARTIE,
        "Les quatre documents, en nombre de graphiques en PNG",
        total / drawing,
        rapport=True,
    )


def _written(name: str, warm: Any, documents: Sequence[Any], folder: Path) -> float:
    """Return the median seconds of a format, each document written once."""
    from cpomlib.rendu.documents.enveloppe import Enveloppe
    from cpomlib.rendu.documents.formats import ecrire_tous

    envelope, path = Enveloppe("Mesure", "Mesure", "Mesure", ""), folder / "d"
    ecrire_tous([name], warm, envelope, path)
    return statistics.median(
        timed(lambda each=each: ecrire_tous([name], each, envelope, path)).secondes
        for each in documents
    )
