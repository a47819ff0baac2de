"""Why a value is not there: the French sentence, and how to supply what is missing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cpomlib.calcul.indicateurs.contexte import Contexte
from cpomlib.socle import Periode
from cpomlib.tables import table

_PRESENCE: dict[str, Callable[[Contexte], np.ndarray]] = {
    "sejours": lambda contexte: contexte.stays.some(),
    "places": lambda contexte: contexte.places.some(),
    "activite": lambda contexte: contexte.activite.some(),
    "financements": lambda contexte: contexte.financements.some(),
    "salaries": lambda contexte: contexte.salaries.some(),
    "absences": lambda contexte: contexte.absences.some(),
    "mouvements": lambda contexte: contexte.mouvements.some(),
    "budgets.ca": lambda contexte: contexte.ca.some(),
    "budgets.ca_precedent": lambda contexte: contexte.ca_precedent.some(),
    "budgets.be": lambda contexte: contexte.be_deposes.some(),
    "balances": lambda contexte: contexte.balances.some(),
}

SOURCES = tuple(_PRESENCE)
"""What an indicator may need: a table, with the document and the year where it matters."""
SOURCES_INSERTION = ("activite_insertion", "population_insertion")
"""What the indicators of insertion may need beside the financings."""

_DOCUMENTS = {
    "budgets.ca": "Aucun compte administratif (document « ca ») de {annee}",
    "budgets.ca_precedent": "Aucun compte administratif (document « ca ») de {precedente}",
    "budgets.be": "Aucun budget exécutoire (document « be ») de {annee} ou d’une année antérieure",
}

_ANNUELLES = {
    "places": "Les places sont déposées pour une année, sans dates",
    "financements": "Les financements sont accordés pour une année",
    "salaries": "Les salariés sont décrits une fois par année",
    "absences": "Les absences sont comptées par année",
    "mouvements": "Les mouvements de personnel sont comptés par année",
    "budgets.ca": "Un compte administratif porte sur l’exercice entier",
    "budgets.ca_precedent": "Une évolution se lit d’un exercice entier à l’autre",
    "budgets.be": "Un budget exécutoire porte sur l’exercice entier",
    "balances": "La balance est arrêtée à la clôture de l’exercice",
    "activite_insertion": "L’activité d’une structure d’insertion est comptée par année",
    "population_insertion": "Les allocataires d’un territoire sont comptés en fin d’année",
}
"""Sources that tell nothing of a part of a year, and why (see ``contexte.DATEES``)."""

PARTIEL = (
    "La balance est tenue pour le gestionnaire entier\u00a0: elle ne se lit pas sur une partie "
    "de ses établissements. Calculez cet indicateur sur tous les établissements du gestionnaire."
)
"""Why a balance indicator does not exist for a part of a gestionnaire."""


def missing_reasons(contexte: Contexte, source: str) -> np.ndarray:
    """Say for each unit why ``source`` has no row for it; empty where it has some."""
    sentence = missing_reason(source, contexte.annee, contexte.partie)
    reasons = np.where(_PRESENCE[source](contexte), "", sentence).astype(object)
    if source == "balances" and not contexte.partie:
        reasons[~contexte.whole] = PARTIEL
    reasons = np.where(reasons == "", _partial(contexte, source)[0], reasons)
    return reasons


def missing_notes(contexte: Contexte, source: str) -> np.ndarray:
    """Say for each unit who is left out of what comes from ``source``; empty for nobody."""
    return _partial(contexte, source)[1]


def _partial(contexte: Contexte, source: str) -> tuple[np.ndarray, np.ndarray]:
    if source == "sejours":
        return contexte.couverture.raisons, contexte.couverture.notes
    if contexte.partie:
        return (np.full(contexte.units.n, "", dtype=object),) * 2
    return contexte.partiels.dire(source, contexte.units, contexte.annee)


def missing_reason(source: str, annee: int, partie: str = "") -> str:
    """Return the sentence for a source without any row: which, when, and how to supply it."""
    name = source.partition(".")[0]
    if partie and source in _ANNUELLES:
        kind = "d’un semestre" if partie.startswith("S") else "d’un trimestre"
        return _spaced(f"{_ANNUELLES[source]} : rien n’en dit ce qui est {kind}. Demandez {annee}.")
    supply = f"Pour le fournir, déposez {name}.csv avec « cpom importer tables »."
    if source in _DOCUMENTS:
        what = _DOCUMENTS[source].format(annee=annee, precedente=annee - 1)
        return _spaced(f"{what} dans la table « {_titre(name)} » pour ce périmètre. {supply}")
    period = f"le {Periode(annee, partie=partie).nom}" if partie else f"l’année {annee}"
    when = "" if name == "sejours" else f" pour {period}"
    return _spaced(
        f"La table « {_titre(name)} » n’a aucune ligne déposée{when} dans ce périmètre. "
        f"Pour la fournir, déposez {name}.csv avec « cpom importer tables »."
    )


def no_denominator(libelle: str) -> str:
    """Return the sentence for a quotient whose denominator is zero."""
    return _spaced(f"Le dénominateur est nul : {libelle}.")


def unfilled(nom: str, colonne: str) -> str:
    """Return the sentence for a column that no row fills."""
    return _spaced(
        f"La colonne « {colonne} » de la table « {_titre(nom)} » n’est remplie sur aucune des "
        "lignes concernées. Complétez-la puis déposez de nouveau la table."
    )


def _titre(nom: str) -> str:
    return table(nom).titre


def _spaced(text: str) -> str:
    """Put the no-break spaces of French typography around « » and before a colon."""
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace(" :", "\u00a0:")
