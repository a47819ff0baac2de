"""What the guided notebooks call: one line each, so that an analyst reads what is done."""

from __future__ import annotations

import pandas as pd

from cpomlib import base as store
from cpomlib.analyse import in_euros
from cpomlib.calcul import parts_annuelles
from cpomlib.dossier import Dossier
from cpomlib.rendu.blocs import Colonne, Tableau
from cpomlib.socle import CommandeError, Format, suggestion
from cpomlib.tables import table as schema


def gestionnaires(base: str = "") -> pd.DataFrame:
    """List the gestionnaires of a base, by name; ``CPOM_BASE`` by default."""
    engine = store.open_base(base or None)
    known = store.read(engine, ["gestionnaires"])["gestionnaires"]
    return known[["id_gestionnaire", "raison_sociale"]].sort_values("raison_sociale")


def table(dossier: Dossier, nom: str) -> pd.DataFrame:
    """Return a shared table of a gestionnaire, limited to the establishments of its perimeter.

    Its amounts are in euros, as everywhere in the lab.

    Raises:
        CommandeError: no shared table has that name.
    """
    if nom not in dossier.frames:
        raise CommandeError(
            f"La table «\u00a0{nom}\u00a0» n’existe pas.", que_faire=suggestion(nom, dossier.frames)
        )
    frame = in_euros(nom, dossier.frames[nom])
    if "id_etablissement" not in frame:
        return frame
    return frame[frame["id_etablissement"].isin(dossier.structures["id_etablissement"])]


def part(dossier: Dossier, nom: str, colonne: str, parmi: str, titre: str) -> Tableau:
    """Compute a share of one's own, year by year, with its numerator and denominator.

    Args:
        dossier: the gestionnaire.
        nom: the shared table.
        colonne: the column added up.
        parmi: which rows count in the numerator, as pandas' ``query`` writes it:
            ``mode == 'diffus'``.
        titre: name of the indicator.

    Raises:
        CommandeError: the table, the column or the condition is not one.
    """
    held = table(dossier, nom)
    if colonne not in held:
        raise CommandeError(
            f"La table «\u00a0{nom}\u00a0» n’a pas de colonne «\u00a0{colonne}\u00a0».",
            que_faire=suggestion(colonne, list(held)),
        )
    _sommable(held, nom, colonne)
    try:
        kept = held.query(parmi)
    except Exception as error:
        raise CommandeError(
            f"La condition «\u00a0{parmi}\u00a0» ne se lit pas.",
            que_faire="Écrivez par exemple : mode == 'diffus'.",
        ) from error
    known = parts_annuelles(kept, held, colonne)
    # nothing deposited is not zero
    rows = tuple((year, *known.get(year, (None, None, None))) for year in dossier.annees)
    unit: Format = "euros" if _en_argent(nom, colonne) else "nombre"
    columns = (Colonne("Année", "annee"), Colonne("Numérateur", unit),
               Colonne("Dénominateur", unit), Colonne(titre, "taux"))  # fmt: skip
    return Tableau(titre, columns, rows, source=f"table {nom}, {colonne}, parmi {parmi}")


def _en_argent(nom: str, colonne: str) -> bool:
    return any(champ.monnaie for champ in schema(nom).champs if champ.nom == colonne)


def _sommable(held: pd.DataFrame, nom: str, colonne: str) -> None:
    """Refuse what cannot be added up year by year, naming what can."""
    if "annee" not in held:
        raise CommandeError(
            f"La table «\u00a0{nom}\u00a0» n’a pas de colonne «\u00a0annee\u00a0».",
            que_faire="Prenez une table qui en a\u00a0: places, salaries, activite.",
        )
    if not pd.api.types.is_numeric_dtype(held[colonne]):
        numbers = [name for name in held.select_dtypes("number").columns if name != "annee"]
        raise CommandeError(
            f"La colonne «\u00a0{colonne}\u00a0» ne s’additionne pas.",
            que_faire=f"Colonnes de nombres\u00a0: {', '.join(numbers)}.",
        )
