"""The look that a service chooses: its name, its logo, its fonts, its colours (``theme.yaml``)."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from cpomlib.droit.declaration import Declaration
from cpomlib.droit.endroit import Endroit
from cpomlib.droit.forme import lu
from cpomlib.droit.regles import cles, non_vide
from cpomlib.socle import ParametreError

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

ROLES = (
    "papier", "fond", "filet", "encre", "encre_douce", "neutre", "accent", "accent_pale", "force",
    "force_pale", "vigilance", "vigilance_pale",
)  # fmt: skip
"""What a colour is for."""
_HEX = re.compile(r"#[0-9a-f]{6}\Z", re.IGNORECASE)
_MIMES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def _couleur(value: str, ou: Endroit) -> str:
    if not _HEX.match(value):
        raise ParametreError(
            f"« {value} » n’est pas une couleur.",
            ou=str(ou),
            que_faire='Écrivez-la entre guillemets, comme "#1b5a6b".',
        )
    return value


def _police(value: str, _ou: Endroit) -> str:
    return re.sub(r"[^\w \-]", "", value)


def _ou_vide(value: Any, ou: Endroit) -> str:
    return str(lu(str, value, ou)) if value is not None else ""


def _image(name: str, ou: Endroit) -> str:
    """Return an image that stands beside the file, as a ``data:`` address."""
    if not name:
        return ""
    path = ou.fichiers[0].parent / name
    mime = _MIMES.get(path.suffix.lower())
    if mime is None or not path.is_file():
        raise ParametreError(
            f"Le logo « {name} » ne peut pas être montré.",
            ou=str(ou),
            pourquoi="Il faut une image SVG, PNG ou JPEG, à côté de ce fichier.",
        )
    return f"data:{mime};base64,{base64.b64encode(path.read_bytes()).decode()}"


Couleur = Annotated[str, _couleur]
Police = Annotated[str, _police]


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

    polices: Annotated[tuple[Police, ...], non_vide]
    couleurs: Annotated[Mapping[str, Couleur], cles(ROLES, toutes=True)]
    series: Annotated[tuple[Couleur, ...], non_vide]
    annees: Annotated[tuple[Couleur, ...], non_vide]
    service: Annotated[Any, _ou_vide] = ""
    logo: Annotated[Any, _ou_vide, _image] = ""

    @property
    def police(self) -> str:
        """The fonts as CSS and SVG write them."""
        return ", ".join(f"'{name}'" if " " in name else name for name in self.polices)

    def css(self) -> str:
        """Return the colours and fonts as CSS custom properties."""
        lines = [f"--{role.replace('_', '-')}:{value}" for role, value in self.couleurs.items()]
        return ":root{" + ";".join([*lines, f"--police:{self.police}"]) + "}"

    def controle(self, ou: Endroit) -> None:
        """Refuse a text that would be hard to read on its background."""
        for text, background in TEXTES:
            ratio = contrast(self.couleurs[text], self.couleurs[background])
            if ratio < CONTRASTE_TEXTE:
                raise ParametreError(
                    f"« {text} » se lit mal sur « {background} ».",
                    ou=str(ou.dans("couleurs").dans(text)),
                    pourquoi=f"Le contraste est de {ratio:.1f} ; il en faut 4,5.".replace(
                        ".", ",", 1
                    ),
                    que_faire="Choisissez une couleur de texte plus foncée ou un fond plus clair.",
                )


_SHARED = ("Arial", "Times New Roman", "Calibri", "Cambria", "Liberation Sans", "Liberation Serif")
"""Fonts of one office suite whose widths the other one has too: the pages stay the same."""

THEME = Declaration("theme.yaml", Theme, "complete")


def theme() -> Theme:
    """Return the theme in force: the shipped one, with the service's changes over it.

    Raises:
        ParametreError: an unknown key, a colour badly written or not contrasted enough.
    """
    return THEME.lire()


def police() -> str:
    """Return the first font of the theme that Word and LibreOffice set alike, or its first."""
    wanted = theme().polices
    return next((name for name in wanted if name in _SHARED), wanted[0])


def couleur(role: str) -> str:
    """Return a colour of the theme as office files write it: ``1B5A6B``."""
    return theme().couleurs[role].lstrip("#").upper()


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.1, relative luminance)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
