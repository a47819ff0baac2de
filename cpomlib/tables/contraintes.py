"""The rules of one column: required, pattern, key of a SIREN, bounds, length, identifiers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cpomlib.socle import Faute, invisible, nombre, vers_centimes
from cpomlib.tables.cellules import OBLIGATOIRE, Refus
from cpomlib.tables.identifiants import identifying
from cpomlib.tables.lecture import Provenance
from cpomlib.tables.schema import Champ

if TYPE_CHECKING:
    import pandas as pd


def column_faults(champ: Champ, frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    """Return the faults of one column of a typed frame.

    Args:
        champ: the column's rules.
        frame: the typed rows; money in centimes.
        provenance: where the rows come from.
    """
    import numpy as np

    if champ.nom in provenance.absentes:
        return []
    values = frame[champ.nom]
    faults: list[Faute] = []
    if champ.requis:
        rows = np.flatnonzero(values.isna())
        faults += provenance.fautes(rows.tolist(), champ.nom, OBLIGATOIRE, frame)
    if champ.type in ("integer", "number"):
        faults += _bounds(champ, frame, provenance)
    elif champ.type == "string" and not champ.categories:
        faults += _texts(champ, frame, provenance)
    return faults


def _bounds(champ: Champ, frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    import numpy as np

    values = frame[champ.nom]
    faults: list[Faute] = []
    for limit, wrong, word in (
        (champ.minimum, values.lt, "minimum"),
        (champ.maximum, values.gt, "maximum"),
    ):
        if limit is not None:
            rows = np.flatnonzero(
                wrong(vers_centimes(limit) if champ.monnaie else limit).fillna(False)
            )
            # a year or a month is not grouped by thousands
            shown = str(limit) if champ.nom == "annee" else nombre(limit)
            refus = Refus(f"Le {word} est {shown}.", "Corrigez cette valeur.")
            faults += provenance.fautes(rows.tolist(), champ.nom, refus, frame)
    return faults


def _texts(champ: Champ, frame: pd.DataFrame, provenance: Provenance) -> list[Faute]:
    import pandas as pd

    codes, distinct = pd.factorize(frame[champ.nom])
    texts = [str(text) for text in distinct]
    suspects = identifying(champ, texts)
    pattern = re.compile(champ.motif) if champ.motif else None
    refusals = {
        code: refus
        for code, text in enumerate(texts)
        if (refus := suspects.get(text) or _text_refusal(champ, pattern, text))
    }
    return provenance.fautes_distinctes(codes, refusals, champ.nom, frame)


def _text_refusal(champ: Champ, pattern: re.Pattern[str] | None, text: str) -> Refus | None:
    if pattern and not pattern.fullmatch(text):
        return Refus("Ce code n’a pas la forme attendue.", f"Attendu : {champ.attendu}.")
    if champ.controle == "siren" and text.isdecimal() and not luhn(text):
        return Refus(
            "Ce SIREN n’existe pas : sa clé de contrôle est fausse.",
            "Vérifiez les 9 chiffres ; à défaut, écrivez « EJ- » suivi du FINESS de l’entité "
            "juridique.",
        )
    if champ.pseudonyme and (code := invisible(text)):
        return Refus(
            f"Un caractère invisible ({code}) est caché dans cette valeur.",
            "Retapez-la, ou refaites l’export.",
        )
    if champ.longueur and len(text) > champ.longueur:
        return Refus(f"Ce texte dépasse {champ.longueur} caractères.", "Abrégez-le.")
    return None


def luhn(digits: str) -> bool:
    """Say whether the last digit is the Luhn key of the others (SIREN, SIRET).

    From the right, every second digit is doubled (its two digits added); the sum must be
    a multiple of ten.
    """
    doubled = "0246813579"
    total = sum(
        int(doubled[int(digit)]) if rank % 2 else int(digit)
        for rank, digit in enumerate(reversed(digits))
    )
    return total % 10 == 0
