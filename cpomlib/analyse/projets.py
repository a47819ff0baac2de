"""The scenarios of a gestionnaire, listed and projected on the state that is open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from cpomlib import base as store
from cpomlib.calcul.scenarios import etat, projeter, verifier_scenario
from cpomlib.dossier import inventaire, scenarios_deposes
from cpomlib.socle import designated

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cpomlib.calcul.scenarios import Projection


def listed(engine: Engine, gestionnaire: str, etat_lu: int) -> pd.DataFrame:
    """List the saved scenarios of a gestionnaire, those that cannot be read included."""
    held = inventaire(engine, gestionnaire, etat_lu)
    rows = [(one.nom, one.titre, one.statut, one.auteur, one.jour, "") for one in held.lisibles]
    rows += [(one.fichier, "", "", "", None, one.pourquoi) for one in held.illisibles]
    return pd.DataFrame(rows, columns=["nom", "titre", "statut", "auteur", "jour", "illisible"])


def projected(engine: Engine, gestionnaire: str, nom: str, etat_lu: int, jour: date) -> Projection:
    """Read a saved scenario and project it.

    Raises:
        CommandeError: none has that name or title, or several have.
        ScenarioError: it cannot be applied to this state of the base.
    """
    titles = {one.nom: one.titre for one in inventaire(engine, gestionnaire, etat_lu).lisibles}
    name = designated(nom, titles, ("Le scénario", "plusieurs scénarios"))
    chosen = scenarios_deposes.ouvrir(engine, gestionnaire, name, etat_lu)
    frames = store.read(engine, gestionnaires=[gestionnaire], etat=etat_lu)
    known = etat(frames, gestionnaire, chosen.annee_base)
    verifier_scenario(known, chosen)
    return projeter(known.regarde(jour), chosen.hypotheses, chosen.horizon)


def tidy(gestionnaire: str, made: Projection, etablissement: bool) -> pd.DataFrame:
    """Return a projection as rows: euros to the cent, places, ETP."""
    frame = made.frame() if etablissement else made.ensemble().assign(id_etablissement=None)
    frame = frame.rename(columns={"id_etablissement": "etablissement", "montant": "valeur"})
    frame = frame.assign(gestionnaire=gestionnaire).astype({"etablissement": "str"})
    return frame[["gestionnaire", "etablissement", "annee", "poste", "valeur"]]
