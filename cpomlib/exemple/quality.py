"""The table ``qualite``: what each establishment says of its own practices, 1 to 4."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.exemple.draws import Tirage
from cpomlib.exemple.structure import Structure

_QUESTIONS = (
    ("personnalisation", "Chaque ménage a un projet personnalisé écrit et révisé."),
    ("personnalisation", "Un référent est désigné dès l’arrivée."),
    ("participation", "Un conseil de la vie sociale ou un groupe d’expression se réunit."),
    ("droits", "Le contrat de séjour est signé dans le délai."),
    ("droits", "L’ouverture des droits est vérifiée à l’entrée."),
    ("risques", "Les évènements indésirables sont déclarés et analysés."),
    ("partenariats", "Des conventions existent avec les bailleurs et la santé."),
    ("patrimoine", "Le bâti est accessible et conforme."),
    ("organisation", "Les professionnels sont formés à l’accompagnement vers le logement."),
)
_COMMENT = "Action inscrite au plan d’amélioration de l’établissement."


def qualite_table(plan: Structure, tirage: Tirage) -> pd.DataFrame:
    """Return the table ``qualite`` of the establishments that house people."""
    housed = np.flatnonzero(plan.colonne("capacite") > 0)
    level = tirage.entre(2.0, 3.6, len(housed), len(_QUESTIONS))[:, None, :]
    progress = np.array([0.0, 0.15, 0.3])[None, :, None]
    noise = tirage.entre(-0.5, 0.5, len(housed), 3, len(_QUESTIONS))
    rating = np.clip(np.floor(level + progress + noise + 0.5), 1, 4).astype("int64")
    row, rank, question = (axis.ravel() for axis in np.indices(rating.shape))
    themes = np.array([theme for theme, _ in _QUESTIONS], dtype=object)
    comments = np.array([None, _COMMENT], dtype=object)
    texts = np.array([text for _, text in _QUESTIONS], dtype=object)
    return pd.DataFrame(
        {
            "id_etablissement": plan.colonne("id_etablissement")[housed][row],
            "annee": np.array(plan.annees)[rank],
            "theme": themes[question],
            "question": texts[question],
            "cotation": rating.ravel(),
            "commentaire": comments[(rating.ravel() == 1).astype(int)],
        }
    )
