"""What the rules on a contract find, as its documents show it."""

from __future__ import annotations

from collections.abc import Collection

from cpomlib.dossier import DossierContrat
from cpomlib.rendu.blocs import Bloc, Colonne, Tableau, Titre

GRAVITES = {"bloquant": "bloquant", "a_corriger": "à corriger", "conseil": "conseil"}


def controle(
    dossier: DossierContrat, ailleurs: Collection[str] = (), gravites: Collection[str] = GRAVITES
) -> tuple[Bloc, ...]:
    """List what the rules find; nothing where they find nothing.

    Args:
        dossier: the contract.
        ailleurs: the rules whose findings have their own part in the document.
        gravites: how grave what is listed is.
    """
    rows = tuple(
        ("irrégularité" if one.irregularite else GRAVITES[one.gravite], one.message, one.article)
        for one in dossier.manquements
        if one.code not in ailleurs and one.gravite in gravites
    )
    if not rows:
        return ()
    columns = tuple(map(Colonne, ("Gravité", "Constat", "Texte")))
    return (
        Titre(2, "Ce que le contrôle relève"),
        Tableau("Contrôle du contrat", columns, rows),
    )
