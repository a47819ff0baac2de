"""The ceiling per place of a GHAM, read in the dated parameters."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from cpomlib.calcul.budget.regle import Regle, centimes
from cpomlib.droit import chemins, existe, valeur
from cpomlib.socle import ParametreError

TARIF = Regle(
    "Tarif plafond",
    "CASF, art. L. 314-4, et arrêtés annuels fixant les tarifs plafonds (2018 à 2022)",
)
DOSSIER = "tarifs_plafonds"
SANS_CODE = f"{DOSSIER}/autres_gham"
OUTRE_MER = ("971", "972", "973", "974", "976")
SAINT_PIERRE_ET_MIQUELON = "975"

_GHAM = re.compile(r"[1-9][RD]")
_METROPOLE = re.compile(r"0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]")


Lire = Callable[[str, date], Any]
"""How a dated parameter is read: ``valeur`` itself, or a reader that remembers what it gave."""


def tarif_plafond(
    gham: str, exercice: int, departement: str, *, lire: Lire = valeur
) -> Decimal | None:
    """Return the ceiling of the gross cost of a place in a GHAM, overseas increase included.

    Args:
        gham: code of the GHAM, a figure then R (regroupé) or D (diffus).
        exercice: the year; ceilings exist from 2018 to 2022.
        departement: INSEE code of the département of the establishment, such as ``35``, ``2A``
            or ``974``.
        lire: how the dated values are read, so that a report can list those it used.

    Returns:
        Euros per place autorisée et financée, to the cent; None where no ceiling is in force
        (since 2023).

    Raises:
        ParametreError: the amount is not known; the message names the file and the text.
        RegleBudgetaireError: the code of the GHAM or of the département is not one.

    Source: CASF, art. L. 314-4; arrêtés of 2 May 2018, 13 May 2019, 19 August 2020, 24 August
    2021 and 12 April 2022; parameters ``tarifs_plafonds/``.
    """
    code = _known_gham(gham)
    jour = date(TARIF.entier(exercice, "exercice", 2000, 2100), 1, 1)
    majoration = _increase(departement)
    montant = _amount(code, jour, lire)
    if montant is None:
        return None
    taux = Decimal(0) if majoration is None else lire(majoration, jour)
    return centimes(montant * (1 + taux))


def _known_gham(gham: str) -> str:
    code = str(gham).strip().upper()
    if not _GHAM.fullmatch(code):
        connus = [c.removeprefix(f"{DOSSIER}/") for c in chemins() if c.startswith(f"{DOSSIER}/")]
        return TARIF.choix(gham, "GHAM", [c for c in connus if _GHAM.fullmatch(c)])
    return code


def _increase(departement: str) -> str | None:
    """Return the path of the increase that applies in a département, if any."""
    code = str(departement).strip().upper()
    if _METROPOLE.fullmatch(code):
        return None
    if code in OUTRE_MER:
        return f"{DOSSIER}/majoration_outre_mer"
    if code == SAINT_PIERRE_ET_MIQUELON:
        return f"{DOSSIER}/majoration_saint_pierre_et_miquelon"
    raise TARIF.erreur(
        f"le département «\u00a0{departement}\u00a0» n’a pas de majoration connue.",
        "Écrivez son code INSEE, par exemple 35, 2A ou 974 ; la majoration des collectivités "
        "d’outre-mer qui ne sont pas des départements n’a pas été lue, sauf 975.",
        departement=departement,
    )


def _amount(gham: str, jour: date, lire: Lire) -> Decimal | None:
    chemin = f"{DOSSIER}/{gham}"
    if existe(chemin):
        return lire(chemin, jour)
    try:
        sans_code = lire(SANS_CODE, jour)
    except ParametreError as error:
        raise _no_file(gham, jour, error.pourquoi) from error
    if sans_code is not None:
        raise _no_file(gham, jour, "")
    return None


def _no_file(gham: str, jour: date, texte: str) -> ParametreError:
    """Return the error for a GHAM whose code has no file of its own."""
    return ParametreError(
        f"Le tarif plafond du GHAM «\u00a0{gham}\u00a0» n’est pas connu pour {jour.year}.",
        ou=f"legislation/{DOSSIER}/{gham}.yaml",
        pourquoi=texte,
        que_faire=f"Créez ce fichier sur le modèle de {DOSSIER}/3R.yaml, avec le montant lu.",
    )
