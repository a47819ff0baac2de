"""Vega and Vega-Lite as one script: those that vl-convert holds, kept once they are gathered."""

from __future__ import annotations

import contextlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

from cpomlib.socle import fichiers

VEGA_LITE = "6.4.1"
"""Version of Vega-Lite: that of the charts Altair writes, among those vl-convert holds."""


@cache
def paquet() -> str:
    """Return the script that defines ``vega`` and ``vegaLite``.

    Gathering it takes more than a second: it is kept in the user's cache, under the versions it
    was made from, where that can be written.
    """
    place = _place()
    with contextlib.suppress(OSError):
        return place.read_text(encoding="utf-8")
    text = _gathered()
    with contextlib.suppress(OSError, fichiers.EcritureError):
        _keep(text, place)
    return text


def _place() -> Path:
    made = f"vega-{version('vl-convert-python')}-{VEGA_LITE}.js"
    return platformdirs.user_cache_path("cpomlib") / made


def _gathered() -> str:
    import vl_convert

    vega = vl_convert.get_vega_version()
    return vl_convert.javascript_bundle(
        f'import * as dessin from "/npm/vega@{vega}/+esm";'
        f'import * as grammaire from "/npm/vega-lite@{VEGA_LITE}/+esm";'
        "Object.assign(globalThis, {vega: dessin, vegaLite: grammaire});",
        vl_version=VEGA_LITE.rpartition(".")[0],
    )


def _keep(text: str, place: Path) -> None:
    """Write whole or not at all: another process may be reading."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fichiers.ecrire(place, text)
