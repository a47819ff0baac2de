"""One look for reports, index and applications: colours, fonts, chart settings.

The values are in ``parameters/theme.yaml``; a service overrides some of them in the folder
``$CPOM_PARAMETRES``. Nothing is registered globally: a chart is themed when it is drawn.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cpomlib.socle import ParametreError, suggestion
from cpomlib.socle import projet as project

LARGEUR = 640
"""Width of a chart in pixels: the text width of an A4 page with margins of 18 mm."""

CONTRASTE_TEXTE = 4.5
"""Least contrast of a text on its background (WCAG 2.1 AA, criterion 1.4.3)."""

TEXTES = (
    ("encre", "papier"),
    ("encre", "fond"),
    ("encre", "accent_pale"),
    ("encre", "force_pale"),
    ("encre", "vigilance_pale"),
    ("encre_douce", "papier"),
    ("encre_douce", "fond"),
    ("accent", "papier"),
    ("accent", "fond"),
    ("accent", "accent_pale"),
    ("papier", "accent"),
    ("force", "papier"),
    ("force", "force_pale"),
    ("vigilance", "papier"),
    ("vigilance", "vigilance_pale"),
)
"""Every pair (text, background) the pages use."""

_FILE = "theme.yaml"
_KEYS = ("service", "logo", "polices", "couleurs", "series", "annees")
_HEX = re.compile(r"#[0-9a-f]{6}\Z", re.IGNORECASE)
_MIMES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@dataclass(frozen=True)
class Theme:
    """Colours, fonts and name of the service.

    Attributes:
        service: name of the service, empty for none.
        logo: the image as a ``data:`` address, empty for none.
        polices: font families, preferred first.
        couleurs: role → ``#rrggbb``.
        series: colours of a chart's series.
        annees: colours of years side by side, oldest first.
    """

    service: str
    logo: str
    polices: tuple[str, ...]
    couleurs: Mapping[str, str]
    series: tuple[str, ...]
    annees: tuple[str, ...]

    @property
    def police(self) -> str:
        """The fonts as CSS and SVG write them."""
        return ", ".join(f"'{name}'" if " " in name else name for name in self.polices)

    def css(self) -> str:
        """Return the colours and fonts as CSS custom properties."""
        lines = [f"--{role.replace('_', '-')}:{value}" for role, value in self.couleurs.items()]
        return ":root{" + ";".join([*lines, f"--police:{self.police}"]) + "}"


def theme() -> Theme:
    """Return the theme in force: the shipped one, with the service's changes over it."""
    return _load(os.environ.get("CPOM_PARAMETRES", ""))


def load(dossier: Path | None = None) -> Theme:
    """Read the shipped theme, and over it ``theme.yaml`` of ``dossier`` where there is one.

    Raises:
        ParametreError: an unknown key, a colour badly written or not contrasted enough.
    """
    values = _read(project.parameters_dir() / _FILE)
    path = dossier / _FILE if dossier else None
    if path is not None and path.is_file():
        changes = _read(path)
        _refuse_unknown(changes, values, path)
        values = {**values, **changes, "couleurs": {**values["couleurs"], **_colours(changes)}}
    where = path if path is not None and path.is_file() else project.parameters_dir() / _FILE
    _check_colours(values, where)
    return Theme(
        service=str(values["service"] or ""),
        logo=_logo(str(values["logo"] or ""), where),
        polices=tuple(re.sub(r"[^\w \-]", "", str(name)) for name in values["polices"]),
        couleurs=values["couleurs"],
        series=tuple(values["series"]),
        annees=tuple(values["annees"]),
    )


def themed(chart: Any) -> dict[str, Any]:
    """Return the Vega-Lite specification of ``chart`` with the theme's settings.

    Args:
        chart: an Altair chart, or a specification; the settings it carries itself win.
    """
    spec = dict(chart) if isinstance(chart, Mapping) else chart.to_dict(validate=False)
    own = {key: value for key, value in spec.get("config", {}).items() if key != "view"}
    return {**spec, "config": {**chart_config(theme()), **own}}


