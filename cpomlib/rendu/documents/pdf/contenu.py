"""What the PDF's template is given: the whole document, as JSON holds it."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cpomlib.rendu.blocs import Bloc
from cpomlib.rendu.documents import plan
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.pdf.noeuds import Noeud, noeuds, propre
from cpomlib.rendu.theme import Theme

_LINKED = ("cartes", "forces", "vigilances", "morceaux")
_NUMBERED = {"tableau": "Tableau", "figure": "Figure"}


def document(blocs: Sequence[Bloc], enveloppe: Enveloppe, theme: Theme) -> Noeud:
    """Return all the template needs; sections, tables and figures numbered as in every format.

    Args:
        blocs: as :func:`cpomlib.rendu.documents.lecture.lire` gives them.
        enveloppe: title, margins and warning.
        theme: colours, name and logo of the service.
    """
    places = plan.elements(blocs)
    body = _numbered([node for bloc in blocs for node in noeuds(bloc)])
    body += [node for place in plan.annexe(places) for node in noeuds(place.bloc)]
    covers = [node for node in body if node["genre"] == "identite"]
    return {
        **habillage(enveloppe, theme),
        "couverture": covers[0] if covers else None,
        "sommaire": plan.a_une_couverture(places),
        "serree": bool(covers) and covers[0]["serree"],
        "romaine": bool(covers) and covers[0]["romaine"],
        "blocs": _headed([node for node in body if node not in covers]),
    }


def habillage(enveloppe: Enveloppe, theme: Theme) -> Noeud:
    """Return what any template is given: title, margins, colours, name and logo."""
    return {
        "titre": propre(enveloppe.titre),
        "entete": propre(enveloppe.entete),
        "pied": propre(enveloppe.pied),
        "bandeau": propre(enveloppe.bandeau),
        "service": propre(enveloppe.service or theme.service),
        "logo": _logo(theme.logo),
        "couleurs": dict(theme.couleurs),
    }


def _numbered(nodes: list[Noeud]) -> list[Noeud]:
    """Give tables and figures the number by which a discussion names them."""
    counts = dict.fromkeys(_NUMBERED, 0)
    for node in (each for one in nodes for each in _ouvert(one)):
        genre = node["genre"]
        if genre in counts:
            counts[genre] += 1
            node["numero"] = f"{_NUMBERED[genre]}\u00a0{counts[genre]}"
    return nodes


def _ouvert(node: Noeud) -> list[Noeud]:
    """Return a node, or those that stand side by side in it."""
    if node["genre"] != "cote":
        return [node]
    return [each for column in node["colonnes"] for each in column]


def _headed(nodes: list[Noeud]) -> list[Noeud]:
    """Let no heading skip a level, no two share an anchor, no link lead nowhere."""
    level, taken, sections = 0, set[str](), False
    for node in nodes:
        if "niveau" in node:
            # from the first section on, figures and findings are a part of theirs
            node["niveau"] += sections and node["genre"] != "titre"
            node["niveau"] = level = min(node["niveau"], level + 1)
            sections |= node["genre"] == "titre"
        if node.get("ancre") in taken:
            node["ancre"] = ""
        taken.add(node.get("ancre", ""))
    entries = (each for node in nodes for name in _LINKED for each in node.get(name, ()))
    for entry in (*entries, *(node for node in nodes if "lien" in node)):
        if entry["lien"] not in taken:
            entry["lien"] = ""
    return nodes


def _logo(address: str) -> Noeud | None:
    """Return the image a ``data:`` address holds."""
    if not address:
        return None
    head, _, data = address.partition(",")
    kind = head.removeprefix("data:image/").partition(";")[0].partition("+")[0]
    return {"format": {"jpeg": "jpg"}.get(kind, kind), "octets": list(base64.b64decode(data))}
