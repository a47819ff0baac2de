"""The quality of the data: what was supplied, what is missing, what looks doubtful."""

from __future__ import annotations

import pandas as pd

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, coverage, expected, tables_fournies
from cpomlib.rapports.anomalies import anomalies
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.tables import table

ANCRE = "qualite"
_SUPPLY = (
    "Pour compléter\u00a0: déposer la table au format CSV avec «\u00a0cpom importer tables "
    "DOSSIER\u00a0», puis "
    "refaire le rapport."
)


def qualite(dossier: Dossier) -> Groupe:
    """Show what was supplied, what is missing, and what deserves a second look."""
    return Groupe(
        (
            Titre(2, "La qualité des données", ANCRE),
            _supplied(dossier),
            *_gaps(dossier),
            *anomalies(dossier),
            _unavailable(dossier),
        )
    )


def _supplied(dossier: Dossier) -> Tableau:
    columns = (
        Colonne("Table"),
        *dossier.colonnes("texte"),
    )
    rows = tuple(
        (
            table(name).titre,
            *(
                f"{coverage(dossier, name, year)} sur {expected(dossier, name, year)}"
                for year in dossier.annees
            ),
        )
        for name in tables_fournies()
    )
    return Tableau(
        "Ce qui a été fourni", columns, rows,
        note="Nombre d’établissements renseignés sur nombre d’établissements attendus\u00a0: ceux "
        "qui ont des places, ou ont déjà envoyé la table, sans ceux fermés avant l’année\u00a0; "
        "les balances sont tenues par le gestionnaire, les demandes au SIAO par le département. "
        "Des séjours ne comptent que pour les années qu’ils couvrent, depuis la première sortie "
        "connue\u00a0; des agrégats transmis, s’il y en a, en tiennent lieu.",
    )  # fmt: skip


def _gaps(dossier: Dossier) -> tuple[Bloc, ...]:
    """Say which tables are missing for the year, and which cover a part of the perimeter only."""
    year = dossier.annee
    counts = {
        name: (coverage(dossier, name, year), expected(dossier, name, year))
        for name in tables_fournies()
    }
    absent = [table(name).titre for name, (known, _) in counts.items() if known == 0]
    partial = [
        f"{table(name).titre} ({known} sur {total})"
        for name, (known, total) in counts.items()
        if 0 < known < total
    ]
    blocks: list[Bloc] = []
    if absent:
        blocks.append(
            Paragraphe(
                f"Aucune ligne déposée pour {year}\u00a0: {', '.join(absent)}. Les indicateurs "
                f"qui en "
                "dépendent sont non disponibles.",
                role="manque",
                titre="Tables absentes.",
                que_faire=_SUPPLY,
            )
        )
    if partial:
        blocks.append(
            Paragraphe(
                f"Renseignées pour une partie des établissements en {year}\u00a0: "
                f"{', '.join(partial)}. Un rapport entre deux tables (coût à la place, ETP "
                "pour 100 places…) peut alors porter sur des périmètres différents\u00a0: lire "
                "le détail par établissement.",
                role="avertissement",
                titre="Tables partielles.",
            )
        )
    return tuple(blocks)


def _unavailable(dossier: Dossier) -> Bloc:
    rows = dossier.resultats[dossier.annee]
    absent = rows[rows["statut"] != "ok"]
    if absent.empty:
        return Paragraphe(f"Tous les indicateurs de {dossier.annee} sont disponibles.")
    by_reason = pd.Series(absent.index, index=absent.index).groupby(absent["raison"], sort=False)
    lines = tuple(
        (reason, ", ".join(fiches()[name].libelle for name in names)) for reason, names in by_reason
    )
    return Tableau(
        "Indicateurs non disponibles ou masqués", (Colonne("Raison"), Colonne("Indicateurs")), lines
    )
