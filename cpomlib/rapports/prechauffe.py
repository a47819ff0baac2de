"""What the parts of a diagnostic load when they are first used, loaded before a fork instead."""

from __future__ import annotations

import importlib
from contextlib import suppress
from datetime import date

from cpomlib.tables import figure_names

_TARDIFS = (
    "IPython.core.completer",
    "IPython.core.oinspect",
    "babel.dates",
    "cpomlib.base.address",
    "cpomlib.rendu.dessin.atelier",
    "cpomlib.rendu.dessin.commande",
    "cpomlib.rendu.dessin.largeurs",
    "cpomlib.rendu.blocs.html",
    "cpomlib.rendu.blocs.svg",
    "cpomlib.calcul.secret.motifs",
    "highspy",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.core.arrays.arrow._arrow_utils",
    "pandas.io.formats.string",
    "pyarrow.csv",
    "pyarrow.pandas_compat",
    "sqlalchemy.dialects.sqlite",
    "sqlite3",
    "xml.etree.ElementTree",
)


def prechauffer() -> None:
    """Import what a diagnostic needs late; open nothing, start no thread, draw nothing.

    Charts are drawn elsewhere (:mod:`cpomlib.rendu.dessin.atelier`).
    """
    for name in _TARDIFS:
        with suppress(ImportError):
            importlib.import_module(name)
    # reads the contract of every table
    figure_names()
    _write()
    _tables()


def regler() -> None:
    """Read the settings, which are those of a whole campaign, and the law.

    Not for a page, which lives longer than they do. A kernel that wants others is not born here.
    """
    from cpomlib.calcul.anomalies import regles
    from cpomlib.calcul.comparables import bareme
    from cpomlib.calcul.contrat import ECHEANCES, usages_des_seuils
    from cpomlib.calcul.indicateurs import fiches_connues
    from cpomlib.calcul.verdicts import VERDICTS
    from cpomlib.droit import (
        chemins,
        libelle_categorie,
        nom_departement,
        nom_region,
        nomenclature,
        nomenclature_names,
        parametre,
    )
    from cpomlib.droit.seuils import seuils
    from cpomlib.rapports.diagnostic import OBJECTIFS
    from cpomlib.rapports.regles import chiffres_declares
    from cpomlib.rendu.theme import theme

    settings = chiffres_declares, bareme, theme, regles, usages_des_seuils
    for lire in (fiches_connues, seuils, *settings):
        lire()
    for declaration in (ECHEANCES, OBJECTIFS, VERDICTS):
        declaration.lire()
    for nommer in (libelle_categorie, nom_departement, nom_region):
        nommer("")
    for nom in nomenclature_names():
        nomenclature(nom)
    for chemin in chemins():
        parametre(chemin)


def _write() -> None:
    """Compile the templates and learn the months: it takes longer than to write a report."""
    from cpomlib.rendu.blocs import anchor, gabarits
    from cpomlib.socle import date_fr

    gabarits()
    anchor("À propos")
    date_fr(date(2025, 12, 31))


def _tables() -> None:
    """Make a frame of a table, as a report does by the dozen."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    from cpomlib.dossier import en_frame

    kinds = pd.Categorical(["x", "y"])
    frame = pd.DataFrame({"qui": ["a", "b"], "genre": kinds, "n": pd.array([1, None], "Int64")})
    whole = pa.Table.from_pandas(frame)
    en_frame(whole.filter(pc.is_in(whole["qui"], pa.array(["a"], pa.large_string()))))
