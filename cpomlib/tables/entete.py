"""The header of a file: unknown, missing, repeated and forbidden columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cpomlib.socle import Faute, pluriel, suggestion
from cpomlib.tables.identifiants import CNIL, forbidden_column, montrable
from cpomlib.tables.schema import TableSchema

INCONNUES_MAX = 50
"""Unknown columns told one by one; the others are counted."""


def header_faults(schema: TableSchema, fichier: str, header: Sequence[str]) -> list[Faute]:
    """Return the faults of a header, all of them on line 1."""
    unknown = [name for name in dict.fromkeys(header) if name not in schema.colonnes]
    forbidden = [name for name in unknown if forbidden_column(name)]
    shown = list(dict.fromkeys([*unknown[:INCONNUES_MAX], *forbidden[:INCONNUES_MAX]]))
    counts = Counter(header)
    return [
        *(_unknown(schema, fichier, header, name) for name in shown),
        *_others(schema, fichier, len(unknown) - len(shown)),
        *(_repeated(fichier, name) for name in counts if counts[name] > 1 and name),
        *(
            _missing(fichier, champ.nom)
            for champ in schema.champs
            if champ.requis and champ.nom not in counts
        ),
    ]


def _unknown(schema: TableSchema, fichier: str, header: Sequence[str], name: str) -> Faute:
    if not name:
        return Faute(
            fichier,
            1,
            "",
            "",
            f"La colonne n° {list(header).index(name) + 1} n’a pas de nom.",
            "Nommez-la ou supprimez-la.",
        )
    if forbidden_column(name):
        return Faute(
            fichier,
            1,
            name,
            "",
            f"Cette colonne désigne directement des personnes. {CNIL}",
            "Supprimez-la du fichier avant de le déposer.",
        )
    return Faute(
        fichier,
        1,
        montrable(None, name),
        "",
        f"La table « {schema.name} » n’a pas cette colonne.",
        suggestion(name, [known for known in schema.colonnes if known not in header]),
    )


def _others(schema: TableSchema, fichier: str, count: int) -> list[Faute]:
    if not count:
        return []
    message = (
        f"{pluriel(count, 'autre colonne', 'autres colonnes')} que la table « {schema.name} » "
        "n’a pas."
    )
    return [Faute(fichier, 1, "", "", message, "Vérifiez que c’est bien le fichier attendu.")]


def _repeated(fichier: str, name: str) -> Faute:
    return Faute(fichier, 1, name, "", "Cette colonne est écrite deux fois.", "Gardez-en une.")


def _missing(fichier: str, name: str) -> Faute:
    return Faute(fichier, 1, name, "", "Cette colonne obligatoire manque.", "Ajoutez-la.")