def chart_config(look: Theme) -> dict[str, Any]:
    """Return Vega-Lite's ``config`` for a theme: quiet axes, no frame, text in the page's font."""
    ink, soft, line = (look.couleurs[role] for role in ("encre", "encre_douce", "filet"))
    return {
        # the page says what the chart is and shows its data: said again at each mark, it is dropped
        "aria": False,
        "background": None,
        "font": look.police,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "axis": {
            "labelColor": ink, "labelFontSize": 12, "labelLimit": 230, "titleColor": soft,
            "titleFontSize": 11, "titleFontWeight": "normal", "domainColor": line,
            "gridColor": line, "gridOpacity": 0.7, "tickColor": line, "ticks": False,
            "labelPadding": 6,
        },
        "header": {"labelColor": ink, "labelFontSize": 12, "title": None},
        "legend": {
            "orient": "top", "direction": "horizontal", "title": None, "labelColor": ink,
            "labelFontSize": 12, "symbolType": "square", "symbolSize": 110, "labelLimit": 220,
            "columnPadding": 16, "offset": 10,
        },
        "bar": {"color": look.couleurs["accent"]},
        "line": {"color": look.couleurs["accent"], "strokeWidth": 2.25},
        "point": {"color": look.couleurs["accent"], "size": 50, "filled": True},
        "rule": {"color": soft},
        "text": {"color": ink, "fontSize": 12},
        "range": {"category": list(look.series)},
    }  # fmt: skip


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.1, relative luminance)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def readable_on(background: str) -> str:
    """Return the colour of a text laid on ``background``: the ink or the paper."""
    colours = theme().couleurs
    return max((colours["encre"], colours["papier"]), key=lambda one: contrast(one, background))


@cache
def _load(dossier: str) -> Theme:
    return load(Path(dossier) if dossier else None)


def _read(path: Path) -> dict[str, Any]:
    from cpomlib.droit import charger

    values = charger(path) or {}
    if not isinstance(values, dict):
        raise ParametreError(
            "Le fichier d’apparence doit être une liste de « clé: valeur ».", ou=str(path)
        )
    return values


def _colours(values: Mapping[str, Any]) -> dict[str, str]:
    return dict(values.get("couleurs") or {})


def _refuse_unknown(changes: Mapping[str, Any], known: Mapping[str, Any], path: Path) -> None:
    wrong = [(key, _KEYS) for key in changes if key not in _KEYS]
    wrong += [(key, tuple(known["couleurs"])) for key in _colours(changes)
              if key not in known["couleurs"]]  # fmt: skip
    for key, choices in wrong:
        raise ParametreError(
            f"« {key} » n’est pas un réglage de l’apparence.",
            ou=str(path),
            que_faire=suggestion(str(key), choices),
        )


def _check_colours(values: Mapping[str, Any], path: Path) -> None:
    colours = values["couleurs"]
    for colour in [*colours.values(), *values["series"], *values["annees"]]:
        if not _HEX.match(str(colour)):
            raise ParametreError(
                f"« {colour} » n’est pas une couleur.",
                ou=str(path),
                que_faire='Écrivez-la entre guillemets, comme "#1b5a6b".',
            )
    for text, background in TEXTES:
        ratio = contrast(colours[text], colours[background])
        if ratio < CONTRASTE_TEXTE:
            raise ParametreError(
                f"« {text} » se lit mal sur « {background} ».",
                ou=str(path),
                pourquoi=f"Le contraste est de {ratio:.1f} ; il en faut 4,5.".replace(".", ",", 1),
                que_faire="Choisissez une couleur de texte plus foncée ou un fond plus clair.",
            )


def _logo(name: str, where: Path) -> str:
    if not name:
        return ""
    path = where.parent / name
    mime = _MIMES.get(path.suffix.lower())
    if mime is None or not path.is_file():
        raise ParametreError(
            f"Le logo « {name} » ne peut pas être montré.",
            ou=str(where),
            pourquoi="Il faut une image SVG, PNG ou JPEG, à côté de ce fichier.",
        )
    return f"data:{mime};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
