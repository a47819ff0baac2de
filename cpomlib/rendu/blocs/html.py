"""The HTML of blocks: templates, autoescape on, nothing of the data ever interpreted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from cpomlib.rendu.blocs.blocks import Bloc, Colonne, Entree, Figure, Groupe, Tableau
from cpomlib.rendu.blocs.passages import portions
from cpomlib.socle import (
    ABSENT,
    SECRET,
    Format,
    Lien,
    Secret,
    Valeur,
    direction,
    is_missing,
    write,
    write_signed,
)

if TYPE_CHECKING:
    from jinja2 import Environment

ARROWS = {"hausse": "▲", "baisse": "▼", "stable": "="}
COURT, DEUX = 14, 2
"""Rows of a short table, and columns that a telephone has room for side by side."""
_ABBR = '<abbr class="cpom-absent" title="{}">{}</abbr>'


def html(bloc: Bloc, dessins: Mapping[int, str] | None = None) -> Markup:
    """Return the HTML of a block; every text of the block is escaped.

    Args:
        bloc: the block.
        dessins: the drawing of each of its figures, by the figure's ``id()``; made now, all
            together, when it is not given.
    """
    drawn = _dessins(bloc) if dessins is None else dessins
    template = _environment().get_template(f"{type(bloc).__name__.lower()}.html.j2")
    return Markup(template.render(bloc=bloc, dessins=drawn))


def figures(blocs: Iterable[Bloc]) -> Iterator[Figure]:
    """Give the figures of blocks in order, those inside groups included."""
    for each in blocs:
        if isinstance(each, Figure):
            yield each
        elif isinstance(each, Groupe):
            yield from figures(each.blocs)


def _dessins(bloc: Bloc) -> Mapping[int, str]:
    found = list(figures([bloc]))
    if not found:
        return {}
    from cpomlib.rendu.dessin import svgs
    from cpomlib.rendu.theme import themed

    made = svgs([themed(each.graphique) for each in found])
    return {id(each): drawing for each, drawing in zip(found, made, strict=True)}


def anchor(texte: str, ancre: str = "") -> str:
    """Return ``ancre`` made safe, or an id from ``texte``: « L’activité » is ``l-activite``."""
    spaced = re.sub(r"[’'\s]", "-", ancre or texte)
    folded = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", folded.lower()).strip("-") or "section"


def legend(values: Iterable[Valeur]) -> str:
    """Explain the marks that ``values`` need: ``n. d.``, ``s.``, or nothing."""
    values = list(values)
    said = (value.raison.rstrip(".") for value in values if isinstance(value, Secret))
    reasons = list(dict.fromkeys(said))
    parts = [f"{ABSENT} : non disponible"] if any(map(_is_absent, values)) else []
    if reasons:
        told = "\u00a0; ".join(reasons)
        parts.append(f"{SECRET} : {told}")
    return "\u00a0· ".join(parts)


def cells(tableau: Tableau) -> list[Valeur]:
    """Return every cell of a table, row after row."""
    return [value for ligne in tableau.lignes for value in ligne]


def rangees(tableau: Tableau) -> Markup:
    """Return the rows of the body of a table.

    Their cells are what a page has most of, by far: a function is three times quicker than a
    template.
    """
    if not tableau.lignes:
        width = len(tableau.colonnes)
        return Markup('<tr><td colspan="{}" class="vide">Aucune ligne.</td></tr>\n').format(width)
    named = empile(tableau)
    shapes = [(_balises(colonne, named), colonne.format) for colonne in tableau.colonnes]
    if tableau.premiere_colonne_entete:
        shapes[0] = (('<th scope="row">', "</th>\n"), tableau.colonnes[0].format)
    first_total = len(tableau.lignes) - tableau.lignes_total
    parts = []
    for rank, ligne in enumerate(tableau.lignes):
        parts.append('<tr class="total">\n' if rank >= first_total else "<tr>\n")
        for ((opening, closing), shape), value in zip(shapes, ligne, strict=True):
            parts += (opening, escape(cell(value, shape)), closing)
        parts.append("</tr>\n")
    return Markup("".join(parts))


def empile(tableau: Tableau) -> bool:
    """Tell whether a telephone shows a table row by row, each figure under its heading.

    A short one of several columns: a long one is browsed, column by column.
    """
    return len(tableau.lignes) <= COURT and len(tableau.colonnes) > DEUX


def _balises(colonne: Colonne, nommee: bool) -> tuple[str, str]:
    kind = ' class="num"' if is_numeric(colonne) else ""
    head = Markup(' data-t="{}"').format(colonne.titre) if nommee else ""
    return (f"<td{kind}{head}>", "</td>\n")


def cell(value: Valeur, format: Format, unite: str = "") -> str | Markup:
    """Write a value, with what explains it when it is missing or masked, and where it leads."""
    if isinstance(value, Secret):
        return Markup(_ABBR).format(value.raison, SECRET)
    if is_missing(value):
        return Markup(_ABBR).format("non disponible", ABSENT)
    if isinstance(value, Lien):
        return Markup('<a href="{}">{}</a>').format(value.adresse, value)
    said = write(value, format, unite).strip()
    return texte(said) if "[à compléter" in said else said


def is_numeric(colonne: Colonne) -> bool:
    """Tell whether a column's cells are aligned on the right."""
    return colonne.format not in {"texte", "date"}


def texte(said: str, renvois: Sequence[Entree] = ()) -> Markup:
    """Write a text, what is to be completed marked, its references as links."""
    shapes = {True: Markup('<mark class="cpom-completer">{}</mark>'), False: Markup("{}")}
    return Markup("").join(
        Markup('<a href="#{}">{}</a>').format(anchor("", one.ancre), one.texte)
        if one.ancre
        else shapes[one.manque].format(one.texte)
        for one in portions(said, renvois)
    )


def _is_absent(value: Any) -> bool:
    return not isinstance(value, Secret) and is_missing(value)


def _drawing(figure: Figure, identifiant: str, dessins: Mapping[int, str]) -> Markup:
    from cpomlib.rendu.blocs.svg import habiller

    return habiller(dessins[id(figure)], figure.titre, figure.alternative, identifiant)


def _figure_id(figure: Figure) -> str:
    from cpomlib.rendu.blocs.svg import digest

    content = repr((figure.alternative, figure.source, figure.tableau))
    return anchor("", figure.ancre) if figure.ancre else f"fig-{digest(figure.titre, content)}"


def _table_id(tableau: Tableau) -> str:
    from cpomlib.rendu.blocs.svg import digest

    return anchor("", tableau.ancre) if tableau.ancre else f"tab-{digest(repr(tableau))}"


def gabarits() -> None:
    """Compile every template, which is done once for all."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("cpomlib.rendu.blocs"),
        autoescape=True,
        # a template is not looked for again on the disk each time it is used
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        html=html, anchor=anchor, cell=cell, write_signed=write_signed,
        direction=direction, arrows=ARROWS, legend=legend, cells=cells, is_numeric=is_numeric,
        is_absent=_is_absent, is_secret=lambda value: isinstance(value, Secret),
        rangees=rangees, texte=texte, empile=empile, court=COURT, drawing=_drawing,
        figure_id=_figure_id, table_id=_table_id,
    )  # fmt: skip
    return environment
