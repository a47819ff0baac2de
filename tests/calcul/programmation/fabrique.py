"""Gestionnaires made by hand."""

from datetime import date
from itertools import product

import pandas as pd

from cpomlib.calcul.programmation import Recense
from cpomlib.tables import conform, empty

JOUR = date(2026, 11, 29)
ALPHA, BETA = "732829320", "000520015"


def recense(nom, chrs=None, **others):
    """Return a gestionnaire with one CHRS of ten places in each of its départements."""
    held = chrs or {"44": 1}
    cells = {"places": dict.fromkeys(held, 10)} | others
    return Recense(f"id-{nom}", nom, held, **cells)


def maison(ident, owner=ALPHA, **others):
    return {
        "id_etablissement": ident, "id_gestionnaire": owner, "nom": ident, "categorie": "214",
        "regime": "autorise", "autorite": "prefet", "programme": "177", "departement": "44",
        "region": "52",
    } | others  # fmt: skip


def tables(houses, places=()):
    """Return the tables that are counted: two gestionnaires, what is given."""
    owners = [
        {"id_gestionnaire": who, "raison_sociale": name, "statut": "association"}
        for who, name in ((ALPHA, "Alpha"), (BETA, "Beta"))
    ]
    rows = [{"id_etablissement": who, "annee": year, "public": "tous", "mode": "diffus",
             "places_autorisees": count, "places_financees": count}
            for who, year, count in places]  # fmt: skip
    known = [c for c in (rows[0] if rows else {}) if c in empty("places").columns]
    held = [{name: row[name] for name in known} for row in rows]
    return {
        "gestionnaires": conform("gestionnaires", pd.DataFrame(owners)),
        "etablissements": conform("etablissements", pd.DataFrame(list(houses))),
        "places": conform("places", pd.DataFrame(held)) if held else empty("places"),
    }


def worth(candidats, years, limits):
    """Weigh a choice by hand: what exceeds each limit, then years waited, then years by name."""
    over = sum(
        max(0, sum(year == at and code in one.departements
                   for one, at in zip(candidats, years, strict=True)) - limit)
        for (code, year), limit in limits.items()
    )  # fmt: skip
    start = min(min(one.annees) for one in candidats)
    waited = sum(one.poids * (at - start) for one, at in zip(candidats, years, strict=True))
    named = [at for _, at in sorted(zip((c.cle for c in candidats), years, strict=True))]
    return over, waited, named


def brute(candidats, limits):
    """Try every choice; nothing of the product weighs them."""
    return min(
        product(*(one.annees for one in candidats)), key=lambda y: worth(candidats, y, limits)
    )
